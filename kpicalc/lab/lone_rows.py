"""People paid again one by one, each with many values of his own facts: what rests is the same for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kpicalc.engine.evaluate import evaluate
from kpicalc.formula.rewrite import rewrite_parts
from kpicalc.lab.frozen import Frozen
from kpicalc.model.dataclass import dataclass
from kpicalc.model.expr import Expr, Reference
from kpicalc.model.facts import Facts, Frame, WholeNumbers
from kpicalc.model.fault import Fault, Value
from kpicalc.model.program import COMPANY, EMPLOYEES, Key, Program

# What the company calls a value of one of the people, or of what stands above him; nobody can write it.
_RESTING = "{} of {}"


@dataclass(frozen=True, slots=True)
class LoneRows:
    """The program of one person: each row has other facts of his, and all that rests is the company's."""

    program: Program
    frozen: Frozen
    wanted: Key

    def pay(self, row: int, moved: Mapping[str, Sequence[Value]], times: int) -> Sequence[Value]:
        """Return what the person of a row gets with each of so many values of the facts that are moved."""
        if self.wanted in self.frozen.still:
            return [self.frozen.still[self.wanted][row]] * times
        frames = {COMPANY: self._company(row), EMPLOYEES: self._person(row, moved, times)}
        facts = Facts(frames, (), "")
        return evaluate(self.program, facts, keep_all=False, wanted=[self.wanted]).columns[self.wanted]

    def _company(self, row: int) -> Frame:
        company = self.frozen.frames[COMPANY]
        columns, cut = dict(company.columns), set(company.cut)
        for grain in self.frozen.program.ancestors(EMPLOYEES)[:-1]:
            frame = self.frozen.frames[grain]
            columns |= {_RESTING.format(name, grain): [each[row]] for name, each in frame.columns.items()}
            cut |= {_RESTING.format(name, grain) for name in frame.cut}
            row = frame.parents[row]
        return replace(company, columns=columns, cut=frozenset(cut))

    def _person(self, row: int, moved: Mapping[str, Sequence[Value]], times: int) -> Frame:
        people = self.frozen.frames[EMPLOYEES]
        now = {name: [column[row]] * times for (_, name), column in self.frozen.now.items()}
        columns = {**now, **moved}
        # Whole numbers are exact, and there is no fault among them.
        others = {name for name, each in columns.items() if not isinstance(each, WholeNumbers)}
        faulty = frozenset(name for name in others if Fault in set(map(type, columns[name])))
        keys, labels = ([each[row]] * times if each else () for each in (people.keys, people.labels))
        above = [0] * times
        return Frame(EMPLOYEES, times, keys, labels, columns, above, None, faulty, cut=frozenset(others))


def part_people(frozen: Frozen, wanted: Key) -> LoneRows | None:
    """Return what pays each person alone; None where what changes of one is looked at beside others."""
    program = frozen.program
    steps_alone = all(
        step.grain == EMPLOYEES and not step.aggregates and not step.running for step in program.steps
    )
    if not steps_alone or any(grain != EMPLOYEES for grain, _ in frozen.now):
        return None
    above = program.ancestors(EMPLOYEES)[:-1]
    resting = frozenset(each.key for each in program.inputs if each.grain in above) - frozen.now.keys()

    def let_rest(expr: Expr) -> Expr:
        if isinstance(expr, Reference) and expr.key in resting:
            return replace(expr, grain=COMPANY, name=_RESTING.format(expr.name, expr.grain))
        return rewrite_parts(expr, let_rest)

    alone = replace(
        program,
        grains={
            COMPANY: program.grains[COMPANY],
            EMPLOYEES: replace(program.grains[EMPLOYEES], parent=COMPANY),
        },
        inputs=tuple(
            replace(each, grain=COMPANY, name=_RESTING.format(each.name, each.grain))
            if each.key in resting
            else each
            for each in program.inputs
            if each.grain in {*above, COMPANY}
        ),
        steps=tuple(
            replace(step, variables=tuple(replace(each, expr=let_rest(each.expr)) for each in step.variables))
            for step in program.steps
        ),
    )
    return LoneRows(alone, frozen, wanted)
