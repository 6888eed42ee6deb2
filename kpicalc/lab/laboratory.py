"""What the engine makes of made-up facts, of as many companies at once as there are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field, replace
from decimal import localcontext

from kpicalc.engine.block import Block
from kpicalc.engine.evaluate import evaluate
from kpicalc.engine.formulas import column_of
from kpicalc.engine.lens import LookingBlock, world_of
from kpicalc.engine.settle import settle
from kpicalc.engine.world import World
from kpicalc.formula.rewrite import rewrite_parts
from kpicalc.lab.behind import Behind
from kpicalc.lab.dependent_parts import Cells, PartFinder, looked_at
from kpicalc.lab.variation import Rest, rest_of
from kpicalc.lab.witnesses import Change, LaidOut, lay_out_witnesses
from kpicalc.model.analysis import Witness
from kpicalc.model.dataclass import dataclass
from kpicalc.model.expr import Aggregate, Expr, OverRows, Reference, Window, walk
from kpicalc.model.facts import Facts
from kpicalc.model.fault import Fault, Value
from kpicalc.model.money import CONTEXT
from kpicalc.model.program import COMPANY, EMPLOYEES, Grain, Key, Program, Step, Variable

# The grain that takes the company's place; nobody can write its name.
EACH_COMPANY = "company*"


@dataclass(frozen=True, slots=True)
class Spread:
    """A program whose company has become a grain of many rows, under a company of what is the same for all.

    `own` are the facts and variables that have moved there: those in which two companies may differ.
    """

    program: Program
    own: frozenset[Key]

    def formula(self, expr: Expr) -> Expr:
        """Return a formula of the original program as the spread one has it."""
        return _spread_to_rows(expr, self.own)


def spread_companies(program: Program, shared: frozenset[Key] = frozenset()) -> Spread:
    """Return the program with what is a company's own moved to a grain of many rows.

    All else is the same: what was found over a company is found over one row of that grain. The `shared`
    facts of the company are the same for all, and stay where they are.
    """
    # The facts of the company, and its variables that rest on them or on any rows.
    found = {each.key for each in program.inputs if each.grain == COMPANY} - shared
    for variable in program.variables():
        if variable.grain == COMPANY and any(_is_own(part, found) for part in walk(variable.expr)):
            found.add(variable.key)
    own = frozenset(found)
    grains = {name: _under_each(grain) for name, grain in program.grains.items() if name != COMPANY}
    company = program.grains[COMPANY]
    grains[COMPANY] = company
    grains[EACH_COMPANY] = replace(company, name=EACH_COMPANY, parent=COMPANY)
    spread = replace(
        program,
        grains=grains,
        inputs=tuple(
            each if each.key in shared else replace(each, grain=_moved(each.grain)) for each in program.inputs
        ),
        steps=tuple(step for each in program.steps for step in _spread_step(each, own)),
        cautions=(),
    )
    return Spread(spread, own)


def _is_own(part: Expr, own: set[Key]) -> bool:
    return isinstance(part, OverRows) or (isinstance(part, Reference) and part.key in own)


def _under_each(grain: Grain) -> Grain:
    return replace(grain, parent=EACH_COMPANY) if grain.parent == COMPANY else grain


def _moved(grain: str) -> str:
    return EACH_COMPANY if grain == COMPANY else grain


def _spread_step(step: Step, own: frozenset[Key]) -> Iterator[Step]:
    shared = tuple(each for each in step.variables if each.grain == COMPANY and each.key not in own)
    if shared:
        yield Step(COMPANY, shared, ())
    moved = tuple(_spread_variable(each, own) for each in step.variables if each not in shared)
    aggregates = tuple(_spread_node(node, own) for node in step.aggregates)
    if moved or aggregates:
        yield Step(_moved(step.grain), moved, aggregates, step.running)


def _spread_variable(variable: Variable, own: frozenset[Key]) -> Variable:
    return replace(variable, grain=_moved(variable.grain), expr=_spread_to_rows(variable.expr, own))


def _spread_node(node: OverRows, own: frozenset[Key]) -> OverRows:
    spread = _spread_to_rows(node, own)
    return spread if isinstance(spread, OverRows) else node


def _spread_to_rows(expr: Expr, own: frozenset[Key]) -> Expr:
    inner = rewrite_parts(expr, lambda part: _spread_to_rows(part, own))
    match inner:
        case Reference(grain=grain, name=name) if (grain, name) in own:
            return replace(inner, grain=EACH_COMPANY)
        case Aggregate(target=target):
            return replace(inner, target=_moved(target))
        case Window(within=within):
            return replace(inner, within=_moved(within))
        case _:
            return inner


# What each line and the total (by variable) give to the employee looked at; None when he cannot be paid.
# A check (by name) is false only where it fails, not where it has no answer.
Pay = Mapping[str, Value] | None

# So many companies at rest are remembered: curves move one and the same, two are compared at most.
_RESTS = 3

# The value at a row that a witness does not have.
_NO_ROW = Fault((), missing=True)


def facts_of(program: Program, witness: Witness) -> Facts:
    """Return the facts of one witness, as the binding of a workbook gives them."""
    return lay_out_witnesses(program, [witness]).facts


def pay_of(program: Program, witness: Witness) -> Pay:
    """Return what the engine pays the employee of one witness, by the program as it is."""
    return _read_pay(program, lay_out_witnesses(program, [witness]))[0]


@dataclass(frozen=True, slots=True)
class Laboratory:
    """A program made ready to be tried with many witnesses, each a company of its own."""

    program: Program
    spread: Spread
    finder: PartFinder = field(compare=False)
    _parts: dict[frozenset[str], Laboratory] = field(default_factory=dict, compare=False)
    _rests: list[tuple[Witness, Rest]] = field(default_factory=list, compare=False)

    def only(self, names: frozenset[str]) -> Laboratory:
        """Return a laboratory that computes no more than some variables of the employee, and no pay."""
        if names not in self._parts:
            self._parts[names] = prepare_laboratory(_part_of(self.program, names))
        return self._parts[names]

    def pay_all(self, witnesses: Sequence[Witness]) -> list[Pay]:
        """Return what the employee of each witness is paid."""
        return _read_pay(self.spread.program, self._lay_out(witnesses))

    def settle_all(self, witnesses: Sequence[Witness]) -> Outcomes:
        """Return all that comes of each witness: slower than pay alone."""
        laid_out = self._lay_out(witnesses)
        settlement = settle(self.spread.program, laid_out.facts)
        return Outcomes(self.spread, world_of(settlement), laid_out.firsts)

    def settle_changes(self, witness: Witness, changes: Sequence[Change]) -> Outcomes:
        """Return all that comes of one witness with each of the changes in its first rows."""
        cells = [{(*key, 0): value for key, value in change.items()} for change in changes]
        moved = self.rest_at(witness).moved(cells)
        return Outcomes(self.spread, moved.world(self.spread.program), moved.many.firsts())

    def pay_moved(self, rest: Rest, changes: Sequence[Cells]) -> list[Pay]:
        """Return what the employee of a company at rest is paid, with each of the changes in its cells."""
        moved = rest.moved(changes)
        program = self.spread.program
        columns = {name: moved.column((EMPLOYEES, name)) for name in _variables_told(program)}
        return _pay_in(program, columns, moved.faulty(), moved.many.firsts()[EMPLOYEES])

    def rest_at(self, witness: Witness) -> Rest:
        """Return a witness as a company at rest; the last few are remembered."""
        for known, rest in self._rests:
            if known is witness:
                return rest
        rest = rest_of(self.finder, self._lay_out([witness]))
        self._rests[:] = [(witness, rest), *self._rests[: _RESTS - 1]]
        return rest

    def _lay_out(self, witnesses: Sequence[Witness]) -> LaidOut:
        return lay_out_witnesses(self.spread.program, witnesses, EACH_COMPANY)


def _part_of(program: Program, names: frozenset[str]) -> Program:
    """Return the part of a program that some variables of the employee rest on."""
    behind = Behind(program)
    needed = {each.key: each for name in sorted(names) for each in behind.formulas(name)}
    over_rows = {
        part for each in needed.values() for part in walk(each.expr) if isinstance(part, Aggregate | Window)
    }
    steps = []
    for step in program.steps:
        variables = tuple(each for each in step.variables if each.key in needed)
        aggregates = tuple(node for node in step.aggregates if node in over_rows)
        if step.running and (variables or aggregates):
            steps.append(step)
        elif variables or aggregates:
            steps.append(replace(step, variables=variables, aggregates=aggregates))
    own = {atom for step in steps for atom in looked_at(step)}
    return replace(
        program,
        inputs=tuple(each for each in program.inputs if each.key in own),
        steps=tuple(steps),
        pay_lines=(),
        total=min(names),
        cautions=(),
        checks=(),
    )


def prepare_laboratory(program: Program) -> Laboratory:
    """Make a program ready for many witnesses."""
    spread = spread_companies(program)
    return Laboratory(program, spread, PartFinder(spread.program, company=EACH_COMPANY))


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What came of many witnesses; `firsts` has the first row of each of them in each grain."""

    spread: Spread
    world: World
    firsts: Mapping[str, Sequence[int | None]]
    _blocks: dict[str, Block] = field(default_factory=dict)

    def values(self, expr: Expr, grain: str = EMPLOYEES) -> list[Value]:
        """Return what a formula of the program gives at the first row of a grain, for each witness.

        Where a witness has no such row, the value is a missing one.
        """
        home = EACH_COMPANY if grain == COMPANY else grain
        firsts = self.firsts[home]
        if home not in self._blocks:
            rows = [row for row in firsts if row is not None]
            self._blocks[home] = LookingBlock(self.world, home, rows)
        with localcontext(CONTEXT):
            block = self._blocks[home]
            found = iter(column_of(self.spread.formula(expr), block).listed(block.size))
        return [_NO_ROW if row is None else next(found) for row in firsts]

    def named(self, variable: str) -> list[Value]:
        """Return a variable of the employee who is looked at, for each witness."""
        column = self.world.columns[EMPLOYEES, variable]
        return [_NO_ROW if row is None else column[row] for row in self.firsts[EMPLOYEES]]


def _variables_told(program: Program) -> Iterator[str]:
    """Yield the variables of the employee that are told of each witness: lines, the total, checks."""
    yield from (line.variable for line in program.pay_lines)
    yield program.total
    yield from (each.name for each in program.checks)


def _read_pay(program: Program, laid_out: LaidOut) -> list[Pay]:
    values = evaluate(program, laid_out.facts, keep_all=False)
    columns = {name: values.columns[EMPLOYEES, name] for name in _variables_told(program)}
    return _pay_in(program, columns, values.faulty, laid_out.firsts[EMPLOYEES])


def _pay_in(
    program: Program,
    columns: Mapping[str, Sequence[Value]],
    faulty: Collection[Key | OverRows],
    firsts: Sequence[int | None],
) -> list[Pay]:
    checks = {each.name for each in program.checks}
    doubtful = [each for name, each in columns.items() if name not in checks and (EMPLOYEES, name) in faulty]
    return [
        None
        if row is None or any(isinstance(column[row], Fault) for column in doubtful)
        else {
            name: column[row] is not False if name in checks else column[row]
            for name, column in columns.items()
        }
        for row in firsts
    ]
