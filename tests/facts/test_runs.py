"""Runs of columns: a column for each day becomes one fact, and each code is counted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kpicalc.api import Request, compute
from kpicalc.compiler.passes import compile_scheme
from kpicalc.engine.explain import explain
from kpicalc.facts.bind import bind_facts
from kpicalc.model.diagnostic import Checked
from kpicalc.model.facts import Facts
from kpicalc.model.fault import Fault
from kpicalc.model.period import Period, PeriodLength
from kpicalc.model.result import Explanation
from kpicalc.scheme.load import read_scheme
from tests.facts.builders import codes, open_files, places, receipt, write_csv, write_xlsx

MARCH = Period(2026, 3, PeriodLength.MONTH)
APRIL = Period(2026, 4, PeriodLength.MONTH)
SCHEME = """\
kpicalc: 1
scheme: timesheet
currency: RUB
facts: {{employees: {{days: {{type: hours, columns: {columns}, {more}}}}}}}
pay: {{pay: {{kind: fixed, base: days, rate: 100}}}}
"""
CODES = "codes: {в: day off, от: {text: [от, 'о/т'], title: leave}}"


def read(path: Path, columns: str, more: str = CODES, period: Period = MARCH) -> Checked[Facts]:
    """Bind a file to a scheme with a run of columns."""
    loaded = read_scheme(SCHEME.format(columns=columns, more=more), "scheme.yaml")
    assert loaded.value is not None, loaded.diagnostics
    program = compile_scheme(loaded.value, period)
    assert program.value is not None, program.diagnostics
    return bind_facts(program.value, open_files(path), None)


def values(checked: Checked[Facts], name: str) -> list[object]:
    """Return a column; a fault is shown as the codes of its causes."""
    assert checked.value is not None, checked.diagnostics
    cells = checked.value.frames["employees"].columns[name]
    return [codes(each.causes) if isinstance(each, Fault) else each for each in cells]


def test_hours_are_added_and_codes_counted(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", "Таб. №;1;2;3", "k1;8;В;7:30", "k2;от;о/т;-")
    checked = read(path, "1..3", f"missing: 0, {CODES}")
    assert values(checked, "days") == [Decimal("15.5"), 0]
    assert (values(checked, "days.в"), values(checked, "days.от")) == ([1, 0], [0, 2])
    assert codes(checked.diagnostics) == ["KPI454"]
    assert checked.value is not None
    (row,) = [each for each in receipt(checked.value).columns if each.name == "days"]
    assert (row.heading, row.column, row.total) == ("1 … 3", 2, Decimal("15.5"))


def test_what_cannot_be_read_has_its_cell(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", "Таб. №;1;2", "k1;8;ы", "k2;;8", "k3;о;8", "k4;8;8")
    checked = read(path, "1..2")
    assert values(checked, "days") == [["KPI499"], ["KPI451"], ["KPI499"], 16]
    assert values(checked, "days.в") == [["KPI499"], ["KPI451"], ["KPI499"], 0]
    assert sorted(zip(places(checked.diagnostics), codes(checked.diagnostics), strict=True)) == [
        ("a.csv!B3", "KPI451"),
        ("a.csv!B4", "KPI499"),
        ("a.csv!C2", "KPI499"),
    ]


def test_a_sum_is_only_missing_where_all_of_it_is(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", "Таб. №;1;2", "k1;;ы", "k2;;", "k3;8;")
    checked = read(path, "1..2", f"missing: allow, {CODES}")
    assert checked.value is not None
    sums = checked.value.frames["employees"].columns["days"]
    assert [isinstance(each, Fault) and each.missing for each in sums] == [False, True, True]


@pytest.mark.parametrize(
    ("columns", "head"),
    [
        ("days", list(range(1, 32))),
        ("days", [f"{day:02}" for day in range(1, 32)]),
        ("days", [date(2026, 3, day) for day in range(1, 32)]),
        ("1..31", list(range(1, 32))),
        ("01..31", [f"{day:02}" for day in range(1, 32)]),
        ("[1..15, 16..31]", list(range(1, 32))),
    ],
)
def test_a_column_for_each_day(tmp_path: Path, columns: str, head: list[object]) -> None:
    rows = [["Таб. №", *head], ["k1", *range(8), *[24] * 24], ["k2", *[8] * 29, 25, -1]]
    path = write_xlsx(tmp_path / "a.xlsx", {"Март": rows})
    assert values(read(path, columns), "days") == [Decimal(580), ["KPI620", "KPI441"]]


def test_days_that_the_month_does_not_have(tmp_path: Path) -> None:
    thirty = write_xlsx(tmp_path / "a.xlsx", {"М": [["Таб. №", *range(1, 31)], ["k1", *[1] * 30]]})
    assert values(read(thirty, "1..31", period=APRIL), "days") == [30]
    assert codes(read(thirty, "1..31").diagnostics) == ["KPI415"]
    blank = write_xlsx(tmp_path / "b.xlsx", {"М": [["Таб. №", *range(1, 32)], ["k1", *[1] * 30]]})
    assert values(read(blank, "1..31", period=APRIL), "days") == [30]
    assert codes(read(blank, "1..31", period=APRIL).diagnostics) == []
    filled = write_xlsx(tmp_path / "c.xlsx", {"М": [["Таб. №", *range(1, 32)], ["k1", *[1] * 31]]})
    assert values(read(filled, "1..31", period=APRIL), "days") == [["KPI441"]]


def test_other_runs_have_the_columns_they_name(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", "Таб. №;Нед 1;Нед 2;Пт", "k1;40;38;8")
    assert values(read(path, "[Нед 1..Нед 2, Пт]", "min: 0"), "days") == [86]
    assert codes(read(path, "Нед 2..Нед 1", "min: 0").diagnostics) == ["KPI415"]


def test_an_explanation_shows_the_cells(tmp_path: Path) -> None:
    text = SCHEME.format(columns="1..3", more=CODES).replace("pay:", "values: {leave: days.от}\npay:", 1)
    (tmp_path / "scheme.yaml").write_text(text, encoding="utf-8")
    path = write_csv(tmp_path / "a.csv", "Таб. №;1;2;3", "k1;8;от;0:30")
    done = compute(Request((path,), (tmp_path / "scheme.yaml",), MARCH))
    assert done.value is not None, done.diagnostics
    (settlement,) = done.value.settlements
    half = Decimal("0.5")
    hours, leave = explain(settlement, 0, "pay").children[0], explain(settlement, 0, "leave").children[0]
    assert (hours.value, cells(hours)) == (
        Decimal("8.5"),
        [("1", 8, "B2"), ("2", "от", "C2"), ("3", half, "D2")],
    )
    assert (leave.value, cells(leave)) == (1, [("2", "от", "C2")])


@pytest.mark.parametrize(
    ("heading", "sums", "expected"),
    [
        ("Всего", ("16", "8", "15,5"), []),
        ("Всего", ("16", "9", "15,5"), ["a.csv!D3"]),
        ("Итого, ч", ("16", "9", ""), ["a.csv!D3"]),
        # 15:20 are 15.33 as they are printed, 15.4 are not.
        ("Всего", ("16", "8", "15,33", "15,3"), []),
        ("Всего", ("16", "8", "15,4", "15,2"), ["a.csv!D4", "a.csv!D5"]),
        # Days and not hours, or not its own sum: most do not agree.
        ("Всего", ("2", "1", "15,5"), []),
        ("Норма", ("16", "9", "15,5"), []),
        ("Total", ("x", "8", "16"), ["a.csv!D4"]),
    ],
)
def test_a_printed_sum_of_a_row_is_compared(
    tmp_path: Path, heading: str, sums: tuple[str, ...], expected: list[str]
) -> None:
    third = "7:20" if len(sums) > 3 else "7:30"
    days = ("k1;8;8", "k2;8;в", f"k3;8;{third}", f"k4;8;{third}")[: len(sums)]
    rows = (f"{each};{printed}" for each, printed in zip(days, sums, strict=True))
    path = write_csv(tmp_path / "a.csv", f"Таб. №;1;2;{heading}", *rows)
    found = read(path, "1..2").diagnostics
    assert places(found) == expected
    assert codes(found) == ["KPI629"] * len(expected)


def test_sums_of_rows_need_not_be_compared(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", "Таб. №;1;2;Всего", "k1;8;8;16", "k2;8;8;15")
    table = "columns: {{days: {{type: hours, columns: {columns}, {more}}}}}, rows: {{total: ignore}}"
    text = SCHEME.replace("days: {{type: hours, columns: {columns}, {more}}}", table)
    loaded = read_scheme(text.format(columns="1..2", more=CODES), "scheme.yaml")
    assert loaded.value is not None
    program = compile_scheme(loaded.value, MARCH).value
    assert program is not None
    assert bind_facts(program, open_files(path), None).diagnostics == ()


def cells(found: Explanation) -> list[tuple[str, object, str]]:
    """Return heading, value and cell of each day that an explanation shows."""
    return [(day.name, day.value, str(day.cell).rsplit("!", 1)[-1]) for day in found.children]


def test_bounds_are_those_of_a_day_and_not_of_a_code(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", "Таб. №;1;2", "k1;8;от", "k2;8;25")
    assert values(read(path, "1..2", f"above: 0, max: 24, {CODES}"), "days") == [8, ["KPI441"]]


def test_the_scheme_says_what_a_run_is() -> None:
    for more, kind in (
        ("type: text, columns: 1..2", "columns"),
        ("type: hours, codes: {от: leave}", "codes"),
    ):
        text = SCHEME.format(columns="1..2", more="").replace("type: hours, columns: 1..2, ", more)
        found = read_scheme(text, "scheme.yaml").diagnostics
        assert [(each.code, dict(each.params)["key"]) for each in found] == [("KPI158", kind)]
