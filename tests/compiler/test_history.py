"""What calls that see earlier periods become: named formulas over columns that come from history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kpicalc.compiler.passes import compile_scheme
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import help_text
from kpicalc.model.diagnostic import Checked, error
from kpicalc.model.history import Absent, Past
from kpicalc.model.kind import Kind
from kpicalc.model.period import parse_period
from kpicalc.model.problem import Problem
from kpicalc.model.program import Input, Program
from kpicalc.scheme.formula_words import call_values_of
from kpicalc.scheme.load import read_scheme
from tests.compiler.builders import FACTS, PAY, compile_text, formula, problems_of, program_of

SALES = "facts: {employees: {продажи: money, план: money, болел: flag, прогул: flag}}\n"
DEALS = "facts: {employees: {план: money}, deals: {columns: {сумма: money}, values: {x: %s}}}\n"


def value(text: str, period: str = "2026-03", history: str = "") -> Program:
    """Compile a scheme with one value `x`."""
    return program_of(f"{SALES}values: {{x: {text!r}}}\n{history}{PAY}", period)


def past(program: Program, name: str = "", grain: str = "employees") -> Input:
    """Return the column that comes from history, the only one where no name is given."""
    found = [each for each in program.inputs if each.past is not None and each.grain == grain]
    return next(each for each in found if each.name == name) if name else found[0]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("previous(продажи)", "previous(продажи)"),
        ("previous(продажи, 3)", "previous(продажи, 3)"),
        ("продажи - previous(продажи)", "продажи - previous(продажи)"),
        ("previous(продажи / план)", "previous(продажи / план)"),
        ("year_to_date(продажи)", "if_missing(previous(x), 0) + продажи"),
        ("streak(продажи >= план)", "if продажи >= план then if_missing(previous(x), 0) + 1 else 0"),
        ("sum(last(продажи, 2))", "previous(продажи) + previous(продажи, 2)"),
        ("avg(last(продажи, 2))", "(previous(продажи) + previous(продажи, 2)) / 2"),
        ("max(last(продажи, 2))", "max(previous(продажи), previous(продажи, 2))"),
        ("min(last(продажи, 1))", "previous(продажи)"),
        (
            "max(last(продажи, 2, 1))",
            "max(previous(продажи), if_missing(previous(продажи, 2), previous(продажи)))",
        ),
        (
            "avg(last(продажи, 2, 1))",
            (
                "(previous(продажи) + if_missing(previous(продажи, 2), 0)) / "
                "(1 + (if is_missing(previous(продажи, 2)) then 0 else 1))"
            ),
        ),
        ("count(last(продажи, 1))", "if is_missing(previous(продажи)) then 0 else 1"),
    ],
)
def test_a_call_becomes_a_formula_over_columns_of_the_past(written: str, expected: str) -> None:
    assert formula(value(written), "x") == expected


def test_what_stands_where_nothing_was_is_none_of_as_many_as_there_are() -> None:
    program = value("avg(last(продажи, 2, 1))", history="history: {продажи: {first: 0}}\n")

    assert formula(program, "x") == (
        "(if_missing(previous(продажи), 0) + if_missing(previous(продажи, 2), 0)) / "
        "(1 + (if is_missing(previous(продажи, 2)) then 0 else 1))"
    )


def test_a_column_of_the_past_knows_where_it_comes_from() -> None:
    given = past(value("previous(продажи, 2)"))

    assert given.past == Past("продажи", 2, date(2026, 1, 31), title="продажи")
    assert (given.kind, given.label, given.spare, given.optional) == (
        Kind.MONEY,
        "продажи, 2026-01",
        True,
        True,
    )
    assert given.headings == ("previous(продажи, 2)", "продажи, 2026-01")


def test_the_past_of_a_period_of_any_days_follows_from_the_closed_ones() -> None:
    text = f"period: {{length: days}}\n{SALES}values: {{x: previous(продажи)}}\n{PAY}"

    given = past(program_of(text, "2026-03-10..2026-03-15"))

    assert given.past is not None
    assert (given.past.ends, given.label) == (None, "продажи, -1")


def test_the_sum_of_a_year_begins_with_its_first_period() -> None:
    assert formula(value("year_to_date(продажи)", "2026-01"), "x") == "продажи"
    assert past(value("year_to_date(продажи)", "2026-01")).past == Past(
        "x", 1, date(2025, 12, 31), absent=Absent.LAST, within_year=True, title="x"
    )


def test_a_call_within_a_formula_is_a_value_of_its_own() -> None:
    program = value("1_000 * streak(продажи >= план)")

    assert formula(program, "x") == "1000 * streak(продажи >= план)"
    assert formula(program, "streak(продажи >= план)").startswith("if продажи >= план then")


def test_what_the_scheme_says_of_the_past() -> None:
    history = (
        "history: {x: {first: план, since: 2026-01, absent: first, was: y, schemes: [old], min: 0,"
        " max: 9, column: Было}}\n"
    )
    program = value("previous(x) + продажи", history=history)
    given = past(program)

    assert formula(program, "x") == "if_missing(previous(x), план) + продажи"
    assert given.past == Past(
        "x",
        1,
        date(2026, 2, 28),
        begins=True,
        since=date(2026, 1, 1),
        absent=Absent.FIRST,
        was=("y",),
        schemes=("old",),
        title="x",
    )
    assert (given.minimum, given.maximum) == (Decimal(0), Decimal(9))
    assert given.headings[:5] == (
        "Было",
        "Было на начало",
        "Было на начало периода",
        "opening Было",
        "Было at start",
    )
    assert past(value("previous(x, 2) + продажи", history=history)).headings == (
        "previous(x, 2)",
        "x, 2026-01",
    )
    assert given.kind is Kind.MONEY


def test_a_streak_that_leave_does_not_break_and_that_begins_anew_when_paid() -> None:
    history = "history: {x: {first: 0, skip: болел, broken_by: прогул, after_payout: reset, payout: x = 3}}\n"
    program = value("streak(продажи >= план)", history=history)

    assert formula(program, "x") == (
        "if прогул then 0 else if болел then if_missing(previous(x.kept), 0) else if продажи >= план "
        "then if_missing(previous(x.kept), 0) + 1 else 0"
    )
    assert formula(program, "x.kept") == "if x = 3 then 0 else x"


def test_the_past_of_what_is_above_and_of_rows_with_a_key() -> None:
    text = (
        "facts: {company: {прибыль: money}, employees: {план: money}, клиенты: {key: Клиент, "
        "columns: {куплено: money}, values: {всего: previous(всего) + куплено}}}\n"
        "history: {клиенты.всего: 0}\nvalues: {x: previous(прибыль)}\n"
    )
    program = program_of(text + PAY)

    assert past(program, grain="company").name == "previous(прибыль)"
    assert formula(program, "всего", "клиенты") == "if_missing(previous(всего), 0) + куплено"


def test_kinds_are_told_by_formulas_or_said() -> None:
    text = (
        f"{SALES}values: {{а: previous(а) + продажи, б: previous(б), в: previous(в) + 1}}\n"
        f"history: {{б: {{first: 0, type: hours}}}}\n{PAY}"
    )
    program = program_of(text)

    kinds = [past(program, f"previous({name})").kind for name in "абв"]

    assert kinds == [Kind.MONEY, Kind.HOURS, Kind.NUMBER]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{SALES}values: {{x: previous()}}\n", ["KPI224"]),
        (f"{SALES}values: {{x: 'previous(продажи, 1.5)'}}\n", ["KPI366"]),
        (f"{SALES}values: {{x: 'previous(продажи, план)'}}\n", ["KPI366"]),
        (f"{SALES}values: {{x: 'previous(продажи, 10%)'}}\n", ["KPI366"]),
        (f"{SALES}values: {{x: previous(нет)}}\n", ["KPI201"]),
        (f"{SALES}values: {{x: 'last(продажи, 2)'}}\n", ["KPI368"]),
        (f"{SALES}values: {{x: 'count_distinct(last(продажи, 2))'}}\n", ["KPI368"]),
        (f"{SALES}values: {{x: 'avg(last(продажи, 2) where болел)'}}\n", ["KPI368"]),
        (f"{SALES}values: {{x: avg(last(продажи))}}\n", ["KPI224"]),
        (f"{SALES}values: {{x: 'avg(last(нет, 2))'}}\n", ["KPI201"]),
        (f"{SALES}values: {{x: 'avg(last(продажи, 2, 3))'}}\n", ["KPI366"]),
        (DEALS % "previous(сумма)", ["KPI367"]),
        (DEALS % "year_to_date(сумма)", ["KPI367"]),
        (DEALS % "streak(сумма > 0)", ["KPI367"]),
        (DEALS % "'avg(last(сумма, 2))'", ["KPI367"]),
        (f"{SALES}history: {{x: 0}}\n", ["KPI369"]),
        (f"{SALES}values: {{x: previous(x) + 1}}\nhistory: {{x: {{first: 0, skip: болел}}}}\n", ["KPI370"]),
    ],
)
def test_what_has_no_past_is_refused(text: str, expected: list[str]) -> None:
    assert [code for code, _ in problems_of(text + PAY)] == expected


def test_what_lines_left_is_taken_over_by_itself() -> None:
    pay = (
        "pay:\n"
        "  процент: {kind: variable, amount: план * 5%, max: 9, over: carry_on}\n"
        "  аванс: {kind: draw, amount: 5, of: [процент], recoverable: true}\n"
        "  возврат: {kind: deduction, amount: факт, from: [процент], over: carry_on}\n"
        "limits: {total: {max: 8, over: carry_on}}\n"
    )
    program = program_of(FACTS + pay)

    assert sorted(each.name for each in program.inputs if each.past is not None) == [
        "previous(limits.total.carried)",
        "previous(аванс.balance)",
        "previous(возврат.carried)",
        "previous(процент.carried)",
    ]
    assert formula(program, "процент") == (
        'round(min(план * 5% + if_missing(previous(процент.carried), 0), 9), 0.01, "half_up")'
    )
    assert formula(program, "limits.total.carried") == (
        "max(if_missing(previous(limits.total.carried), 0) + -limits.total, 0)"
    )


def test_a_history_that_nobody_asks_for_is_told_where_names_are_all_right() -> None:
    compiled = compile_text(f"{SALES}history: {{x: 0, y: 0}}\n{PAY}")

    assert [each.params for each in compiled.diagnostics] == [(("name", "x"),), (("name", "y"),)]


def test_what_may_be_lacking_in_one_formula_is_asked_for_in_another() -> None:
    text = f"{SALES}values: {{x: 'avg(last(продажи, 2, 1))', y: 'previous(продажи, 2)'}}\n{PAY}"

    found = past(program_of(text), "previous(продажи, 2)").past

    assert found is not None
    assert not found.begins


RUSSIAN = """kpicalc: 1
схема: s
валюта: RUB
факты: {сотрудники: {продажи: деньги, возврат: деньги}}
%s
оплата:
  комиссия: {вид: переменная, сумма: продажи * 3%%}
  клавбек: {вид: удержание, сумма: %s, из: [комиссия], излишек: переносится}
