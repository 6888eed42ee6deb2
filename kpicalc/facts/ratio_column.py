"""Settle whether the bare numbers of a ratio column are fractions or percent points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from kpicalc.facts.blank_cell import refuse_cell
from kpicalc.facts.number_column import NumberDraft, bare_numbers, replace_values
from kpicalc.facts.packed import PackedBlock
from kpicalc.facts.refusals import refuse
from kpicalc.facts.unit_text import says_percent
from kpicalc.facts.units import Measured
from kpicalc.model.diagnostic import Label, advice, error
from kpicalc.model.fault import Fault, Value
from kpicalc.model.money import CONTEXT
from kpicalc.model.program import Input
from kpicalc.model.writing import PercentScale

# Up to 200 % a number may well be a fraction, beyond 500 % hardly.
_LIKELY_FRACTION, _LIKELY_POINTS = Decimal(2), Decimal(5)
# A bound that is no slip of the scheme itself.
_HIGHEST_BOUND = Decimal(10)
# A packed block with a number above two, whatever its sign, or one of two.
_SUSPECT_LINE = re.compile(r"^-?0*(?:[2-9]|1[0-9])", re.MULTILINE)
_SHOWN = 4


def settle_scale(draft: NumberDraft) -> None:
    """Decide for the whole column, never for one cell: what is declared, else what is certain, else nothing.

    A number whose format puts a `%` behind it counts points. Bare numbers are read as declared. Without that
    they are refused among percents; points under a heading with `%` when all are above 2; fractions
    under another heading when none is above 5 and some are below 2, or the scheme bounds the column.
    """
    points = _signed_rows(draft)
    scale = draft.place.writing.scale
    bare = {index for index, _ in bare_numbers(draft)} - points if points or scale else set[int]()
    _scale(draft, points | (bare if scale is PercentScale.PERCENT else set()))
    if scale is not None:
        return
    if draft.percents or points:
        _refuse_bare(draft, points)
    elif says_percent(draft.place.heading.text):
        _settle_points(draft)
    elif not _is_bounded(draft.place.spec):
        _settle_fractions(draft)


def _signed_rows(draft: NumberDraft) -> set[int]:
    """Return the indexes of numbers that are stored as points, with a `%` as text in their format."""
    place = draft.place
    formats = place.rows.sheet.formats.get(place.heading.column, ())
    rows = {row for each in formats if each.mark.measured is Measured.PERCENT for row in each.rows}
    return {index for index, row in enumerate(place.rows.numbers) if row in rows} if rows else set()


def _is_bounded(spec: Input) -> bool:
    limits = [each for each in (spec.maximum, spec.below) if each is not None]
    return bool(spec.one_of) or any(each <= _HIGHEST_BOUND for each in limits)


def _refuse_bare(draft: NumberDraft, points: set[int]) -> None:
    changes: dict[int, Value] = {}
    for index, value in bare_numbers(draft):
        if value and index not in points:
            changes[index] = refuse_cell(draft, refuse("KPI436", found=format(value, "f")), index)
    replace_values(draft, changes)


def _settle_points(draft: NumberDraft) -> None:
    """Read points under a heading with `%`; a small number may be a fraction all the same."""
    numbers = list(bare_numbers(draft))
    _refuse_doubtful(draft, [each for each in numbers if 0 < abs(each[1]) <= _LIKELY_FRACTION])
    _scale(draft, {index for index, _ in numbers})


def _settle_fractions(draft: NumberDraft) -> None:
    """Read fractions; large numbers are refused, and so are all where none looks like a fraction."""
    suspects = list(_suspects(draft))
    if not suspects:
        return
    alike = all(abs(each) > _LIKELY_FRACTION for _, each in bare_numbers(draft) if each)
    doubtful = suspects if alike else [each for each in suspects if abs(each[1]) > _LIKELY_POINTS]
    _refuse_doubtful(draft, doubtful)
    if not doubtful:
        index, value = suspects[0]
        shown = {"found": format(value, "f"), "percent": _percent(value * 100)}
        heading = draft.place.heading.text
        draft.problems.append(advice("KPI455", draft.place.cell(index), heading=heading, **shown))


def _refuse_doubtful(draft: NumberDraft, doubtful: list[tuple[int, Decimal]]) -> None:
    """Report the cells that may be one or the other, once for the column; none of them has a value."""
    if not doubtful:
        return
    place, value = draft.place, doubtful[0][1]
    cells = [place.cell(index) for index, _ in doubtful[: _SHOWN + 1]]
    problem = error(
        "KPI492",
        cells[0],
        *map(Label, cells[1:]),
        found=format(value, "f"),
        heading=place.heading.text,
        points=_percent(value),
        fraction=_percent(value * 100),
        count=len(doubtful),
    )
    draft.problems.append(problem)
    draft.faulty = True
    replace_values(draft, dict.fromkeys([index for index, _ in doubtful], Fault((problem,))))


def _percent(value: Decimal) -> str:
    shown = format(value, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _scale(draft: NumberDraft, points: set[int]) -> None:
    changes = {index: each.scaleb(-2, CONTEXT) for index, each in bare_numbers(draft) if index in points}
    replace_values(draft, dict[int, Value](changes))


def _suspects(draft: NumberDraft) -> Iterator[tuple[int, Decimal]]:
    """Yield the bare numbers above two; only blocks that hold one are opened."""
    for index, value in bare_numbers(draft, skip=_has_no_suspect):
        if abs(value) > _LIKELY_FRACTION:
            yield index, value


def _has_no_suspect(block: PackedBlock) -> bool:
    return isinstance(block, str) and not _SUSPECT_LINE.search(block)
