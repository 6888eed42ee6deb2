"""A compiled scheme: named formulas at their grains, in the order of evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from kpicalc.model.audience import Audience
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import ENGLISH_KEYS
from kpicalc.model.expr import Expr, OverRows, Text
from kpicalc.model.figure import Figure, figure_of
from kpicalc.model.history import Past
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.money import ZERO, Rounding
from kpicalc.model.outline import (
    NO_REGULATION,
    Caution,
    CheckOutline,
    FactorOutline,
    KpiOutline,
    PayLine,
    Regulation,
    RulesOutline,
)
from kpicalc.model.period import Growth, Period
from kpicalc.model.source import Span
from kpicalc.model.writing import NO_RULES, UNSAID, RowRules, Split, Writing

COMPANY = "company"
TEAMS = "teams"
EMPLOYEES = "employees"
# The employees below an employee: at every level, and next below.
REPORTS = "reports"
DIRECT_REPORTS = "direct_reports"

# A column or a variable: its grain and name.
Key = tuple[str, str]


class Role(StrEnum):
    """The construct of the scheme that a variable was made from."""

    PERIOD = "period"
    PARAMETER = "parameter"
    VALUE = "value"
    KPI = "kpi"
    GOAL = "goal"
    INDEX = "index"
    STOP_FACTOR = "stop_factor"
    PAY_LINE = "pay_line"
    GROUP = "group"
    LIMIT = "limit"
    TOTAL = "total"
    CHECK = "check"


class TableMode(StrEnum):
    """What a table does with its bands."""

    LOOKUP = "lookup"
    SLAB = "slab"
    MARGINAL = "marginal"
    INTERPOLATE = "interpolate"
    MATRIX = "matrix"


class Outside(StrEnum):
    """What a table answers for a value outside its bands."""

    ERROR = "error"
    ZERO = "zero"
    FIRST = "first"
    LAST = "last"
    EXTEND = "extend"


@dataclass(frozen=True, slots=True)
class Input:
    """A column of a sheet that the scheme reads.

    One of `headings` is expected. A blank cell is the `fallback`, else refused, or with `optional` a missing
    value that formulas may catch. `expected` are the texts that formulas compare with a text column, `beside`
    the columns; `others` are right though they look alike. With a `run` the value is the sum of several
    columns, or with `counted` how many cells have that code. A column of a run knows its fact as `run_of`,
    and `codes`: texts that may stand for a number, and their titles. A `spare` one may lack in the sheet, no
    formula knows one `shown_only`. People move what is `influenced`, hours are bounded by the `available`.
    """

    grain: str
    name: str
    kind: Kind
    headings: tuple[str, ...]
    label: str
    span: Span
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    above: Decimal | None = None
    below: Decimal | None = None
    one_of: tuple[Scalar, ...] = ()
    fallback: Scalar | None = None
    optional: bool = False
    in_period: bool = False
    decided_by: str = ""
    writing: Writing = UNSAID
    others: tuple[str, ...] = ()
    expected: tuple[Text, ...] = ()
    beside: tuple[Key, ...] = ()
    run: tuple[Input, ...] = ()
    counted: str = ""
    run_of: str = ""
    codes: tuple[tuple[str, str], ...] = ()
    spare: bool = False
    past: Past | None = None
    growth: Growth | None = None
    shown_only: bool = False
    influenced: bool | None = None
    row_bounds: tuple[tuple[str, str], ...] = ()
    available: Decimal | None = None

    @property
    def key(self) -> Key:
        """The grain and name of the column."""
        return self.grain, self.name

    @property
    def compared_texts(self) -> tuple[str, ...]:
        """The texts that formulas compare with the column, in the order in which they are named."""
        return tuple(each.value for each in self.expected)


@dataclass(frozen=True, slots=True)
class Grain:
    """What one row of a sheet is.

    `sheet` is the written sheet name ("" for the default choice), `key` the headings of the row's own
    identifier, `title` those of the name shown to people, `link` those of the column that names the
    parent row (empty for the default headings). `derived` rows have no sheet: there is one for each
    value that the child rows name. `superior` is the column that names an employee's superior. With `valid`
    a row holds from the day in one column to that in the other; rows below choose by their day `on`.
    `writing` is what the table declares of its cells, `rows` what it says of rows that are none of its own.
    `growth`: how its rows come about. `segmented` employees may have several such rows, with `holes` between.
    """

    name: str
    parent: str | None
    span: Span
    sheet: str = ""
    key: tuple[str, ...] = ()
    link: tuple[str, ...] = ()
    derived: bool = False
    label: str = ""
    title: tuple[str, ...] = ()
    superior: str = ""
    split: Split | None = None
    valid: tuple[str, str] | None = None
    on: str = ""
    writing: Writing = UNSAID
    rows: RowRules = NO_RULES
    segmented: bool = False
    holes: bool = False
    growth: Growth | None = None


@dataclass(frozen=True, slots=True)
class Variable:
    """A named formula at a grain; `role` and `span` lead back to what the author wrote."""

    grain: str
    name: str
    kind: Kind
    expr: Expr
    label: str
    role: Role
    span: Span

    @property
    def key(self) -> Key:
        """The grain and name of the variable."""
        return self.grain, self.name

    @property
    def figure(self) -> Figure | None:
        """What the variable is of the construct that it is named by."""
        return figure_of(self.name)


@dataclass(frozen=True, slots=True)
class Band:
    """One row of a table: from `lower` (left out when `after` is set) up to the next band.

    `upper` is only set on a last band that is closed. The last band of a ladder that goes on by itself gives
    `adds` more after each further `every` of the axis. `formulas` are those behind its numbers, each with the
    key it stands at.
    """

    lower: Decimal | None
    value: Decimal
    span: Span
    after: bool = False
    upper: Decimal | None = None
    upper_included: bool = False
    formulas: tuple[tuple[str, Expr], ...] = ()
    every: Decimal | None = None
    adds: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Table:
    """A coefficient table; bands in ascending order without holes.

    The bounds of a table asked with a date are day numbers (`date.toordinal`). The bands of a matrix are its
    rows; `columns` is a table of the columns, and `cells` has the values row by row, `cell_formulas` the
    formulas that some of them were computed by. `written` is the name of the table that it is a version of.
    An axis of `texts` is asked with the place of a text among them.
    """

    name: str
    mode: TableMode
    bands: tuple[Band, ...]
    below: Outside
    beyond: Outside
    snap: Rounding | None
    axis_kind: Kind
    value_kind: Kind
    label: str
    span: Span
    columns: Table | None = None
    cells: tuple[tuple[Decimal, ...], ...] = ()
    cell_formulas: tuple[tuple[Expr | None, ...], ...] = ()
    written: str = ""
    texts: tuple[Text, ...] = ()

    @property
    def written_name(self) -> str:
        """The name that the scheme gives the table: one of formulas may be several tables of numbers."""
        return self.written or self.name


def formulas_in_table(table: Table) -> tuple[Expr, ...]:
    """Return the formulas that the numbers of a table were computed by."""
    axes = tuple(filter(None, (table, table.columns)))
    bands = (expr for axis in axes for band in axis.bands for _, expr in band.formulas)
    cells = (expr for row in table.cell_formulas for expr in row if expr is not None)
    return (*bands, *cells)


@dataclass(frozen=True, slots=True)
class Step:
    """A run of variables of one grain, computed together row block by row block.

    `aggregates` are folded over the rows of the grain in the same pass. A `running` step goes from row to
    row in the declared order: its `aggregates` are `before`, and each row sees what earlier rows came to.
    """

    grain: str
    variables: tuple[Variable, ...]
    aggregates: tuple[OverRows, ...]
    running: bool = False


@dataclass(frozen=True, slots=True)
class Program:
    """A scheme compiled for one period: plain data that the engine runs over facts.

    `keys` is the language in whose keys it was written: problems name them so.
    """

    scheme: str
    title: str
    currency: str
    period: Period
    applies_to: Audience
    grains: Mapping[str, Grain]
    inputs: tuple[Input, ...]
    steps: tuple[Step, ...]
    tables: Mapping[str, Table]
    kpis: tuple[KpiOutline, ...]
    indexes: tuple[str, ...]
    factors: tuple[FactorOutline, ...]
    pay_lines: tuple[PayLine, ...]
    total: str
    digest: str
    rules: tuple[RulesOutline, ...] = ()
    cautions: tuple[Caution, ...] = ()
    keys: str = ENGLISH_KEYS
    checks: tuple[CheckOutline, ...] = ()
    regulation: Regulation = NO_REGULATION

    def variables(self) -> tuple[Variable, ...]:
        """All variables in the order of evaluation."""
        return tuple(variable for step in self.steps for variable in step.variables)

    def ancestors(self, grain: str) -> tuple[str, ...]:
        """The grain itself and all above it, nearest first."""
        chain = [grain]
        while (parent := self.grains[chain[-1]].parent) is not None:
            chain.append(parent)
        return tuple(chain)
