"""Lines that are told in words, and KPIs of goals, in the breakdown of one employee."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpicalc.i18n.catalogue import Language
from kpicalc.model.kind import Kind
from kpicalc.model.result import Breakdown, Note
from kpicalc.report.views.breakdown import show_breakdown
from kpicalc.report.views.wording import title_value, word_program
from tests.report.breakdown_sample import BREAKDOWN
from tests.report.golden_files import draw
from tests.report.program_sample import PERIOD, PROGRAM, D

BONUS, LIMIT = BREAKDOWN.lines[1], BREAKDOWN.lines[3]


def drawn(breakdown: Breakdown, language: Language = Language.EN) -> str:
    return draw(show_breakdown(breakdown, PERIOD, word_program(PROGRAM, language)), None).replace(
        "\u00a0", " "
    )


def test_a_salary_in_full_shows_what_was_earned_and_the_formula_of_that() -> None:
    note = Note("earned", (("amount", D("18928")), ("whole", D("40000"))), Kind.MONEY)
    line = replace(BONUS, notes=(note,), earned=BONUS, unstopped=None)

    text = drawn(replace(BREAKDOWN, lines=(line,)))

    assert "    earned 18,928.00 RUB of 40,000.00 RUB\n    = 40000 * index * D\n    = 40,000 × 94.62%" in text
    assert text.count("= 40000 * index * D") == 1


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (Language.EN, "the lines come to 70,000.00 RUB, the limit is 69,500.00 RUB: 500.00 RUB taken off"),
        (Language.RU, "по строкам 70 000,00 ₽, предел 69 500,00 ₽: снято 500,00 ₽"),
    ],
)
def test_a_limit_is_told_in_words_instead_of_its_formula(language: Language, expected: str) -> None:
    figures = (("after", D("69500")), ("before", D("70000")), ("change", D("500")))
    line = replace(LIMIT, notes=(Note("limits_taken", figures, Kind.MONEY),))

    text = drawn(replace(BREAKDOWN, lines=(line,)), language)

    assert f"    {expected}\n" in text
    assert "= план" not in text


def test_a_kpi_names_its_goal_before_its_owner() -> None:
    kpi = replace(BREAKDOWN.kpis[0], goal="Рост на рынке")

    text = drawn(replace(BREAKDOWN, kpis=(kpi,)))

    assert "    goal: Рост на рынке\n    owner: Коммерческий директор\n" in text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("limits.премии.before", "До предела"),
        ("limits.total.before", "До предела"),
        ("official_salary.unearned", "Не заработано мягкого оклада"),
        ("official_salary.available", "Есть в переменной части"),
    ],
)
def test_figures_of_the_lines_that_the_program_adds_have_titles(name: str, expected: str) -> None:
    assert title_value(name, "", Language.RU) == expected
