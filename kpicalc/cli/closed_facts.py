"""A closed month as facts: `2026-03` in place of files gives those that the book of months keeps of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kpicalc.cli.outcome import ExitCode, Refusal, refuse
from kpicalc.cli.paths import find_book
from kpicalc.i18n.catalogue import Language
from kpicalc.model.period import Period, parse_period

# The work of a command: its options and the language.
Work = Callable[[Any, Language], ExitCode | Refusal]


def work_on_facts(work: Work, options: Any, language: Language) -> ExitCode | Refusal:
    """Do the work of a command; where its facts are the name of a month, with the files of the book."""
    facts: Sequence[Path] = options.facts
    month = parse_period(str(facts[0])) if len(facts) == 1 and not facts[0].exists() else None
    return work(options, language) if month is None else _work_on_month(work, options, month, language)


def _work_on_month(work: Work, options: Any, month: Period, language: Language) -> ExitCode | Refusal:
    from kpicalc import api  # noqa: PLC0415 - heavy, and only with a book of months
    from kpicalc.model.month import KeptFile, MonthRecord  # noqa: PLC0415
    from kpicalc.months.book_file import OpenBook, read_book  # noqa: PLC0415
    from kpicalc.months.month_records import find_called, last_words, list_kept_files, list_records  # noqa: PLC0415
    from kpicalc.months.removals import find_forgotten  # noqa: PLC0415

    book = find_book(Path.cwd())
    if isinstance(book, Refusal):
        return book
    if not book.is_file():
        return refuse("usage.no_file", path=str(month))

    def look(opened: OpenBook) -> tuple[tuple[MonthRecord, tuple[KeptFile, ...]], ...]:
        closed = last_words(find_called(list_records(opened), month))
        return tuple((each, tuple(list_kept_files(opened, each.number))) for each in closed)

    found = read_book(book, look)
    if found.value is None:
        return Refusal("", (), found.diagnostics)
    if len({record.period for record, _ in found.value}) != 1:
        return refuse("usage.month_not_closed", period=str(month), book=str(book))
    forgotten = [each for record, kept in found.value for each in find_forgotten(kept, record, book)]
    if forgotten:
        return Refusal("", (), tuple(forgotten))
    files = [each for _, kept in found.value for each in kept]
    encodings = {str(api.read_options(kept).get("encoding", "")) for _, kept in found.value}
    encoding = encodings.pop() if len(encodings) == 1 else ""
    with api.kept_facts(files) as paths:
        period = str(found.value[0][0].period)
        read = {"facts": list(paths), "period": period, "encoding": options.encoding or encoding}
        return work(replace(options, **read), language)
