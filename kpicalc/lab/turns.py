"""Where formulas branch, so that pay bends or jumps: comparisons, bands, limits, coarse roundings."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from kpicalc.engine.formulas import COMPARISONS
from kpicalc.engine.kinds import tell_kinds
from kpicalc.engine.tables import OutsideBandsError, axes_of, finder
from kpicalc.formula.functions import branching_of, stepping_of
from kpicalc.formula.functions.choosing import MAX
from kpicalc.formula.functions.rounding import CEIL, FLOOR
from kpicalc.lab.behind import Behind, parts_with_grain
from kpicalc.lab.laboratory import Outcomes
from kpicalc.lab.roots import share_of_way
from kpicalc.model.dataclass import dataclass
from kpicalc.model.expr import Binary, Call, Compare, Day, Expr, Lookup, Number, Reference, Text, walk
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind
from kpicalc.model.money import COUNTING, ONE, ZERO, minor_unit
from kpicalc.model.program import EMPLOYEES, Key, Program, Table

# A rounding that passes more multiples than this between two points is halved before it is looked at closely.
_MULTIPLES = 16


# A formula at a grain.
Located = tuple[str, Expr]


@dataclass(frozen=True, slots=True)
class Turn:
    """A part of a formula that may go another way as a fact moves.

    `state` tells from the values of the operands which way it goes. `crossings` tells, from the operands at
    two points, at which shares of the way between them the state may change, if all is straight there.
    A rounding makes `stairs`. `margins` are differences that are zero just where another way is taken.
    """

    grain: str
    operands: tuple[Expr, ...]
    state: Callable[[Sequence[Value]], Hashable]
    crossings: Callable[[Sequence[Decimal], Sequence[Decimal]], list[Decimal]]
    stairs: bool = False
    margins: tuple[Expr, ...] = ()


def find_margins(program: Program) -> tuple[Located, ...]:
    """Return a difference for each comparison, band and limit, with the grain at which it is formed."""
    found: dict[Located, None] = dict.fromkeys(_distances_from_plan(program))
    for variable in program.variables():
        for part, grain in parts_with_grain(variable.expr, variable.grain):
            for turn in _turns_of(part, grain, program, frozenset()):
                found.update(((grain, margin), None) for margin in turn.margins)
    return tuple(found)


def _distances_from_plan(program: Program) -> Iterator[Located]:
    """Yield how far each KPI is from its plan."""
    for kpi in program.kpis:
        if kpi.plan and kpi.actual:
            span = program.grains[EMPLOYEES].span
            actual, plan = (Reference(EMPLOYEES, each, span) for each in (kpi.actual, kpi.plan))
            yield EMPLOYEES, Binary("-", actual, plan, span)


class TurnFinder:
    """What may turn on the way to the total: every part of a formula is looked at once, for all facts."""

    def __init__(self, program: Program) -> None:
        self.coarse = coarse_roundings(program)
        self._by_fact: dict[Key, list[Turn]] = {each.key: [] for each in program.inputs}
        behind = Behind(program)
        met: set[tuple[Expr, str]] = set()
        for variable in behind.formulas(program.total):
            for part, grain in parts_with_grain(variable.expr, variable.grain):
                if (part, grain) not in met:
                    met.add((part, grain))
                    turns = tuple(_turns_of(part, grain, program, self.coarse))
                    self._note(turns, behind.facts(part) if turns else ())

    def turns(self, driver: Key) -> tuple[Turn, ...]:
        """Return what may turn as a fact moves."""
        return tuple(self._by_fact[driver])

    def _note(self, turns: Sequence[Turn], facts: Iterable[Key]) -> None:
        for fact in facts:
            self._by_fact[fact].extend(turns)


def find_turns(program: Program, driver: Key) -> tuple[Turn, ...]:
    """Return what may turn on the way from a fact to the total."""
    return TurnFinder(program).turns(driver)


def states_of(turn: Turn, outcomes: Outcomes) -> list[tuple[Hashable, tuple[Value, ...]]]:
    """Return the state of a turn and the values of its operands, for each outcome."""
    columns = [outcomes.values(operand, turn.grain) for operand in turn.operands]
    return [(turn.state(values), values) for values in zip(*columns, strict=True)]


def coarse_roundings(program: Program) -> frozenset[Call]:
    """Return the roundings that make stairs: all but those of money to the least coin."""
    kind_of, coin = tell_kinds(program), minor_unit(program.currency)
    # The rounding of a pay line is one of money, even where the line is a bare number.
    lines = {each.expr for each in program.variables() if each.kind is Kind.MONEY}
    every = (part for variable in program.variables() for part in walk(variable.expr))
    roundings = {part for part in every if isinstance(part, Call) and stepping_of(part)}
    money = {part for part in roundings if part in lines or kind_of(part) is Kind.MONEY}
    return frozenset(roundings - {part for part in money if _step_of(part) <= coin})


def _step_of(rounding: Call) -> Decimal:
    """Return the step as it is written; one that is computed counts as 1."""
    stepping = stepping_of(rounding)
    step = None if stepping is None else stepping.step(rounding)
    return step.value if isinstance(step, Number) else ONE


def _turns_of(part: Expr, grain: str, program: Program, coarse: frozenset[Call]) -> Iterator[Turn]:
    match part:
        case Compare(sign=sign, left=left, right=right):
            texts = isinstance(left, Text) or isinstance(right, Text)
            margins: tuple[Expr, ...] = () if texts else (_meeting_of_formulas(left, right),)
            yield Turn(
                grain, (left, right), _turns_of_comparison(sign), _where_operands_meet, margins=margins
            )
        case Lookup(table=name, axis=axis, base=base):
            asked = zip(axes_of(program.tables[name]), (axis, base), strict=False)
            for table, operand in ((table, each) for table, each in asked if each is not None):
                margins = tuple(_meeting_of_formulas(operand, bound) for bound in _bounds_of_bands(table))
                yield Turn(
                    grain, (operand,), _turns_of_bands(table), _turns_of_passing(table), margins=margins
                )
                yield from _further_steps(table, operand, grain)
        case Call(arguments=arguments):
            branching, stepping = branching_of(part), stepping_of(part)
            if branching is not None:
                margins = tuple(_meeting_of_formulas(arguments[0], each) for each in arguments[1:])
                yield Turn(
                    grain, branching.rivals(part), _turns_of_order, _where_operands_meet, margins=margins
                )
            if stepping is not None and part in coarse:
                rounded = (part, arguments[0], stepping.step(part))
                yield Turn(grain, rounded, _turns_of_standing, _where_steps_pass, stairs=True)


def _further_steps(table: Table, operand: Expr, grain: str) -> Iterator[Turn]:
    """Yield the stairs of a ladder that goes on by itself."""
    band = table.bands[-1]
    if band.every is not None and band.lower is not None:
        span = operand.span
        start, step = (Number(each, percent=False, span=span) for each in (band.lower, band.every))
        above = Call(
            MAX.name, (_meeting_of_formulas(operand, start), Number(ZERO, percent=False, span=span)), span
        )
        rounding = Call((CEIL if band.after else FLOOR).name, (above, step), span)
        yield Turn(grain, (rounding, above, step), _turns_of_standing, _where_steps_pass, stairs=True)


def _meeting_of_formulas(first: Expr, second: Expr) -> Expr:
    return Binary("-", first, second, first.span)


def _bounds_of_bands(table: Table) -> Iterator[Expr]:
    """Yield the bounds of the bands as they are written: days, percents or numbers."""
    last = table.bands[-1].upper
    for bound in (*(each.lower for each in table.bands), last):
        if bound is not None and table.axis_kind is Kind.DATE:
            yield Day(date.fromordinal(int(bound)), table.span)
        elif bound is not None:
            yield Number(bound, table.axis_kind is Kind.RATIO, table.span)


def _turns_of_comparison(sign: str) -> Callable[[Sequence[Value]], Hashable]:
    def state(values: Sequence[Value]) -> Hashable:
        left, right = (COUNTING.plus(each) if isinstance(each, Decimal) else each for each in values)
        if isinstance(left, Fault) or isinstance(right, Fault):
            return None
        if sign in {"=", "!="} and isinstance(left, Decimal) and isinstance(right, Decimal):
            # Both sides of the point at which they are equal look alike: which side it is tells them apart.
            return left.compare(right)
        return COMPARISONS[sign](left, right)

    return state


def _turns_of_bands(table: Table) -> Callable[[Sequence[Value]], Hashable]:
    find = finder(table)
    bounds = [band.lower for band in table.bands if band.lower is not None]
    middle = bounds[0] if bounds else ZERO

    def state(values: Sequence[Value]) -> Hashable:
        if not isinstance(values[0], Decimal):
            return None
        try:
            found = find(COUNTING.plus(values[0]))
        except OutsideBandsError:
            return "outside", values[0] > middle
        return found.position, found.outside

    return state


def _turns_of_order(values: Sequence[Value]) -> Hashable:
    numbers = [COUNTING.plus(each) for each in values if isinstance(each, Decimal)]
    return tuple(sorted(range(len(numbers)), key=numbers.__getitem__))


def _turns_of_standing(values: Sequence[Value]) -> Hashable:
    return values[0] if isinstance(values[0], Decimal) else None


def _where_operands_meet(one: Sequence[Decimal], other: Sequence[Decimal]) -> list[Decimal]:
    """Return where any two operands meet."""
    return [
        share
        for at in range(len(one))
        for beside in range(at)
        if (share := share_of_way(one[at] - one[beside], other[at] - other[beside], ZERO)) is not None
    ]


def _turns_of_passing(table: Table) -> Callable[[Sequence[Decimal], Sequence[Decimal]], list[Decimal]]:
    bounds = [bound for band in table.bands for bound in (band.lower, band.upper) if bound is not None]
    half = ZERO if table.snap is None else table.snap.step / 2
    edges = sorted({edge for bound in bounds for edge in (bound - half, bound, bound + half)})

    def crossings(one: Sequence[Decimal], other: Sequence[Decimal]) -> list[Decimal]:
        shares = (share_of_way(one[0], other[0], edge) for edge in edges)
        return [share for share in shares if share is not None]

    return crossings


def _where_steps_pass(one: Sequence[Decimal], other: Sequence[Decimal]) -> list[Decimal]:
    """Return where the rounded operand passes a multiple of the step, or half of one."""
    half = one[2] / 2
    low, high = sorted((one[1], other[1]))
    if half <= ZERO or (high - low) > half * _MULTIPLES:
        return []
    first, last = (int((end / half).to_integral_value()) for end in (low, high))
    shares = (share_of_way(one[1], other[1], half * at) for at in range(first, last + 1))
    return [share for share in shares if share is not None]
