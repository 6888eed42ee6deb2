"""What is declared of cells: the nearer place wins, word by word."""

from __future__ import annotations

import pytest

from kpicalc.model.settings import NO_SETTINGS, FileReading, Settings
from kpicalc.model.writing import UNSAID, DayOrder, DecimalMark, Unit, Writing

POINT = Writing(decimal=DecimalMark.POINT)
COMMA = Writing(decimal=DecimalMark.COMMA)
MDY = Writing(dates=DayOrder.MDY)


def test_the_nearer_word_wins() -> None:
    assert POINT.over(COMMA) == POINT
    assert UNSAID.over(COMMA) == COMMA
    assert MDY.over(Writing(decimal=DecimalMark.COMMA, unit=Unit.MILLION)) == Writing(
        decimal=DecimalMark.COMMA, dates=DayOrder.MDY, unit=Unit.MILLION
    )


def test_all_patterns_that_fit_are_put_together_and_the_later_wins() -> None:
    settings = Settings(
        reading=(FileReading("*.csv", COMMA), FileReading("crm-*", MDY), FileReading("crm-*.csv", POINT))
    )

    assert settings.writing_of("facts/crm-may.csv") == POINT.over(MDY)
    assert settings.writing_of("facts/plan.csv") == COMMA
    assert settings.writing_of("facts/plan.xlsx") == UNSAID
    assert NO_SETTINGS.writing_of("facts/plan.csv") == UNSAID


@pytest.mark.parametrize(
    ("pattern", "file", "expected"),
    [
        ("отчёт*.csv", "Факты/ОТЧЕ\u0308Т 3.CSV", True),
        ("facts/*.csv", "/mnt/pay/facts/a.csv", True),
        ("facts/*.csv", "facts/a.csv", True),
        ("facts/*.csv", "old-facts/a.csv", False),
        ("*.csv", "a.csv.xlsx", False),
        ("crm[12].csv", "crm2.csv", True),
        ("crm?.csv", "crm.csv", False),
    ],
)
def test_a_pattern_fits(pattern: str, file: str, expected: bool) -> None:  # noqa: FBT001 - a table of cases
    assert FileReading(pattern, UNSAID).fits(file) is expected
