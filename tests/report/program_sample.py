"""A small program made by hand: the scheme of a seller."""

from __future__ import annotations

from decimal import Decimal

from kpicalc.model.audience import EVERYBODY
from kpicalc.model.diagnostic import error
from kpicalc.model.expr import Aggregate, Binary, Expr, Lookup, Number, Reference
from kpicalc.model.fault import Fault
from kpicalc.model.kind import Kind
from kpicalc.model.outline import FactorOutline, KpiOutline, LineKind, PayLine, StopRule
from kpicalc.model.period import Period, PeriodLength
from kpicalc.model.program import (
    COMPANY,
    EMPLOYEES,
    Band,
    Grain,
    Input,
    Outside,
    Program,
    Role,
    Step,
    Table,
    TableMode,
    Variable,
)
from kpicalc.model.source import CellRef, Span

SPAN = Span("seller.yaml", 12, 5, 12, 20)
PERIOD = Period(2026, 3, PeriodLength.MONTH)
PROBLEM = error("KPI999", CellRef("march.xlsx", "Март", 7, 4), name="план")
FAULT = Fault((PROBLEM,))
TABLE = Table(
    "К2",
    TableMode.LOOKUP,
    (Band(None, Decimal("0.8"), SPAN),),
    Outside.ERROR,
    Outside.ERROR,
    None,
    Kind.RATIO,
    Kind.RATIO,
    "Коэффициент плана",
    SPAN,
)

D = Decimal


def own(name: str) -> Reference:
    """A value of the employee."""
    return Reference(EMPLOYEES, name, SPAN)


def times(left: Expr, right: Expr) -> Binary:
    """A product."""
    return Binary("*", left, right, SPAN)


DEALS = Aggregate("sum", "receipts", EMPLOYEES, Reference("receipts", "сумма", SPAN), None, SPAN)
LOOKUP = Lookup("К2", own("выручка.attainment"), None, SPAN)
BONUS = times(times(Number(D(40000), False, SPAN), own("index")), own("D"))  # noqa: FBT003 - likewise
PER_DEAL = times(DEALS, Number(D("0.0075"), True, SPAN))  # noqa: FBT003 - likewise


def variable(name: str, kind: Kind, role: Role = Role.VALUE, label: str = "") -> Variable:
    """A value of the employee with a formula of no interest."""
    return Variable(EMPLOYEES, name, kind, own("план"), label or name, role, SPAN)


def pay_line(name: str, label: str, kind: LineKind = LineKind.VARIABLE) -> PayLine:
    """A pay line whose amount has its own name."""
    return PayLine(name, label, kind, group="", variable=name, span=SPAN, stop_factors=())


PROGRAM = Program(
    scheme="seller",
    title="Продавец, месячная оплата",
    currency="RUB",
    period=PERIOD,
    applies_to=EVERYBODY,
    grains={
        EMPLOYEES: Grain(EMPLOYEES, COMPANY, SPAN),
        COMPANY: Grain(COMPANY, None, SPAN),
    },
    inputs=(
        Input(EMPLOYEES, "план", Kind.MONEY, ("План",), "План", SPAN),
        Input(COMPANY, "прибыль", Kind.MONEY, ("Прибыль",), "Прибыль", SPAN),
        Input("receipts", "сумма", Kind.MONEY, ("Сумма",), "Сумма", SPAN),
    ),
    steps=(
        Step(
            EMPLOYEES,
            (
                variable("выручка.attainment", Kind.RATIO, Role.KPI, "Выручка: выполнение"),
                variable("index", Kind.RATIO, Role.INDEX, "Индекс KPI"),
                variable("D", Kind.RATIO, Role.STOP_FACTOR, "Стоп-фактор"),
                variable("оклад", Kind.MONEY, Role.PAY_LINE, "Оклад"),
                variable("премия", Kind.MONEY, Role.PAY_LINE, "Премия за результат"),
                variable("сделки", Kind.MONEY, Role.PAY_LINE, "Вознаграждение"),
                variable("limits.total", Kind.MONEY, Role.LIMIT),
                variable("прайс", Kind.FLAG, Role.PAY_LINE, "Партнёрская цена"),
                variable("total", Kind.MONEY, Role.TOTAL),
            ),
            (),
        ),
    ),
    tables={"К2": TABLE},
    kpis=(
        KpiOutline(
            "выручка", "Выручка", "w", "p", "a", "выручка.attainment", "выручка.score", "part", "Директор"
        ),
    ),
    indexes=("index",),
    factors=(FactorOutline("D", "Стоп-фактор", "D", (StopRule("взыскание", "D.1"),)),),
    pay_lines=(
        pay_line("оклад", "Оклад", LineKind.FIXED),
        pay_line("премия", "Премия за результат"),
        pay_line("сделки", "Вознаграждение"),
        pay_line("limits.total", "", LineKind.ADJUSTMENT),
        pay_line("прайс", "Партнёрская цена", LineKind.ENTITLEMENT),
    ),
    total="total",
    digest="d1",
)