"""


def russian(values: str, clawed: str) -> Checked[Program]:
    """Compile a scheme with Russian keys whose deduction leaves a rest."""
    document = read_scheme(RUSSIAN % (values, clawed), "s.yaml").value
    period = parse_period("2026-03")
    assert document is not None
    assert period is not None
    return compile_scheme(document, period)


def test_a_sheet_is_headed_by_the_name_that_the_author_writes() -> None:
    program = russian("", "возврат + previous(клавбек.перенесено)").value
    assert program is not None

    taken, headings = past(program).past, past(program).headings
    assert taken is not None
    assert (taken.name, taken.written) == ("клавбек.carried", "клавбек.перенесено")
    assert headings[0] == "клавбек.перенесено на начало"
    assert {"прошлое(клавбек.перенесено)", "previous(клавбек.carried)", "клавбек.carried на начало"} < {
        *headings
    }
    fault = error(Problem.PAST_UNKNOWN, None, name="клавбек.carried", values=("клавбек.carried", "продажи"))
    told = call_values_of(program, (replace(fault, keys="ru", params=(*fault.params, ("why", fault))), fault))
    assert told[1] is fault
    assert help_text(told[0], Language.RU).count("клавбек.carried") == 0
    assert "клавбек.carried" not in repr(told[0])


def test_problems_call_values_as_the_author_does() -> None:
    problems = russian("история: {клавбек.выдано: {начало: 0}, клавбек.перенесено: {начало: 0}}", "возврат")

    told = [dict(each.params)["name"] for each in problems.diagnostics]
    assert told == ["клавбек.выдано", "клавбек.перенесено"]
