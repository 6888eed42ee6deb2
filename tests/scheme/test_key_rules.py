"""Rules between keys: the loader and the JSON Schema say the same of any keys beside each other."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpicalc.scheme.load import read_scheme
from tests.scheme.accepting import problems_of
from tests.scheme.texts import MINIMAL
from tests.tries import tries

_LINE = "pay: {{оклад: {{kind: fixed, amount: 100}}, л: {{{keys}}}}}\n"

# A part with the keys that its rules speak of, each with values to choose from.
PARTS: Mapping[str, tuple[str, Mapping[str, tuple[str, ...]]]] = {
    "kpi": (
        "kpis: {{к: {{{keys}}}}}\n",
        {
            "plan": ("5",),
            "actual": ("4",),
            "attainment": ("50%",),
            "better": ("higher", "lower", "target"),
            "formula": ("ratio", "mirror", "span", "deviation"),
            "base": ("1",),
            "when_plan_zero": ("error", "full"),
        },
    ),
    "earning": (
        _LINE.replace("{{{keys}}}", "{{kind: variable, {keys}}}"),
        {
            "amount": ("5",),
            "base": ("план",),
            "rate": ("5%",),
            "deductible": ("1",),
            "max": ("9",),
            "over": ("carry", "forfeit"),
        },
    ),
    "draw": (
        _LINE.replace("{{{keys}}}", "{{kind: draw, amount: 5, of: [оклад], {keys}}}"),
        {"recoverable": ("true", "false"), "balance": ("план",), "recover": ("50%",)},
    ),
    "prize": (
        _LINE.replace("{{{keys}}}", "{{kind: prize, best: план, amount: 5, {keys}}}"),
        {"ties": ("split", "all"), "above": ("1",), "from": ("2",), "step": ("1", "0", "-1")},
    ),
    "column": (
        "facts: {{employees: {{columns: {{план: money, х: {{{keys}}}}}}}}}\n",
        {
            "type": ("money", "date", "text", "hours", "ratio"),
            "columns": ("days",),
            "codes": ("{А: отпуск}",),
            "in_period": ("true", "false"),
            "dates": ("dmy",),
            "unit": ("thousand",),
            "scale": ("fraction",),
        },
    ),
    "period": (
        "period: {{{keys}}}\n",
        {
            "length": ("month", "days"),
            "starts": ("26",),
            "named": ("start",),
            "weeks": ("2",),
            "from": ("2026-01-05",),
        },
    ),
    "stop": (
        "stop_factors: {{с: {{lines: [оклад], rules: [{{factor: 0, {keys}}}]}}}}\n",
        {"when": ("план > 5",), "kpis_stopped": ("any",)},
    ),
    "limit": (
        "limits: {{total: {{{keys}}}}}\n",
        {"min": ("1",), "max": ("9",), "under": ("carry",), "over": ("carry",)},
    ),
    "test": (
        "tests: [{{name: т, {keys}}}]\n",
        {
            "given": ("{employees: {}}",),
            "given_files": ("a.csv",),
            "like": ("т",),
            "expect": ("{total: 5}",),
            "expect_error": ("KPI501",),
        },
    ),
}


@pytest.mark.parametrize("part", list(PARTS))
@settings(max_examples=tries(25), deadline=None)
@given(data=st.data())
def test_loader_and_schema_agree(part: str, data: st.DataObject) -> None:
    frame, keys = PARTS[part]
    chosen = data.draw(
        st.fixed_dictionaries({}, optional={key: st.sampled_from(of) for key, of in keys.items()})
    )
    written = ", ".join(f"{key}: {value}" for key, value in chosen.items())
    section = frame.format(keys=written).replace(", }", "}")

    scheme = _without_section(section.partition(":")[0]) + section
    told = [each.code for each in read_scheme(scheme, "s.yaml").diagnostics]
    assert (problems_of(scheme) == []) is (told == []), scheme


def _without_section(name: str) -> str:
    return "".join(line for line in MINIMAL.splitlines(keepends=True) if not line.startswith(f"{name}:"))
