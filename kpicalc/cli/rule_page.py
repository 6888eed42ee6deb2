"""The work of `kpicalc rule`: the page of a code, or the list of all codes."""

from __future__ import annotations

import re

from kpicalc.cli.check_options import RuleOptions
from kpicalc.cli.console import tell, tell_refusal
from kpicalc.cli.exit_codes import ExitCode
from kpicalc.cli.problem_pages import read_page, read_titles
from kpicalc.cli.refusal import Refusal, refuse
from kpicalc.i18n.catalogue import Language, message_templates
from kpicalc.i18n.sentence import phrase
from kpicalc.report.views.problem_page import list_codes, show_page

_WRITTEN = re.compile(r"(?:KPI)?[ -]?([0-9]{1,3})", re.IGNORECASE)


def run_rule(options: RuleOptions, language: Language) -> ExitCode:
    """Do what `kpicalc rule` was asked to."""
    known = sorted(message_templates(language))
    if not options.code:
        tell(list_codes(read_titles(known, language), language))
        return ExitCode.OK
    code = _find(options.code, known)
    if isinstance(code, Refusal):
        return tell_refusal(code, language)
    tell(show_page(read_page(code, language) or _short_page(code, language)))
    return ExitCode.OK


def _find(typed: str, known: list[str]) -> str | Refusal:
    """Return the code that was typed; the answer to an unknown one names the nearest by number."""
    written = _WRITTEN.fullmatch(typed.strip())
    if written is None:
        return refuse("usage.no_code", code=typed)
    code = f"KPI{int(written[1]):03}"
    if code in known:
        return code
    near = min(known, key=lambda each: (abs(int(each[3:]) - int(code[3:])), each))
    return refuse("usage.no_code_near", code=typed, near=near)


def _short_page(code: str, language: Language) -> str:
    """Make a page of what is said of a code, where it has none of its own."""
    said, helped = message_templates(language)[code]
    return f"# {code}\n\n{said}\n\n{phrase('problem.help', language, help=helped) if helped else ''}\n"
