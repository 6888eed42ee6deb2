"""Windows of the second evaluator: a row among the rows of its group."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from tests.properties.figures import (
    Figure,
    Outcome,
    Trouble,
    figure_of,
    merge,
    round_figure,
    trouble,
)
from tests.properties.second_functions import sign_of


@dataclass(frozen=True, slots=True)
class Competitor:
    """A row, the group it stands in, its key, and what it brings to the window."""

    row: int
    group: int
    key: str
    met: Outcome
    values: tuple[Outcome, ...]


def window_of(function: str, competitors: Sequence[Competitor]) -> Iterator[tuple[int, Outcome]]:
    """Yield the value of the window for each row."""
    for group in sorted({each.group for each in competitors}):
        inside = [each for each in competitors if each.group == group]
        taking_part = sorted((each for each in inside if each.met is not False), key=lambda each: each.key)
        troubles = [
            part for each in taking_part for part in (each.met, *each.values) if isinstance(part, Trouble)
        ]
        found = [merge(troubles)] * len(taking_part) if troubles else _among(function, taking_part)
        yield from zip((each.row for each in taking_part), found, strict=True)
        left_out: Outcome = False if function == "best" else figure_of(0)
        yield from ((each.row, left_out) for each in inside if each.met is False)


def _among(function: str, rows: Sequence[Competitor]) -> Sequence[Outcome]:
    return _WINDOWS[function](rows) if rows else []


def _before(rows: Sequence[Competitor]) -> Sequence[Outcome]:
    orders = [each.values[1:] for each in rows]
    if len(set(orders)) < len(orders):
        return [trouble("KPI506")] * len(rows)
    return [_sum(other for other in rows if _comes_first(other.values[1:], each.values[1:])) for each in rows]


def _comes_first(left: Sequence[Outcome], right: Sequence[Outcome]) -> bool:
    for one, other in zip(left, right, strict=True):
        if one != other:
            return _order(one, other) < 0
    return False


def _order(one: Outcome, other: Outcome) -> int:
    if isinstance(one, Figure) and isinstance(other, Figure):
        return sign_of(one, other)
    first, second = str(one), str(other)  # dates and texts; flags have no order
    return (first > second) - (first < second)


def _sum(rows: Iterator[Competitor]) -> Figure:
    figures = [_number(each.values[0]) for each in rows]
    return Figure(sum((each.value for each in figures), Fraction(0)))


def _rank(rows: Sequence[Competitor]) -> Sequence[Outcome]:
    metric = [_number(each.values[0]) for each in rows]
    return [figure_of(1 + sum(sign_of(other, own) > 0 for other in metric)) for own in metric]


def _best(rows: Sequence[Competitor]) -> Sequence[Outcome]:
    return [not any(_comes_first(each.values, other.values) for other in rows) for each in rows]


def _split(rows: Sequence[Competitor]) -> Sequence[Outcome]:
    """Give each the multiple of the step below his share, and the rest to the largest remainders.

    Of nothing everybody gets nothing, whatever the weights.
    """
    weights = [_number(each.values[1]).value for each in rows]
    if any(weight < 0 for weight in weights):
        return [trouble("KPI508")] * len(rows)
    whole, step = _number(rows[0].values[0]), _number(rows[0].values[2])
    if not whole.value:
        return [figure_of(0)] * len(rows)
    if not any(weights):
        return [trouble("KPI507")] * len(rows)
    rounded = round_figure(whole, step, "half_up")
    steps = int(_number(rounded).value / step.value)
    shares = [steps * weight / sum(weights) for weight in weights]
    parts = [floor(share) for share in shares]
    remainders = [share - part for share, part in zip(shares, parts, strict=True)]
    by_remainder = sorted(range(len(rows)), key=lambda at: -remainders[at])
    for at in by_remainder[: steps - sum(parts)]:
        parts[at] += 1
    return [Figure(part * step.value) for part in parts]


def _number(value: Outcome) -> Figure:
    assert isinstance(value, Figure)
    return value


_WINDOWS: dict[str, Callable[[Sequence[Competitor]], Sequence[Outcome]]] = {
    "before": _before,
    "rank": _rank,
    "best": _best,
    "split": _split,
}
