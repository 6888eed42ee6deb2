"""What explains the differences to a statement: lines, a common ratio, rounding, figures that are swapped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from itertools import combinations

from kpicalc.model.dataclass import dataclass
from kpicalc.model.money import CONTEXT, ZERO
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
    for person in people:
        common = _Common(swapped, ratios, steps, amounts)
        yield replace(person, causes=tuple(_explain(person, common)))


@dataclass(frozen=True, slots=True)
class _Common:
    """What people have in common: who has whose pay, and how many share a ratio, a rounding, an amount."""

    swapped: dict[int, ReconciledPerson]
    ratios: Counter[Decimal]
    steps: Counter[Decimal]
    amounts: Counter[Decimal]


def _explain(person: ReconciledPerson, common: _Common) -> Iterator[Cause]:
    if not _both(person):
        return
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
    elif lines and sum(map(_gap, lines), ZERO) == difference:
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
    tried = dict.fromkeys(
        CONTEXT.divide(each.theirs or ZERO, each.ours or ZERO).quantize(_RATIO, ROUND_HALF_UP)
        for each in both
    )
    return Counter(
        {ratio: sum(_fits(each, ratio) for each in both) for ratio in tried if ratio and ratio != 1}
    )


def _fits(person: ReconciledPerson, ratio: Decimal) -> bool:
    product = CONTEXT.multiply(person.ours or ZERO, ratio)
    return abs(CONTEXT.subtract(product, person.theirs or ZERO)) <= _KOPECK


def _roundings(person: ReconciledPerson) -> Iterator[Decimal]:
    """Yield the steps to which ours is rounded where that makes it theirs, the least first."""
    ours, theirs = person.ours or ZERO, person.theirs or ZERO
    for step in _STEPS if theirs and ours != theirs else ():
        steps = CONTEXT.divide(ours, step)
        if any(CONTEXT.multiply(steps.quantize(Decimal(1), mode), step) == theirs for mode in _MODES):
            yield step


def _both(person: ReconciledPerson) -> bool:
    return person.ours is not None and person.theirs is not None


def _difference(person: ReconciledPerson) -> Decimal:
    return CONTEXT.subtract(person.theirs or ZERO, person.ours or ZERO)


def _gap(line: ReconciledFigure) -> Decimal:
    return CONTEXT.subtract(line.theirs or ZERO, line.ours or ZERO)
