"""Numbers of a scheme found one after another, written into it, and confirmed by the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from fractions import Fraction

from kpicalc.analysis.calibrate.measure import (
    Aimed,
    Ground,
    aim_at,
    gap_of,
    left_over,
    measure_parameter,
    without_roundings,
)
from kpicalc.analysis.calibrate.solve import (
    Bracket,
    Measure,
    brackets_of,
    close_in,
    ends_of,
    leap_of,
    look_between,
    round_solution,
    solve_exactly,
)
from kpicalc.compiler.passes import compile_scheme
from kpicalc.engine.kinds import tell_kinds
from kpicalc.engine.settle import settle
from kpicalc.model.calibration import CalibratedNumber, Calibration, Leap, ReachableRange, Solution, Unknown
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, ONE, minor_unit
from kpicalc.model.period import Period
from kpicalc.model.program import COMPANY, Key, Program
from kpicalc.scheme.changes import shape_document
from kpicalc.scheme.tree import MappingNode, ScalarNode
from kpicalc.scheme.written_numbers import (
    put_number,
    read_scheme_number,
    spell_number,
    write_scheme_number,
)

# Unknowns are settled one after the other, round after round, until none moves any more.
_ROUNDS = 12
# Below what a scheme can write (ten decimals), and above what 34 digits of division leave over.
_FINE = Decimal("1E-12")


@dataclass(frozen=True, slots=True)
class _Problem:
    """One number to be found: the aimed program, and what is left over at other numbers."""

    ground: Ground
    unknown: Unknown
    node: ScalarNode
    aimed: Aimed
    now: Decimal
    measure: Measure
    unrounded: Measure | None
    kind: Kind

    @property
    def unit(self) -> Decimal:
        """The smallest difference that counts on the sides of the aim."""
        return minor_unit(self.aimed.program.currency) if self.kind is Kind.MONEY else _FINE

    @property
    def between(self) -> tuple[Decimal, Decimal]:
        """Where the number is sought: as declared, else from zero to ten times what it is."""
        if self.unknown.between is not None:
            return self.unknown.between
        wide = self.now * 10 if self.now else (ONE if "%" in self.node.text else Decimal(1_000_000))
        return min(wide, Decimal(0)), max(wide, Decimal(0))

    def solve_problem(self) -> CalibratedNumber:
        looks = look_between(self.measure, self.between, self.now)
        solutions: list[Solution] = []
        leaps: list[Leap] = []
        for wide in brackets_of(looks):
            bracket = close_in(self.measure, wide)
            leap = leap_of(bracket, self.unit)
            exact = self._find_exact(wide)
            if leap is not None and exact is None:
                leaps.append(leap)
            else:
                solutions.append(self._round_solution(bracket, exact))
        solutions.sort(key=lambda each: abs(each.value - self.now))
        return CalibratedNumber(
            name=self.unknown.name,
            place=self.node.span,
            written=self.node.text,
            aim=self.unknown.aim.text,
            kind=self.kind,
            now=self.now,
            between=self.between,
            solutions=tuple(solutions),
            leaps=tuple(leaps),
            reach=None if solutions else self._find_reach(looks),
            line=self._write_line(solutions[0]) if solutions else "",
        )

    def _find_reach(self, looks: Sequence[tuple[Decimal, Decimal]]) -> ReachableRange | None:
        """Return how far the left side goes where no number fits."""
        ends = ends_of(looks)
        if ends is None:
            return None
        least, greatest = ends
        return ReachableRange(self._sides_at(least)[0], least, self._sides_at(greatest)[0], greatest)

    def _find_exact(self, wide: Bracket) -> Fraction | None:
        unrounded = self.unrounded
        return None if unrounded is None else solve_exactly(unrounded, wide.low[0], wide.high[0])

    def _round_solution(self, bracket: Bracket, exact: Fraction | None) -> Solution:
        roots = [min((bracket.low, bracket.high), key=lambda look: abs(look[1]))[0]]
        if exact is not None:
            roots.insert(0, Decimal(exact.numerator) / Decimal(exact.denominator))
        value, _, step = round_solution(self.measure, roots, self.unknown.step, self.unit)
        beside = [value - step, value + step]
        left = self.measure(beside)
        around = tuple((at, each) for at, each in zip(beside, left, strict=True) if each is not None)
        sides = self._sides_at(value)
        missed = self.unknown.step is None and abs(sides[0] - sides[1]) >= self.unit
        nearest = (bracket.low, bracket.high) if missed else ()
        return Solution(exact, value, step, *sides, around, nearest)

    def _sides_at(self, value: Decimal) -> tuple[Decimal, Decimal]:
        """Return both sides of the aim as the engine has them with the number written into the scheme."""
        text = _write_number(self.ground, self.node, value)
        aimed = aim_at(replace(self.ground, text=text).tree(), self.unknown.aim, self.ground.period)
        if aimed.value is None:
            return Decimal("NaN"), Decimal("NaN")
        settled = settle(aimed.value.program, self.ground.facts)
        left, right = left_over(settled, aimed.value, self.ground.row)
        return (
            left if isinstance(left, Decimal) else Decimal("NaN"),
            right if isinstance(right, Decimal) else Decimal("NaN"),
        )

    def _write_line(self, solution: Solution) -> str:
        lines = _write_number(self.ground, self.node, solution.value).split("\n")
        return lines[self.node.span.line - 1].strip()

    def write_in(self, ground: Ground, number: CalibratedNumber) -> str:
        if not number.solutions:
            return ground.text
        return _write_number(ground, self.node, number.solutions[0].value)


def calibrate_scheme(ground: Ground, unknowns: Sequence[Unknown], people: int) -> Checked[Calibration]:
    """Return numbers with which the aims hold; several are found in turn until all hold together."""
    found: list[CalibratedNumber] = []
    first: list[CalibratedNumber] = []
    with localcontext(CONTEXT):
        for _ in range(_ROUNDS if len(unknowns) > 1 else 1):
            before = ground.text
            once = _solve_each(ground, unknowns)
            if once.value is None:
                return Checked(None, once.diagnostics)
            ground, found = once.value
            first = first or found
            if ground.text == before:
                break
        confirmed = all(_confirm_aim(ground, each, one) for each, one in zip(found, unknowns, strict=True))
    program = _compile_tree(ground.tree(), ground.period)
    titled = ("", "", "") if program is None else (program.scheme, program.title, program.currency)
    # Later rounds begin with what earlier ones wrote: told is what the scheme says.
    told = (
        replace(each, written=begun.written, now=begun.now, between=begun.between)
        for each, begun in zip(found, first, strict=True)
    )
    return Checked(Calibration(*titled, people, tuple(told), confirmed))


def _solve_each(
    ground: Ground, unknowns: Sequence[Unknown]
) -> Checked[tuple[Ground, list[CalibratedNumber]]]:
    """Find each number with the others as they are by then, and write it into the scheme."""
    found: list[CalibratedNumber] = []
    for unknown in unknowns:
        problem = _pose_problem(ground, unknown)
        if problem.value is None:
            return Checked(None, problem.diagnostics)
        number = problem.value.solve_problem()
        ground = replace(ground, text=problem.value.write_in(ground, number))
        found.append(number)
    return Checked((ground, found))


def _compile_tree(tree: MappingNode, period: Period) -> Program | None:
    document = shape_document(tree)
    return None if document is None else compile_scheme(document, period).value


def _pose_problem(ground: Ground, unknown: Unknown) -> Checked[_Problem]:
    tree, node = ground.tree(), ground.number(unknown.name)
    aimed = aim_at(tree, unknown.aim, ground.period)
    if aimed.value is None:
        return Checked(None, aimed.diagnostics)
    program = aimed.value.program
    key = (COMPANY, unknown.name)
    written = read_scheme_number(node)
    known = settle(program, ground.facts).values.columns.get(key)
    now = written if written is not None else known[0] if known else None
    measure = _measure_by_compiling(ground, unknown, node)
    pair = _with_two_numbers(ground, node)
    unrounded = _measure_by_compiling(ground, unknown, node, bare=True) if _keeps_tables(pair) else None
    if _is_formula_only(pair, key, aimed.value):
        measure = measure_parameter(aimed.value, ground.facts, key, ground.row)
        bare = replace(aimed.value, program=without_roundings(program))
        unrounded = measure_parameter(bare, ground.facts, key, ground.row)
    left = next(each for each in program.variables() if each.key == aimed.value.sides[0])
    kind = tell_kinds(program)(left.expr)
    start = now if isinstance(now, Decimal) else Decimal(0)
    return Checked(_Problem(ground, unknown, node, aimed.value, start, measure, unrounded, kind))


def _is_formula_only(pair: Sequence[Program], key: Key, aimed: Aimed) -> bool:
    """Say whether a number is a parameter that formulas name, and nothing else hangs on it."""
    if not _keeps_tables(pair) or all(each.key != key for each in aimed.program.variables()):
        return False
    both = zip(*(each.variables() for each in pair), strict=True)
    return all(each.expr == that.expr for each, that in both if each.key != key)


def _keeps_tables(pair: Sequence[Program]) -> bool:
    """Say whether no table hangs on a number: where one does, pay may bend between any two points."""
    match [each.tables for each in pair]:
        case [one, other]:
            return one == other
    return False


def _with_two_numbers(ground: Ground, node: ScalarNode) -> list[Program]:
    """Return the program with two other numbers: what differs hangs on it before anybody is paid.

    Where the scheme cannot have one of them, there are fewer.
    """
    trees = (put_number(ground.tree(), node, text) for text in ("0.123457", "0.234569"))
    return [each for tree in trees if (each := _compile_tree(tree, ground.period)) is not None]


def _measure_by_compiling(
    ground: Ground, unknown: Unknown, node: ScalarNode, *, bare: bool = False
) -> Measure:
    """Return what measures a number by compiling the scheme again for each; `bare` pay is not rounded."""
    tree = ground.tree()

    def measure(numbers: Sequence[Decimal]) -> list[Decimal | None]:
        return [_measure_once(number) for number in numbers]

    def _measure_once(number: Decimal) -> Decimal | None:
        aimed = aim_at(put_number(tree, node, spell_number(number, node.word)), unknown.aim, ground.period)
        if aimed.value is None:
            return None
        program = without_roundings(aimed.value.program) if bare else aimed.value.program
        return gap_of(*left_over(settle(program, ground.facts), aimed.value, ground.row))

    return Measure(measure, quick=False)


def _write_number(ground: Ground, node: ScalarNode, value: Decimal) -> str:
    return write_scheme_number(ground.text, node.span, spell_number(value, node.word))


def _confirm_aim(ground: Ground, number: CalibratedNumber, unknown: Unknown) -> bool:
    """Say whether the engine, with all numbers written in, pays what the solution says."""
    if not number.solutions:
        return False
    aimed = aim_at(ground.tree(), unknown.aim, ground.period)
    if aimed.value is None:
        return False
    sides = left_over(settle(aimed.value.program, ground.facts), aimed.value, ground.row)
    return sides == (number.solutions[0].left, number.solutions[0].right)
