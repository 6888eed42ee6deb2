"""Where people stand in the middle of a period: KPIs against what is due, pay at this pace and at plan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kpicalc.model.dataclass import dataclass
from kpicalc.model.fault import Value
from kpicalc.model.kind import Kind
from kpicalc.model.period import Growth, Period


@dataclass(frozen=True, slots=True)
class Due:
    """How much of a whole is due by a day: `passed` of `whole`, and the days that are `left`."""

    growth: Growth
    passed: Decimal
    whole: Decimal
    left: Decimal


@dataclass(frozen=True, slots=True)
class KpiProgress:
    """One KPI of one employee; None where it has no such figure.

    `due` is the part of the plan that should be there, `reached` what is there of it; `forecast` is what this
    pace leads to, `attainment` its attainment; `needed` is what is left to the plan for each day that is
    left. Without `pace` the actual figure does not grow with the days. `assumed` says that it is decided at
    the end and taken as planned until then.
    """

    name: str
    label: str
    kind: Kind | None
    plan: Value | None
    due: Value | None
    actual: Value | None
    reached: Value | None
    forecast: Value | None
    attainment: Value | None
    needed: Value | None
    pace: Due | None = None
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class PersonProgress:
    """One employee: his KPIs, and what he is paid at this pace and if all KPIs come out as planned.

    `open_lines` are the lines of pay that cannot be told before the end: they are in neither amount.
    """

    employee: str
    label: str
    scheme: str
    scheme_title: str
    currency: str
    kpis: tuple[KpiProgress, ...]
    pay_forecast: Decimal | None
    pay_plan: Decimal | None
    open_lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """Everybody of a period as of a day; `dues` are the measures of time that facts grow by."""

    period: Period
    as_of: date
    dues: tuple[Due, ...]
    people: tuple[PersonProgress, ...]
