"""Sales agents: what each sold week by week, grade, region and the debt of the weekly advance."""

from __future__ import annotations

from makers.sheet import NUMBER, Column, Detail, Staff

WEEKS = Detail(
    "Недели",
    "Продажи по неделям",
    (NUMBER, Column("Неделя", "ordinal"), Column("Продажи недели, руб.", "money")),
    """
    01001 | 1 | 350000
    01001 | 2 | 150000
    01001 | 3 | 400000
    01001 | 4 | 200000
    01002 | 1 | 200000
    01002 | 2 | 500000
    01002 | 3 | 20000
    01002 | 4 | 0
    01003 | 3 | 250333.33
    01003 | 4 | 389999.99
    """,
)

STAFF = Staff(
    "sales-agent",
    "Торговые агенты",
    (
        Column("Разряд", "text"),
        Column("Регион", "text"),
        Column("План продаж, руб.", "money"),
        Column("Средняя скидка", "percent"),
        Column("Долг по авансу, руб.", "money"),
    ),
    """
    01001 | Агафонова Вера Ильинична   | Торговый агент
    01002 | Бортников Семён Павлович   | Торговый агент
    01003 | Вяземский Олег Тарасович   | Торговый агент
    """,
    """
    01001 | старший | Север | 1000000 | 5    | 0
    01002 | агент   | Юг    | 900000  | 10.5 | 3000
    01003 | стажёр  | Юг    | 500000  | 7.25 | 1000
    """,
    (WEEKS,),
)
