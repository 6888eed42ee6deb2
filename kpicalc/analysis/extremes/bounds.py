"""The least and greatest amount of every pay line and of the total, each with facts that give it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kpicalc.analysis.enclosure.box import Box
from kpicalc.analysis.enclosure.enclose import enclose
from kpicalc.analysis.extremes.branches import divided_bound, plain_bound
from kpicalc.analysis.extremes.growth import growing_facts, is_unlimited
from kpicalc.analysis.extremes.search import intensify, search
from kpicalc.analysis.extremes.simplify import simplify
from kpicalc.analysis.extremes.trials import Goal, Met, Search, amount_of
from kpicalc.lab.laboratory import pay_of, prepare_laboratory
from kpicalc.lab.witnesses import witness_of
from kpicalc.model.analysis import Bound, CheckStudy, LineBounds
from kpicalc.model.dataclass import dataclass
from kpicalc.model.domain import has_value
from kpicalc.model.money import ONE, ZERO
from kpicalc.model.outline import CheckOutline, PayLine
from kpicalc.model.program import EMPLOYEES, Program


def find_bounds(program: Program, box: Box) -> tuple[tuple[LineBounds, ...], LineBounds]:
    """Return the bounds of each pay line, and those of the total, for the facts in the box.

    Amounts are those of an employee who can be paid. Each witness has been settled by the engine with the
    program itself. A flag counts as 0 or 1.
    """
    variables = _variables_of_pay(program)
    found = _find_ends(program, box, [Goal(name, sign) for name in variables for sign in (-1, 1)])
    lines = tuple(found.line_bounds(line) for line in program.pay_lines)
    total = LineBounds("", "", None, *found.make_both_ends(program.total))
    return lines, total


def study_checks(program: Program, box: Box) -> tuple[CheckStudy, ...]:
    """Say of each check that the scheme states whether it can fail for somebody who is paid."""
    if not program.checks:
        return ()
    found = _find_ends(program, box, [Goal(each.name, -1) for each in program.checks])
    return tuple(found.study_check(each) for each in program.checks)


def _variables_of_pay(program: Program) -> list[str]:
    return [*(line.variable for line in program.pay_lines), program.total]


@dataclass(frozen=True, slots=True)
class _Found:
    """All that was found: proved bounds, facts met, what grows, and which amounts were seen to grow on."""

    program: Program
    outer: Mapping[Goal, Decimal | None]
    met: Mapping[Goal, Met]
    grows: Mapping[Goal, tuple[str, ...]]
    unlimited: frozenset[Goal]

    def study_check(self, check: CheckOutline) -> CheckStudy:
        """Say whether the least value of a flag is 0: not where 1 was proved, certainly where 0 was met."""
        least = self._make_bound(Goal(check.name, -1))
        met = least.reached == ZERO
        fails = True if met else False if least.value == ONE else None
        witness = least.witness if met else None
        return CheckStudy(check.name, check.label, check.grain, check.written, fails, witness)

    def line_bounds(self, line: PayLine) -> LineBounds:
        return LineBounds(line.name, line.label, line.kind, *self.make_both_ends(line.variable))

    def make_both_ends(self, variable: str) -> tuple[Bound, Bound]:
        return self._make_bound(Goal(variable, -1)), self._make_bound(Goal(variable, 1))

    def _make_bound(self, goal: Goal) -> Bound:
        if goal not in self.outer:
            return Bound(None, tight=False, reached=None, witness=None)
        value, met = self.outer[goal], self.met.get(goal)
        grows = self.grows.get(goal, ())
        if met is None:
            return Bound(value, tight=False, reached=None, witness=None, grows_with=grows)
        witness = witness_of(self.program, met.candidate)
        pay = pay_of(self.program, witness)
        reached = None if pay is None else amount_of(pay[goal.variable])
        tight = goal in self.unlimited if value is None else reached == value
        return Bound(value, tight, reached, witness, grows)


def _find_ends(program: Program, box: Box, wanted: list[Goal]) -> _Found:
    enclosed = enclose(program, box)
    payable = all(has_value(enclosed.of(EMPLOYEES, name)) for name in _variables_of_pay(program))
    goals = wanted if payable else []
    outer = {goal: plain_bound(enclosed, goal.variable, goal.sign) for goal in goals}
    lab = prepare_laboratory(program)
    state = search(lab, box, outer)
    sharper = {
        goal: divided_bound(enclosed, goal.variable, goal.sign, _amount(state, goal))
        for goal in state.open_goals()
    }
    state.outer = outer | sharper
    intensify(state)
    unlimited = [goal for goal, bound in state.outer.items() if bound is None]
    grows = growing_facts(program, box, unlimited) if unlimited else {}
    met = simplify(state)
    seen = frozenset(goal for goal in unlimited if goal in met and is_unlimited(state, goal, met[goal]))
    return _Found(program, state.outer, met, grows, seen)


def _amount(state: Search, goal: Goal) -> Decimal | None:
    met = state.found.get(goal)
    return None if met is None else met.amount
