"""Facts in the middle of a period to the progress of everybody: measured, foreseen, and as planned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, localcontext

from kpicalc.analysis.progress.foresee import Dues, assume_plans, foresee_end, is_late, put_plans
from kpicalc.analysis.progress.pace_of import Paces, find_undeclared, measure_due
from kpicalc.engine.settle import settle
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, error, has_errors
from kpicalc.model.facts import Facts, Frame
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, ZERO, Rounding, minor_unit, round_to_step
from kpicalc.model.outline import KpiOutline
from kpicalc.model.period import Growth
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Grain, Input, Program
from kpicalc.model.progress import Due, KpiProgress, PersonProgress
from kpicalc.model.result import Settlement

# Of figures that are only foreseen: a hundredth of a percent, of a piece, of an hour.
_PART, _HUNDREDTH = Decimal("0.0001"), Decimal("0.01")


def check_paces(program: Program, as_of: date) -> Checked[Dues]:
    """Return how much of each measure of time has passed; refuse what the scheme does not say."""
    problems: list[Diagnostic] = list(find_undeclared(program))
    if program.grains[EMPLOYEES].segmented:
        problems.append(error(Problem.PROGRESS_OF_SEGMENTS, program.grains[EMPLOYEES].span))
    dues: dict[Growth, Due] = {}
    told: list[Input | Grain] = [*program.inputs, *program.grains.values()]
    for each in told:
        if each.growth is not None and each.growth.pace.grows and each.growth not in dues:
            due = measure_due(program, each.growth, as_of)
            dues[each.growth] = due
            if not due.passed:
                problems.append(error(Problem.PACE_UNKNOWN, each.span, fact=each.name, day=as_of))
    return Checked(None if has_errors(problems) else dues, tuple(problems))


@dataclass(frozen=True, slots=True)
class _Views:
    """The same people three times: as they are, at the end at this pace, and as planned."""

    program: Program
    paces: Paces
    dues: Dues
    late: frozenset[str]
    kinds: Mapping[str, Kind]
    now: Settlement
    ahead: Settlement
    planned: Settlement

    def measure_person(self, frame: Frame, row: int) -> PersonProgress:
        with localcontext(CONTEXT):
            return PersonProgress(
                frame.keys[row],
                frame.labels[row],
                self.program.scheme,
                self.program.title,
                self.program.currency,
                tuple(self._kpi(each, row) for each in self.program.kpis),
                _pay(self.ahead, row),
                _pay(self.planned, row),
                tuple(dict.fromkeys(_open_lines(self.ahead, row))),
            )

    def _kpi(self, kpi: KpiOutline, row: int) -> KpiProgress:
        plan, actual = (_value(self.now, name, row) for name in (kpi.plan, kpi.actual))
        growth = self.paces.of_key((EMPLOYEES, kpi.actual)) if kpi.actual else None
        pace = None if growth is None else self.dues.get(growth)
        due = plan * pace.passed / pace.whole if pace is not None and isinstance(plan, Decimal) else None
        judged = actual if kpi.actual else _value(self.now, kpi.attainment, row)
        open_yet = kpi.name in self.late and isinstance(judged, Fault)
        kind = self.kinds.get(kpi.actual, Kind.RATIO)
        step = _step(kind, self.program.currency)
        foreseen = _value(self.ahead, kpi.actual, row)
        return KpiProgress(
            kpi.name,
            kpi.label,
            kind,
            plan,
            _rounded(due, step),
            None if open_yet else actual,
            None if open_yet else _rounded(_share(actual, due if pace else plan), _PART),
            None if open_yet else _rounded(foreseen, step),
            _rounded(_value(self.ahead, kpi.attainment, row), _PART),
            _rounded(_needed(plan, actual, pace), step),
            pace,
            assumed=open_yet,
        )


def measure_progress(program: Program, facts: Facts, dues: Dues) -> Iterator[PersonProgress]:
    """Yield the progress of each employee of a scheme, in the order of the sheet."""
    expected = assume_plans(program)
    foreseen = (foresee_end(each, dues) for each in (expected, put_plans(expected)))
    made = (settle(each, facts) for each in (program, *foreseen))
    late = frozenset(each.name for each in program.kpis if is_late(program, each))
    kinds = {each.name: each.kind for each in program.variables() if each.grain == EMPLOYEES}
    views = _Views(program, Paces(program), dues, late, kinds, *made)
    frame = facts.frames[EMPLOYEES]
    for row in range(frame.size):
        yield views.measure_person(frame, row)


def _step(kind: Kind, currency: str) -> Decimal:
    """Return how exactly a figure that is only foreseen is told."""
    return minor_unit(currency) if kind is Kind.MONEY else _PART if kind is Kind.RATIO else _HUNDREDTH


def _rounded(value: Value | None, step: Decimal) -> Value | None:
    return round_to_step(value, Rounding(step)) if isinstance(value, Decimal) else value


def _value(settlement: Settlement, name: str, row: int) -> Value | None:
    return settlement.values.columns[EMPLOYEES, name][row] if name else None


def _share(actual: Value | None, wanted: Value | None) -> Value | None:
    if not isinstance(actual, Decimal) or not isinstance(wanted, Decimal) or not wanted:
        return None
    return actual / wanted


def _needed(plan: Value | None, actual: Value | None, pace: Due | None) -> Value | None:
    if pace is None or not pace.left or not isinstance(plan, Decimal) or not isinstance(actual, Decimal):
        return None
    return max((plan - actual) / pace.left, ZERO)


def _pay(settlement: Settlement, row: int) -> Decimal | None:
    """Return the sum of what can be told; None where no line can."""
    amounts = [value for _, value in _amounts(settlement, row) if isinstance(value, Decimal)]
    return sum(amounts, ZERO) if amounts else None


def _open_lines(settlement: Settlement, row: int) -> Iterator[str]:
    for label, value in _amounts(settlement, row):
        if isinstance(value, Fault):
            yield label


def _amounts(settlement: Settlement, row: int) -> Sequence[tuple[str, Value]]:
    columns = settlement.values.columns
    return [
        (line.label or line.name, columns[EMPLOYEES, line.variable][row])
        for line in settlement.program.pay_lines
        if line.kind.traits.money
    ]
