"""What a single cell says to each reader: `text «1,5»`, or as one of hours: `text h:mm «8:15»`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path

from kpicalc.facts import cells, hours
from kpicalc.facts.coded_column import is_serial, read_date_cell
from kpicalc.facts.refusals import CellRefusal
from kpicalc.facts.workbook import Broken, Percent, Raw, Shown
from kpicalc.model.kind import Kind
from kpicalc.model.writing import CreditSign, DayOrder, DecimalMark, HoursForm, TimeOfDay, Writing


def _read_moment(text: str) -> date:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


_RAW: Mapping[str, Callable[[str], Raw]] = {
    "text": str,
    "shown": lambda text: Shown(8.25, text),
    "number": lambda text: float(text) if "." in text else int(text),
    "percent": lambda text: Percent(float(text)),
    "day": _read_moment,
    "span": lambda text: timedelta(milliseconds=int(text)),
    "time": time.fromisoformat,
    "flag": bool,
    "broken": Broken,
}
_NUMBERS = tuple(product((None, *DecimalMark), (None, *CreditSign)))
_DAYS = tuple(
    (Writing(dates=order, time=rest), zero)
    for order in (None, *DayOrder)
    for rest in (None, *TimeOfDay)
    for zero in (date(1899, 12, 30), date(1904, 1, 1), None)
)


def tell_cells(text: str, _: tuple[str, ...], __: Path) -> Iterator[str]:
    """Yield what the readers of numbers, texts, truth values, keys and days make of a cell."""
    kind, written = _cut(text)
    cell = _RAW[kind](written)
    yield f"number: {_tell(cells.read_number_cell(cell, *each) for each in _NUMBERS)}"
    for reader in (cells.read_text_cell, cells.read_flag_cell, cells.read_key, cells.refuse_missing):
        yield f"{reader.__name__}: {_tell([reader(cell)])}"
    yield f"day: {_tell(read_date_cell(cell, *each) for each in _DAYS)}{', serial' * is_serial(cell)}"
    if isinstance(cell, str):
        zeros = (cells.has_zeros_in_front(cell, each) for each in (Kind.MONEY, Kind.RATIO, Kind.COUNT))
        said = (cells.is_day_and_month(cell), cells.is_missing_number(cell), cells.refuse_error_text(cell))
        yield f"text: {_tell(zeros)}; {' '.join(map(str, said))}; {cells.fold_code(cell)}"


def tell_hours(text: str, _: tuple[str, ...], __: Path) -> Iterator[str]:
    """Yield what a cell, or a number that may be one of hours, is read as."""
    kind, written = _cut(text)
    kind, form = kind.split(" ")
    read: Decimal | CellRefusal | None
    if kind == "show":
        yield f"read: {hours.show_hours(Decimal(written))}"
        return
    if kind == "doubt":
        read = hours.doubt_number(Decimal(written))
    elif kind == "digits":
        read = hours.doubt_digits(Decimal(written), int(form))
    else:
        read = hours.read_clock(_RAW[kind](written), None if form == "none" else HoursForm(form))
    yield f"read: {_tell([read])[:80]}"


def _cut(text: str) -> tuple[str, str]:
    kind, _, quoted = text.removesuffix("\n").partition(" «")
    return kind, quoted.removesuffix("»")


def _tell(read: Iterable[object]) -> str:
    """Show what several readings come to, once where all are the same."""
    told = [
        f"{each.code} {', '.join(f'{name} {value}' for name, value in each.params)}"
        if isinstance(each, CellRefusal)
        else str(each)
        for each in read
    ]
    return " | ".join(dict.fromkeys(told) if len({*told}) == 1 else told)
