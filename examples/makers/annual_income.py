"""The sales department under the conditional annual income: receipts of the month."""

from __future__ import annotations

from makers.sheet import Column, Staff

STAFF = Staff(
    "annual-income",
    "Поступления отдела продаж",
    (Column("Поступления за месяц, руб.", "money"),),
    """
    00711 | Шилова Ксения Романовна | Менеджер по ключевым клиентам
    00712 | Титов Глеб Аркадьевич   | Менеджер активных продаж
    00713 | Ракова Инна Борисовна   | Оператор продаж
    """,
    """
    00711 | 9000000
    00712 | 4123456.78
    00713 | 2750000
    """,
)
