"""Find the rows that stand above or below deeper ones in the outline of a sheet."""

from __future__ import annotations

from itertools import pairwise

from kpicalc.facts.row_findings import Findings
from kpicalc.model.row_rules import Groups


def find_outline_groups(findings: Findings) -> frozenset[int]:
    """Return the rows beside which deeper rows begin: the row above a run, or the one below it.

    Which of the two it is, the first row tells: above it nothing can be summed up.
    """
    survey = findings.survey
    levels = survey.sheet.levels
    if not levels or findings.rules.groups is Groups.NONE:
        return frozenset()
    skipped = {*survey.blank, *findings.totals, *findings.left}
    rows = [each for each in range(len(survey.numbers)) if each not in skipped]
    level = {each: levels.get(survey.numbers[each], 0) for each in rows}
    pairs = list(pairwise(rows))
    above = bool(rows) and level[rows[0]] < max(level.values())
    if above:
        return frozenset(upper for upper, lower in pairs if level[lower] > level[upper])
    return frozenset(lower for upper, lower in pairs if level[upper] > level[lower])
