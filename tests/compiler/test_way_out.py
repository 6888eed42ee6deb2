"""The help of a problem of a formula is the one that fits what was written."""

from __future__ import annotations

import pytest

from kpicalc.compiler.passes import compile_scheme
from kpicalc.i18n.catalogue import Language, words
from kpicalc.i18n.sentence import help_text
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.kind import Kind
from kpicalc.model.period import Period, PeriodLength
from kpicalc.model.source import Span
from kpicalc.scheme.load import read_scheme

HEAD = """\
kpicalc: 1
scheme: s
currency: RUB
facts: {employees: {a: money, b: money, c: money, r: ratio, n: count, m: count, grade: text, day: date}}
"""
PAID = "pay: {p: {kind: fixed, amount: a}}\n"


def problems(section: str) -> tuple[Diagnostic, ...]:
    """Compile a scheme with a section added."""
    read = read_scheme(HEAD + section, "s.yaml")
    assert read.value is not None, read.diagnostics
    return compile_scheme(read.value, Period(2026, 3, PeriodLength.MONTH)).diagnostics


def told(section: str) -> list[tuple[str, object]]:
    """Return the code and the hint of each problem."""
    return [(each.code, dict(each.params).get("hint")) for each in problems(section)]


def helped(section: str) -> str:
    """Return the help of the first problem."""
    return help_text(problems(section)[0], Language.EN)


@pytest.mark.parametrize("condition", ["grade = senior", "grade != senior", "senior = grade", "grade = sale"])
def test_a_text_without_quotes(condition: str) -> None:
    section = f"parameters: {{sales: 1}}\npay: {{p: {{kind: fixed, amount: a, when: {condition}}}}}\n"

    assert told(section) == [("KPI201", "text")]


@pytest.mark.parametrize("condition", ["n = senior", "grade = a.b.c = 1", "day = senior"])
def test_what_is_no_column_of_texts_has_no_quotes(condition: str) -> None:
    section = f"pay: {{p: {{kind: fixed, amount: a, when: {condition}}}}}\n"

    assert [hint for code, hint in told(section) if code == "KPI201" and hint == "text"] == []


@pytest.mark.parametrize(
    ("section", "mend"),
    [
        ("values: {v: индекс}\nkpis: {k: {attainment: r, weight: 1}}\n", "did you mean `index`?"),
        ("values: {v: period.end}\n", "did you mean `period.last_day`?"),
        ("values: {v: max(employees.a)}\n", "write a value under `facts.company.values`"),
        (
            "rules: {v: {hit: sum, rules: [{when: n = 1, value: 5%}, {when: true, value: n}]}}\n",
            "type: number",
        ),
        ("rules: {v: {hit: first, rules: [{when: n = 1, value: 5% * n}], otherwise: 5%}}\n", "type: number"),
    ],
)
def test_what_is_meant_is_told(section: str, mend: str) -> None:
    assert mend in helped(section + PAID)


@pytest.mark.parametrize(
    ("formula", "mend"),
    [
        ("a * b / c", "`a * (b / c)`"),
        ("a * r * b / c", "`a * r * (b / c)`"),
        ("(a + b) * b / (c + a)", "`(a + b) * (b / (c + a))`"),
    ],
)
def test_three_amounts_are_one_amount_and_a_share(formula: str, mend: str) -> None:
    assert mend in helped(f"pay: {{p: {{kind: fixed, amount: {formula}}}}}\n")


@pytest.mark.parametrize(
    ("formula", "sign", "hint"),
    [("a * b", "*", "money"), ("a+r", "+", "money"), ("a - n", "-", "money"), ("day * n", "*", "units")],
)
def test_the_sign_is_shown_and_both_sides_are_named(formula: str, sign: str, hint: str) -> None:
    text = f"values: {{v: {formula}}}"
    problem = problems(f"{text}\n{PAID}")[0]
    place = problem.primary.place if problem.primary else None

    assert isinstance(place, Span)
    assert text[place.column - 1 : place.end_column - 1] == sign
    assert dict(problem.params)["hint"] == hint
    assert [each.note.partition(".")[0] for each in problem.others] == ["kind", "kind"]


@pytest.mark.parametrize("language", Language)
def test_every_kind_can_be_named_beside_its_place(language: Language) -> None:
    assert {f"label.kind.{kind}" for kind in Kind} - set(words(language)) == set()


@pytest.mark.parametrize(
    ("formula", "hint", "said"),
    [
        ("(a + v) * r", "share", "`a * r / (1 - r)`"),
        ("(v + a) * r", "share", "`a * r / (1 - r)`"),
        ("r * (a + v)", "share", "`a * r / (1 - r)`"),
        ("(a + v) * 20%", "share", "`a * 20% / (1 - 20%)`"),
        ("(a + v) * 2", "itself", "before"),
        ("(a + v) * 100%", "itself", "before"),
        ("(a + b) * v", "itself", "cannot be made from itself"),
        ("v + a", "itself", "cannot be made from itself"),
    ],
)
def test_a_value_made_from_itself(formula: str, hint: str, said: str) -> None:
    section = f"values: {{v: {formula}}}\n{PAID}"

    assert told(section) == [("KPI250", hint)]
    assert said in helped(section)


def test_a_circle_of_two_values_is_told_as_one() -> None:
    assert told(f"values: {{v: w, w: v}}\n{PAID}") == [("KPI250", None)]


@pytest.mark.parametrize(
    ("bands", "step"),
    [
        ("{from: 0, to: 10, value: 1}, {from: 11, value: 2}", "1"),
        ("{from: 0%, to: 89%, value: 1}, {from: 90%, value: 2}", "1%"),
        ("{from: 0, to: 0.9, value: 1}, {from: 1, value: 2}", "0.1"),
        ("{from: 0, to: 10.49, value: 1}, {from: 10.5, value: 2}", "0.01"),
        ("{from: 0%, to: 70%, value: 1}, {from: 80%, value: 2}", None),
        ("{from: 0, to: 10, value: 1}, {from: 13, value: 2}", None),
        ("{from: 0, below: 10, value: 1}, {above: 10, value: 2}", None),
    ],
)
def test_bands_as_they_are_printed(bands: str, step: str | None) -> None:
    (problem,) = problems(f"tables: {{t: {{mode: lookup, bands: [{bands}]}}}}\n{PAID}")

    assert (problem.code, dict(problem.params).get("step")) == ("KPI301", step)
    assert (f"`snap: {{step: {step}}}`" in help_text(problem, Language.EN)) is (step is not None)


@pytest.mark.parametrize(
    ("weight", "count", "mend"),
    [("33.33%", 3, "1/3"), ("0.333", 3, "1/3"), ("16.67%", 6, "1/6"), ("30%", 3, None), ("14.3%", 7, "1/7")],
)
def test_equal_weights_are_fractions(weight: str, count: int, mend: str | None) -> None:
    kpis = ", ".join(f"k{number}: {{attainment: r, weight: {weight}}}" for number in range(count))
    (problem,) = problems(f"kpis: {{{kpis}}}\npay: {{p: {{kind: fixed, amount: a, factors: [index]}}}}\n")

    assert (problem.code, dict(problem.params).get("mend")) == ("KPI310", mend)


@pytest.mark.parametrize(("kind", "hint"), [("hours", "unit"), ("money", "unit"), ("days", "unit")])
def test_a_unit_cannot_be_made_up(kind: str, hint: str) -> None:
    assert told(f"values: {{v: {{formula: n / m, type: {kind}}}}}\n{PAID}") == [("KPI231", hint)]
