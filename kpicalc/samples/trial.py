"""What the engine makes of made-up facts, of as many at once as there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import localcontext

from kpicalc.engine.block import Block
from kpicalc.engine.evaluate import evaluate
from kpicalc.engine.formulas import column_of
from kpicalc.engine.lens import LookingBlock, world_of
from kpicalc.engine.settle import settle
from kpicalc.engine.world import World
from kpicalc.model.analysis import Witness
from kpicalc.model.expr import Expr
from kpicalc.model.facts import Facts
from kpicalc.model.fault import Fault, Value
from kpicalc.model.money import CONTEXT
from kpicalc.model.program import COMPANY, EMPLOYEES, Program
from kpicalc.samples.companies import EACH_COMPANY, Spread, spread_companies
from kpicalc.samples.first_rows import Change, put_values
from kpicalc.samples.lay_out import LaidOut, lay_out

# What each line and the total (by variable) give to the employee looked at; None when he cannot be paid.
Pay = Mapping[str, Value] | None

# The value at a row that a witness does not have.
_NO_ROW = Fault((), missing=True)


def facts_of(program: Program, witness: Witness) -> Facts:
    """Return the facts of one witness, as the binding of a workbook gives them."""
    return lay_out(program, [witness]).facts


def pay_of(program: Program, witness: Witness) -> Pay:
    """Return what the engine pays the employee of one witness, by the program as it is."""
    return _read_pay(program, lay_out(program, [witness]))[0]


@dataclass(frozen=True, slots=True)
class Trial:
    """A program made ready to be tried with many witnesses, each a company of its own."""

    program: Program
    spread: Spread

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
        return self.settle_all([put_values(witness, change) for change in changes])

    def _lay_out(self, witnesses: Sequence[Witness]) -> LaidOut:
        return lay_out(self.spread.program, witnesses, EACH_COMPANY)


def prepare_trial(program: Program) -> Trial:
    """Make a program ready for many witnesses."""
    return Trial(program, spread_companies(program))


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


def _read_pay(program: Program, laid_out: LaidOut) -> list[Pay]:
    values = evaluate(program, laid_out.facts, keep_all=False)
    lines = [line.variable for line in program.pay_lines]
    columns = {name: values.columns[EMPLOYEES, name] for name in (*lines, program.total)}
    faulty = [column for name, column in columns.items() if (EMPLOYEES, name) in values.faulty]
    return [
        None
        if row is None or any(isinstance(column[row], Fault) for column in faulty)
        else {name: column[row] for name, column in columns.items()}
        for row in laid_out.firsts[EMPLOYEES]
    ]
