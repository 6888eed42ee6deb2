"""Who stands where results stop to count: at caps and floors, below thresholds, in the last band."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from kpicalc.analysis.audit.results import Audited
from kpicalc.engine.tables import OutsideBandsError, finder
from kpicalc.formula.functions.choosing import MAX, MIN
from kpicalc.formula.printer import print_formula
from kpicalc.lab.behind import parts_with_grain
from kpicalc.model.audit import ResultStanding, StandingKind
from kpicalc.model.expr import Binary, Call, Expr, If, Lookup, Number, Reference, references
from kpicalc.model.fault import Value
from kpicalc.model.figure import Figure, figure_of, owner_of
from kpicalc.model.kind import Kind
from kpicalc.model.money import COUNTING, ZERO
from kpicalc.model.program import EMPLOYEES, Table, TableMode, Variable

# What stops results to count: parts of a formula, or the title of a rule; and who is stopped, row by row.
_Look = tuple[StandingKind, tuple[Expr, ...] | str, list[bool]]


def find_standings(audit: Audited) -> Iterator[ResultStanding]:
    """Yield each cap, floor, threshold and last band at which somebody stands, in the order of formulas."""
    met: dict[tuple[StandingKind, str, str], ResultStanding] = {}
    behind = {each.key for each in audit.behind.formulas(audit.program.total)}
    ordered = (each for each in audit.program.variables() if each.key in behind and each.grain == EMPLOYEES)
    looked = (
        (variable, part)
        for variable in ordered
        for part, grain in parts_with_grain(variable.expr, variable.grain)
        if grain == EMPLOYEES
    )
    for variable, part in looked:
        for kind, looked_at, stopped in _looks(audit, variable, part):
            parts = () if isinstance(looked_at, str) else looked_at
            formula = ", ".join(map(print_formula, parts)) or str(looked_at)
            people = sum(stopped[row] for row in audit.rows)
            # What people call the construct that a formula belongs to.
            owner = owner_of(variable.name)
            titled = {each.name: each.label for each in audit.program.kpis}
            titled |= {each.name: each.label for each in audit.program.pay_lines}
            label = titled.get(owner) or variable.label or owner
            standing = ResultStanding(kind, label, formula, people, len(audit.rows), variable.span, parts)
            met.setdefault((kind, label, formula), standing)
    yield from (each for each in met.values() if each.people)


def _looks(audit: Audited, variable: Variable, part: Expr) -> Iterator[_Look]:
    """Yield for each way in which a part of a formula stops results to count who is stopped."""
    match part:
        case Call(function=MAX.name, arguments=(Binary("-", held, earned), Number())) if _is_pay(
            audit, earned
        ):
            # What tops up other lines is above 0 where they are held up, and 0 where they stand alone.
            line = Reference(EMPLOYEES, variable.name, variable.span)
            paid = zip(audit.column(part), audit.column(line), strict=True)
            topped = [all(map(_is_positive, each)) for each in paid]
            yield StandingKind.FLOOR, (held,), topped
        case Call(function=name) if name in {MIN.name, MAX.name}:
            yield from _cuts(audit, part)
        case If() if _rests_on_results(audit, part.condition):
            yield from _pays_nothing(audit, part)
        case Lookup() if _rests_on_results(audit, part.axis):
            yield from _in_table(audit, part, audit.program.tables[part.table])


def _pays_nothing(audit: Audited, choice: If) -> Iterator[_Look]:
    """Yield who gets nothing because a condition holds, or does not; who wins a prize is no threshold."""
    condition = choice.condition
    named = condition.name if isinstance(condition, Reference) else ""
    if figure_of(named) is Figure.WINNER:
        return
    rules = {rule.condition: rule.label for factor in audit.program.factors for rule in factor.rules}
    looked_at = rules.get(named) or (condition,)
    for branch, kind in ((choice.then, StandingKind.NOTHING), (choice.otherwise, StandingKind.UNMET)):
        if isinstance(branch, Number) and branch.value == ZERO:
            wanted = kind is StandingKind.NOTHING
            yield kind, looked_at, [each is wanted for each in audit.column(condition)]


def _is_pay(audit: Audited, expr: Expr) -> bool:
    lines = {each.variable for each in audit.program.pay_lines}
    return any(each.name in lines for each in references(expr))


def _is_positive(value: Value) -> bool:
    return isinstance(value, Decimal) and value > ZERO


def _rests_on_results(audit: Audited, expr: Expr) -> bool:
    return bool(audit.behind.facts(expr) & {each.key for each in audit.facts})


def _cuts(audit: Audited, call: Call) -> Iterator[_Look]:
    moved = [each for each in call.arguments if _rests_on_results(audit, each)]
    still = [each for each in call.arguments if each not in moved]
    if not moved or not still:
        return
    least = call.function == MIN.name
    choose: Callable[[list[Decimal]], Decimal] = min if least else max
    ends = [
        [_chosen(each, choose) for each in zip(*map(audit.column, side), strict=True)]
        for side in (moved, still)
    ]
    cut = [
        value is not None and end is not None and (value > end if least else value < end)
        for value, end in zip(*ends, strict=True)
    ]
    yield (StandingKind.CAP if least else StandingKind.FLOOR), tuple(still), cut


def _chosen(values: tuple[Value, ...], choose: Callable[[list[Decimal]], Decimal]) -> Decimal | None:
    numbers = [COUNTING.plus(each) for each in values if isinstance(each, Decimal)]
    return choose(numbers) if len(numbers) == len(values) else None


def _in_table(audit: Audited, lookup: Lookup, table: Table) -> Iterator[_Look]:
    if table.mode is TableMode.MATRIX or table.axis_kind in {Kind.DATE, Kind.TEXT} or table.texts:
        return
    given = audit.column(lookup)
    yield StandingKind.TABLE_NOTHING, (lookup,), [each == ZERO for each in given]
    if table.mode not in {TableMode.LOOKUP, TableMode.INTERPOLATE} or table.bands[-1].every is not None:
        return
    find, last = finder(table), len(table.bands) - 1
    at_last = []
    for each in audit.column(lookup.axis):
        try:
            found = find(COUNTING.plus(each)) if isinstance(each, Decimal) else None
        except OutsideBandsError:
            found = None
        at_last.append(found is not None and found.position == last and bool(last))
    if table.bands[-1].value != ZERO:
        yield StandingKind.TOP, (lookup,), at_last
