"""What a scheme is calibrated on, and what it leaves over of an aim at other numbers: many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, localcontext

from kpicalc.analysis.calibrate.solve import Measure
from kpicalc.compiler.passes import compile_scheme
from kpicalc.engine.settle import settle
from kpicalc.formula.functions import stepping_of
from kpicalc.lab.replay import prepare_replay
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic
from kpicalc.model.expr import Call, Compare
from kpicalc.model.facts import Facts
from kpicalc.model.fault import Value
from kpicalc.model.figure import Section, name_in_section
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT
from kpicalc.model.period import Period
from kpicalc.model.program import COMPANY, EMPLOYEES, Key, Program, Step, Variable
from kpicalc.model.result import Settlement
from kpicalc.model.source import SourceText
from kpicalc.scheme.changes import shape_document
from kpicalc.scheme.load import read_tree
from kpicalc.scheme.more_formulas import add_aim
from kpicalc.scheme.tree import MappingNode, ScalarNode
from kpicalc.scheme.written_numbers import find_number


@dataclass(frozen=True, slots=True)
class Ground:
    """What a scheme is calibrated on: its text, the period, the facts it pays, and whose row is meant."""

    text: str
    file: str
    period: Period
    facts: Facts
    row: int = 0

    def tree(self) -> MappingNode:
        """Return the scheme as a tree of words."""
        tree = read_tree(self.text, self.file)
        return (
            tree if tree is not None else MappingNode((), SourceText("", self.file, ((0, 1, 1),)).span(0, 1))
        )

    def number(self, name: str) -> ScalarNode:
        """Return where a number stands that is known to be there."""
        found = find_number(self.tree(), name, self.period.dating_day)
        if found is None:
            raise LookupError(name)
        return found


AIM = "what_is_aimed_at"
_LEFT, _RIGHT = "left of the aim", "right of the aim"


@dataclass(frozen=True, slots=True)
class Aimed:
    """A program that also computes both sides of an aim, at the company or at one employee."""

    program: Program
    grain: str

    @property
    def sides(self) -> tuple[Key, Key]:
        """The variables of both sides."""
        return (self.grain, _LEFT), (self.grain, _RIGHT)


def aim_at(tree: MappingNode, aim: SourceText, period: Period) -> Checked[Aimed]:
    """Compile a scheme with an aim `left = right`: of the company where it can be, else of an employee."""
    problems: tuple[Diagnostic, ...] = ()
    for table in (COMPANY, EMPLOYEES):
        document = shape_document(add_aim(tree, AIM, aim, table))
        compiled = None if document is None else compile_scheme(document, period)
        if compiled is not None and compiled.value is not None:
            aimed = _with_sides(compiled.value, table)
            return Checked(aimed) if aimed is not None else Checked(None)
        if compiled is not None:
            problems = problems or tuple(each for each in compiled.diagnostics if each.severity == "error")
    return Checked(None, problems)


def _with_sides(program: Program, table: str) -> Aimed | None:
    """Return the program with the sides of its aim in the place of the check; None where it is none."""
    key = (table, name_in_section(Section.CHECKS, AIM))
    check = next(each for each in program.variables() if each.key == key)
    if not isinstance(check.expr, Compare) or check.expr.sign != "=":
        return None
    sides = [
        replace(check, name=name, expr=expr, kind=Kind.NUMBER)
        for name, expr in ((_LEFT, check.expr.left), (_RIGHT, check.expr.right))
    ]
    steps = tuple(_replace_check(step, check, sides) for step in program.steps)
    return Aimed(replace(program, steps=steps, checks=(), cautions=()), table)


def _replace_check(step: Step, check: Variable, sides: Sequence[Variable]) -> Step:
    kept = [each for each in step.variables if each.name != check.name]
    own = sides if check in step.variables else ()
    return replace(step, variables=(*kept, *own))


def left_over(settlement: Settlement, aimed: Aimed, row: int) -> tuple[Value, Value]:
    """Return both sides of the aim as a settlement has them; `row` is that of the employee meant."""
    at = row if aimed.grain == EMPLOYEES else 0
    left, right = (settlement.values.columns[key][at] for key in aimed.sides)
    return left, right


def measure_parameter(aimed: Aimed, facts: Facts, parameter: Key, row: int) -> Measure:
    """Return what measures a parameter on which only formulas hang: all numbers at once."""
    at = row if aimed.grain == EMPLOYEES else 0
    replay = prepare_replay(settle(aimed.program, facts), frozenset({parameter}), aimed.sides)

    def measure(numbers: Sequence[Decimal]) -> list[Decimal | None]:
        with localcontext(CONTEXT):
            return [
                gap_of(*(found[key][at] for key in aimed.sides))
                for found in replay.pay_all([{parameter: [number]} for number in numbers])
            ]

    return Measure(measure)


def gap_of(left: Value, right: Value) -> Decimal | None:
    """Return what the left side has more than the right one; None where one of them has no figure."""
    return left - right if isinstance(left, Decimal) and isinstance(right, Decimal) else None


def without_roundings(program: Program) -> Program:
    """Return the program whose pay lines are not rounded: only so is it linear where its formulas are."""
    lines = {(EMPLOYEES, line.variable) for line in program.pay_lines}
    steps = tuple(
        replace(step, variables=tuple(_unrounded(each, lines) for each in step.variables))
        for step in program.steps
    )
    return replace(program, steps=steps)


def _unrounded(variable: Variable, lines: set[Key]) -> Variable:
    match variable.expr:
        case Call(arguments=(inner, *_)) if variable.key in lines and stepping_of(variable.expr) is not None:
            return replace(variable, expr=inner)
    return variable
