"""Tests of schemes as written."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpicalc.scheme.load import load_tests, read_tests
from tests.scheme.texts import document_with, problems_of, problems_with

TEST = "  - name: а\n    given: {employees: {план: 1}}\n    expect: {оклад: 100}\n"


def test_a_test_as_it_is_written() -> None:
    (spec,) = document_with(f"tests:\n{TEST}    period: 2026-Q1\n    tolerance: 0.5\n").tests

    assert (spec.name, str(spec.period), str(spec.tolerance and spec.tolerance.value)) == (
        "а",
        "2026-Q1",
        "0.5",
    )
    assert spec.given is not None
    assert [(name, len(rows)) for name, rows in spec.given.items()] == [("employees", 1)]
    assert (spec.given_files, spec.expect_error, list(spec.expect)) == ((), (), ["оклад"])


def test_expected_problems_in_every_form() -> None:
    tests = document_with(
        "tests:\n"
        "  - {name: а, given: {}, expect_error: KPI501}\n"
        "  - {name: б, given: {}, expect_error: [KPI501, KPI502]}\n"
        "  - {name: в, given: {}, expect_error: {оклад: KPI501, '1': {оклад: [KPI502]}}}\n"
    ).tests

    assert [each.expect_error for each in tests] == [
        ("KPI501",),
        ("KPI501", "KPI502"),
        {"оклад": ("KPI501",), "1": {"оклад": ("KPI502",)}},
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tests: []\n", ["KPI137 1:8"]),
        (f"tests:\n{TEST}{TEST}", ["KPI700 5:11"]),
        ("tests:\n  - {name: а, expect: {оклад: 1}}\n", ["KPI151 2:5"]),
        ("tests:\n  - {name: а, given: {}}\n", ["KPI706 2:5"]),
        ("tests:\n  - {name: а, given: {}, expect: {}}\n", ["KPI137 2:34"]),
        ("tests:\n  - {name: а, given: {}, expect: {'1': {}}}\n", ["KPI137 2:40"]),
        ("tests:\n  - {name: а, given: {}, expect: {оклад: [1]}}\n", ["KPI134 2:43"]),
        ("tests:\n  - {name: а, given: [], expect: {оклад: 1}}\n", ["KPI134 2:22"]),
        ("tests:\n  - {name: а, given: {employees: 5}, expect: {оклад: 1}}\n", ["KPI134 2:34"]),
        ("tests:\n  - {name: а, given: {employees: {план: [1]}}, expect: {оклад: 1}}\n", ["KPI136 2:41"]),
        ("tests:\n  - {name: а, given: {}, expect_error: {оклад: {}}}\n", ["KPI137 2:48"]),
        ("tests:\n  - {name: а, given: {}, expect_error: {}}\n", ["KPI137 2:40"]),
        ("tests:\n  - {name: а, given: {}, expect_error: [KPI1, KPI501]}\n", ["KPI709 2:41"]),
        ("tests:\n  - {name: а, given: {}, period: май, expect: {оклад: 1}}\n", ["KPI710 2:34"]),
        ("tests:\n  - {name: а, given: {}, tolerance: -1, expect: {оклад: 1}}\n", ["KPI711 2:37"]),
        ("tests:\n  - {name: а, given: {}, given_files: a.csv, expect: {оклад: 1}}\n", ["KPI150 2:26"]),
        ("tests:\n  - {name: а, like: б, given_files: a.csv, expect: {оклад: 1}}\n", ["KPI150 2:24"]),
    ],
)
def test_a_wrong_shape_is_told_with_its_place(text: str, expected: list[str]) -> None:
    assert problems_with(text) == expected


def test_a_file_of_tests() -> None:
    checked = read_tests(f"scheme: s.yaml\ntests:\n{TEST}", "s.test.yaml")

    assert checked.diagnostics == ()
    assert checked.value is not None
    assert (checked.value.file, checked.value.scheme, len(checked.value.tests)) == (
        "s.test.yaml",
        "s.yaml",
        1,
    )


def test_problems_of_a_file_of_tests() -> None:
    assert problems_of(read_tests("scheme: [\n", "s.test.yaml").diagnostics) == ["KPI110 2:1"]
    assert problems_of(read_tests("tests: 5\n5: 6\n", "s.test.yaml").diagnostics) == [
        "KPI133 1:1",
        "KPI135 1:8",
        "KPI130 2:1",
    ]


def test_a_file_of_tests_is_read_from_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "s.test.yaml"

    assert [each.code for each in load_tests(path).diagnostics] == ["KPI100"]
    path.write_text(f"scheme: s.yaml\ntests:\n{TEST}", encoding="utf-8")
    read = load_tests(path, "shown.yaml").value
    assert read is not None
    assert read.file == "shown.yaml"
