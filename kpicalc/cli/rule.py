"""`kpicalc rule`: the page of a problem code, or the list of all codes."""

from __future__ import annotations

import re

from kpicalc.cli.console import tell
from kpicalc.cli.options import RuleOptions
from kpicalc.cli.outcome import ExitCode, Refusal, refuse
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import find_page
from kpicalc.model.problem import problem_names
from kpicalc.report.views.reference import list_codes, show_page

_WRITTEN = re.compile(r"(?:KPI)?[ -]?([0-9]{1,3})", re.IGNORECASE)


def show_rule(options: RuleOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc rule` was asked to."""
    known = list(problem_names())
    if not options.code:
        pages = {code: page.title for code in known if (page := find_page(code, language))}
        tell(list_codes(pages, language))
        return ExitCode.OK
    code = find_code(options.code, known)
    if isinstance(code, Refusal):
        return code
    page = find_page(code, language)
    assert page is not None  # noqa: S101 - every code of ours has one
    tell(show_page(page.text))
    return ExitCode.OK


def find_code(typed: str, known: list[str]) -> str | Refusal:
    """Return the code that was typed; the answer to an unknown one names the nearest by number."""
    written = _WRITTEN.fullmatch(typed.strip())
    if written is None:
        return refuse("usage.no_code", code=typed)
    code = f"KPI{int(written[1]):03}"
    if code in known:
        return code
    near = min(known, key=lambda each: (abs(int(each[3:]) - int(code[3:])), each))
    return refuse("usage.no_code_near", code=typed, near=near)
