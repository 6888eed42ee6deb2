"""Facts as written: tables, columns, bounds, blank cells."""

from __future__ import annotations

import pytest

from kpicalc.model.kind import Kind
from kpicalc.model.writing import DayOrder, DecimalMark, HoursForm, Writing
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.load import read_scheme
from tests.scheme.texts import MINIMAL, params_of, problems_of


def read_facts(table: str) -> tuple[SchemeDocument | None, list[str]]:
    """Read the minimal scheme with another table `t`; it stands on line 6 from column 8 on."""
    text = MINIMAL.replace("facts: {employees: {план: money}}\n", "")
    checked = read_scheme(f"{text}facts:\n  t: {table}\n", "s.yaml")
    return checked.value, problems_of(checked.diagnostics)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("{a: money, b: {type: count}}", ["a", "b"]),
        ("{columns: {a: money}}", ["a"]),
        ("{of: employees}", []),
        ("{}", []),
    ],
)
def test_columns_are_found_in_the_short_and_the_long_form(table: str, expected: list[str]) -> None:
    document, problems = read_facts(table)

    assert problems == []
    assert document is not None
    assert [str(name) for each in document.facts.values() for name in each.columns] == expected


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("employees", ["KPI134 6:6"]),
        ("{columns: {a: money}, derivd: true}", ["KPI131 6:28"]),
        ("{columns: {a: money}, derived: да}", ["KPI142 6:37"]),
        ("{columns: {a: money}, of: {}}", ["KPI136 6:32"]),
        ("{columns: {a: money}, of: моя таблица}", ["KPI143 6:32"]),
        ("{columns: {a: money}, key: []}", ["KPI137 6:33"]),
        ("{columns: {a b: money}}", ["KPI143 6:17"]),
        ("{columns: [a, b]}", ["KPI134 6:16"]),
        ("{values: {a: }}", ["KPI138 6:18"]),
        ("{values: {a: {title: x}}}", ["KPI133 6:16"]),
        ("{values: {a: {formula: x, round: 2}}}", ["KPI134 6:39"]),
        ("{values: {a: {formula: x, round: {step: 0}}}}", ["KPI152 6:46"]),
        ("{values: {a: {formula: x, round: {step: -1, mode: updown}}}}", ["KPI142 6:56"]),
        ("{values: {a: {formula: x, round: {mode: up}}}}", ["KPI133 6:32"]),
        ("{columns: {a: money}, reading: {decimal: koma}}", ["KPI142 6:47"]),
        ("{columns: {a: money}, reading: {decimals: comma}}", ["KPI131 6:38"]),
        ("{a: {type: money, dates: dmy}}", ["KPI158 6:24"]),
        ("{a: {type: date, unit: thousand, scale: percent}}", ["KPI158 6:23", "KPI158 6:39"]),
        ("{a: {type: count, hours: h:mm, time: drop}}", ["KPI158 6:24", "KPI158 6:37"]),
        ("{a: {type: text, decimal: comma}}", ["KPI158 6:23"]),
    ],
)
def test_mistakes_of_a_table_are_named(table: str, expected: list[str]) -> None:
    document, problems = read_facts(table)

    assert problems == expected
    assert document is None or "KPI131" in problems[0]


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("mony", ["KPI142 6:10"]),
        ("[money]", ["KPI134 6:10"]),
        ("{}", ["KPI133 6:7"]),
        ("{type: money, min: 0,5}", ["KPI119 6:29"]),
        ("{type: money, min: '0,5'}", ["KPI139 6:29"]),
        ("{type: money, min: abc}", []),
        ("{type: money, min: 12345678901234567}", ["KPI141 6:29"]),
        ("{type: money, min: 5%}", ["KPI155 6:29"]),
        ("{type: ratio, min: 5%, max: 1}", []),
        ("{type: number, above: 5%}", []),
        ("{type: text, min: 5, below: 7}", ["KPI156 6:23", "KPI156 6:31"]),
        ("{type: date, above: 5}", ["KPI156 6:23"]),
        ("{type: text, in_period: true}", ["KPI158 6:23"]),
        ("{type: date, in_period: true}", []),
        ("{type: text, in_period: false}", []),
        ("{type: count, one_of: 5}", ["KPI135 6:32"]),
        ("{type: count, one_of: []}", ["KPI137 6:32"]),
        ("{type: count, one_of: [1, a, 2%, 3]}", ["KPI140 6:36", "KPI155 6:39"]),
        ("{type: flag, one_of: [true, maybe]}", ["KPI142 6:38"]),
        ("{type: flag, missing: false}", []),
        ("{type: date, one_of: [2026-01-01, вчера]}", ["KPI148 6:44"]),
        ("{type: text, one_of: [[a]]}", ["KPI136 6:32"]),
        ("{type: count, missing: alow}", ["KPI140 6:33"]),
        ("{type: count, missing: [0]}", ["KPI136 6:33"]),
        ("{type: mony, missing: 5, one_of: [a]}", ["KPI142 6:17"]),
    ],
)
def test_mistakes_of_a_column_are_named(column: str, expected: list[str]) -> None:
    assert read_facts(f"{{a: {column}}}")[1] == expected


def test_problems_say_what_they_are_about() -> None:
    text = MINIMAL.replace("план: money", "план: {type: text, min: 5}")
    assert params_of(read_scheme(text, "s").diagnostics[0]) == {"key": "min", "kind": Kind.TEXT}
    text = MINIMAL.replace("план: money", "план: {type: count, min: '0,5'}")
    assert params_of(read_scheme(text, "s").diagnostics[0]) == {"text": "0,5", "mend": "0.5"}


def test_how_cells_are_written_is_said_of_a_table_and_of_a_column() -> None:
    table = (
        "{reading: {decimal: comma, dates: mdy}, columns: {a: {type: hours, hours: h:mm, decimal: point}}}"
    )
    document, problems = read_facts(table)

    assert problems == []
    assert document is not None
    spec = next(iter(document.facts.values()))
    assert spec.reading is not None
    assert spec.reading.writing == Writing(decimal=DecimalMark.COMMA, dates=DayOrder.MDY)
    assert [each.writing for each in spec.columns.values()] == [
        Writing(decimal=DecimalMark.POINT, hours=HoursForm.CLOCK)
    ]


def test_a_column_may_be_called_reading() -> None:
    document, problems = read_facts("{reading: money}")

    assert problems == []
    assert document is not None
    assert [str(name) for each in document.facts.values() for name in each.columns] == ["reading"]
