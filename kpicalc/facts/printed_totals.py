"""Compare the totals that a sheet prints with its rows: which speak of a part, and which are amiss."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, islice
from math import isnan

from kpicalc.facts.row_findings import RowFindings, full_rows
from kpicalc.facts.workbook import RowKind, TotalAmiss

_CENT = 0.01  # printed sums are rounded to it.
_NAMED_AWAY = frozenset({RowKind.SKIPPED, RowKind.BELOW_END})
_Rows = Sequence[int]


def explain_totals(findings: RowFindings) -> dict[int, frozenset[int]]:
    """Return for each grand total the columns in which it is the sum or the mean of a part of the rows."""
    if not findings.grand:
        return {}
    rows = full_rows(findings)
    return {
        total: frozenset(
            column
            for column, cells in findings.survey.figures.items()
            if any(_fits(cells.floats, total, part) for part in _parts(findings, total, rows, cells.floats))
        )
        for total in findings.grand
    }


def _parts(findings: RowFindings, total: int, rows: _Rows, cells: array[float]) -> Iterator[_Rows]:
    """Yield the sets of rows that a total is usually printed of: none above names it does not count."""
    survey = findings.survey
    hidden = set(survey.sheet.hidden_rows)
    others = sorted(findings.totals - {total})
    place = bisect_left(others, total)
    before, after = islice([-1, *others, len(survey.numbers)], place, place + 2)
    below = rows[bisect_right(rows, total) : bisect_left(rows, after)]
    settled = place < len(others) or not findings.people or findings.numbered
    if settled or all(isnan(cells[row]) or not cells[row] for row in below):
        yield rows[bisect_right(rows, before) : bisect_left(rows, total)]
        yield others[:place]
    yield below
    yield [row for row in rows if survey.numbers[row] not in hidden]
    yield sorted({*rows, *(row for row, mark in findings.left.items() if mark.kind in _NAMED_AWAY)})


def _fits(cells: array[float], total: int, rows: Sequence[int]) -> bool:
    own = cells[total]
    numbers = [cells[row] for row in rows if not isnan(cells[row])]
    if isnan(own) or not numbers:
        return False
    whole = sum(numbers)
    shown = 0.5 if own.is_integer() and abs(own) > 50 else _CENT
    return abs(whole - own) < _CENT or (len(numbers) > 1 and abs(whole / len(numbers) - own) <= shown)


# Of so many totals of parts that fit, one that does not is a slip: what they are totals of is certain then.
# Of totals called alike but for the last word («Итого по отделу 1») one that fits is enough.
_FITTING, _NAMED_ALIKE = 2, 4


def find_amiss(findings: RowFindings) -> dict[int, dict[int, TotalAmiss]]:
    """Return by row and column the totals that are no sums of their rows, where others are.

    The last total of the whole is left out: it is compared with what was read.
    """
    found: dict[int, dict[int, TotalAmiss]] = {}
    if len(findings.totals) > 1:
        for column, cells in findings.survey.figures.items():
            for total, told in _find_amiss(findings, cells.floats):
                found.setdefault(total, {})[column] = told
    return found


def _find_amiss(findings: RowFindings, cells: array[float]) -> Iterator[tuple[int, TotalAmiss]]:
    """Yield the totals of a column that are amiss: of the whole, and of parts, each judged by their like."""
    rows = [row for row in full_rows(findings) if not isnan(cells[row])]
    sums = list(accumulate((cells[row] for row in rows), initial=0.0))
    totals = sorted(total for total in findings.totals if not isnan(cells[total]))
    unlike = _compare(totals, cells, rows, sums)
    grand = [total for total in totals if total in findings.grand]
    parts = [total for total in totals if total not in findings.grand]
    named: dict[str, list[int]] = {}
    for total in parts:
        words = findings.label(total).split()
        named.setdefault(" ".join(words[:-1]) if len(words) >= _NAMED_ALIKE else "", []).append(total)
    alike = [each for name, each in named.items() if name]
    for group in (grand, parts, *alike):
        doubtful = [total for total in group if total in unlike and total not in findings.grand[-1:]]
        fitting = sum(total not in unlike for total in group)
        least = 1 if group is grand else max(_FITTING * (group is parts), len(doubtful))
        asked = doubtful if fitting >= least else ()
        for total in asked:
            if not any(_fits(cells, total, part) for part in _parts(findings, total, rows, cells)):
                yield total, unlike[total]


def _compare(totals: _Rows, cells: array[float], rows: _Rows, sums: Sequence[float]) -> dict[int, TotalAmiss]:
    """Return the totals that are sums neither of all rows, nor of some just above or all below.

    `sums` are those of the first rows, from none of them on.
    """
    unlike: dict[int, TotalAmiss] = {}
    ends = [bisect_left(rows, total) for total in totals]
    begins: set[int] = set()
    for total, before, end, after in zip(totals, [0, *ends], ends, [*ends[1:], len(rows)], strict=False):
        begins.update(round(each * 100) for each in sums[before : end + 1])
        own = cells[total]
        above = round((sums[end] - own) * 100)
        whole = (sums[-1], sums[after] - sums[end])
        if begins.isdisjoint((above - 1, above, above + 1)) and all(
            abs(own - each) >= _CENT for each in whole
        ):
            unlike[total] = TotalAmiss(_told(own), _told(sums[end] - sums[before]))
    return unlike


def _told(number: float) -> Decimal:
    return Decimal(f"{number:.2f}").normalize() + 0  # 3E+1 is shown as 30
