"""The work of `kpicalc template`: compile the schemes, lay the workbook out, write it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kpicalc import api
from kpicalc.cli.console import tell, tell_problems, tell_refusal
from kpicalc.cli.discover import find_schemes
from kpicalc.cli.exit_codes import ExitCode
from kpicalc.cli.outputs import check_outputs, write_outputs
from kpicalc.cli.refusal import Refusal, refuse
from kpicalc.cli.start_options import TemplateOptions
from kpicalc.facts.blank_workbook import BlankWorkbook
from kpicalc.facts.lay_out_blank import lay_out_workbook
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import plural
from kpicalc.i18n.sentence import phrase
from kpicalc.model.diagnostic import Checked, Diagnostic
from kpicalc.model.period import Period, parse_period
from kpicalc.model.program import Program
from kpicalc.report.document import Document, Verbatim
from kpicalc.report.views.blank_column import Form, usual_words
from kpicalc.report.writers.to_form import write_form
from kpicalc.scheme.load import load_scheme
from kpicalc.scheme.periods import periods_to_check

_SHEET_NAME = re.compile(r"(?!')[^\[\]:*?/\\]{1,31}(?<!')")


def write_blank_form(options: TemplateOptions, language: Language) -> ExitCode:
    """Do what `kpicalc template` was asked to; return the exit code."""
    period = None if options.period is None else parse_period(options.period)
    schemes = _check_use(options, period) or _list_schemes(options)
    if isinstance(schemes, Refusal):
        return tell_refusal(schemes, language)
    refusal = check_outputs([options.out], schemes=schemes)
    if refusal is not None:
        return tell_refusal(refusal, language)
    programs = _compile(schemes, period)
    if programs.value is None:
        return tell_problems(programs.diagnostics, language)
    blank = lay_out_workbook(programs.value, period, usual_words(language))
    refusal = _write(blank, options, language)
    if refusal is not None:
        return tell_refusal(refusal, language)
    tell(Document(tuple(Verbatim(line) for line in _report(blank, options.out, language))))
    return tell_problems(programs.diagnostics, language)


def _check_use(options: TemplateOptions, period: Period | None) -> Refusal | None:
    if options.period is not None and period is None:
        return refuse("usage.period", text=options.period)
    if options.out.suffix.lower() != ".xlsx":
        return refuse("usage.template_suffix", path=str(options.out))
    if options.out.exists() and not options.force:
        return refuse("usage.exists", path=str(options.out))
    return None


def _list_schemes(options: TemplateOptions) -> tuple[Path, ...] | Refusal:
    found: dict[Path, None] = {}
    for given in options.schemes or (None,):
        listed = find_schemes(given, (), Path.cwd())
        if isinstance(listed, Refusal):
            return listed
        found.update(dict.fromkeys(listed))
    return tuple(found)


def _compile(schemes: tuple[Path, ...], period: Period | None) -> Checked[tuple[Program, ...]]:
    """Compile for the period, or each scheme for the latest period that it knows of."""
    if period is not None:
        return api.compile_schemes(schemes, period)
    programs: list[Program] = []
    problems: list[Diagnostic] = []
    complete = True
    for path in schemes:
        document = load_scheme(path)
        problems += document.diagnostics
        if document.value is None:
            complete = False
            continue
        compiled = api.compile_schemes((path,), periods_to_check(document.value)[-1])
        problems += [each for each in compiled.diagnostics if each not in problems]
        complete = complete and compiled.value is not None
        programs += compiled.value or ()
    return Checked(tuple(programs) if complete else None, tuple(problems))


def _write(blank: BlankWorkbook, options: TemplateOptions, language: Language) -> Refusal | None:
    for sheet in blank.sheets:
        if not _SHEET_NAME.fullmatch(sheet.title):
            return refuse("usage.sheet_name", sheet=sheet.title)
    content = write_form(blank, Form(language, blank.period), options.rows)
    return write_outputs({options.out: (content,)})


def _report(blank: BlankWorkbook, path: Path, language: Language) -> Iterator[str]:
    yield str(path)
    for sheet in blank.sheets:
        columns = plural(len(sheet.columns), "count.columns", language)
        yield "  " + phrase("template.sheet", language, sheet=sheet.title, columns=columns)
    key = "template.next" if blank.period is not None else "template.next_period"
    yield phrase(key, language, path=str(path), sheet=blank.sheets[0].title)
