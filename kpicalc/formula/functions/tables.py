"""Functions whose meaning the compiler says: tables asked in parts, and values of earlier periods."""

from __future__ import annotations

from kpicalc.formula.function import HistoryFunction, TableFunction

TO_DATE = TableFunction(
    name="to_date",
    name_ru="нарастающим",
    parameters=("T", "before", "now", "base"),
    doc_en="what table T gives for the running total: T(before + now) - T(before)",
    doc_ru="что даёт таблица T по нарастающему итогу: T(before + now) - T(before)",
    least=2,
    most=3,
)
IN_BAND = TableFunction(
    name="in_band",
    name_ru="в_полосе",
    parameters=("T", "x", "number"),
    doc_en="the part of x that lies in the band of table T with this number, counted from 1",
    doc_ru="часть x, которая лежит в полосе таблицы T с этим номером, считая с 1",
    least=2,
    most=2,
)

PAY_IN_BAND = TableFunction(
    name="pay_in_band",
    name_ru="оплата_в_полосе",
    parameters=("T", "x", "number", "base"),
    doc_en="what the band of marginal table T with this number pays of T(x), counted from 1",
    doc_ru="сколько из T(x) платит полоса таблицы T (marginal) с этим номером, считая с 1",
    least=2,
    most=3,
)
AVERAGE_RATE = TableFunction(
    name="average_rate",
    name_ru="средняя_ставка",
    parameters=("T", "x"),
    doc_en="the average rate of marginal table T at x: T(x) / x, at 0 the rate of its first slice",
    doc_ru="средняя ставка таблицы T (marginal) при x: T(x) / x, при 0 ставка её первой части",
    least=1,
    most=1,
)

TABLE_FUNCTIONS = (TO_DATE, IN_BAND, PAY_IN_BAND, AVERAGE_RATE)

PREVIOUS = HistoryFunction(
    name="previous",
    name_ru="прошлое",
    parameters=("x", "n"),
    doc_en="what x was in the period before, or n periods before",
    doc_ru="чему x было равно в прошлом периоде или n периодов назад",
    least=1,
    most=2,
)
YEAR_TO_DATE = HistoryFunction(
    name="year_to_date",
    name_ru="с_начала_года",
    parameters=("x",),
    doc_en="the sum of x over the periods of the year, this one included",
    doc_ru="сумма x за периоды года, включая этот",
    least=1,
    most=1,
)
STREAK = HistoryFunction(
    name="streak",
    name_ru="подряд",
    parameters=("condition",),
    doc_en="how many periods in a row the condition has held up to this one",
    doc_ru="сколько периодов подряд до этого включительно выполнено условие",
    least=1,
    most=1,
)
LAST = HistoryFunction(
    name="last",
    name_ru="последние",
    parameters=("x", "n", "least"),
    doc_en="x of the n periods before this one, inside sum, avg, min, max or count; `least` of them suffice",
    doc_ru="x за n периодов до этого, внутри sum, avg, min, max или count; хватает `least` из них",
    least=2,
    most=3,
)

HISTORY_FUNCTIONS = (PREVIOUS, YEAR_TO_DATE, STREAK, LAST)
