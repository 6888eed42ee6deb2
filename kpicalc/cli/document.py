"""`kpicalc document`: write a scheme out as a regulation to be approved and signed."""

from __future__ import annotations

from collections.abc import Mapping

from kpicalc import api
from kpicalc.cli.console import tell, tell_problems
from kpicalc.cli.deliver import Format, Inputs, Page, check_absent, check_written, deliver, page_formats
from kpicalc.cli.options import DocumentOptions
from kpicalc.cli.outcome import ExitCode, Refusal, refuse
from kpicalc.cli.request import read_period
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.model.dataclass import dataclass
from kpicalc.model.program import Program
from kpicalc.report.document import Document, Verbatim
from kpicalc.report.views.regulation.make_regulation import title_regulation, write_regulation
from kpicalc.report.writers.to_docx import can_write_docx, write_docx
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.load import load_scheme


@dataclass(frozen=True, slots=True)
class _Written:
    """A scheme, the program made from it, and the language of its regulation."""

    document: SchemeDocument
    program: Program
    language: Language

    @property
    def page(self) -> Page:
        """The regulation as a page."""
        examples = api.work_examples(self.program)
        regulation = write_regulation(self.document, self.program, examples, self.language)
        return Page(title_regulation(self.document, self.language), (regulation,), self.language)


def write_document(options: DocumentOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc document` was asked to."""
    period = read_period(options.period)
    if isinstance(period, Refusal):
        return period
    refusal = _check_use(options)
    if refusal is not None:
        return refusal
    compiled = api.compile_alone(options.scheme, period)
    if compiled.value is None:
        return tell_problems(compiled.diagnostics, language)
    document = load_scheme(options.scheme).value
    assert document is not None  # noqa: S101 - it has been compiled
    written = deliver([options.out], _FORMATS, _Written(document, compiled.value, language))
    if isinstance(written, Refusal):
        return written
    told = phrase("output.document", language, path=str(options.out), title=str(document.title))
    tell(Document((Verbatim(told),)))
    return tell_problems(compiled.diagnostics, language)


def _check_use(options: DocumentOptions) -> Refusal | None:
    if not options.scheme.is_file():
        return refuse("usage.no_file", path=str(options.scheme))
    refusal = check_written([options.out], _FORMATS, Inputs(schemes=[options.scheme]))
    return refusal or check_absent(options.out, force=options.force)


def _write_docx(written: _Written) -> tuple[bytes, ...]:
    page = written.page
    return tuple(write_docx(page.title, page.parts, page.language))


def _forbid_docx() -> Refusal | None:
    return None if can_write_docx() else refuse("usage.no_docx_library")


_FORMATS: Mapping[str, Format[_Written]] = {
    ".docx": Format(_write_docx, forbid=_forbid_docx),
    **page_formats(lambda written: written.page),
}
