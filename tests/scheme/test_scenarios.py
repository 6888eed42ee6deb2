"""What-if as it is written: options, files of scenarios, and what has another shape."""

from __future__ import annotations

import pytest

from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.source import SourceText
from kpicalc.scheme.more_formulas import read_scenarios, read_shock


def source(text: str) -> SourceText:
    """Return a text as an option gives it."""
    return SourceText(text, "--set", ((0, 1, 1),))


@pytest.mark.parametrize(
    ("text", "fact", "formula"),
    [
        ("план = план * 0.9", "план", "план * 0.9"),
        ("x = if a <= b then 1 else 2", "x", "if a <= b then 1 else 2"),
    ],
)
def test_a_fact_gets_what_a_formula_gives(text: str, fact: str, formula: str) -> None:
    shock = read_shock(source(text))
    assert not isinstance(shock, Diagnostic)
    assert (shock.target.text.strip(), shock.formula.text.strip()) == (fact, formula)


@pytest.mark.parametrize("text", ["", "план", "= 5", "план =", "a == b", "a >= b"])
def test_what_is_no_change_of_a_fact(text: str) -> None:
    refused = read_shock(source(text))
    assert isinstance(refused, Diagnostic)
    assert refused.code == "KPI853"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("хуже: {план: план * 0.9}\nлучше: план = 5\n", [("хуже", 1), ("лучше", 1)]),
        ("вместе:\n  - план = 5\n  - {факт: 7}\n", [("вместе", 2)]),
    ],
)
def test_scenarios_of_a_file(text: str, names: list[tuple[str, int]]) -> None:
    scenarios = read_scenarios(text, "s.yaml").value
    assert scenarios is not None
    assert [(each.name, len(each.shocks)) for each in scenarios] == names


@pytest.mark.parametrize(
    "text",
    [
        "- a\n",
        "",
        "x: {}\n",
        "x: []\n",
        "x: ''\n",
        "x: {план: [1]}\n",
        "x: {план: ''}\n",
        "x: [план]\n",
        "{\n",
    ],
)
def test_what_is_no_file_of_scenarios(text: str) -> None:
    checked = read_scenarios(text, "s.yaml")
    assert (checked.value, bool(checked.diagnostics)) == (None, True)
