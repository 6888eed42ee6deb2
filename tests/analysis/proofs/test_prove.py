"""All proofs together: their order, several periods, and schemes that give nothing."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kpicalc.analysis.proofs.probes import plausible_box
from kpicalc.analysis.proofs.prove import prove_all
from kpicalc.compiler.passes import compile_scheme
from kpicalc.model.domain import make_interval
from kpicalc.model.period import parse_period
from kpicalc.model.program import Program
from kpicalc.scheme.allowances import apply_allowances, read_allowances
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.load import load_scheme, read_scheme
from kpicalc.scheme.periods import periods_to_check
from tests.analysis.proofs.builders import HEAD, codes_of, find_problems, place_of

SCHEMES = sorted((Path(__file__).parents[3] / "schemes").glob("*.yaml"))

DATED = """
parameters: {потолок: {2025-01: 100%, 2026-01: 120%}, порог: {2025-01: 1, 2026-01: 0}}
facts: {employees: {x: {type: ratio, min: 0%}, y: {type: number, min: 1}}}
tables: {Т: {mode: lookup, bands: [{from: 0%, value: 1}, {from: 110%, value: 2}, {from: 130%, value: 3}]}}
pay: {п: {kind: variable, amount: 100, factors: ["Т(min(x, потолок))", "1 / (y - порог)"]}}
"""


def compiled(document: SchemeDocument, *periods: str) -> list[Program]:
    """Compile a document for periods."""
    found = [parse_period(each) for each in periods]
    programs = [compile_scheme(document, each).value for each in found if each is not None]
    return [each for each in programs if each is not None]


def test_problems_come_in_the_order_of_the_file() -> None:
    text = """
parameters: {лишний: 5}
facts: {employees: {план: money, факт: {type: money, min: 0}, касания: count}}
values: {К: if факт >= 0 then факт / план else 1}
pay: {п: {kind: variable, amount: 100, factors: [К]}, п2: {kind: variable, amount: 0}}
"""
    found = find_problems(text)

    assert [each.code for each in found] == ["KPI345", "KPI344", "KPI343", "KPI350", "KPI348"]
    assert sorted(map(place_of, found)) == [place_of(each) for each in found]


def test_one_place_is_told_of_once_for_each_code() -> None:
    text = """
facts: {employees: {x: {type: ratio, min: 0%, max: 50%}}}
values: {К: if x < 60% or x >= 60% then 1 else 2}
pay: {п: {kind: variable, amount: К * 100}}
"""
    assert codes_of(text) == ["KPI343"]


def test_what_never_happens_must_never_happen_in_any_period() -> None:
    read = read_scheme(HEAD + DATED, "test.yaml").value
    assert read is not None

    def bands(*periods: str) -> list[tuple[str, int]]:
        found = prove_all(compiled(read, *periods), read)
        return [(each.code, place_of(each).column) for each in found]

    assert bands("2025-06") == [("KPI341", 58), ("KPI341", 82), ("KPI350", 73)]
    assert bands("2026-06") == [("KPI341", 82)]
    assert bands("2025-06", "2026-06") == [("KPI341", 82), ("KPI350", 73)]
    assert bands() == []


@pytest.mark.parametrize("path", SCHEMES, ids=lambda path: path.stem)
def test_the_schemes_of_the_repository_give_nothing(path: Path) -> None:
    read = load_scheme(path, path.name)
    assert read.value is not None
    every = [compile_scheme(read.value, period) for period in periods_to_check(read.value)]
    problems = read.diagnostics + tuple(problem for each in every for problem in each.diagnostics)
    problems += prove_all([each.value for each in every if each.value is not None], read.value)
    allowances = read_allowances(path.read_text(encoding="utf-8"), path.name)

    assert apply_allowances(allowances, problems) == ()


@pytest.mark.parametrize(
    ("declared", "low", "high"),
    [
        ("money", 0, 1_000_000_000),
        ("{type: money, min: -5}", -5, 1_000_000_000),
        ("{type: money, max: 0}", None, 0),
        ("{type: money, max: -1}", None, -1),
        ("{type: money, min: 5, max: 7}", 5, 7),
        ("{type: count, max: 4}", 0, 4),
        ("{type: money, min: 1_000_000_000}", 1_000_000_000, None),
        ("{type: money, min: 999_999_999}", 999_999_999, 1_000_000_000),
    ],
)
def test_which_figures_somebody_might_have(declared: str, low: int | None, high: int | None) -> None:
    text = f"facts: {{employees: {{x: {declared}}}}}\npay: {{п: {{kind: variable, amount: x * 2}}}}\n"
    read = read_scheme(HEAD + text, "s.yaml").value
    assert read is not None
    (program,) = compiled(read, "2026-03")

    assert plausible_box(program).domains["employees", "x"] == make_interval(
        *(None if each is None else Decimal(each) for each in (low, high))
    )
