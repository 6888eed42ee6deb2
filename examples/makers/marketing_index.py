"""Marketing specialists: the mean of the half-year and the result of the month by three figures."""

from __future__ import annotations

from makers.sheet import Column, Staff

FIGURES = ("привлечённые покупатели", "вернувшиеся покупатели", "отзывы")

STAFF = Staff(
    "index-band-table",
    "Показатели специалистов по маркетингу",
    (
        *(Column(each, "count", "База за полугодие", f"База, {each}") for each in FIGURES),
        *(Column(each, "count", "Результат месяца", f"Результат, {each}") for each in FIGURES),
    ),
    """
    00601 | Киселёва Нина Аркадьевна | Специалист по маркетингу
    00602 | Мохов Роман Дмитриевич   | Специалист по маркетингу
    00603 | Ложкина Яна Степановна   | Специалист по маркетингу
    """,
    """
    00601 | 160 | 30 | 35 | 192 | 36 | 42
    00602 | 160 | 30 | 35 | 168 | 27 | 42
    00603 | 100 | 50 | 25 | 144 | 60 | 36
    """,
)
