"""Directors of development: results of the goals of the strategy map."""

from __future__ import annotations

from makers.sheet import SALARY, Column, Staff, pair

STAFF = Staff(
    "strategy-map",
    "Показатели директоров по развитию",
    (
        SALARY,
        *pair("Новые клиенты", "count"),
        Column("Узнаваемость марки", "percent"),
        Column("Удержание клиентов", "percent"),
        Column("Оценка сервиса", "percent"),
        Column("Обучено сотрудников", "percent"),
        *pair("Вложения", "money"),
    ),
    """
    00741 | Жданов Олег Вадимович    | Директор по развитию
    00742 | Исаева Марта Григорьевна | Директор по развитию
    """,
    """
    00741 | 180000 | 20 | 22 | 30 | 90   | 80 | 50 | 3000000 | 3000000
    00742 | 150000 | 10 | 7  | 90 | 76.5 | 84 | 65 | 2000000 | 1500000
    """,
)
