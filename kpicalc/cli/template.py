"""`kpicalc template`: compile the schemes, lay the workbook out, write it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from kpicalc import api
from kpicalc.cli.console import tell, tell_problems
from kpicalc.cli.deliver import Format, Inputs, check_absent, check_formats, check_outputs, deliver
from kpicalc.cli.options import TemplateOptions
from kpicalc.cli.outcome import ExitCode, Refusal, refuse
from kpicalc.cli.paths import find_schemes
from kpicalc.cli.request import read_period
from kpicalc.facts.blank_workbook import BlankWorkbook
from kpicalc.facts.lay_out_blank import lay_out_workbook
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import plural
from kpicalc.i18n.sentence import phrase
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic
from kpicalc.model.period import Period
from kpicalc.model.plain_text import can_be_sheet
from kpicalc.model.program import Program
from kpicalc.report.document import Document, Verbatim
from kpicalc.report.views.blank_column import Form, usual_words
from kpicalc.report.writers.to_form import write_form
from kpicalc.scheme.load import load_scheme
from kpicalc.scheme.periods import periods_to_check


@dataclass(frozen=True, slots=True)
class _BlankForm:
    """A workbook to fill in, the language of its words, and how many rows it has room for."""

    workbook: BlankWorkbook
    language: Language
    rows: int

    def write(self) -> tuple[bytes]:
        """Return the file."""
        return (write_form(self.workbook, Form(self.language, self.workbook.period), self.rows),)


def write_blank_form(options: TemplateOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc template` was asked to."""
    period = read_period(options.period)
    if isinstance(period, Refusal):
        return period
    schemes = _find_schemes(options)
    if isinstance(schemes, Refusal):
        return schemes
    programs = _compile_schemes(schemes, period)
    if programs.value is None:
        return tell_problems(programs.diagnostics, language)
    blank = lay_out_workbook(programs.value, period, usual_words(language))
    unfit = [sheet.title for sheet in blank.sheets if not can_be_sheet(sheet.title)]
    if unfit:
        return refuse("usage.sheet_name", sheet=unfit[0])
    written = deliver([options.out], _FORMATS, _BlankForm(blank, language, options.rows))
    if isinstance(written, Refusal):
        return written
    tell(Document(tuple(Verbatim(line) for line in _report_sheets(blank, options.out, language))))
    return tell_problems(programs.diagnostics, language)


def _find_schemes(options: TemplateOptions) -> tuple[Path, ...] | Refusal:
    """Return the schemes to make a form for, none of which is going to be written over."""
    refusal = check_formats([options.out], _FORMATS) or check_absent(options.out, force=options.force)
    if refusal is not None:
        return refusal
    found = find_schemes(options.schemes, (), Path.cwd())
    if isinstance(found, Refusal):
        return found
    return check_outputs([options.out], Inputs(schemes=found)) or found


def _compile_schemes(schemes: tuple[Path, ...], period: Period | None) -> Checked[tuple[Program, ...]]:
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


def _report_sheets(blank: BlankWorkbook, path: Path, language: Language) -> Iterator[str]:
    yield str(path)
    for sheet in blank.sheets:
        columns = plural(len(sheet.columns), "count.columns", language)
        yield "  " + phrase("template.sheet", language, sheet=sheet.title, columns=columns)
    key = "template.next" if blank.period is not None else "template.next_period"
    yield phrase(key, language, path=str(path), sheet=blank.sheets[0].title)


_FORMATS: Mapping[str, Format[_BlankForm]] = {".xlsx": Format(_BlankForm.write)}
