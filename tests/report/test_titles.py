"""Formulas in the words of the scheme."""

from __future__ import annotations

import pytest

from kpicalc.i18n.catalogue import Language
from kpicalc.model.expr import (
    Aggregate,
    Binary,
    Call,
    Compare,
    Expr,
    Flag,
    If,
    Logic,
    Lookup,
    Number,
    Reference,
    Text,
    Unary,
    Window,
)
from kpicalc.report.views.titles import Titles, title_program
from tests.report.program_sample import BONUS, DEALS, LOOKUP, PROGRAM, SPAN, D, own


def number(text: str) -> Number:
    return Number(D(text), percent=False, span=SPAN)


PLAN, INDEX = own("план"), own("index")
SUM = Binary("+", PLAN, INDEX, SPAN)
ASKED = Compare(">=", PLAN, number("10"), SPAN)
WITH_CONDITION = Aggregate("count", "receipts", "employees", None, ASKED, SPAN)


def titles(language: Language) -> Titles:
    return title_program(PROGRAM, language)


@pytest.mark.parametrize(
    ("expr", "expected"),
    [
        (BONUS, "40\u00a0000 × «Индекс KPI» × «Стоп-фактор»"),
        (DEALS, "сумма(«Сумма»)"),
        (LOOKUP, "«Коэффициент плана» («Выручка: выполнение: выполнение»)"),
        (WITH_CONDITION, "количество(«receipts» где «План» ≥ 10)"),
        (Binary("*", SUM, INDEX, SPAN), "(«План» + «Индекс KPI») × «Индекс KPI»"),
        (Binary("-", PLAN, SUM, SPAN), "«План» − («План» + «Индекс KPI»)"),
        (Binary("+", SUM, PLAN, SPAN), "«План» + «Индекс KPI» + «План»"),
        (If(ASKED, number("1"), number("0"), SPAN), "если «План» ≥ 10, то 1, иначе 0"),
        (Unary("not", Logic("and", ASKED, Flag(True, SPAN), SPAN), SPAN), "не («План» ≥ 10 и да)"),  # noqa: FBT003
        (Compare("=", PLAN, Text("т", SPAN), SPAN), '«План» = "т"'),
        (Call("min", (PLAN, number("5")), SPAN), "мин(«План»; 5)"),
        (Call("unheard_of", (PLAN,), SPAN), "unheard_of(«План»)"),
        (
            Binary("*", If(ASKED, PLAN, INDEX, SPAN), PLAN, SPAN),
            "(если «План» ≥ 10, то «План», иначе «Индекс KPI») × «План»",
        ),
        (Reference("company", "прибыль", SPAN), "«Прибыль»"),
    ],
)
def test_a_formula_in_russian(expr: Expr, expected: str) -> None:
    assert titles(Language.RU).say(expr) == expected


def test_a_formula_in_english() -> None:
    asked = Logic("or", ASKED, Flag(False, SPAN), SPAN)  # noqa: FBT003 - as the model has it

    assert titles(Language.EN).say(If(asked, DEALS, number("0"), SPAN)) == (
        "if “План” ≥ 10 or no then sum(“Сумма”), otherwise 0"
    )


def test_what_has_no_title_is_told_by_its_name() -> None:
    window = Window("rank", "employees", "company", (own("без_имени"),), None, SPAN)

    assert (
        titles(Language.RU).say(Lookup("К2", own("без_имени"), None, SPAN))
        == "«Коэффициент плана» («без_имени»)"
    )
    assert titles(Language.RU).say(window) == "rank(«без_имени»)"
