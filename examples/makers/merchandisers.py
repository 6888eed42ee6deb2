"""Merchandisers: visits, displays and points."""

from __future__ import annotations

from makers.sheet import SALARY, Column, Staff

STAFF = Staff(
    "points-for-rewards",
    "Баллы мерчендайзеров",
    (
        SALARY,
        Column("визиты", "count", "Баллы", "Баллы, визиты"),
        Column("выкладки без замечаний", "count", "Баллы", "Баллы, выкладки без замечаний"),
        Column("план заказов", "flag", "Баллы", "Баллы, план заказов"),
        Column("на начало", "count", "Баллы", "Баллы, на начало"),
        Column("обменяно", "count", "Баллы", "Баллы, обменяно"),
    ),
    """
    00621 | Агеева Лилия Маратовна  | Мерчендайзер
    00622 | Носов Егор Витальевич   | Мерчендайзер
    """,
    """
    00621 | 45000 | 60 | 28 | да  | 130 | 0
    00622 | 42000 | 44 | 15 | нет | 40  | 20
    """,
)
