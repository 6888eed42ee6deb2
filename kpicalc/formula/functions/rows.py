"""Functions over the rows below: sums, counts, means, the least and the greatest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from operator import add, or_
from typing import Any

from kpicalc.formula.function import AggregateFunction, Domains, no_grid, says_nothing, whole_numbers
from kpicalc.formula.functions.choosing import ORDERED
from kpicalc.model.domain import Choices, Domain, Interval, Rows, maybe_missing, widen
from kpicalc.model.domain_operators import calculate
from kpicalc.model.fault import Value
from kpicalc.model.kind import NUMERIC, Kind
from kpicalc.model.money import ZERO

# The position of a row above and the value of a row below it; kinds are checked before: a sum meets numbers.
Pairs = Iterable[tuple[int, Any]]


class SumGatherer:
    """Adds up."""

    def __init__(self, size: int) -> None:
        self.totals: list[Decimal] = [ZERO] * size

    def add(self, pairs: Pairs) -> None:
        """Add values to the totals of their rows above."""
        totals = self.totals
        for row, value in pairs:
            totals[row] += value

    def merge(self, later: SumGatherer) -> None:
        """Add the totals of later rows."""
        self.add(enumerate(later.totals))

    def result(self) -> Sequence[Value | None]:
        """Return the totals."""
        return self.totals


class CountGatherer:
    """Counts the rows themselves."""

    def __init__(self, size: int) -> None:
        self.counts = [0] * size

    def add(self, pairs: Pairs) -> None:
        """Count rows."""
        counts = self.counts
        for row, _ in pairs:
            counts[row] += 1

    def merge(self, later: CountGatherer) -> None:
        """Add the counts of later rows."""
        self.counts = list(map(add, self.counts, later.counts))

    def result(self) -> Sequence[Value | None]:
        """Return the counts."""
        return [Decimal(count) for count in self.counts]


class MeanGatherer:
    """Adds up and counts."""

    def __init__(self, size: int) -> None:
        self.totals: list[Decimal] = [ZERO] * size
        self.counts = [0] * size

    def add(self, pairs: Pairs) -> None:
        """Add and count values."""
        for row, value in pairs:
            self.totals[row] += value
            self.counts[row] += 1

    def merge(self, later: MeanGatherer) -> None:
        """Add totals and counts of later rows."""
        self.totals = list(map(add, self.totals, later.totals))
        self.counts = list(map(add, self.counts, later.counts))

    def result(self) -> Sequence[Value | None]:
        """Return the means."""
        pairs = zip(self.totals, self.counts, strict=True)
        return [total / count if count else None for total, count in pairs]


class DistinctGatherer:
    """Keeps each value once."""

    def __init__(self, size: int) -> None:
        self.seen: list[set[Value]] = [set() for _ in range(size)]

    def add(self, pairs: Pairs) -> None:
        """Keep values."""
        for row, value in pairs:
            self.seen[row].add(value)

    def merge(self, later: DistinctGatherer) -> None:
        """Keep the values of later rows, too."""
        self.seen = list(map(or_, self.seen, later.seen))

    def result(self) -> Sequence[Value | None]:
        """Return how many values there are."""
        return [Decimal(len(each)) for each in self.seen]


class ExtremeGatherer:
    """Keeps the value that is chosen from two, again and again."""

    def __init__(self, size: int, choose: Callable[..., Value]) -> None:
        self.best: list[Value | None] = [None] * size
        self.choose = choose

    def add(self, pairs: Pairs) -> None:
        """Choose between each value and the best before."""
        for row, value in pairs:
            best = self.best[row]
            self.best[row] = value if best is None else self.choose(best, value)

    def merge(self, later: ExtremeGatherer) -> None:
        """Choose between the best and the best of later rows."""
        self.add((row, value) for row, value in enumerate(later.best) if value is not None)

    def result(self) -> Sequence[Value | None]:
        """Return the values chosen."""
        return self.best


def _kind_of_numbers(kind: Kind | None) -> Kind | None:
    return kind if kind in NUMERIC else None


def _kind_of_ordered(kind: Kind | None) -> Kind | None:
    return kind if kind in ORDERED else None


def sum_domain(body: Domain, rows: Rows) -> Domain:
    """Return what the sum of so many values can be."""
    if rows.least == rows.most == 1:
        return maybe_missing(body, missing=False)
    return widen(calculate("*", maybe_missing(body, missing=False), rows.count))


def _distinct_domain(body: Domain, rows: Rows) -> Domain:
    most = rows.most
    if isinstance(body, Choices) and not body.others:
        most = len(body.values) if most is None else min(most, len(body.values))
    elif isinstance(body, Interval) and body.point is not None:
        most = 1
    return Rows(min(rows.least, 1), most).count


def _mean_domain(body: Domain, rows: Rows) -> Domain:
    return maybe_missing(body if rows.most == 1 else widen(body), missing=rows.least == 0)


def _extreme_domain(body: Domain, rows: Rows) -> Domain:
    return maybe_missing(body, missing=rows.least == 0)


def _as_the_only_row(wanted: Interval, _arguments: Domains) -> Sequence[Domain | None]:
    return [wanted]


def _as_the_values(of_values: Decimal | None) -> Decimal | None:
    return of_values


SUM = AggregateFunction(
    name="sum",
    name_ru="сумма",
    parameters=("x",),
    doc_en="the sum over the rows; 0 when there are none",
    doc_ru="сумма по строкам; 0, если строк нет",
    kind_of=_kind_of_numbers,
    gatherer=SumGatherer,
    of_no_rows=ZERO,
    by_digits=False,
    domain=sum_domain,
    inverse=_as_the_only_row,
    grid=_as_the_values,
)
COUNT = AggregateFunction(
    name="count",
    name_ru="количество",
    parameters=("table",),
    doc_en="the number of rows",
    doc_ru="число строк",
    kind_of=lambda kind: Kind.COUNT if kind is None else None,
    gatherer=CountGatherer,
    of_no_rows=ZERO,
    by_digits=False,
    domain=lambda _body, rows: rows.count,
    inverse=says_nothing,
    grid=whole_numbers,
)
COUNT_DISTINCT = AggregateFunction(
    name="count_distinct",
    name_ru="количество_разных",
    parameters=("x",),
    doc_en="the number of different values",
    doc_ru="число разных значений",
    kind_of=lambda kind: None if kind is None else Kind.COUNT,
    gatherer=DistinctGatherer,
    of_no_rows=ZERO,
    by_digits=True,
    domain=_distinct_domain,
    inverse=says_nothing,
    grid=whole_numbers,
)
AVG = AggregateFunction(
    name="avg",
    name_ru="среднее",
    parameters=("x",),
    doc_en="the mean over the rows; missing when there are none",
    doc_ru="среднее по строкам; пусто, если строк нет",
    kind_of=_kind_of_numbers,
    gatherer=MeanGatherer,
    of_no_rows=None,
    by_digits=False,
    domain=_mean_domain,
    inverse=_as_the_only_row,
    grid=no_grid,
)
LEAST = AggregateFunction(
    name="min",
    name_ru="мин",
    parameters=("x",),
    doc_en="the least over the rows; missing when there are none",
    doc_ru="наименьшее по строкам; пусто, если их нет",
    kind_of=_kind_of_ordered,
    gatherer=lambda size: ExtremeGatherer(size, min),
    of_no_rows=None,
    by_digits=False,
    domain=_extreme_domain,
    inverse=_as_the_only_row,
    grid=_as_the_values,
)
GREATEST = AggregateFunction(
    name="max",
    name_ru="макс",
    parameters=("x",),
    doc_en="the greatest over the rows; missing when there are none",
    doc_ru="наибольшее по строкам; пусто, если их нет",
    kind_of=_kind_of_ordered,
    gatherer=lambda size: ExtremeGatherer(size, max),
    of_no_rows=None,
    by_digits=False,
    domain=_extreme_domain,
    inverse=_as_the_only_row,
    grid=_as_the_values,
)

AGGREGATES = (SUM, COUNT, COUNT_DISTINCT, AVG, LEAST, GREATEST)
