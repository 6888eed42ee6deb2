"""The whole compiler: all problems in one run, in the order of the file; a program only without errors."""

from __future__ import annotations

import pickle

import pytest

from kpicalc.compiler.passes import LEVELS_LIMIT, compile_scheme
from kpicalc.model.period import Period, PeriodLength
from kpicalc.scheme.load import read_scheme
from tests.compiler.builders import FACTS, HEAD, PAY, compile_text, place, problems_of, program_of

MARCH = Period(2026, 3, PeriodLength.MONTH)


def test_problems_come_in_the_order_of_the_file() -> None:
    text = "values: {а: план * план, б: нет}\nparameters: {в: 1 / нет_такого}\n" + FACTS + PAY

    problems = compile_text(text).diagnostics

    assert [each.code for each in problems] == ["KPI242", "KPI201", "KPI201"]
    assert [place(each) for each in problems] == sorted(place(each) for each in problems)


def test_a_warning_leaves_a_program_and_an_error_does_not() -> None:
    table = "tables: {{К: {{mode: lookup, bands: [{{from: 0, to: 9, value: 1}}{more}]}}}}\n"

    assert compile_text(table.format(more="") + FACTS + PAY).ok
    assert compile_text(table.format(more=", {from: 10, value: 2}") + FACTS + PAY).value is None


def test_a_program_is_plain_data() -> None:
    program = program_of(FACTS + PAY)

    assert pickle.loads(pickle.dumps(program)) == program  # noqa: S301 - what was dumped a moment ago


def test_the_same_text_gives_the_same_program() -> None:
    text = FACTS + "values: {а: б + 1, б: план, в: касания}\n" + PAY

    assert program_of(text) == program_of(text)


@pytest.mark.parametrize(("lines", "codes"), [(LEVELS_LIMIT, []), (LEVELS_LIMIT + 1, ["KPI229"])])
def test_a_sum_of_very_many_lines_is_refused(lines: int, codes: list[str]) -> None:
    text = FACTS + "pay:\n" + "".join(f"  с{number}: {{kind: fixed, amount: 1}}\n" for number in range(lines))

    assert [code for code, _ in problems_of(text)] == codes


def test_names_clash_only_with_names_that_are_there() -> None:
    assert problems_of(FACTS.replace("план", "index") + PAY) == []
    assert [code for code, _ in problems_of(FACTS.replace("план", "total") + PAY)] == ["KPI236"]


def test_a_second_definition_is_still_read() -> None:
    problems = problems_of(FACTS + "values: {план: 1, а: нет}\npay: {а: {kind: fixed, amount: тоже_нет}}\n")

    assert [code for code, _ in problems] == ["KPI202", "KPI201", "KPI202", "KPI201"]


@pytest.mark.parametrize("name", ["period", "employee", "employees", "team", "teams", "company"])
def test_a_kpi_is_not_called_by_a_word_of_formulas(name: str) -> None:
    kpis = f"kpis: {{{name}: {{attainment: факт / план}}}}\n"

    assert "KPI236" in [code for code, _ in problems_of(FACTS + kpis + PAY)]


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("{kind: fixed, amount: план, factors: index, when: план == 1}", ["KPI135", "KPI164"]),
        ("{kind: fixed, amount: планн, round: 0.01, when: план == 1}", ["KPI134", "KPI164", "KPI207"]),
        ("{kind: fixed, amount: план, over: [carry], max: 1, when: ничто.такое = 1}", ["KPI136"]),
        ("{kind: fixed, amount: [1], when: план == 1}", ["KPI136"]),
        ("{kind: fixed, amount: план, min: {а: 1}, share: план}", ["KPI136"]),
    ],
)
def test_a_wrong_shape_hides_no_wrong_formula_of_its_line(line: str, codes: list[str]) -> None:
    text = f"{HEAD.format('RUB')}{FACTS}pay: {{п: {line}}}\n"
    read = read_scheme(text, "s.yaml")
    compiled = () if read.value is None else compile_scheme(read.value, MARCH).diagnostics

    assert sorted(each.code for each in (*read.diagnostics, *compiled)) == codes


@pytest.mark.parametrize(
    ("weight", "checked"),
    [("1/80", False), ("(1 + 1) * 1/160", False), ("(2 - 1) / 80", True), ("-(-1/80)", True)],
)
def test_a_weight_made_of_numbers_needs_no_check_of_its_own(weight: str, checked: bool) -> None:  # noqa: FBT001
    """Eighty checks, one in another, were more levels than a formula may have."""
    names = [f"k{at}" for at in range(80)]
    kpis = "".join(f"  {each}: {{weight: {weight}, plan: 100, actual: касания}}\n" for each in names)
    text = f"{FACTS}kpis:\n{kpis}pay: {{p: {{kind: variable, amount: 100 * index}}}}\n"

    assert ("KPI229" in [each.code for each in compile_text(text).diagnostics]) is checked
