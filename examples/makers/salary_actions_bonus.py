"""Sales managers: sales, the set of actions, hours of idle time."""

from __future__ import annotations

from makers.client_service import RECEIPT
from makers.sheet import Column, Detail, Staff

# No scheme of theirs reads these payments; they stand on the common sheet all the same.
RECEIPTS = """
    12.03.2026 | 00401 | Власов К. Е.   | ООО «Омега»           | 60000.00  | нет | нет
    19.03.2026 | 00402 | Никитина О. Р. | ООО «Гамма»           | 148350.50 | нет | нет
    26.03.2026 | 00401 | Власов К. Е.   | ИП Лосев Н. П.        | 40000.00  | нет | нет
"""

STAFF = Staff(
    "salary-actions-bonus",
    "Показатели менеджеров по продажам",
    (
        Column("Продажи, руб.", "money"),
        Column("Звонки", "count", "Действия", "Звонки"),
        Column("Разговоры с ЛПР", "count", "Действия", "Разговоры с ЛПР"),
        Column("Предложения", "count", "Действия", "Предложения"),
        Column("Простой, ч", "hours", "", "Часы простоя"),
    ),
    """
    00401 | Власов Кирилл Егорович    | Менеджер по продажам
    00402 | Никитина Ольга Романовна  | Менеджер по продажам
    00403 | Фомин Антон Борисович     | Менеджер по продажам
    00404 | Юдина Светлана Михайловна | Менеджер по продажам
    """,
    """
    00401 | 100000    | 100 | 70 | 60 |
    00402 | 248350.50 | 131 | 84 | 66 | 12.5
    00403 | 16200     | 96  | 71 | 60 | 6.5
    00404 | 14300     | 105 | 72 | 61 | 3
    """,
    (Detail("Поступления", "Поступления от клиентов", RECEIPT, RECEIPTS),),
)
