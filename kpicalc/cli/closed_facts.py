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
    facts: Sequence[Path] = options.facts or []
    month = parse_period(str(facts[0])) if len(facts) == 1 and not facts[0].exists() else None
    return work(options, language) if month is None else _work_on_month(work, options, month, language)


def _work_on_month(work: Work, options: Any, month: Period, language: Language) -> ExitCode | Refusal:
    from kpicalc import api  # noqa: PLC0415 - heavy, and only with a book of months
    from kpicalc.model.month import FileRole, KeptFile  # noqa: PLC0415
    from kpicalc.months.book_file import OpenBook, read_book  # noqa: PLC0415
    from kpicalc.months.month_records import last_word, list_kept_files, list_records  # noqa: PLC0415

    book = find_book(Path.cwd())
    if isinstance(book, Refusal):
        return book
    if not book.is_file():
        return refuse("usage.no_file", path=str(month))

    def look(opened: OpenBook) -> tuple[KeptFile, ...]:
        record = last_word(list_records(opened), month)
        return () if record is None else tuple(list_kept_files(opened, record.number))

    found = read_book(book, look)
    if found.value is None:
        return Refusal("", (), found.diagnostics)
    kept = [each for each in found.value if each.role is FileRole.FACTS and each.data is not None]
    if not kept:
        return refuse("usage.month_not_closed", period=str(month), book=str(book))
    encoding = str(api.read_options(found.value).get("encoding") or "")
    with api.kept_facts(kept) as paths:
        read = {"facts": list(paths), "period": str(month), "encoding": options.encoding or encoding or None}
        return work(replace(options, **read), language)
