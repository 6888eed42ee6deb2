"""What a command over facts or schemes found: told on the screen, to programs and in files, in one way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from pathlib import Path
from typing import Generic, TypeVar

from kpicalc.cli.console import tell_parts, write_chunks
from kpicalc.cli.deliver import Format, Page, deliver, page_formats, table_formats
from kpicalc.cli.options import ResultFormat
from kpicalc.cli.outcome import Refusal
from kpicalc.i18n.catalogue import Language
from kpicalc.model.dataclass import dataclass
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
    too, else the formats of pages are written, and those of `more`.
    """

    title: Callable[[Found, Language], str]
    show: Callable[[Found, Language], Document | Iterable[Part]]
    plain: Callable[[Found], Iterable[bytes]]
    page: Callable[[Found, Language], Document | Iterable[Part]] | None = None
    currency: Callable[[Found], str] | None = None
    more: Mapping[str, Format[Answer[Found]]] = field(default_factory=dict)

    def make_page(self, answer: Answer[Found]) -> Page:
        """Return the answer as a report to be read."""
        currency = self.currency(answer.found) if self.currency else ""
        parts = _as_parts((self.page or self.show)(answer.found, answer.language))
        return Page(self.title(answer.found, answer.language), parts, answer.language, currency)

    def formats(self) -> dict[str, Format[Answer[Found]]]:
        """Return the formats of files that such an answer is written in."""
        pages = table_formats(self.make_page) if self.currency else page_formats(self.make_page)
        return {**pages, **self.more, ".json": Format(lambda answer: self.plain(answer.found))}


def tell_answer(
    answer: Answer[Found], telling: Telling[Found], outputs: Iterable[Path] | None, form: ResultFormat
) -> Refusal | None:
    """Write the files, then print; say why when a file cannot be written."""
    written = deliver(outputs or (), telling.formats(), answer)
    if isinstance(written, Refusal):
        return written
    if form is ResultFormat.JSON:
        write_chunks(telling.plain(answer.found))
    else:
        tell_parts(flatten(_as_parts(telling.show(answer.found, answer.language))))
    return None


def _as_parts(shown: Document | Iterable[Part]) -> Iterable[Part]:
    return (shown,) if isinstance(shown, Document) else shown
