"""Tell printed totals that are not of all rows: of a block, of what is visible, of other totals, or means."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from math import isnan

from kpicalc.facts.row_findings import Findings, full_rows
from kpicalc.facts.row_marks import RowKind

_NEAR = 1 / 100
_NAMED_AWAY = frozenset({RowKind.SKIPPED, RowKind.BELOW_END})


def explain_totals(findings: Findings) -> dict[int, frozenset[int]]:
    """Return for each grand total the columns in which it is the sum or the mean of a part of the rows."""
    if not findings.grand:
        return {}
    rows = full_rows(findings)
    figures = findings.survey.figures
    return {
        total: frozenset(
            column
            for column, cells in figures.items()
            if any(_fits(cells, total, part) for part in _parts(findings, total, rows))
        )
        for total in findings.grand
    }


def _parts(findings: Findings, total: int, rows: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield the sets of rows that a total is usually printed of."""
    survey = findings.survey
    hidden = set(survey.sheet.hidden_rows)
    others = sorted(findings.totals - {total})
    place = bisect_left(others, total)
    before = others[place - 1] if place else -1
    after = others[place] if place < len(others) else len(survey.numbers)
    yield rows[bisect_right(rows, before) : bisect_left(rows, total)]
    yield rows[bisect_right(rows, total) : bisect_left(rows, after)]
    yield others[:place]
    yield [row for row in rows if survey.numbers[row] not in hidden]
    yield sorted({*rows, *(row for row, mark in findings.left.items() if mark.kind in _NAMED_AWAY)})


def _fits(cells: array[float], total: int, rows: Sequence[int]) -> bool:
    own = cells[total]
    numbers = [cells[row] for row in rows if not isnan(cells[row])]
    if isnan(own) or not numbers:
        return False
    whole = sum(numbers)
    shown = 1 / 2 if own.is_integer() and abs(own) > 50 else _NEAR
    return abs(whole - own) < _NEAR or (len(numbers) > 1 and abs(whole / len(numbers) - own) <= shown)
