"""A closed month made by hand: pay in two currencies, a correction, data taken out."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kpicalc.i18n.catalogue import Language
from kpicalc.model.month import (
    ClosedMonth,
    MonthAct,
    MonthRecord,
    MonthState,
    PaidAmount,
    PaidDifference,
    Removal,
    Signature,
)
from kpicalc.model.period import Period, PeriodLength
from kpicalc.report.document import Document
from kpicalc.report.views.months import (
    show_closed_month,
    show_correction,
    show_forgetting,
    show_month,
    show_record,
    show_records,
    tell_removals,
)

MARCH, APRIL = (Period(2026, month, PeriodLength.MONTH) for month in (3, 4))
SIGNED = Signature("Ким", "2026-04-02T10:15", "0.1.0")
CLOSED = MonthRecord(
    1,
    MonthAct.CLOSE,
    MARCH,
    MARCH,
    1,
    MonthState.CORRECTED,
    SIGNED,
    3,
    (("RUB", Decimal("1500.50")), ("USD", Decimal(300))),
    "c" * 64,
    "0123456789abcdef" * 4,
    "восток",
)
CORRECTED = replace(
    CLOSED,
    number=2,
    act=MonthAct.CORRECT,
    paid_in=APRIL,
    version=2,
    state=MonthState.CLOSED,
    signature=replace(SIGNED, reason="поздний акт"),
    department="",
)
REOPENED = replace(
    CORRECTED, number=3, act=MonthAct.REOPEN, state=MonthState.OPEN, paid_in=MARCH, people=0, sums=()
)


def _paid(line: str, amount: str, currency: str = "RUB", *, number: str = "001") -> PaidAmount:
    name = "Ёлкин Ян" if number == "001" else ""
    label = "Оклад" if line == "salary" else ""
    return PaidAmount("seller", number, name, 0, line, label, "fixed", currency, Decimal(amount))


SALARY, BONUS, DOLLARS = _paid("salary", "1000.50"), _paid("bonus", "200"), _paid("trip", "300", "USD")
DAYS, OTHER = _paid("days_off", "2", ""), _paid("salary", "300", number="002")
# 1 200.50 and 300 USD of 001, 300 of 002: 1 500.50 and 300 USD; a third person is listed no more.
PAID = (SALARY, BONUS, DOLLARS, DAYS, OTHER)
# −0.50 + 50 + 300 − 200 = 149.50 RUB, −100 USD, and a day that is no money
DIFFERENCES = (
    PaidDifference(SALARY, replace(SALARY, amount=Decimal(1000))),
    PaidDifference(None, _paid("extra", "50")),
    PaidDifference(OTHER, replace(OTHER, amount=Decimal(600))),
    PaidDifference(BONUS, None),
    PaidDifference(DOLLARS, replace(DOLLARS, amount=Decimal(200))),
    PaidDifference(DAYS, replace(DAYS, amount=Decimal(3))),
)


def show_book(language: Language) -> Document:
    """Return all that is said of a book, one below the other."""
    month = ClosedMonth(CORRECTED, PAID, DIFFERENCES)
    own = replace(month, amounts=PAID[:4], differences=())
    removal = Removal(4, replace(SIGNED, reason="закон"), 1, ((1, "a"), (2, "b")), "d" * 64)
    said = (
        show_records((CLOSED, CORRECTED, REOPENED), "pay.kpibook", language),
        show_record(CORRECTED, language),
        show_month(month, "", language),
        show_month(own, "001", language),
        show_closed_month(replace(month, record=CLOSED), language),
        show_closed_month(own, language),
        show_correction(month, APRIL, language),
        show_forgetting("001", (CLOSED, CORRECTED, REOPENED), language, done=False),
        show_forgetting("001", (CLOSED,), language, done=True),
        Document(tuple(tell_removals((removal,), language))),
    )
    return Document(tuple(block for each in said for block in each.blocks))
