"""Parameters as written."""

from __future__ import annotations

import pytest

from kpicalc.model.diagnostic import Label
from kpicalc.model.source import Span
from tests.scheme.texts import problems_with, read_with


@pytest.mark.parametrize(
    ("parameter", "expected"),
    [
        ("{}", ["KPI133 2:3"]),
        ("{type: money}", ["KPI133 2:3"]),
        ("{value: 1, type: Money}", ["KPI142 2:23"]),
        ("{value: 1, tipe: money}", ["KPI131 2:17"]),
        ("{value: {}}", ["KPI137 2:14"]),
        ("{value: [1]}", ["KPI136 2:14"]),
        ("[1]", ["KPI134 2:6"]),
        ("", ["KPI138 2:5"]),
        ("{2025-13: 1}", ["KPI148 2:7"]),
        ("{2025-02-30: 1, 2025: 2, 31.03.2025: 3}", ["KPI148 2:7", "KPI148 2:22", "KPI148 2:31"]),
        ("{2025-01: 1, title: x}", ["KPI148 2:19"]),
        ("{2025-01: [1], 2025-02: {a: b}}", ["KPI136 2:16", "KPI136 2:30"]),
        ("{2025-01: 1, 2025-01-01: 2}", ["KPI149 2:19"]),
        ("{by: разряд, values: {А: 1, Б: {2025-01: 2}}, otherwise: {2025-01: 3}, type: money}", []),
        ("{by: разряд}", ["KPI133 2:3"]),
        ("{values: {А: 1}}", ["KPI133 2:3"]),
        ("{by: разряд, values: {}}", ["KPI137 2:27"]),
        ("{by: разряд, values: 5}", ["KPI134 2:27"]),
        ("{by: разряд, values: {А: }}", ["KPI138 2:30"]),
        ("{by: разряд, valeus: {А: 1}}", ["KPI131 2:19"]),
    ],
)
def test_mistakes_are_named(parameter: str, expected: list[str]) -> None:
    assert problems_with(f"parameters:\n  п: {parameter}\n") == expected


def test_two_values_from_one_day_point_at_each_other() -> None:
    problem = read_with("parameters: {п: {2025-01: 1, 2025-01-01: 2}}\n").diagnostics[0]

    assert problem.others == (Label(Span("s.yaml", 6, 18, 6, 25), "first_here"),)
