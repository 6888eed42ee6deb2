"""An analysis as JSON: sorted, without binary fractions, the same bytes every time."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from kpicalc.model.outline import LineKind
from kpicalc.report.writers.analysis_json import write_analysis
from tests.report.analysis_sample import FALLING, STEPS, sample_analysis


def floats(value: Any) -> list[float]:
    if isinstance(value, dict):
        return [found for each in value.values() for found in floats(each)]
    if isinstance(value, list):
        return [found for each in value for found in floats(each)]
    return [value] if isinstance(value, float) else []


def test_everything_is_told_as_text() -> None:
    written = b"".join(write_analysis(sample_analysis(STEPS, FALLING)))

    told = json.loads(written)
    assert told["kpicalc"]["schema"] == "analysis/1"
    assert told["lines"][0]["highest"] == {
        "grows_with": ["employees.sales"],
        "reached": "1000000.00",
        "tight": True,
        "value": None,
        "witness": told["lines"][0]["lowest"]["witness"],
    }
    assert told["lines"][1]["lowest"]["witness"] is None
    assert told["total"]["lowest"]["witness"]["rows"][0] == {
        "table": "employees",
        "values": {"sales": "500", "hired": "2024-05-01", "unknown": None},
    }
    cliff = {"after": "150.00", "at": "800", "before": "100.00", "slight": False}
    assert told["curves"][0]["cliffs"][0] == cliff
    assert told["mixes"][2]["attainment"] is None
    assert floats(told) == []
    assert list(told) == sorted(told)
    assert written == b"".join(write_analysis(sample_analysis(STEPS, FALLING)))


def test_a_right_is_no_money() -> None:
    analysis = sample_analysis()
    right = replace(analysis.lines[2], kind=LineKind.ENTITLEMENT)

    told = json.loads(b"".join(write_analysis(replace(analysis, lines=(right,)))))
    assert (told["lines"][0]["lowest"]["value"], told["total"]["lowest"]["value"]) == ("5", "100.00")
