"""Slips that are legal to write: what is told, and what is left in peace."""

from __future__ import annotations

import pytest

from kpicalc.compiler.slips import mend_precedence
from kpicalc.formula.parser import parse_formula
from kpicalc.formula.printer import print_formula
from kpicalc.model.source import SourceText
from tests.compiler.builders import FACTS, PAY, problems_of


@pytest.mark.parametrize(
    ("written", "mend"),
    [
        ("fact - plan / 100%", "(fact - plan) / 100%"),
        ("fact + plan / 100%", "(fact + plan) / 100%"),
        ("К1 + К2 + К3 + К4 / 4", "(К1 + К2 + К3 + К4) / 4"),
        ("а + б + в / 3", "(а + б + в) / 3"),
        ("а + б / 2", None),
        ("а - б - в / 3", None),
        ("а + б + в / 4", None),
        ("а / 3 + б + в / 3", None),
        ("а + б + в / 50%", None),
        ("а + б + в / г", None),
        ("(а + б + в) / 3", None),
        ("а * б / 3", None),
    ],
)
def test_slips_of_precedence(written: str, mend: str | None) -> None:
    read = parse_formula(SourceText(written, "test", ((0, 1, 1),))).value
    assert read is not None
    meant = mend_precedence(read)

    assert (None if meant is None else print_formula(meant)) == mend


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ("min: 10, max: 20", []),
        ("min: 20, max: 20", []),
        ("min: 30, max: 20", [("KPI308", {"name": "limits.total", "least": "30", "most": "20"})]),
        (
            "min: 2 * 10, max: 10 + 5",
            [("KPI308", {"name": "limits.total", "least": "2 * 10 = 20", "most": "10 + 5 = 15"})],
        ),
        ("min: план, max: 20", []),
        ("max: 20", []),
    ],
)
def test_crossed_limits(limits: str, expected: list[object]) -> None:
    assert problems_of(FACTS + PAY + f"limits: {{total: {{{limits}}}}}\n") == expected


@pytest.mark.parametrize(
    ("keys", "codes"),
    [
        ("threshold: 80%, stop: 60%", []),
        ("threshold: 80%, stop: 80%", []),
        ("threshold: 60%, stop: 80%", ["KPI311"]),
        ("threshold: факт / план, stop: 80%", []),
        ("stop: 80%", []),
        ("threshold: 80%", []),
    ],
)
def test_stop_and_threshold(keys: str, codes: list[str]) -> None:
    text = FACTS + PAY + f"kpis: {{а: {{plan: план, actual: факт, {keys}}}}}\n"
    watched = "stop_factors: {D: {lines: [оклад], rules: [{kpis_stopped: any, factor: 0}]}}\n"

    assert [code for code, _ in problems_of(text + watched)] == codes


_BOUND_OF_2: tuple[str, list[str]] = ("факт / план", ["KPI317", "KPI317"])
_NONE: tuple[str, list[str]] = ("факт / план", [])


@pytest.mark.parametrize(
    ("bands", "axis", "codes"),
    [
        ("{from: 80, value: 1}", "факт / план", ["KPI313"]),
        ("{from: 80%, value: 1}", "факт / план", []),
        ("{from: 5, value: 1}", "факт / план", []),
        ("{from: 10, value: 1}", "факт / план", ["KPI313"]),
        ("{from: 9.99, value: 1}", "факт / план", []),
        ("{from: 80, value: 1}", "касания", []),
        ("{below: 5, value: 1}, {from: 5, value: 2}", "факт / план", []),
        ("{value: 1}", "факт / план", []),
        ("{below: 50%, value: 1}, {from: 0.5, below: 2, value: 2}, {from: 2, value: 3}", *_BOUND_OF_2),
        ("{below: 50%, value: 1}, {from: 0.5, below: 1.99, value: 2}, {from: 1.99, value: 3}", *_NONE),
    ],
)
def test_percent_points(bands: str, axis: str, codes: list[str]) -> None:
    text = FACTS + PAY + f"tables: {{К: {{mode: lookup, bands: [{bands}]}}}}\nvalues: {{а: К({axis})}}\n"

    assert [code for code, _ in problems_of(text)] == codes


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("касания > касания", [("KPI314", {"name": "касания", "grain": "employees"})]),
        ("касания = employee.касания", [("KPI314", {"name": "касания", "grain": "employees"})]),
        ("план > факт", []),
        ("факт / план >= 80", [("KPI317", {"points": "80", "mend": "80%"})]),
        ("80.5 <= факт / план", [("KPI317", {"points": "80.5", "mend": "80.5%"})]),
        ("факт / план >= 80%", []),
        ("факт / план >= 1000%", []),
        ("факт / план >= 1.9", []),
        ("факт / план >= 2", [("KPI317", {"points": "2", "mend": "2%"})]),
        ("касания >= 80", []),
        ("min(факт / план, 120) > 1", [("KPI317", {"points": "120", "mend": "120%"})]),
        ("max(20, факт / план) > 1", [("KPI317", {"points": "20", "mend": "20%"})]),
        (
            "clamp(факт / план, 20, 120) > 1",
            [("KPI317", {"points": "20", "mend": "20%"}), ("KPI317", {"points": "120", "mend": "120%"})],
        ),
        ("min(факт / план, 120%) > 1", []),
        ("min(факт / план * 100, 120) > 1", []),
        ("min(касания, 120) > 1", []),
        ("abs(факт / план - 80) > 1", [("KPI317", {"points": "80", "mend": "80%"})]),
        ("100 - факт / план > 1", [("KPI317", {"points": "100", "mend": "100%"})]),
        ("2 - факт / план > 1", []),
        ("факт / план * 100 - 80 > 1", []),
        ("(if план > 0 then факт / план else 100) > 1", [("KPI317", {"points": "100", "mend": "100%"})]),
        ("(if план > 0 then факт / план else 1) > 1", []),
        ("abs(касания - 80) > 1", []),
        ("round(факт, 0) > 5", [("KPI315", {"function": "round", "step": "0"})]),
        ("floor(факт, -1) > 5", [("KPI315", {"function": "floor", "step": "-1"})]),
        ("ceil(факт, 1 - 1) > 5", [("KPI315", {"function": "ceil", "step": "1 - 1"})]),
        ("round(касания, касания) > 5", []),
        ("floor(факт) > 5", []),
        ("clamp(факт, 9, 5) > 5", [("KPI316", {"low": "9", "high": "5"})]),
        ("clamp(факт, 5, 5) > 5", []),
        ("clamp(факт, план, 5) > 5", []),
        ("clamp(факт, 5, план) > 5", []),
    ],
)
def test_parts_that_cannot_be_meant(written: str, expected: list[object]) -> None:
    assert problems_of(FACTS + PAY + f"values: {{а: '{written}'}}\n".replace("'", '"')) == expected


def test_a_line_named_like_a_column_is_told_once() -> None:
    text = FACTS + "pay: {план: {kind: fixed, amount: план}}\n"

    assert problems_of(text) == [("KPI202", {"name": "план"})]


def test_a_clash_of_kinds_is_not_told_again_by_the_lint() -> None:
    text = (
        FACTS
        + PAY
        + "tables: {К: {mode: lookup, bands: [{from: 80, value: 1}]}}\nvalues: {а: К(план * факт)}\n"
    )

    assert [code for code, _ in problems_of(text)] == ["KPI242"]
