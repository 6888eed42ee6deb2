"""Functions of days in formulas; what they need of the period and the calendar, the compiler gives them."""

from __future__ import annotations

from kpicalc.formula import day_meanings, signatures
from kpicalc.formula.function import Function

# What is added to the arguments as written: the first and the last day of the period, the calendar.
PERIOD_ENDS = ("first", "last")
CALENDAR = "calendar"

WORKING_DAYS = frozenset({"working_days_between", "working_days_within"})

DAY_FUNCTIONS = (
    Function(
        "days_within",
        "дней_в_пределах",
        ("from", "to", *PERIOD_ENDS),
        least=4,
        most=4,
        kind_of=signatures.kind_of_common_days,
        meaning=day_meanings.count_common_days,
        doc_en="calendar days of the period (or from first to last) in from … to; a missing end is open",
        doc_ru="календарных дней периода (или от first до last) в пределах from … to; пустой конец открыт",
    ),
    Function(
        "working_days_between",
        "рабочих_дней_между",
        ("a", "b", CALENDAR),
        least=3,
        most=3,
        kind_of=signatures.kind_of_common_days,
        meaning=day_meanings.count_working_days,
        doc_en="working days of the calendar from a to b, both counted; 0 when b is earlier",
        doc_ru="рабочих дней календаря от a до b, считая оба; 0, если b раньше",
    ),
    Function(
        "working_days_within",
        "рабочих_дней_в_пределах",
        ("from", "to", *PERIOD_ENDS, CALENDAR),
        least=5,
        most=5,
        kind_of=signatures.kind_of_common_days,
        meaning=day_meanings.count_common_working_days,
        doc_en="working days of the period (or from first to last) in from … to; a missing end is open",
        doc_ru="рабочих дней периода (или от first до last) в пределах from … to; пустой конец открыт",
    ),
)
