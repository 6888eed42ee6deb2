"""KPIs that are judged from a sample on: who is left out, what stands in, and how it is told."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kpicalc.engine.breakdown import break_down
from kpicalc.engine.explain import explain
from kpicalc.model.fault import Fault
from tests.engine.builders import Row, settle_rows, value_of

SCHEME = """
facts: {{employees: {{calls: count, sales: count, done: ratio}}}}
{head}
kpis:
  conversion: {{{place}plan: 5%, actual: sales / calls, enough: {enough}{more}}}
  results: {{{place2}attainment: done}}
{tail}
pay: {{bonus: {{kind: variable, amount: 100, factors: [index]}}}}
"""
WAYS = {
    "plain": {"head": "", "place": "weight: 40%, ", "place2": "weight: 60%, "},
    "goals": {
        "head": "goals: {g: {}}",
        "place": "goal: g, weight: 40%, ",
        "place2": "goal: g, weight: 60%, ",
    },
    "index": {
        "head": "indexes: {index: {kpis: [conversion, results]}}",
        "place": "weight: 40%, ",
        "place2": "weight: 60%, ",
    },
}
FEW: Row = {"key": "e", "calls": "0", "sales": "0", "done": "80%"}
MANY: Row = {"key": "e", "calls": "500", "sales": "50", "done": "80%"}


def _scheme(way: str, enough: str, more: str = "", tail: str = "") -> str:
    return SCHEME.format(**WAYS[way], enough=enough, more=more, tail=tail)


@pytest.mark.parametrize(
    ("enough", "row", "paid"),
    [
        ("calls >= 500", MANY, "128"),
        ("calls >= 500", FEW, "80"),
        ("{when: calls >= 500}", FEW, "80"),
        ("{when: calls >= 500, otherwise: exclude}", FEW, "80"),
        ("{when: calls >= 500, otherwise: zero}", FEW, "48"),
        ("{when: calls >= 500, otherwise: full}", FEW, "88"),
        ("calls >= 501", MANY, "80"),
    ],
)
@pytest.mark.parametrize("way", WAYS)
def test_a_small_sample_means_what_the_scheme_says(enough: str, row: Row, paid: str, way: str) -> None:
    assert value_of(settle_rows(_scheme(way, enough), employees=[row]), "bonus") == Decimal(paid)


@pytest.mark.parametrize("way", WAYS)
def test_nobody_is_judged_by_nothing(way: str) -> None:
    text = _scheme(way, "calls >= 500").replace("attainment: done", "attainment: done, enough: calls > 0")
    bonus = value_of(settle_rows(text, employees=[FEW]), "bonus")

    assert isinstance(bonus, Fault)
    assert [(each.code, dict(each.params)["name"]) for each in bonus.causes] == [("KPI544", "index")]


@pytest.mark.parametrize(("calls", "stopped"), [("10", False), ("600", True)])
@pytest.mark.parametrize("more", ["", ", when_plan_zero: exclude"])
def test_what_is_left_out_stops_nothing(calls: str, stopped: bool, more: str) -> None:  # noqa: FBT001
    tail = "stop_factors: {D: {lines: [bonus], rules: [{kpis_stopped: any, factor: 0}]}}"
    text = _scheme("plain", "calls >= 500", f", stop: 50%{more}", tail)
    settlement = settle_rows(text, employees=[{**FEW, "calls": calls, "sales": "1"}])

    assert value_of(settlement, "conversion.stopped") is stopped


def test_a_small_sample_is_told_with_its_figures() -> None:
    settlement = settle_rows(_scheme("plain", "calls >= 500"), employees=[FEW, {**MANY, "key": "f"}])
    few, many = break_down(settlement, [0, 1])
    (note,) = few.kpis[0].notes
    worked = dict(note.params)["condition"]

    assert (note.key, list(worked.operands.values())) == ("too_few", [0])  # type: ignore[attr-defined]
    assert (few.kpis[1].notes, [kpi.notes for kpi in many.kpis]) == ((), [(), ()])


def test_a_small_sample_is_explained() -> None:
    settlement = settle_rows(_scheme("plain", "calls >= 500"), employees=[FEW])
    weight = explain(settlement, 0, "conversion.weight")

    assert [each.name for each in weight.children] == ["conversion.enough"]
    assert [each.name for each in weight.children[0].children] == ["calls"]
