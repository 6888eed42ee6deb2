"""Project managers: what each project sold for, the developers' hours and the cost."""

from __future__ import annotations

from makers.sheet import NUMBER, SALARY, Column, Detail, Staff

PROJECTS = Detail(
    "Проекты",
    "Проекты, сданные",
    (
        NUMBER,
        Column("Проект", "text"),
        Column("Продажа, руб.", "money"),
        Column("Часы разработчиков", "hours"),
        Column("Себестоимость, руб.", "money"),
    ),
    """
    00611 | Сайт для «Альбатроса»     | 300000 | 80  | 60000
    00611 | Личный кабинет «Енисея»   | 200000 | 40  | 40000
    00612 | Магазин для «Зари»        | 500000 | 50  | 120000
    00613 | Доработка для «Лидера»    | 90000  | 75.5 | 10000
    """,
)

STAFF = Staff(
    "profit-net-of-hours",
    "Менеджеры проектов",
    (SALARY,),
    """
    00611 | Васильев Пётр Кириллович | Менеджер проектов
    00612 | Петрова Юлия Львовна     | Менеджер проектов
    00613 | Карпов Денис Олегович    | Менеджер проектов
    """,
    """
    00611 | 40000
    00612 | 40000
    00613 | 35000
    """,
    (PROJECTS,),
)
