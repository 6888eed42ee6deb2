"""The sheet for those who decide: pay by scheme and department, attainment, spread, with charts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal, localcontext

from kpicalc.i18n.format import format_amount
from kpicalc.i18n.sentence import phrase
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.outline import PayShare
from kpicalc.model.ticks import round_ticks
from kpicalc.report.book.month import PaidMonth
from kpicalc.report.book.sheets import BookCell, BookChart, BookColumn, BookRow, BookSheet, fit_columns
from kpicalc.report.views.pay_rows import PayRow, list_pay, sum_shares

_STRETCHES = 10


def overview_sheet(month: PaidMonth, currency: str) -> BookSheet:
    """Return the sums of one currency in parts of the same columns, each part with its chart."""
    paid = [row for row in list_pay(month.places) if row.currency == currency]
    rows: list[BookRow] = []
    charts: list[BookChart] = []
    for key, part, names, values, lying in (
        ("by_scheme", _by(paid, _scheme_of), 0, 5, True),
        ("by_department", _by(paid, lambda row: _department_of(month, row)), 0, 5, True),
        ("by_line", _by_line(month, currency), 0, 5, True),
        ("spread", _spread(paid, month), 0, 1, False),
        ("attainment", _attainment(month, currency), 0, 2, True),
    ):
        lines = list(part)
        if not lines:
            continue
        rows.append(tuple(BookCell(each, strong=True) for each in _heading(month, key)))
        kind = {"spread": Kind.COUNT, "attainment": Kind.RATIO}.get(key, Kind.MONEY)
        first, last = len(rows), len(rows) + len(lines) - 1
        chart = BookChart(month.say(f"part.{key}"), first, last, names, values, lying, kind)
        charts.append(chart)
        # The chart stands beside its part, also on paper.
        rest = max(chart.rows - len(lines), 1)
        rows += [*(_typed(line, currency, key) for line in lines), *[()] * rest]
    say, shares = month.say, [phrase(f"pay_table.{each}", month.language) for each in PayShare]
    columns = (
        BookColumn(say("what"), width=46),
        BookColumn(say("people"), Kind.COUNT, 12),
        *(BookColumn(each, Kind.MONEY, 16, currency) for each in shares),
        BookColumn(say("total", currency=currency), Kind.MONEY, 16, currency),
    )
    name = month.sheet_name("overview", currency)
    return BookSheet(name, say("title.overview"), fit_columns(columns, rows), rows, charts=tuple(charts))


def _heading(month: PaidMonth, key: str) -> Iterator[str]:
    """Yield the title of a part, and what its figures are where they are not those of the sheet."""
    yield month.say(f"part.{key}")
    if key == "attainment":
        yield from (month.say(each) for each in ("people", "mean", "least", "greatest"))


Figures = tuple[str, Decimal | None, Decimal | None, Decimal | None, Decimal | None, Decimal | None]


def _typed(line: Figures, currency: str, key: str) -> BookRow:
    name, count, *others = line
    kind = Kind.RATIO if key == "attainment" else Kind.MONEY
    return (name, count, *(None if each is None else BookCell(each, kind, currency) for each in others))


def _by(rows: Sequence[PayRow], group: Callable[[PayRow], str]) -> Iterator[Figures]:
    """Yield the sums of each group, the greatest first."""
    groups: dict[str, list[PayRow]] = {}
    for row in rows:
        if named := group(row):
            groups.setdefault(named, []).append(row)
    sums = {name: sum_shares(each) for name, each in groups.items()}
    for name in sorted(groups, key=lambda each: (-sums[each][1], each)):
        shares, total = sums[name]
        fixed, variable, taken = (shares[each] for each in PayShare)
        yield name, Decimal(len(groups[name])), fixed, variable, taken, total


def _scheme_of(row: PayRow) -> str:
    return row.settlement.program.title


def _department_of(month: PaidMonth, row: PayRow) -> str:
    return month.person(row.settlement, row.row).department


def _by_line(month: PaidMonth, currency: str) -> Iterator[Figures]:
    """Yield what each kind of line comes to."""
    kinds = {
        (each.program.scheme, line.name): line.kind
        for each in month.run.settlements
        for line in each.program.pay_lines
        if each.program.currency == currency
    }
    sums: dict[str, Decimal] = {}
    for total in month.run.totals:
        kind = kinds.get((total.scheme, total.line))
        if kind is not None:
            named = phrase(f"line.{kind}", month.language)
            sums[named] = CONTEXT.add(sums.get(named, ZERO), total.amount)
    yield from ((name, None, None, None, None, amount) for name, amount in sums.items())


def _spread(rows: Iterable[PayRow], month: PaidMonth) -> Iterator[Figures]:
    """Yield how many people are paid from one round amount to the next."""
    found = [(row.total, row.currency) for row in rows if isinstance(row.total, Decimal)]
    if not found:
        return
    totals, currency = [total for total, _ in found], found[0][1]
    ticks = round_ticks(min(*totals, ZERO), max(totals), _STRETCHES)
    step = ticks[1] - ticks[0] if len(ticks) > 1 else Decimal(1)
    for low in ticks:
        count = sum(low <= total < low + step for total in totals)
        ends = (format_amount(each, currency, month.language) for each in (low, low + step))
        yield " – ".join(ends), Decimal(count), None, None, None, None


def _attainment(month: PaidMonth, currency: str) -> Iterator[Figures]:
    """Yield the mean attainment of each KPI, its least and its greatest."""
    met: dict[str, list[Decimal]] = {}
    own = (place for place in month.places if place[0].program.currency == currency)
    for kpi, row in ((kpi, row) for settlement, row in own for kpi in month.kpis(settlement)):
        reached = None if kpi.attainment is None else kpi.attainment[row]
        if isinstance(reached, Decimal):
            met.setdefault(kpi.label, []).append(reached)
    for name, values in met.items():
        with localcontext(CONTEXT):
            mean = sum(values, ZERO) / len(values)
        yield name, Decimal(len(values)), mean, min(values), max(values), None
