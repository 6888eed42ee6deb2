"""Names of a scheme are names of the formula language."""

from __future__ import annotations

import pytest

from tests.scheme.texts import document_with, params_of, problems_with, read_with


@pytest.mark.parametrize("name", ["план", "К1", "_x", "GPфакт", "ёж_2", "A"])
def test_names_have_letters_digits_and_low_lines(name: str) -> None:
    document = document_with(f"values: {{{name}: 1}}\n")

    assert [(str(word), word.span.column) for word in document.values] == [(name, 10)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("план продаж", "KPI143"),
        ("план-факт", "KPI143"),
        ("naïve", "KPI143"),
        ("'план '", "KPI143"),
        ("1план", "KPI144"),
        ("'2'", "KPI144"),
        *((word, "KPI145") for word in ["if", "then", "else", "and", "or", "not", "where", "true", "false"]),
    ],
)
@pytest.mark.parametrize(
    "section",
    [
        "values: {%s: 1}\n",
        "parameters: {%s: 1}\n",
        "tables: {%s: {mode: lookup, bands: [{value: 1}]}}\n",
        "kpis: {%s: {attainment: 1}}\n",
        "indexes: {%s: {}}\n",
        "stop_factors: {%s: {lines: [a], rules: [{when: x, factor: 1}]}}\n",
        "limits: {groups: {%s: {max: 1}}}\n",
    ],
)
def test_other_names_are_refused_in_every_section(section: str, name: str, expected: str) -> None:
    at = section.index("%s") + 1

    assert problems_with(section % name) == [f"{expected} 1:{at}"]


def test_a_foreign_character_is_shown() -> None:
    params = params_of(read_with("values: {план-факт: 1}\n").diagnostics[0])

    assert params == {"name": "план-факт", "character": "-", "at": 5}


def test_a_name_may_look_like_a_word_of_the_language() -> None:
    assert [str(name) for name in document_with("values: {If: 1, iff: 1}\n").values] == ["If", "iff"]
