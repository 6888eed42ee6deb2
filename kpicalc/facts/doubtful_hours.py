"""Refuse bare hours that may be hours and minutes, and more hours or days than the period has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import takewhile

from kpicalc.facts.column_place import refuse_cell
from kpicalc.facts.hours import doubt_digits, doubt_number
from kpicalc.facts.number_column import NumberDraft, bare_numbers, replace_values
from kpicalc.facts.packed import PackedBlock, WholeBlock, unpack_numbers
from kpicalc.facts.refusals import CellRefusal, make_refusal
from kpicalc.model.diagnostic import KindedValue
from kpicalc.model.facts import BLOCK_ROWS
from kpicalc.model.kind import Kind
from kpicalc.model.period import Period
from kpicalc.model.problem import Problem
from kpicalc.model.writing import HoursForm

_DAY = 24
# Nobody works more than half of all hours there are: from there on the writing of a column is looked at.
_HALF = 12
_HUNDRED = 100
_THREE_DIGITS = re.compile(r"[0-9]{3}")
# Numbers by chance are so many minutes of an hour: 60 of 100, multiples of five 12 of 100.
_ROUND, _MANY = 5, 8
_HUNDREDTH = Decimal("0.01")
# A part of a day, a little less for what was rounded.
_MINUTE = Decimal("0.00069")


def settle_hours(draft: NumberDraft, period: Period) -> None:
    """Ask about numbers among clocks, and about hours that no period has where nothing is declared."""
    if draft.place.writing.hours is HoursForm.DECIMAL:
        return
    if draft.place.writing.hours is None and (draft.clocks or _may_be_days(draft)):
        _refuse(draft, list(bare_numbers(draft)), doubt_number)
    bounded = draft.place.spec.maximum is not None or draft.place.spec.below is not None
    if draft.place.personal and not bounded:
        _refuse_large(draft, period)
        if draft.place.spec.available is None:
            # A row of a shift or an assignment has no more than the whole period.
            refuse_beyond(draft, Decimal(_DAY * period.days))


def refuse_beyond(draft: NumberDraft, available: Decimal) -> None:
    """Refuse more hours or days of work than there are."""
    kind = draft.place.spec.kind
    days = int(available) // (_DAY if kind is Kind.HOURS else 1)

    def refuse(number: Decimal) -> CellRefusal:
        shown = {"days": days, "available": KindedValue(available, kind)}
        return make_refusal(Problem.TIME_BEYOND_PERIOD, found=KindedValue(number, kind), **shown)

    _refuse(draft, list(_numbers_above(draft, available)), refuse)


def _may_be_days(draft: NumberDraft) -> bool:
    """Say whether all hours are parts of a day, perhaps: 8:00 whose format was lost is 0.333333."""
    numbers = [each for _, each in takewhile(lambda found: _is_part_of_day(found[1]), bare_numbers(draft))]
    fine = any(each != each.quantize(_HUNDREDTH) for each in numbers)
    return fine and len(numbers) == sum(1 for _ in bare_numbers(draft))


def _is_part_of_day(number: Decimal) -> bool:
    """Say whether a number may be a part of a day: of no time, or of a minute and more.

    >>> [_is_part_of_day(Decimal(each)) for each in ("0.333333", "0", "0.00001", "1.5")]
    [True, True, False, False]
    """
    return not number or _MINUTE <= abs(number) < 1


def _refuse_large(draft: NumberDraft, period: Period) -> None:
    available = draft.place.spec.available
    longest = _DAY if available is None else int(available)

    def doubt(number: Decimal) -> CellRefusal | None:
        return doubt_digits(number, longest)

    half = _HALF * period.days
    most = _DAY if available is None else half
    written = [each for each in bare_numbers(draft, skip=_is_small) if each[1] > most]
    large = [each for each in written if each[1] > half]
    numbers = [number for _, number in bare_numbers(draft) if number] if written else []
    if large and _may_be_digits(numbers, longest):
        _refuse(draft, large, doubt)
        return
    if available is not None:
        _refuse(draft, [each for each in large if each[1] < available], doubt)
    # Where most rows are of a day or less, as those of shifts are, none is of more.
    elif sum(number <= _DAY for number in numbers) * 2 > len(numbers):
        _refuse(draft, written, doubt)


def _numbers_above(draft: NumberDraft, available: Decimal) -> Iterator[tuple[int, Decimal]]:
    """Yield row index and value of the numbers that are greater, however they are written: 800:00, 800 h."""
    for number, block in enumerate(draft.blocks):
        values = () if _is_small(block, int(available)) else unpack_numbers(block)
        for index, value in enumerate(values, start=number * BLOCK_ROWS):
            if isinstance(value, Decimal) and value > available:
                yield index, value


def _may_be_digits(numbers: Sequence[Decimal], longest: int) -> bool:
    fitting = all(doubt_digits(each, longest) for each in numbers)
    return fitting and (len(numbers) >= _MANY or not any(each % _ROUND for each in numbers))


def _is_small(block: PackedBlock, limit: int = _HUNDRED) -> bool:
    """Say quickly whether no number is as great as a limit; texts of two digits tell it of a hundred."""
    if isinstance(block, WholeBlock):
        return block.is_below(limit)
    return isinstance(block, str) and limit >= _HUNDRED and not _THREE_DIGITS.search(block)


def _refuse(
    draft: NumberDraft,
    numbers: Sequence[tuple[int, Decimal]],
    doubt: Callable[[Decimal], CellRefusal | None],
) -> None:
    doubts = ((index, doubt(number)) for index, number in numbers)
    replace_values(
        draft, {index: refuse_cell(draft, each, index) for index, each in doubts if each is not None}
    )
