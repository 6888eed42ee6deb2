"""The pay of each person as one row of figures, what is worth a look, and the rows as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, localcontext
from enum import StrEnum

from kpicalc.engine.lens import Lens, world_of
from kpicalc.engine.settle import people_in_parts, segment_of, sum_of_person
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import ROUNDED, currency_sign, format_amount, format_period, format_value, plural
from kpicalc.i18n.sentence import phrase
from kpicalc.model.dataclass import dataclass
from kpicalc.model.fault import Fault, Value, merge_faults
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, ONE, ZERO
from kpicalc.model.outline import LineKind, PayShare
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Run, Segment, Settlement
from kpicalc.report.document import Block, Cell, Document, Heading, Paragraph, TableBlock, TableRow, Tone
from kpicalc.report.views.breakdown import word_segment


class PayMark(StrEnum):
    """What about the pay of a person is worth a look, the most urgent first."""

    UNPAID = "unpaid"
    NEGATIVE = "negative"
    ZERO = "zero"
    STOPPED = "stopped"
    LIMITED = "limited"
    NO_VARIABLE = "no_variable"


@dataclass(frozen=True, slots=True)
class PayRow:
    """One person's pay: the sum of each share, the total, the first index of the scheme and the marks.

    What cannot be computed is a Fault; a scheme without an index has none.
    """

    settlement: Settlement
    row: int
    shares: Mapping[PayShare, Value]
    total: Value
    index: Value | None
    marks: tuple[PayMark, ...]
    index_kind: Kind = Kind.RATIO

    @property
    def employee(self) -> str:
        """The number of the employee."""
        return self.settlement.facts.frames[EMPLOYEES].keys[self.row]

    @property
    def label(self) -> str:
        """The name of the employee, "" where it is the number."""
        label = self.settlement.facts.frames[EMPLOYEES].labels[self.row]
        return "" if label == self.employee else label

    @property
    def place(self) -> tuple[int, int]:
        """What tells the row from all others of a run."""
        return id(self.settlement), self.row

    @property
    def segment(self) -> Segment | None:
        """The days that the row pays for, None where the scheme knows no segments."""
        return segment_of(self.settlement, self.row)

    @property
    def currency(self) -> str:
        """The currency that the person is paid in."""
        return self.settlement.program.currency


def list_pay(places: Iterable[tuple[Settlement, int]]) -> Iterator[PayRow]:
    """Yield the row of each place, in their order."""
    readers: dict[int, Callable[[int], PayRow]] = {}
    for settlement, row in places:
        if id(settlement) not in readers:
            readers[id(settlement)] = _read_rows(settlement)
        yield readers[id(settlement)](row)


def sum_shares(rows: Sequence[PayRow]) -> tuple[dict[PayShare, Decimal], Decimal]:
    """Return the sums of the shares, and of the totals, over those who are paid."""
    paid = [each for each in rows if isinstance(each.total, Decimal)]
    with localcontext(CONTEXT):
        shares = {share: sum((_amount(each.shares[share]) for each in paid), ZERO) for share in PayShare}
        return shares, sum((_amount(each.total) for each in paid), ZERO)


def _read_rows(settlement: Settlement) -> Callable[[int], PayRow]:
    """Return what makes the row of an employee of a scheme; its columns are looked up once."""
    program, columns = settlement.program, settlement.values.columns
    lines = [line for line in program.pay_lines if line.kind.traits.money]
    shares = {
        share: [columns[EMPLOYEES, line.variable] for line in lines if line.kind.traits.share is share]
        for share in PayShare
    }
    limits = [columns[EMPLOYEES, each.variable] for each in lines if each.kind is LineKind.ADJUSTMENT]
    world, stops = world_of(settlement), [each.variable for each in program.factors if each.rules]
    unpaid = frozenset(settlement.unpaid)

    kinds = {each.name: each.kind for each in program.variables() if each.name in program.indexes[:1]}
    index_kind = next(iter(kinds.values()), Kind.RATIO)

    def named(name: str, row: int) -> Value:
        kept = columns.get((EMPLOYEES, name))
        # Where only pay was kept the rest is computed again.
        return Lens(world, EMPLOYEES, row).named(name) if kept is None else kept[row]

    def read(row: int) -> PayRow:
        sums = {share: _sum([column[row] for column in parts]) for share, parts in shares.items()}
        # A right that cannot be told holds the total back too.
        total = columns[EMPLOYEES, program.total][row]
        found = (
            (PayMark.UNPAID, row in unpaid),
            (PayMark.NEGATIVE, isinstance(total, Decimal) and total < 0),
            (PayMark.ZERO, total == 0),
            (PayMark.STOPPED, any(_stops(named(each, row)) for each in stops)),
            (PayMark.LIMITED, any(_is_amount(column[row]) for column in limits)),
            (PayMark.NO_VARIABLE, bool(shares[PayShare.VARIABLE]) and sums[PayShare.VARIABLE] == 0),
        )
        marks = tuple(mark for mark, holds in found if holds)
        index = named(program.indexes[0], row) if program.indexes else None
        shown = Fault(()) if row in unpaid and not isinstance(total, Fault) else total
        return PayRow(settlement, row, sums, shown, index, marks, index_kind)

    return read


def _sum(values: Sequence[Value]) -> Value:
    faults = [each for each in values if isinstance(each, Fault)]
    if faults:
        return merge_faults(faults)
    with localcontext(CONTEXT):
        return sum((_amount(each) for each in values), ZERO)


def _amount(value: Value) -> Decimal:
    return value if isinstance(value, Decimal) else ZERO


def _is_amount(value: Value) -> bool:
    return isinstance(value, Decimal) and value != 0


def _stops(value: Value) -> bool:
    return isinstance(value, Decimal) and value < ONE


# A row of an employee: which settlement, and which row in it.
Place = tuple[int, int]

# Of a percent.
_HUNDREDTH = Decimal("0.0001")
# The columns in the order in which a narrow screen leaves them out; those not named never go.
_SPARE = {"index": 1, "taken": 2, "fixed": 3, "variable": 3, "scheme": 4}
_SHARES = tuple(map(str, PayShare))


def show_pay_table(run: Run, rows: Sequence[PayRow], language: Language) -> Document:
    """Show a table for each currency, then what the marks mean and where to read more."""
    period = format_period(run.period, language)
    title = Heading(phrase("pay_table.title", language, period=period))
    more = Paragraph(phrase("pay_table.more", language), Tone.MUTED)
    return Document((title, *list_pay_rows(rows, language), more))


def list_pay_rows(rows: Sequence[PayRow], language: Language) -> Iterator[Block]:
    """Yield a table for each currency, then what the marks mean."""
    currencies = list(dict.fromkeys(each.currency for each in rows))
    for currency in currencies:
        if len(currencies) > 1:
            sign = currency_sign(currency, language)
            yield Heading(phrase("pay_table.currency", language, currency=sign), level=3)
        yield _show_currency([each for each in rows if each.currency == currency], language)
    yield from _tell_marks(rows, language)


def _show_currency(rows: Sequence[PayRow], language: Language) -> TableBlock:
    currency = rows[0].currency
    names = _columns(rows)
    headings = tuple(_heading(name, currency, language) for name in names)
    shares, total = sum_shares(rows)
    sums = {
        "number": Cell(phrase("pay_table.sum", language)),
        "name": Cell(plural(len({each.employee for each in rows}), "count.employees", language)),
        "total": _money(total, currency, language),
        **{share: _money(shares[PayShare(share)], currency, language) for share in _SHARES},
    }
    closing = TableRow(tuple(sums.get(name, Cell("")) for name in names), strong=True)
    together = _together(rows, language)
    lines = (cells for each in rows for cells in (_row_cells(each, language), *together.get(each.place, ())))
    table = tuple(TableRow(tuple(cells.get(name, Cell("")) for name in names)) for cells in lines)
    return TableBlock(headings, (*table, closing), phrase("pay_table.narrowed", language))


def _columns(rows: Sequence[PayRow]) -> list[str]:
    """Return the columns that say anything: a scheme that is the only one needs none."""
    left_out = {
        "name": not any(each.label for each in rows),
        "days": all(each.segment is None for each in rows),
        "scheme": len({each.settlement.program.scheme for each in rows}) < 2,
        "index": all(each.index is None for each in rows),
        "marks": not any(each.marks for each in rows),
        **{share: _is_idle(PayShare(share), rows) for share in _SHARES},
    }
    names = ("number", "name", "days", "scheme", *_SHARES, "total", "index", "marks")
    return [name for name in names if not left_out.get(name)]


def _is_idle(share: PayShare, rows: Sequence[PayRow]) -> bool:
    """Say whether a share is 0 for everybody, and not because nobody earned it."""
    missed = share is PayShare.VARIABLE and any(PayMark.NO_VARIABLE in each.marks for each in rows)
    return not missed and all(each.shares[share] == 0 for each in rows)


def _heading(name: str, currency: str, language: Language) -> Cell:
    said = phrase(f"pay_table.{name}", language, currency=currency_sign(currency, language))
    kind = Kind.MONEY if name in {*_SHARES, "total"} else Kind.RATIO if name == "index" else Kind.TEXT
    return Cell(said, kind, _SPARE.get(name, 0))


def _row_cells(row: PayRow, language: Language) -> dict[str, Cell]:
    return {
        "number": Cell(row.employee),
        "name": Cell(row.label),
        "days": Cell("" if row.segment is None else word_segment(row.segment, language)),
        "scheme": Cell(row.settlement.program.scheme),
        "total": _money(row.total, row.currency, language),
        "index": say_index(row, language),
        "marks": Cell(", ".join(phrase(f"pay_mark.{mark}", language) for mark in row.marks)),
        **{share: _money(row.shares[PayShare(share)], row.currency, language) for share in _SHARES},
        **({"taken": Cell("", Kind.MONEY)} if row.shares[PayShare.TAKEN] == 0 else {}),
    }


def _together(rows: Sequence[PayRow], language: Language) -> dict[Place, list[dict[str, Cell]]]:
    """Return what stands below the last row of each person who has several: what they come to."""
    people = people_in_parts((each.settlement, each.row) for each in rows)
    said = phrase("breakdown.together", language)
    return {
        (id(places[-1][0]), places[-1][1]): [
            {"number": Cell(number), "name": Cell(said), "total": _money(total, rows[0].currency, language)}
        ]
        for number, places in people.items()
        if (total := sum_of_person(places)) is not None
    }


def _money(value: Value, currency: str, language: Language) -> Cell:
    """Write an amount; the blank of what is not computed is told by its mark."""
    written = format_amount(value, currency, language) if isinstance(value, Decimal) else ""
    return Cell(written, Kind.MONEY)


def say_index(row: PayRow, language: Language) -> Cell:
    """Write the first index, to the hundredth of a percent; it is blank where it is not known."""
    if not isinstance(row.index, Decimal):
        return Cell("", row.index_kind)
    shown = CONTEXT.quantize(row.index, _HUNDREDTH)
    written = format_value(shown, row.index_kind, language)
    return Cell(f"{'' if shown == row.index else ROUNDED}{written}", row.index_kind, raw=row.index)


def _tell_marks(rows: Sequence[PayRow], language: Language) -> Iterator[Paragraph]:
    met = Counter(mark for each in rows for mark in each.marks)
    for mark in PayMark:
        if met[mark]:
            tone = Tone.WARNING if mark is PayMark.UNPAID else Tone.PLAIN
            yield Paragraph(phrase(f"pay_mark.told.{mark}", language, count=met[mark]), tone)
