"""Tell the row of each owner that is the sum of his others, as pivots and reports of deals have it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import isnan, log2

from kpicalc.facts.row_findings import RowFindings
from kpicalc.facts.row_sums import Columns, measure
from kpicalc.facts.workbook import RowKind
from kpicalc.model.plain_text import fold_text
from kpicalc.model.row_rules import Groups

_FEWEST, _CENT = 2, 1 / 200
# How improbable (in powers of two) it must be that every owner's first deal is the sum of his others.
_CERTAIN, _ASKED = 30, 8


def settle_owner_sums(findings: RowFindings) -> None:
    """Leave out the first, or the last, row of every owner when all of them are sums of the rest."""
    survey = findings.survey
    if not findings.owned or findings.rules.groups is Groups.NONE or not survey.led:
        return
    rows = [each for each in range(len(survey.numbers)) if findings.is_open(each)]
    rows = [each for each in rows if each not in findings.totals]
    runs = [list(run) for _, run in groupby(rows, key=lambda index: fold_text(findings.label(index)))]
    owners = {findings.label(run[0]) for run in runs}
    if len(owners) != len(runs) or any(len(run) < _FEWEST for run in runs):
        return
    columns = survey.figures
    for place in (0, -1):
        bits = _weigh(columns, runs, place)
        sums = [run[place] for run in runs] if bits >= _ASKED else []
        if bits >= _CERTAIN or findings.rules.groups is Groups.OUTLINE:
            for index in sums:
                findings.leave(index, RowKind.GROUP)
        else:
            findings.owners += sums
        if sums:
            return


def _weigh(columns: Columns, runs: Sequence[Sequence[int]], place: int) -> float:
    """Say how improbable it is that one row of every run is the sum of the others by chance; else 0."""
    units = measure(columns)
    bits = 0 * log2(1)
    for run in runs:
        found = list(_agree(columns, units, run[place], [each for each in run if each != run[place]]))
        if not any(found) or any(each < 0 for each in found):
            return 0 * bits
        bits += sum(found) if len(run) > _FEWEST else 0
    return bits


def _agree(columns: Columns, units: dict[int, float], index: int, rest: Sequence[int]) -> Iterator[float]:
    """Yield for each column with a number in a row how improbable it is as a sum, -1 where it is none."""
    for column, cells in columns.items():
        if not isnan(cells[index]) and cells[index]:
            total = sum(cells[each] for each in rest if not isnan(cells[each]))
            yield log2(1 + abs(total) / units[column]) if abs(total - cells[index]) < _CENT else -1
