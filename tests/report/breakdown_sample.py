"""The breakdowns and the explanation of the small run."""

from __future__ import annotations

from dataclasses import replace

from kpicalc.model.expr import Call, Number
from kpicalc.model.fault import Value
from kpicalc.model.kind import Kind
from kpicalc.model.outline import LineKind
from kpicalc.model.program import Role
from kpicalc.model.result import (
    Breakdown,
    Explanation,
    FactorResult,
    KpiResult,
    Line,
    Note,
)
from kpicalc.model.source import CellRef, Span
from tests.report.program_sample import (
    BONUS,
    DEALS,
    FAULT,
    LOOKUP,
    PER_DEAL,
    SPAN,
    D,
    own,
)

KPIS = (
    KpiResult(
        name="выручка",
        label="Выручка",
        owner="Коммерческий директор",
        plan=D(1000000),
        actual=D(972000),
        attainment=D("0.972"),
        weight=D("0.7"),
        score=D("0.972"),
        part=D("0.6804"),
        plan_kind=Kind.MONEY,
        actual_kind=Kind.MONEY,
    ),
    KpiResult(
        name="касания",
        label="Касания клиентов за месяц",
        owner="",
        plan=None,
        actual=None,
        attainment=D(31) / 40 / 3,
        weight=D("0.3"),
        score=D("0.886"),
        part=D("0.2658"),
        plan_kind=None,
        actual_kind=None,
    ),
)
BREAKDOWN = Breakdown(
    employee="001",
    label="Иванов Иван Иванович",
    scheme="seller",
    scheme_title="Продавец, месячная оплата",
    currency="RUB",
    kpis=KPIS,
    indexes=(FactorResult("index", "Индекс KPI", D("0.9462"), Kind.RATIO, "", stop_factor=False),),
    factors=(
        FactorResult("D", "Стоп-фактор", D("0.5"), Kind.RATIO, "взыскание", stop_factor=True),
        FactorResult("E", "Второй стоп-фактор", D(1), Kind.RATIO, "", stop_factor=True),
    ),
    lines=(
        Line(
            "оклад",
            "Оклад",
            LineKind.FIXED,
            "",
            D("50000.00"),
            Kind.MONEY,
            Number(D(50000), False, SPAN),  # noqa: FBT003 - likewise
            {},
            None,
        ),
        Line(
            "премия",
            "Премия за результат",
            LineKind.VARIABLE,
            "",
            D("18928.00"),
            Kind.MONEY,
            BONUS,
            {own("index"): D("0.9462"), own("D"): D("0.5")},
            D("37856.00"),
        ),
        Line(
            "сделки",
            "Вознаграждение",
            LineKind.VARIABLE,
            "",
            D("1000.05"),
            Kind.MONEY,
            PER_DEAL,
            {DEALS: D("133340")},
            None,
        ),
        Line("limits.total", "", LineKind.ADJUSTMENT, "", D("-500.00"), Kind.MONEY, own("план"), {}, None),
        Line("limits.премии", "", LineKind.ADJUSTMENT, "", D("0.00"), Kind.MONEY, own("план"), {}, None),
        Line(
            "прайс",
            "Партнёрская цена",
            LineKind.ENTITLEMENT,
            "",
            True,  # noqa: FBT003 - likewise
            Kind.FLAG,
            own("план"),
            {own("план"): D(1000000)},
            None,
        ),
    ),
    total=D("69428.05"),
    place=CellRef("march.xlsx", "Март", 5, 0),
)
UNPAID = replace(
    BREAKDOWN,
    employee="003",
    label="003",
    kpis=(),
    indexes=(),
    factors=(),
    lines=(replace(BREAKDOWN.lines[1], value=FAULT, operands={own("index"): FAULT}, unstopped=None),),
    total=FAULT,
    place=None,
)


OTHER_SPAN = Span("seller.yaml", 3, 1, 3, 9)


def leaf(name: str, label: str, value: Value, kind: Kind) -> Explanation:
    """A value of the employee that needs no further explanation."""
    return Explanation(name, label, None, kind, value, None, {}, None, None, (), ())


EXPLANATION = Explanation(
    name="премия",
    label="Премия за результат",
    role=Role.PAY_LINE,
    kind=Kind.MONEY,
    value=D("18928.00"),
    expr=Call("round", (BONUS, Number(D("0.01"), False, SPAN)), SPAN),  # noqa: FBT003 - as the model has it
    operands={own("index"): D("0.9462"), own("D"): D("0.5")},
    span=SPAN,
    cell=None,
    notes=(
        Note("without_stop", (("amount", D("37856.00")),), Kind.MONEY),
        Note(
            "rounded",
            (("from", D("18927.996")), ("mode", "half_up"), ("step", D("0.01")), ("to", D("18928.00"))),
        ),
    ),
    children=(
        replace(
            leaf("index", "Индекс KPI", D("0.9462"), Kind.RATIO),
            role=Role.INDEX,
            expr=LOOKUP,
            operands={own("выручка.attainment"): D("0.972")},
            notes=(
                Note("band", (("band", "80% <= x"), ("table", "К2"), ("value", D("0.9462")))),
                Note("band", (("band", "80% <= x"), ("table", "?"), ("value", D("0.9462")))),
                Note("band", (("band", "80% <= x"), ("table", "К2"), ("value", "94.62%"))),
            ),
        ),
        replace(
            leaf("sum(receipts.сумма)", "", D(133340), Kind.MONEY),
            expr=DEALS,
            notes=(Note("rows", (("count", 1), ("of", 2))),),
            children=(
                replace(
                    leaf("сумма", "Сумма", D(133340), Kind.MONEY),
                    cell=CellRef("march.xlsx", "Поступления", 4, 3),
                ),
            ),
        ),
        replace(leaf("D", "Стоп-фактор", D("0.5"), Kind.RATIO), role=Role.VALUE, span=SPAN),
        replace(leaf("выручка.part", "Выручка", D("0.7"), Kind.RATIO), role=Role.KPI, span=OTHER_SPAN),
        replace(
            leaf("выручка.x", "Выручка", D("0.7"), Kind.RATIO),
            role=Role.KPI,
            expr=own("план"),
            operands={own("план"): D("0.7")},
        ),
    ),
)
