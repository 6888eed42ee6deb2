"""A small run made by hand: two schemes, three employees, one of them unpaid."""

from __future__ import annotations

from dataclasses import replace

from kpicalc.model.facts import (
    ColumnRead,
    Facts,
    Frame,
    Origin,
    RoleRead,
    RowsSkipped,
    SheetReceipt,
    SheetRows,
)
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind
from kpicalc.model.outline import LineKind
from kpicalc.model.program import COMPANY, EMPLOYEES, Program, Step
from kpicalc.model.result import (
    LineTotal,
    Run,
    Settlement,
    Values,
)
from tests.report.program_sample import (
    FAULT,
    PERIOD,
    PROBLEM,
    PROGRAM,
    D,
    pay_line,
    variable,
)

RECEIPT = SheetReceipt(
    file="march.xlsx",
    sheet="Март",
    sha256="0123456789abcdef" * 4,
    reader="openpyxl",
    grain=EMPLOYEES,
    header_row=3,
    columns=(
        ColumnRead("план", "План продаж", 3, D(3100000), 2, D(3100000)),
        ColumnRead("факт", "Факт", 4, D("2672000.5"), 0, D(2672000)),
        ColumnRead("ставка", "Ставка", 5, D("0.5"), 0, None),
        ColumnRead("фио", "ФИО", 2, None, 0, None),
    ),
    rows_read=2,
    skipped=(RowsSkipped("blank", (6, 8, 9, 10)), RowsSkipped("total", (7,))),
    hidden_rows=(5,),
    roles=(RoleRead("key", "Таб. №", 1), RoleRead("name", "Менеджер", 2, obvious=False)),
)


def frame(keys: list[str], labels: list[str], rows: list[int]) -> Frame:
    """Employees read from the sheet «Март»."""
    origin = Origin((SheetRows("march.xlsx", "Март", 0, {"план": 3}, rows),))
    return Frame(EMPLOYEES, len(keys), keys, labels, {"план": [D(1)] * len(keys)}, [], origin)


def settlement(program: Program, employees: Frame, columns: dict[str, list[Value]]) -> Settlement:
    """A settlement over employees; one who has no total is unpaid."""
    company = Frame(
        COMPANY, 1, [], [], {}, [], Origin((SheetRows("march.xlsx", "Фирма", 1, {"прибыль": 2}, [2]),))
    )
    facts = Facts({EMPLOYEES: employees, COMPANY: company}, (RECEIPT,), "f1")
    values = Values({(EMPLOYEES, name): column for name, column in columns.items()}, {}, frozenset())
    unpaid = tuple(row for row, total in enumerate(columns["total"]) if isinstance(total, Fault))
    return Settlement(program, facts, values, unpaid)


def money(*amounts: str) -> list[Value]:
    """A column of amounts."""
    return [FAULT if amount == "?" else D(amount) for amount in amounts]


SELLERS = settlement(
    PROGRAM,
    frame(["001", "003"], ["Иванов Иван Иванович", "=Сидоров"], [5, 9]),
    {
        "оклад": money("50000.00", "50000.00"),
        "премия": money("18928.00", "?"),
        "сделки": money("1000.05", "0.00"),
        "limits.total": money("-500.00", "0.00"),
        "прайс": [True, False],
        "total": money("69428.05", "?"),
    },
)

HEAD_PROGRAM = replace(
    PROGRAM,
    scheme="head",
    title="head",
    kpis=(),
    indexes=(),
    factors=(),
    pay_lines=(pay_line("оклад", "Оклад", LineKind.FIXED), pay_line("баллы", "Баллы", LineKind.ENTITLEMENT)),
    steps=(
        Step(
            EMPLOYEES,
            (variable("оклад", Kind.MONEY), variable("баллы", Kind.COUNT), variable("total", Kind.MONEY)),
            (),
        ),
    ),
)
HEADS = settlement(
    HEAD_PROGRAM,
    frame(["002"], ["Петров Пётр"], [7]),
    {"оклад": money("80000.00"), "баллы": [D("12.0")], "total": money("80000.00")},
)

TOTALS = (
    LineTotal("seller", "оклад", "Оклад", D("50000.00"), 1),
    LineTotal("seller", "премия", "Премия за результат", D("18928.00"), 1),
    LineTotal("seller", "limits.total", "", D("-500.00"), 1),
    LineTotal("seller", "", "", D("69428.05"), 1),
    LineTotal("head", "оклад", "Оклад", D("80000.00"), 1),
    LineTotal("head", "", "", D("80000.00"), 1),
)
RUN = Run(PERIOD, (SELLERS, HEADS), TOTALS, (PROBLEM,))
ONE_SCHEME = Run(PERIOD, (SELLERS,), TOTALS[:4], ())
ORDER = ((SELLERS, 0), (HEADS, 0), (SELLERS, 1))
