"""Entries of the book made by hand: what a few people were paid, without a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from decimal import Decimal
from pathlib import Path
from sqlite3 import Connection, connect

from kpicalc.model.diagnostic import Checked
from kpicalc.model.month import (
    CarriedAmount,
    FileRole,
    KeptFile,
    KeptRows,
    MonthAct,
    MonthContent,
    PaidLine,
    Signature,
)
from kpicalc.model.outline import LineKind
from kpicalc.model.period import Period, parse_period
from kpicalc.months.book_file import Holder, change_book
from kpicalc.months.book_tables import bring_up_to_date
from kpicalc.months.put_month import MonthEntry, put_month
from kpicalc.months.recall import write_carried

SIGNED = Signature("Ким", "2026-04-02T10:15", "0.1.0", "поздний акт")
CLOSE, CORRECT, REOPEN = MonthAct
NAMES = {"1": "Ким", "2": "Белов И.", "3": "3"}


def named(text: str) -> Period:
    """Return the period that is written so."""
    found = parse_period(text)
    assert found is not None
    return found


def enter(text: str, content: MonthContent, act: MonthAct = CLOSE, department: str = "") -> MonthEntry:
    """Return an entry of a month."""
    return MonthEntry(act, named(text), named(text), SIGNED, content, department)


def pay(
    text: str,
    salaries: Mapping[str, int],
    act: MonthAct = CLOSE,
    department: str = "",
    carried: tuple[CarriedAmount, ...] = (),
) -> MonthEntry:
    """Return an entry in which people have a salary, as many days off, and what was carried over."""
    amounts = tuple(map(Decimal, salaries.values()))
    lines = [
        PaidLine("seller", "days", "Отгулы", LineKind.ENTITLEMENT, "", amounts),
        PaidLine("seller", "salary", "Оклад", LineKind.FIXED, "RUB", amounts),
    ]
    for each in carried:
        late = tuple(each.amount if number == each.employee else None for number in salaries)
        lines.append(PaidLine("seller", each.name, each.label, LineKind.RETRO, each.currency, late))
    people = KeptRows("seller", "employees", [*salaries], [NAMES[number] for number in salaries])
    file = KeptFile(FileRole.CARRIED, "carried", "00" * 32, write_carried(carried).encode())
    return enter(text, MonthContent((file,), (people,), (), tuple(lines)), act, department)


@contextmanager
def written(*entries: MonthEntry) -> Iterator[Connection]:
    """Write entries into a book in memory."""
    with closing(connect(":memory:", isolation_level=None)) as opened:
        bring_up_to_date(opened)
        for each in entries:
            put_month(opened, each)
        yield opened


def write_down(book: Path, *entries: MonthEntry) -> None:
    """Write entries into the book at a path, each in a transaction of its own."""
    for entry in entries:
        put = change_book(book, Holder(1, "here", "now"), lambda opened: Checked(put_month(opened, entry)))  # noqa: B023 - runs at once
        assert put.ok
