"""The least change by which nobody loses: small schemes over one person, all that is told of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from kpicalc.analysis.even_pairs import find_even
from kpicalc.engine.settle import settle
from kpicalc.model.comparison import EvenStep
from tests.engine.builders import Row, compile_text, make_facts

_COLUMNS = """
facts:
  employees:
    a: {type: money, min: -1_000, max: 9_000}
    b: {type: money, min: -1_000}
    n: {type: count, min: 0}
    m: {type: count, min: 0}
    grade: {type: count, one_of: [1, 2, 3], influenced: KNOWN}
    late: flag
  rows: {columns: {x: {type: money, min: 0}, y: {type: money, min: 0}}}
"""


@dataclass(frozen=True)
class _Case:
    old: str
    new: str
    person: Mapping[str, str]
    told: list[str]
    rows: list[Row] = field(default_factory=list)


_NEAR = "max(0, 15 - abs(n - m))"
_FACTS = {"a": "0", "b": "0", "n": "0", "m": "0", "grade": "1", "late": "нет", "key": "1"}
CASES = {
    # Both facts by the same part of each; below 0 a fact may stay, from 0 on it stays above.
    "below 0": _Case(
        "180",
        "min(a + 200, b + 200)",
        {"a": "-100", "b": "-100"},
        ["a -100 → -20.0, b -100 → -20.0: 180.00, 180.00"],
    ),
    "less of both": _Case(
        "180",
        "min(300 - a, 300 - b)",
        {"a": "150", "b": "150"},
        ["a 150 → 120.0, b 150 → 120.0: 180.00, 180.00"],
    ),
    "not to below 0": _Case("150", "min(100 - a, 100 - b)", {"a": "50", "b": "50"}, []),
    # With one alone moved as far nobody could be paid.
    "one alone harms": _Case("180", f"min(n, m) * 1.50 * {_NEAR} / {_NEAR}", {"n": "100", "m": "100"}, []),
    "the old one pays nobody": _Case(
        f"180 * {_NEAR} / {_NEAR}",
        "min(n, m) * 1.50",
        {"n": "100", "m": "100"},
        ["n 100 → 120, m 100 → 120: 180.00, 180.00"],
    ),
    # 1 989.995 are 1 990.00.
    "downwards, by rounding": _Case(
        "1_990", "2_000 - a * 1%", {"a": "5000"}, ["a 5000 → 1000.50: 1990.00, 1990.00"]
    ),
    "less is nearer": _Case(
        "400", "if n <= 8 or n >= 15 then 500 else 0", {"n": "10"}, ["n 10 → 8: 400.00, 500.00"]
    ),
    "more is nearer": _Case(
        "400", "if n <= 3 or n >= 15 then 500 else 0", {"n": "10"}, ["n 10 → 15: 400.00, 500.00"]
    ),
    "the old one falls and comes back": _Case(
        "if n < 10 then 100 else if n < 20 then 20 else 100",
        "if n < 10 then 50 else if n < 20 then 60 else 140",
        {"n": "5"},
        ["n 5 → 20: 100.00, 140.00"],
    ),
    "a choice that pays the same": _Case("200", "grade * 100", {}, ["grade 1 → 2: 200.00, 200.00"]),
    "a choice that nobody is paid with": _Case(
        "300 / (2 - grade)", "grade * 100", {}, ["grade 1 → 3: -300.00, 300.00"]
    ),
    "a choice that the old one pays better": _Case(
        "if grade = 2 then 500 else 200", "grade * 100", {}, ["grade 1 → 3: 200.00, 300.00"]
    ),
    "yes in place of no": _Case(
        "200", "if late then 200 else 100", {}, ["late False → True: 200.00, 200.00"]
    ),
    # The greatest row of each column is moved; two rows of one table are no pair.
    "rows of one table": _Case(
        "500",
        "sum(rows.x) + sum(rows.y)",
        {},
        ["x 100 → 404.00: 500.00, 500.00", "y 90 → 394.00: 500.00, 500.00"],
        [{"of": "1", "x": "100", "y": "1"}, {"of": "1", "x": "5", "y": "90"}],
    ),
    "never": _Case("500", "min(n, 100) * 1", {"n": "100"}, []),
}


@pytest.mark.parametrize("name", CASES)
def test_what_makes_even(name: str) -> None:
    case = CASES[name]
    known = "true" if "grade" in case.new else "false"
    columns = _COLUMNS.replace("KNOWN", known)
    old, new = (
        compile_text(f"{columns}pay: {{p: {{kind: variable, amount: '{amount}'}}}}\n")
        for amount in (case.old, case.new)
    )
    people: list[Row] = [{**_FACTS, **{key: each.replace("_", "") for key, each in case.person.items()}}]
    facts = {"employees": people, "rows": case.rows}
    found = find_even(*((settle(program, make_facts(program, facts)), 0) for program in (old, new)))
    assert [_tell(each) for each in found] == case.told


def _tell(step: EvenStep) -> str:
    beside = "" if step.beside is None else f", {step.beside.label} {step.beside.now} → {step.beside.then}"
    return f"{step.label} {step.now} → {step.then}{beside}: {step.old}, {step.new}"
