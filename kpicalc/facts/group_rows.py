"""Tell rows of groups, sums and averages from people: by their numbers, outline levels and names."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import field
from itertools import islice
from math import isnan, log2
from typing import TYPE_CHECKING

from kpicalc.facts.figures import FigureColumn
from kpicalc.facts.row_findings import RowFindings, RowLook, find_outline_groups, is_strange
from kpicalc.facts.row_sums import LONGEST, Columns, find_sums
from kpicalc.facts.row_words import is_label, is_nobody, is_statistic
from kpicalc.facts.workbook import RowKind
from kpicalc.model.dataclass import dataclass
from kpicalc.model.writing import Groups

if TYPE_CHECKING:
    from kpicalc.facts.nested_sums import Statistic

_CENT = 1 / 100  # printed sums are rounded to it.
_NAMED_AWAY = frozenset({RowKind.SKIPPED, RowKind.BELOW_END})
_Rows = Sequence[int]

_MOST_SUSPECTS = 400  # each is compared with its neighbours
# How far sums are looked for: beside a row that looks like a person, for all suspects; in how many rows.
_NEAR, _STEPS, _FEWEST = 300, 400_000, 2
# How improbable (in powers of two) a sum must be before a row that looks like a person is asked about.
_NUMBERED, _NAMED_TWICE, _NAMED_ONCE = 12, 3, 8


@dataclass(slots=True)
class _Search:
    """The rows with numbers, the columns that are summed, and the rows of groups by their outline level."""

    findings: RowFindings
    columns: Columns
    active: Sequence[int]
    outline: frozenset[int]
    certain: dict[int, RowKind] = field(default_factory=dict)
    doubtful: set[int] = field(default_factory=set)

    def try_suspect(self, index: int, leaves: Sequence[int], longest: int) -> None:
        """Look for rows beside a suspect that explain its numbers: single rows first, then groups too."""
        from kpicalc.facts.nested_sums import find_statistic  # noqa: PLC0415 - few tables have suspects

        others = [each for each in self.active if each != index and each not in self.certain]
        found = [
            statistic
            for rows in (leaves, others)
            for beside in _both_sides(rows, index, longest)
            if (statistic := find_statistic(self.columns, index, beside, longest)) is not None
        ]
        best = min(found, key=lambda each: (each.strange, each.count < 2, -each.agreeing), default=None)
        self._decide(index, best)

    def _decide(self, index: int, found: Statistic | None) -> None:
        findings = self.findings
        look = _look(findings, index, found)
        texts = findings.survey.texts(index)
        names_group = is_statistic if not findings.people else is_label
        labelled = any(map(names_group, texts)) or index in findings.survey.worded
        kind = RowKind.GROUP if found is None or found.summed else RowKind.STATISTIC
        outlined = index in self.outline
        if outlined and findings.rules.groups is Groups.OUTLINE:
            self.certain[index] = kind
        elif found is None:
            _without_proof(self, index, asked=outlined or labelled)
        elif not found.strange and _is_proved(findings, index, found, outlined=outlined):
            self.certain[index] = kind
        elif not _key_of(findings, index) and not labelled:
            return  # It is told as a row without a key.
        elif outlined or look is RowLook.NOBODY or _is_doubtful(findings, look, found):
            self.doubtful.add(index)

    def try_alike(self, active: Sequence[int]) -> None:
        """Ask about rows that look like people but whose numbers are the sums of others, beyond chance."""
        if len(active) <= _FEWEST:
            return
        from kpicalc.facts.nested_sums import find_mean, find_stacked, find_statistic  # noqa: PLC0415 - of so many

        findings = self.findings
        known = {*self.doubtful, *findings.kept}
        ends = {*active[:1], *active[-1:]}
        # Sums by chance are only named where a printed total asks for suspects.
        least = 0 if findings.grand else _least_bits(findings, len(self.columns))
        for index in sorted(ends - known):
            # The mean of everybody stands above or below them all.
            rest = active[1:] if index == active[0] else active[:-1]
            mean = find_mean(self.columns, index, rest)
            if mean is not None and _is_telling(findings, mean):
                self.doubtful.add(index)
        sums = find_sums(self.columns, active, least)
        beyond = _least_bits(findings, len(self.columns))
        stacked = find_stacked(findings, self.columns, active, beyond, sums=bool(sums)) - known
        self.doubtful |= stacked
        known |= stacked
        for index in sums:
            if index in known:
                continue
            longest = LONGEST if index in ends else _NEAR
            for beside in _both_sides(active, index, longest):
                found = find_statistic(self.columns, index, beside, longest)
                if found is None or found.strange or found.count < 2:
                    continue
                if _is_telling(findings, found):
                    self.doubtful.add(index)
                else:
                    findings.weak.append(index)

    def weigh_printed_total(self) -> None:
        """Let the total that the sheet prints decide: does it count the doubtful rows or not?"""
        findings = self.findings
        printed = findings.grand
        if not self.doubtful or not printed:
            return
        people = [each for each in self.active if each not in self.certain and each not in self.doubtful]
        alike = {index for index in self.doubtful if findings.looks.get(index) is not RowLook.NOBODY}
        if _is_sum(self.columns, printed[-1], people):
            self.certain.update(dict.fromkeys(self.doubtful, RowKind.GROUP))
            self.doubtful.clear()
        elif _is_sum(self.columns, printed[-1], [*people, *self.doubtful]):
            self.doubtful -= alike


def settle_groups(findings: RowFindings) -> None:
    """Leave out rows that are sums or statistics of others for certain, and note those to be asked about."""
    if findings.rules.groups is Groups.NONE:
        return
    survey = findings.survey
    if findings.owned and not (findings.looks or survey.worded or survey.sheet.levels):
        return
    search = _begin(findings)
    named = {*findings.looks, *survey.worded, *search.outline} - findings.kept
    suspects = sorted(named.intersection(search.active))[:_MOST_SUSPECTS] if named else []
    leaves = sorted(set(search.active) - set(suspects) - search.outline) if suspects else []
    longest = max(_NEAR, min(LONGEST, _STEPS // max(len(suspects), 1)))
    for index in suspects:
        search.try_suspect(index, leaves, longest)
    if not findings.owned:
        certain, active = search.certain, search.active
        search.try_alike([each for each in active if each not in certain] if certain else active)
    search.weigh_printed_total()
    for index, kind in search.certain.items():
        findings.leave(index, kind)
    findings.sums += sorted(search.doubtful)


def _begin(findings: RowFindings) -> _Search:
    survey = findings.survey
    columns = {number: cells for number, cells in survey.figures.items() if not _counts_on(cells)}
    empty: Sequence[int] = (every := range(len(survey.numbers)))
    for cells in columns.values():
        empty = [row for row in empty if isnan(cells.floats[row])] if cells.has_gaps else ()
    # Of more than a million rows none has a number from some row on: so many are not compared.
    end = empty[0] if len(empty) and len(empty) == len(every) - empty[0] else len(every)
    out = {*findings.left, *survey.blank, *findings.bare, *findings.headings, *findings.totals}
    out.update(empty if end == len(every) else ())
    active = [row for row in every[:end] if row not in out] if out else every[:end]
    return _Search(findings, columns, active, find_outline_groups(findings))


def _counts_on(cells: FigureColumn) -> bool:
    """Say whether a column only counts its rows from 1 on."""
    begin = [each for each in islice(cells, 10) if not isnan(each)]
    if begin != list(range(1, len(begin) + 1)):
        return False
    numbers = [each for each in cells if not isnan(each)]
    return len(numbers) > 2 and numbers == list(range(1, len(numbers) + 1))


def _both_sides(rows: Sequence[int], index: int, longest: int) -> tuple[Sequence[int], Sequence[int]]:
    place = bisect_left(rows, index)
    after = place + (index in rows[place : place + 1])
    return rows[max(0, place - longest) : place][::-1], rows[after : after + longest]


def _is_doubtful(findings: RowFindings, look: RowLook, found: Statistic) -> bool:
    """Say whether the numbers of a row are enough to ask what it is."""
    odd = look is RowLook.UNLIKE and findings.people and not findings.numbered
    return (odd and found.bits > 0 and not found.strange) or (
        found.count > 1 and _is_telling(findings, found)
    )


def _look(findings: RowFindings, index: int, found: Statistic | None) -> RowLook:
    """Return how far a row is from people; the word of a total in any column tells, if its numbers agree."""
    if index in findings.survey.worded and found is not None and found.count > 1:
        return RowLook.NOBODY
    return findings.looks.get(index, RowLook.ALIKE)


def _without_proof(search: _Search, index: int, *, asked: bool) -> None:
    """A row that is called like a sum, or stands above others in the outline, is asked about in any case."""
    findings = search.findings
    if index in findings.survey.worded:
        thin = any(index in rows for rows in findings.survey.gaps.values())
        asked = thin or any(map(is_statistic, findings.survey.texts(index)))
    if asked and (_key_of(findings, index) or is_statistic(findings.label(index))):
        search.doubtful.add(index)


def _is_proved(findings: RowFindings, index: int, found: Statistic, *, outlined: bool) -> bool:
    """Say whether the sum and the texts of a row together leave no doubt."""
    texts = findings.survey.texts(index)
    look, several = _look(findings, index, found), found.count > 1
    key = _key_of(findings, index)
    if any(map(is_nobody, texts)):
        return outlined
    if not key:
        # A deal whose owner was forgotten may be the sum of the next two by chance: 50 = 30 + 20.
        improbable = found.count > 2 or _is_telling(findings, found) or is_strange(findings.label(index))
        if is_statistic(findings.label(index)):
            return True  # «Zwischensumme Service»: a part with one person in it.
        return several and (outlined or (improbable and _names_nobody(findings, index)))
    if findings.numbered and any(map(str.isdigit, key)):
        return look is RowLook.NOBODY and several
    return look is RowLook.NOBODY or outlined or (findings.numbered and several)


def _key_of(findings: RowFindings, index: int) -> str:
    """Return the text that tells a row from others, "" where none stands or none is asked for."""
    return next(iter(findings.survey.texts(index)), "")


def _names_nobody(findings: RowFindings, index: int) -> bool:
    """Say whether what stands in a row without a key is a label, or nothing but numbers."""
    text = findings.label(index)
    thin = any(index in rows for rows in findings.survey.gaps.values()) or not findings.survey.gaps
    return is_strange(text) or (thin and not any(findings.survey.texts(index)))


def _is_telling(findings: RowFindings, found: Statistic) -> bool:
    """Say whether a sum is too improbable to be chance, for a row that looks much like a person."""
    return found.bits >= _least_bits(findings, found.agreeing)


def _least_bits(findings: RowFindings, agreeing: int) -> float:
    """Return how improbable a sum in so many columns must be: the more rows there are, the more by chance."""
    chance = log2(2 * max(len(findings.survey.numbers), 1))
    if findings.numbered:
        return chance + _NUMBERED
    return chance + (_NAMED_TWICE if agreeing > 1 else _NAMED_ONCE)


def _is_sum(columns: Columns, total: int, rows: Sequence[int]) -> bool:
    compared = 0
    for cells in (each.floats for each in columns.values()):
        if isnan(cells[total]) or not cells[total]:
            continue
        if abs(sum(cells[row] for row in rows if not isnan(cells[row])) - cells[total]) > _CENT:
            return False
        compared += 1
    return compared > 0
