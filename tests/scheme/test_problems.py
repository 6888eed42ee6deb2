"""What pydantic refused, with the way out that fits the place."""

from __future__ import annotations

import pytest

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import help_text
from kpicalc.scheme.load import read_scheme
from tests.scheme.texts import MINIMAL, params_of, problems_of, read_with


def told(section: str, code: str) -> list[str]:
    """Return the hints of the problems of one code that an added section brings."""
    found = [each for each in read_with(section).diagnostics if each.code == code]
    return [str(params_of(each).get("hint", "")) for each in found]


def helps(section: str, code: str) -> tuple[str, str]:
    """Return the help of the first problem of a code, in both languages."""
    problem = next(each for each in read_with(section).diagnostics if each.code == code)
    return help_text(problem, Language.EN), help_text(problem, Language.RU)


def test_a_step_of_rounding_is_no_formula() -> None:
    section = "tables: {t: {mode: lookup, bands: [{from: 0, value: 1}], snap: {step: s}}}"

    assert told(section, "KPI140") == [""]


@pytest.mark.parametrize(
    "table",
    [
        "{mode: marginal, bands: [{from: 0, rate: 1/6}]}",
        "{mode: marginal, bands: [{from: 0, rate: top}]}",
        "{mode: lookup, bands: [{from: 0, value: r * 1.5}]}",
        "{mode: lookup, bands: [{below: plan, value: 1}]}",
        "{mode: matrix, rows: [1], columns: [{above: low}], values: [[1]]}",
        "{mode: matrix, rows: [1], columns: [1], values: [[k]]}",
    ],
)
def test_numbers_of_tables_may_be_formulas(table: str) -> None:
    assert read_with(f"tables: {{t: {table}}}").diagnostics == ()


@pytest.mark.parametrize("bound", ["min", "max", "above", "below"])
def test_a_bound_of_a_column_may_name_what_only_formulas_know(bound: str) -> None:
    text = MINIMAL.replace("план: money", f"план: {{type: money, {bound}: high}}")

    assert read_scheme(text, "s.yaml").diagnostics == ()


@pytest.mark.parametrize("key", ["missing: high", "one_of: [high]"])
def test_what_is_no_bound_of_a_column_is_told_plainly(key: str) -> None:
    text = MINIMAL.replace("план: money", f"план: {{type: money, {key}}}")
    (problem,) = read_scheme(text, "s.yaml").diagnostics

    assert params_of(problem) == {"text": "high"}


@pytest.mark.parametrize(
    ("section", "code", "said"),
    [
        ("tables: {t: {mode: tiered, bands: [{from: 0, value: 1}]}}", "KPI142", "`marginal` pays each part"),
        ("parameters: {p: {value: 1, type: percent}}", "KPI142", "did you mean `ratio`?"),
        ("parameters: {p: {value: 1, type: boolean}}", "KPI142", "did you mean `flag`?"),
        ("period: monthly", "KPI142", "did you mean `month`?"),
        ("official_salary_in_full: да", "KPI142", "did you mean `true`?"),
        ("tables: {t: {mode: marginal, bands: [[0, 1%]]}}", "KPI134", "`{from: 0, rate: 1%}`"),
        ("tables: {t: [0, 1]}", "KPI134", "`{mode: lookup, bands: [{from: 0, value: 1}]}`"),
        ("values: {v: {formula: 1, round: 0.01}}", "KPI134", "`{step: 0.01}`"),
        ("limits: {total: 5}", "KPI134", "`{max: 50_000}`"),
        ("kpis: {k: 5}", "KPI134", "`{plan: plan, actual: sales, weight: 50%}`"),
        ("indexes: {i: {kpis: k}}", "KPI135", "`[k]`"),
        ("values: 5", "KPI134", "`key: value` lines below"),
    ],
)
def test_the_wanted_shape_or_word_is_shown(section: str, code: str, said: str) -> None:
    english, russian = helps(section, code)

    assert said in english
    assert russian != english


def test_a_misspelt_key_is_not_missing_besides() -> None:
    text = MINIMAL.replace("pay:", "pey:")

    assert problems_of(read_scheme(text, "s.yaml").diagnostics) == ["KPI131 5:1"]


@pytest.mark.parametrize(("word", "value"), [("no", False), ("да", True), ("true", True), ("0", False)])
def test_a_blank_flag_may_stand_for_yes_or_no(word: str, value: bool) -> None:  # noqa: FBT001
    text = MINIMAL.replace("план: money", f"сдан: {{type: flag, missing: {word}}}")
    document = read_scheme(text, "s.yaml").value

    assert document is not None
    assert [column.fallback for table in document.facts.values() for column in table.columns.values()] == [
        value
    ]


@pytest.mark.parametrize(
    ("line", "meant"),
    [("{kind: shared, by: a, amount: 1}", "pool"), ("{kind: ущерб, from: [x], amount: 1}", None)],
)
def test_a_wrong_kind_of_line_is_one_problem(line: str, meant: str | None) -> None:
    problems = read_scheme(MINIMAL.replace("{оклад: ", f"{{z: {line}, оклад: "), "s.yaml").diagnostics

    assert [(each.code, params_of(each).get("nearest")) for each in problems] == [("KPI142", meant)]


@pytest.mark.parametrize("written", ["{type: date, missing: optional}", "{type: text, missing: допустимо}"])
def test_a_word_for_blank_cells_is_no_value(written: str) -> None:
    (problem,) = read_scheme(MINIMAL.replace("план: money", f"план: {written}"), "s.yaml").diagnostics

    assert (problem.code, params_of(problem)["nearest"]) == ("KPI142", "allow")
