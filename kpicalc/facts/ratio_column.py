"""Settle whether the bare numbers of a ratio column are fractions or percent points."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from kpicalc.facts.blank_cell import refuse_cell
from kpicalc.facts.headings import says_percent
from kpicalc.facts.number_column import NumberDraft, replace_values
from kpicalc.facts.packed import PackedBlock, pack_numbers, unpack_numbers
from kpicalc.facts.refusals import refuse
from kpicalc.model.diagnostic import advice, warning
from kpicalc.model.facts import BLOCK_ROWS
from kpicalc.model.fault import Value

_LIKELY_POINTS, _SUSPECT = Decimal(5), Decimal(2)
# A packed block with a number of two or more, whatever its sign.
_SUSPECT_LINE = re.compile(r"^-?0*(?:[2-9]|1[0-9])", re.MULTILINE)
_LIKELY_FRACTIONS = Decimal("1.5")


def settle_scale(draft: NumberDraft) -> None:
    """Decide for the whole column, never for one cell.

    Among percents a bare number other than zero is refused: both scales in one column. A column of
    bare numbers under a heading with `%` is percent points; without `%` the numbers are taken as they are,
    and a number of 200 % or more is shown to the reader unless the scheme bounds the column.
    """
    if draft.percents:
        _refuse_bare(draft)
    elif says_percent(draft.place.heading.text):
        _scale_points(draft)
    else:
        _warn_of_points(draft)


def _refuse_bare(draft: NumberDraft) -> None:
    changes: dict[int, Value] = {}
    for index, value in _bare_numbers(draft):
        if value:
            changes[index] = refuse_cell(draft, refuse("KPI436", found=format(value, "f")), index)
    replace_values(draft, changes)


def _scale_points(draft: NumberDraft) -> None:
    greatest = max((abs(value) for _, value in _bare_numbers(draft)), default=Decimal(0))
    if not draft.bare and not draft.bare_blocks:
        return
    replace_values(draft, {index: value.scaleb(-2) for index, value in _bare_numbers(draft, draft.bare)})
    for number in draft.bare_blocks:
        opened = unpack_numbers(draft.blocks[number])
        draft.blocks[number] = pack_numbers(
            [each.scaleb(-2) if isinstance(each, Decimal) else each for each in opened]
        )
    note = warning if greatest <= _LIKELY_FRACTIONS else advice
    draft.problems.append(
        note("KPI452", draft.place.head, heading=draft.place.heading.text, greatest=format(greatest, "f"))
    )


def _warn_of_points(draft: NumberDraft) -> None:
    spec = draft.place.spec
    if spec.maximum is not None or spec.below is not None or spec.one_of:
        return
    suspect = next(_suspects(draft), None)
    if suspect is None:
        return
    index, value = suspect
    # Where all numbers are large, it is hardly by intent.
    alike = all(abs(each) > _LIKELY_POINTS for _, each in _bare_numbers(draft) if each)
    note = warning if alike else advice
    shown, percent = format(value, "f"), format(value * 100, "f")
    percent = percent.rstrip("0").rstrip(".") if "." in percent else percent
    heading = draft.place.heading.text
    draft.problems.append(
        note("KPI455", draft.place.cell(index), heading=heading, found=shown, percent=percent)
    )


def _suspects(draft: NumberDraft) -> Iterator[tuple[int, Decimal]]:
    """Yield the bare numbers of two or more; only blocks that hold one are opened."""
    for index, value in _bare_numbers(draft, skip=_has_no_suspect):
        if abs(value) >= _SUSPECT:
            yield index, value


def _has_no_suspect(block: PackedBlock) -> bool:
    return isinstance(block, str) and not _SUSPECT_LINE.search(block)


def _bare_numbers(
    draft: NumberDraft, single: list[int] | None = None, skip: Callable[[PackedBlock], bool] | None = None
) -> Iterator[tuple[int, Decimal]]:
    """Yield row index and value of the bare numbers; with `single` only of those indexes."""
    indexes = set(draft.bare if single is None else single)
    whole = set(draft.bare_blocks if single is None else ())
    for number in sorted(whole | {index // BLOCK_ROWS for index in indexes}):
        if skip is not None and skip(draft.blocks[number]):
            continue
        for index, value in enumerate(unpack_numbers(draft.blocks[number]), start=number * BLOCK_ROWS):
            if isinstance(value, Decimal) and (number in whole or index in indexes):
                yield index, value
