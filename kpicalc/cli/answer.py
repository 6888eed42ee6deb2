"""What a command over facts or schemes found: told on the screen, to programs and in files, in one way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from kpicalc.cli.console import tell_parts, tell_problems, tell_refused, write_chunks
from kpicalc.cli.deliver import Format, Page, deliver, page_formats, table_formats
from kpicalc.cli.options import ResultFormat
from kpicalc.cli.outcome import ExitCode, Refusal, refuse
from kpicalc.i18n.catalogue import Language
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, has_errors
from kpicalc.report.document import Document, Part, flatten

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Answer(Generic[Found]):
    """What was found, and the language it is told in."""

    found: Found
    language: Language


@dataclass(frozen=True, slots=True)
class Telling(Generic[Found]):
    """How a kind of answer is told: as parts of a report with a title, and as a document for programs.

    A page shows what the screen does unless `page` says otherwise. With `currency` its tables are a workbook
    too, else the formats of pages are written, and those of `more`. What does not pass ends as problems do.
    """

    title: Callable[[Found, Language], str]
    show: Callable[[Found, Language], Document | Iterable[Part]]
    plain: Callable[[Found], Iterable[bytes]]
    page: Callable[[Found, Language], Document | Iterable[Part]] | None = None
    currency: Callable[[Found], str] | None = None
    more: Mapping[str, Format[Answer[Found]]] = field(default_factory=dict)
    passes: Callable[[Found], bool] = lambda _: True

    def make_page(self, answer: Answer[Found]) -> Page:
        """Return the answer as a report to be read."""
        currency = self.currency(answer.found) if self.currency else ""
        parts = _as_parts((self.page or self.show)(answer.found, answer.language))
        return Page(self.title(answer.found, answer.language), parts, answer.language, currency)

    def formats(self) -> dict[str, Format[Answer[Found]]]:
        """Return the formats of files that such an answer is written in."""
        pages = table_formats(self.make_page) if self.currency else page_formats(self.make_page)
        return {**pages, **self.more, ".json": Format(lambda answer: self.plain(answer.found))}


class AnswerOptions(Protocol):
    """Where an answer is told."""

    @property
    def out(self) -> list[Path]:
        """Return the files to write."""

    @property
    def format(self) -> ResultFormat:
        """Return what is printed."""


def end_answer(
    found: Checked[Found],
    telling: Telling[Found],
    options: AnswerOptions,
    language: Language,
    call_file: Callable[[str], str] = str,
) -> ExitCode | Refusal:
    """Write the files, print, and tell the problems; or say why there is no answer, or no file.

    Without an error there is none where amounts of several currencies would be added up. `call_file` says
    what a file is called, whatever it was read from.
    """
    if found.value is None:
        if not has_errors(found.diagnostics):
            return refuse("usage.currencies")
        return tell_refused(found.diagnostics, options.format, language, call_file)
    written = deliver(options.out, telling.formats(), Answer(found.value, language))
    if isinstance(written, Refusal):
        return written
    if options.format is ResultFormat.JSON:
        write_chunks(telling.plain(found.value))
    else:
        tell_parts(flatten(_as_parts(telling.show(found.value, language))))
    ended = tell_problems(found.diagnostics, language, call_file)
    return ended if telling.passes(found.value) else ExitCode.PROBLEMS


def _as_parts(shown: Document | Iterable[Part]) -> Iterable[Part]:
    return (shown,) if isinstance(shown, Document) else shown
