"""What a run gives: computed values, breakdowns and explanations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, Severity
from kpicalc.model.expr import Expr, Operand, OverRows
from kpicalc.model.facts import Facts, LeftOut
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind
from kpicalc.model.outline import LineKind
from kpicalc.model.period import Period
from kpicalc.model.program import EMPLOYEES, Program, Role
from kpicalc.model.source import CellRef, Span

if TYPE_CHECKING:
    from kpicalc.model.month import CarriedAmount


@dataclass(frozen=True, slots=True)
class Values:
    """Computed columns by grain and variable name, parallel to the rows of the frames.

    `aggregates` (and windows) are parallel to the rows that have them; `faulty` names the columns and
    aggregates that may hold a Fault, `cut` those whose numbers may not be exact. Values of detail rows are
    kept only where several formulas need them.
    """

    columns: Mapping[tuple[str, str], Sequence[Value]]
    aggregates: Mapping[OverRows, Sequence[Value]]
    faulty: frozenset[tuple[str, str] | OverRows]
    cut: frozenset[tuple[str, str] | OverRows] = frozenset()


@dataclass(frozen=True, slots=True)
class Worked:
    """A formula in a remark, with the values of the names, tables and aggregates that decide it."""

    expr: Expr
    operands: Mapping[Operand, Value]


@dataclass(frozen=True, slots=True)
class Note:
    """A remark in an explanation; its sentence is chosen by `key` and language at the edge.

    `measures` is what its figures are, where it is none of the value that is explained.
    """

    key: str
    params: tuple[tuple[str, object], ...]
    measures: Kind | None = None


@dataclass(frozen=True, slots=True)
class KpiResult:
    """One KPI or goal of one employee; None where it has no such figure. `goal` titles what it serves.

    `notes` say why it is not judged.
    """

    name: str
    label: str
    owner: str
    plan: Value | None
    actual: Value | None
    attainment: Value | None
    weight: Value | None
    score: Value | None
    part: Value | None
    plan_kind: Kind | None
    actual_kind: Kind | None
    goal: str = ""
    notes: tuple[Note, ...] = ()
    score_kind: Kind = Kind.RATIO


@dataclass(frozen=True, slots=True)
class FactorResult:
    """A factor as it came out; `rule` is the label of the stop-factor rule that fired, or ""."""

    name: str
    label: str
    value: Value
    kind: Kind
    rule: str
    stop_factor: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One amount of one employee, rounded; `value` is a flag or count for an entitlement.

    `expr` is the line's own formula, of a choice the branch taken, before rounding; `operands` gives the
    value of each name, table and aggregate in it. `unstopped` is the amount without stop-factors when
    one of them lowered it. `left` is what remains for later periods, None where nothing can. `earned` is
    what was earned of a salary that is paid in full, and how.
    """

    name: str
    label: str
    kind: LineKind
    group: str
    value: Value
    value_kind: Kind
    expr: Expr
    operands: Mapping[Operand, Value]
    unstopped: Value | None
    left: Value | None = None
    notes: tuple[Note, ...] = ()
    earned: Line | None = None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A check of one employee, or of what stands above him: None where it does not apply to him.

    `expr` is what it demands, `operands` gives the value of each name in it.
    """

    name: str
    label: str
    grain: str
    severity: Severity
    value: Value | None
    expr: Expr
    operands: Mapping[Operand, Value]


@dataclass(frozen=True, slots=True)
class Segment:
    """The days of the period for which one row of a person is paid, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The pay of one employee, taken apart; `total` is a Fault when any money line is one."""

    employee: str
    label: str
    scheme: str
    scheme_title: str
    currency: str
    kpis: tuple[KpiResult, ...]
    indexes: tuple[FactorResult, ...]
    factors: tuple[FactorResult, ...]
    lines: tuple[Line, ...]
    total: Value
    place: CellRef | None
    checks: tuple[CheckResult, ...] = ()
    segment: Segment | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """One scheme evaluated over its facts; `unpaid` are the employee rows that have no total.

    `shown` are the employee rows of which outputs may speak, in ascending order; None for all. `held` are the
    rows that have pay but no total, because a check of the scheme fails.
    """

    program: Program
    facts: Facts
    values: Values
    unpaid: tuple[int, ...]
    shown: tuple[int, ...] | None = None
    held: Mapping[int, Fault] = field(default_factory=dict)

    @property
    def rows(self) -> Sequence[int]:
        """The employee rows of which outputs may speak."""
        return range(self.facts.frames[EMPLOYEES].size) if self.shown is None else self.shown


@dataclass(frozen=True, slots=True)
class LineTotal:
    """The sum of one pay line over the paid employees of a scheme; `line` is "" for the total."""

    scheme: str
    line: str
    label: str
    amount: Decimal
    employees: int


@dataclass(frozen=True, slots=True)
class Run:
    """One period computed: reproducible from the programs and the facts in it; `left_out` was not read.

    `carried` are the differences of earlier months that are paid in it.
    """

    period: Period
    settlements: tuple[Settlement, ...]
    totals: tuple[LineTotal, ...]
    diagnostics: tuple[Diagnostic, ...]
    left_out: tuple[LeftOut, ...] = ()
    carried: tuple[CarriedAmount, ...] = ()


@dataclass(frozen=True, slots=True)
class TestedCondition:
    """A condition that chose a branch, with its figures, and whether it holds."""

    condition: Worked
    holds: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """A value and how it came about, as a tree.

    `expr` with `operands` (the values of the names, tables and aggregates in it) is the formula; `cell` is
    the source of an input, `written` its place in a scheme test, where there are no cells. `notes` say the
    band, branch or rounding taken; `children` explain the operands. A row merely counted has no value.
    `taken` is the formula with only the branches that were taken, `asked` the conditions that chose them.
    """

    name: str
    label: str
    role: Role | None
    kind: Kind
    value: Value | None
    expr: Expr | None
    operands: Mapping[Operand, Value]
    span: Span | None
    cell: CellRef | None
    notes: tuple[Note, ...]
    children: tuple[Explanation, ...]
    written: Span | None = None
    taken: Expr | None = None
    asked: tuple[TestedCondition, ...] = ()
