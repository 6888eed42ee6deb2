"""What explains the differences to a statement: lines, a common ratio, rounding, figures that are swapped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from itertools import combinations
from typing import cast

from kpicalc.model.dataclass import dataclass
from kpicalc.model.money import CONTEXT, ONE, ZERO
from kpicalc.model.reconciliation import Cause, ReconciledFigure, ReconciledPerson

# What people round to, and the ways in which programs do.
_STEPS = tuple(map(Decimal, ("0.01", "0.1", "1", "10", "100", "1000")))
_MODES = (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_FLOOR, ROUND_CEILING)
_KOPECK = Decimal("0.01")
_RATIO = Decimal("0.0001")
# A ratio or an amount that only one person has explains nothing.
_FEWEST = 2


def explain_differences(people: Sequence[ReconciledPerson]) -> Iterator[ReconciledPerson]:
    """Yield the people with what explains their differences, what is most telling first."""
    swapped = _find_swapped(people)
    ratios = _count_ratios(people)
    steps = Counter(step for each in people if _both(each) for step in _roundings(each))
    amounts = Counter(_difference(each) for each in people if _both(each) and _difference(each))
    common = _Common(swapped, ratios, steps, amounts)
    for person in people:
        yield replace(person, causes=tuple(_explain(person, common)) if _both(person) else ())


@dataclass(frozen=True, slots=True)
class _Common:
    """What people have in common: who has whose pay, and how many share a ratio, a rounding, an amount."""

    swapped: dict[int, ReconciledPerson]
    ratios: Counter[Decimal]
    steps: Counter[Decimal]
    amounts: Counter[Decimal]


def _explain(person: ReconciledPerson, common: _Common) -> Iterator[Cause]:
    difference, other = _difference(person), common.swapped.get(id(person))
    if other is not None:
        yield Cause("swapped_people", (("number", other.number), ("name", other.name)))
    yield from _explain_lines(person.lines, difference)
    if not difference or other is not None:
        return
    # A great step of one person alone may be chance.
    likely = (step for step in _roundings(person) if step <= 1 or common.steps[step] >= _FEWEST)
    rounding = next(likely, None)
    if rounding is not None:
        yield Cause("rounding", (("step", rounding),))
    elif abs(difference) < 1:
        yield Cause("kopecks")
    fitting = [ratio for ratio, count in common.ratios.items() if count >= _FEWEST and _fits(person, ratio)]
    ratio = max(fitting, key=lambda each: common.ratios[each], default=None)
    if ratio is not None and rounding is None:
        yield Cause("ratio", (("ratio", ratio), ("count", common.ratios[ratio])))
    elif common.amounts[difference] >= _FEWEST and rounding is None:
        yield Cause("same_amount", (("count", common.amounts[difference]),))


def _explain_lines(lines: Sequence[ReconciledFigure], difference: Decimal) -> Iterator[Cause]:
    """Yield what lines say: two are swapped, one makes all of the difference, or several do together."""
    pair = next(
        (
            (one, other)
            for one, other in combinations(lines, 2)
            if one.ours == other.theirs and other.ours == one.theirs and one.ours != one.theirs
        ),
        None,
    )
    if pair is not None:
        yield Cause("swapped_lines", (("one", pair[0].label), ("other", pair[1].label)))
        return
    if not difference:
        return
    alone = [each for each in lines if _gap(each) == difference]
    if len(alone) == 1:
        key = "line_absent" if not alone[0].theirs else "line_extra" if not alone[0].ours else "line"
        yield Cause(key, (("line", alone[0].label),))
    elif sum(map(_gap, lines), ZERO) == difference:
        yield Cause("lines", (("lines", ", ".join(each.label for each in lines)),))
    elif not lines:
        yield Cause("no_line")


def _find_swapped(people: Sequence[ReconciledPerson]) -> dict[int, ReconciledPerson]:
    """Return for each of two people who have each other's pay the other one."""
    waiting: dict[tuple[Decimal | None, Decimal | None], list[ReconciledPerson]] = {}
    found: dict[int, ReconciledPerson] = {}
    for person in people:
        if not _both(person) or not _difference(person):
            continue
        mirrored = waiting.get((person.theirs, person.ours))
        if mirrored:
            other = mirrored.pop()
            found[id(person)], found[id(other)] = other, person
        else:
            waiting.setdefault((person.ours, person.theirs), []).append(person)
    return found


def _count_ratios(people: Sequence[ReconciledPerson]) -> Counter[Decimal]:
    """Count for each ratio of the statement to ours how many people it makes equal to the kopeck."""
    both = [each for each in people if _both(each) and each.ours and _difference(each)]
    pairs = map(_amounts, both)
    tried = dict.fromkeys(
        CONTEXT.divide(theirs, ours).quantize(_RATIO, ROUND_HALF_UP) for ours, theirs in pairs
    )
    return Counter({each: sum(_fits(one, each) for one in both) for each in tried if each not in {ZERO, ONE}})


def _fits(person: ReconciledPerson, ratio: Decimal) -> bool:
    ours, theirs = _amounts(person)
    return abs(CONTEXT.subtract(CONTEXT.multiply(ours, ratio), theirs)) <= _KOPECK


def _roundings(person: ReconciledPerson) -> Iterator[Decimal]:
    """Yield the steps to which ours is rounded where that makes it theirs, the least first."""
    ours, theirs = _amounts(person)
    for step in _STEPS if theirs and ours != theirs else ():
        steps = CONTEXT.divide(ours, step)
        if any(CONTEXT.multiply(steps.quantize(Decimal(1), mode), step) == theirs for mode in _MODES):
            yield step


def _both(person: ReconciledPerson) -> bool:
    return person.ours is not None and person.theirs is not None


def _amounts(person: ReconciledPerson) -> tuple[Decimal, Decimal]:
    """Return both amounts of a person who has both."""
    return cast("tuple[Decimal, Decimal]", (person.ours, person.theirs))


def _difference(person: ReconciledPerson) -> Decimal:
    ours, theirs = _amounts(person)
    return CONTEXT.subtract(theirs, ours)


def _gap(line: ReconciledFigure) -> Decimal:
    return CONTEXT.subtract(line.theirs or ZERO, line.ours or ZERO)
