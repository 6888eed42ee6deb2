"""Typed columns: what each kind of cell becomes, and what is decided for a whole column."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kpicalc.model.diagnostic import Severity
from kpicalc.model.facts import BLOCK_ROWS
from kpicalc.model.fault import Fault
from kpicalc.model.kind import Kind
from kpicalc.model.writing import UNSAID, PercentScale, Writing
from tests.facts.builders import (
    codes,
    money,
    places,
    show,
    values,
)
from tests.facts.one_column import from_csv, from_xlsx, read


def test_plain_numbers(tmp_path: Path) -> None:
    assert read(from_csv(tmp_path, Kind.MONEY, "1", "-2,5", "3.25", "0")) == money("1", "-2.5", "3.25", "0")


def test_a_negative_zero_in_a_file_is_zero(tmp_path: Path) -> None:
    assert list(map(str, read(from_csv(tmp_path, Kind.MONEY, "-0", "1")))) == ["0", "1"]
    assert list(map(str, read(from_xlsx(tmp_path, Kind.MONEY, -0.0, 1)))) == ["0", "1"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("1,234", "2,5"), ["1.234", "2.5"]),
        (("1,234", "2,345,678"), ["1234", "2345678"]),
        (("1.234", "1 234,5"), ["1234", "1234.5"]),
        (("1.234", "5.5", "7"), ["1.234", "5.5", "7"]),
        (("1,234%", "2,5%"), ["0.01234", "0.025"]),
    ],
)
def test_doubtful_writings_follow_the_rest_of_the_column(
    tmp_path: Path, cells: tuple[str, ...], expected: list[str]
) -> None:
    assert read(from_csv(tmp_path, Kind.NUMBER, *cells)) == money(*expected)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("1,234", "5"), [["KPI431"], Decimal(5)]),
        (("1,234", "5,5", "1,234.5"), [["KPI431"], Decimal("5.5"), Decimal("1234.5")]),
        (("1,234", "x"), [["KPI431"], ["KPI430"]]),
    ],
)
def test_doubtful_writings_without_proof_are_refused(
    tmp_path: Path, cells: tuple[str, ...], expected: list[object]
) -> None:
    assert read(from_csv(tmp_path, Kind.MONEY, *cells)) == expected


def test_proof_in_a_later_block_can_unsettle_an_earlier_one(tmp_path: Path) -> None:
    first = ["2,5", "1,234"] + ["1"] * (BLOCK_ROWS - 2)
    settled = read(from_csv(tmp_path, Kind.COUNT, *first, "7"))
    assert settled[1] == Decimal("1.234")
    unsettled = read(from_csv(tmp_path, Kind.COUNT, *first, "1,234.5"))
    assert (unsettled[0], unsettled[1], unsettled[-1]) == (Decimal("2.5"), ["KPI431"], Decimal("1234.5"))
    beyond = read(from_csv(tmp_path, Kind.COUNT, *first, "1,234.5", minimum=Decimal(2)))
    assert (beyond[1], beyond[2]) == (["KPI431"], ["KPI441"])


def test_cents_have_two_digits_whatever_other_cells_prove(tmp_path: Path) -> None:
    first = ["2,5", "1,234"] + ["1"] * (BLOCK_ROWS - 2)
    assert read(from_csv(tmp_path, Kind.MONEY, *first, "7"))[1] == ["KPI431"]
    # Here both say the same: the comma stands before thousands.
    assert read(from_csv(tmp_path, Kind.MONEY, "1,234.50", "700,000")) == money("1234.50", "700000")
    assert read(from_csv(tmp_path, Kind.MONEY, "1 234,567", "12345,678")) == money("1234.567", "12345.678")


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1 2О0", "KPI412"),
        ("много", "KPI430"),
        ("NaN", "KPI430"),
        ("1234567890123456", "KPI435"),
        ("#ДЕЛ/0!", "KPI433"),
        ("#N/A", "KPI433"),
        ("50%", "KPI437"),
        ("", "KPI451"),
        ("-", "KPI451"),
        ("—", "KPI451"),
        ("н/д", "KPI451"),
        ("нет", "KPI451"),
    ],
)
def test_cells_that_are_no_amount(tmp_path: Path, cell: str, code: str) -> None:
    checked = from_csv(tmp_path, Kind.MONEY, "1", cell)
    assert read(checked) == [Decimal(1), [code]]
    assert codes(checked.diagnostics) == [code]
    assert len(show(checked.diagnostics)) == 1


@pytest.mark.parametrize("mark", ["-", "—", "н/д"])
def test_a_mark_of_no_value_is_shown(tmp_path: Path, mark: str) -> None:
    for kind in (Kind.MONEY, Kind.DATE):
        checked = from_csv(tmp_path, kind, mark)
        assert show(checked.diagnostics) == [f"в ячейке нет значения: `{mark}` (x, 100)"]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (True, "KPI432"),
        (date(2026, 3, 1), "KPI432"),
        (time(1, 30), "KPI432"),
        (1e300, "KPI435"),
        ("=1+1", "KPI434"),
    ],
)
def test_typed_cells_that_are_no_amount(tmp_path: Path, cell: object, code: str) -> None:
    assert read(from_xlsx(tmp_path, Kind.MONEY, 5, cell)) == [Decimal(5), [code]]


def test_a_blank_may_be_allowed_or_replaced(tmp_path: Path) -> None:
    allowed = from_csv(tmp_path, Kind.MONEY, "1", "", optional=True)
    assert allowed.ok
    assert allowed.diagnostics == ()
    assert allowed.value is not None
    fault = values(allowed.value, "x")[1]
    assert isinstance(fault, Fault)
    assert (fault.missing, codes(fault.causes)) == (True, ["KPI450"])
    assert allowed.value.frames["employees"].faulty == frozenset({"x"})
    replaced = from_csv(tmp_path, Kind.MONEY, "1", "", fallback=Decimal(0))
    assert (read(replaced), codes(replaced.diagnostics)) == (money("1", "0"), ["KPI454"])
    assert replaced.ok


@pytest.mark.parametrize(
    ("bounds", "cell", "expected"),
    [
        ({"minimum": Decimal(0)}, "-1", "≥ 0"),
        ({"maximum": Decimal(10)}, "10.01", "≤ 10"),
        ({"above": Decimal(0)}, "0", "> 0"),
        ({"below": Decimal(10)}, "10", "< 10"),
    ],
)
def test_bounds_of_numbers(tmp_path: Path, bounds: dict[str, Any], cell: str, expected: str) -> None:
    checked = from_csv(tmp_path, Kind.MONEY, "5", cell, heading="x", **bounds)
    assert read(checked) == [Decimal(5), ["KPI441"]]
    assert str(dict(checked.diagnostics[0].params)["expected"]) == expected


def test_bounds_hold_next_to_refused_cells(tmp_path: Path) -> None:
    checked = from_csv(tmp_path, Kind.MONEY, "x", "-1", "5", minimum=Decimal(0))
    assert read(checked) == [["KPI430"], ["KPI441"], Decimal(5)]


def test_a_column_of_nothing_but_refused_cells(tmp_path: Path) -> None:
    assert read(from_csv(tmp_path, Kind.MONEY, "x", minimum=Decimal(0))) == [["KPI430"]]


def test_allowed_values(tmp_path: Path) -> None:
    shares = (Decimal(0), Decimal("0.5"), Decimal(1))
    checked = from_csv(tmp_path, Kind.RATIO, "50%", "100%", "70%", one_of=shares)
    assert read(checked) == [Decimal("0.50"), Decimal(1), ["KPI442"]]
    assert {name: str(value) for name, value in checked.diagnostics[0].params} == {
        "expected": "0%; 50%; 100%",
        "found": "70%",
        "what": "x, 102",
    }
    checked = from_csv(tmp_path, Kind.TEXT, "A", "Б", one_of=("A", "B"))
    assert read(checked) == ["A", ["KPI442"]]


def test_percents_written_and_formatted(tmp_path: Path) -> None:
    assert read(from_csv(tmp_path, Kind.RATIO, "97,2%", "100 %")) == money("0.972", "1.00")
    mixed = from_xlsx(tmp_path, Kind.RATIO, 0.972, "85%", formats=("0%", ""))
    assert read(mixed) == money("0.972", "0.85")
    assert read(from_xlsx(tmp_path, Kind.RATIO, 0.972, 1, formats=("0.0%", "0%"))) == money("0.972", "1")
    assert read(from_xlsx(tmp_path, Kind.NUMBER, 0.5, 7, formats=("0%", ""))) == money("0.5", "7")
    assert read(from_xlsx(tmp_path, Kind.MONEY, 0.5, formats=("0%",))) == [["KPI437"]]


def test_a_percent_where_none_may_stand_is_told_as_it_was_written(tmp_path: Path) -> None:
    checked = from_csv(tmp_path, Kind.MONEY, "97,2%", "100 %")

    assert [dict(each.params)["found"] for each in checked.diagnostics] == ["97.2%", "100%"]


def test_a_column_with_both_scales_is_refused_at_the_bare_numbers(tmp_path: Path) -> None:
    checked = from_xlsx(tmp_path, Kind.RATIO, 0.972, 97.2, 0, formats=("0%", "", ""))
    assert read(checked) == [Decimal("0.972"), ["KPI436"], Decimal(0)]
    late = from_csv(tmp_path, Kind.RATIO, *["0.5"] * BLOCK_ROWS, "50%")
    assert (read(late)[0], read(late)[-1]) == (["KPI436"], Decimal("0.50"))
    assert len(late.diagnostics) == BLOCK_ROWS


def test_numbers_under_a_percent_heading_that_can_only_be_points(tmp_path: Path) -> None:
    checked = from_csv(tmp_path, Kind.RATIO, "97.2", "100", "0", heading="Выполнение (% )")
    assert (read(checked), checked.diagnostics) == (money("0.972", "1", "0"), ())
    mixed = from_csv(tmp_path, Kind.RATIO, "97", "x", "98 ", heading="Процент выполнения")
    assert read(mixed) == [Decimal("0.97"), ["KPI430"], Decimal("0.98")]
    blank = from_csv(tmp_path, Kind.RATIO, "", heading="Выполнение %")
    assert codes(blank.diagnostics) == ["KPI451"]


def test_a_small_number_under_a_percent_heading_may_be_a_fraction(tmp_path: Path) -> None:
    checked = from_csv(tmp_path, Kind.RATIO, "0.95", "95", "0", "1.2", heading="Выполнение, %")
    assert read(checked) == [["KPI492"], Decimal("0.95"), Decimal(0), ["KPI492"]]
    assert show(checked.diagnostics) == [
        "`0.95` под `Выполнение, %` может быть и 0.95 %, и 95 %; таких ячеек: 2"
    ]
    assert places(checked.diagnostics) == ["a.csv!B2"]
    assert [str(each.place)[-2:] for each in checked.diagnostics[0].others] == ["B5"]


def test_bare_numbers_under_another_heading(tmp_path: Path) -> None:
    assert from_csv(tmp_path, Kind.RATIO, "0.85", "1.2").diagnostics == ()
    points = from_csv(tmp_path, Kind.RATIO, "97.2", "85", "0")
    assert read(points) == [["KPI492"], ["KPI492"], Decimal(0)]
    assert codes(points.diagnostics) == ["KPI492"]
    assert points.value is not None
    assert points.value.frames["employees"].faulty == {"x"}
    mixed = from_csv(tmp_path, Kind.RATIO, "0.85", "1.025", "95")
    assert read(mixed) == [Decimal("0.85"), Decimal("1.025"), ["KPI492"]]
    assert places(mixed.diagnostics) == ["a.csv!B4"]
    # Of whole percents as well as of hundreds of percents.
    assert read(from_csv(tmp_path, Kind.RATIO, "1", "0", "3")) == [["KPI492"], Decimal(0), ["KPI492"]]
    assert codes(from_csv(tmp_path, Kind.RATIO, "0.9", "1", "3").diagnostics) == ["KPI455"]
    # A bound that nobody reaches is a slip itself.
    high = from_csv(tmp_path, Kind.RATIO, "95", maximum=Decimal(120))
    assert codes(high.diagnostics) == ["KPI492"]


@pytest.mark.parametrize(
    ("scale", "expected"),
    [(PercentScale.FRACTION, ["0.85", "95", "0.5"]), (PercentScale.PERCENT, ["0.0085", "0.95", "0.5"])],
)
def test_a_declared_scale_is_read_so(tmp_path: Path, scale: PercentScale, expected: list[str]) -> None:
    checked = from_csv(tmp_path, Kind.RATIO, "0.85", "95", "50%", writing=Writing(scale=scale))
    assert (read(checked), checked.diagnostics) == (money(*expected), ())


def test_a_bare_number_above_two_in_an_unbounded_ratio_is_shown(tmp_path: Path) -> None:
    checked = from_csv(tmp_path, Kind.RATIO, "0.85", "5", "0", "2.5")
    assert show(checked.diagnostics) == ["`5` в доле `x` это 500 %"]
    assert (checked.diagnostics[0].severity, places(checked.diagnostics)) == (Severity.ADVICE, ["a.csv!B3"])
    exact = from_csv(tmp_path, Kind.RATIO, "0.5", "2.125", "х")
    assert dict(exact.diagnostics[1].params)["percent"] == "212.5"
    assert from_csv(tmp_path, Kind.RATIO, "1.99", "0.02").diagnostics == ()
    assert from_csv(tmp_path, Kind.RATIO, "1.99", "х").value is not None
    many = from_csv(tmp_path, Kind.RATIO, *["0.5"] * BLOCK_ROWS, "20", "0.1")
    assert places(many.diagnostics) == [f"a.csv!B{BLOCK_ROWS + 2}"]


@pytest.mark.parametrize(
    "bounds",
    [{"maximum": Decimal(4)}, {"below": Decimal(4)}, {"one_of": (Decimal("0.5"), Decimal(3))}],
)
def test_a_bounded_ratio_speaks_for_itself(tmp_path: Path, bounds: dict[str, Any]) -> None:
    assert from_csv(tmp_path, Kind.RATIO, "0.5", "3", **bounds).diagnostics == ()


def test_points_in_a_column_with_refused_doubts(tmp_path: Path) -> None:
    first = ["2,5", "1,234"] + ["10"] * (BLOCK_ROWS - 2)
    checked = from_csv(tmp_path, Kind.RATIO, *first, "1,234.5", heading="Доля, %")
    assert (read(checked)[1], read(checked)[2], read(checked)[-1]) == (
        ["KPI431"],
        Decimal("0.10"),
        Decimal("12.345"),
    )


def test_far_more_percents_than_anybody_reaches_are_asked_about(tmp_path: Path) -> None:
    def read_with(writing: Writing = UNSAID, maximum: Decimal | None = None) -> list[object]:
        more: dict[str, Any] = {"formats": ("0%", "0%", "0%"), "writing": writing, "maximum": maximum}
        return read(from_xlsx(tmp_path, Kind.RATIO, 0.95, 95, 9.5, **more))

    whole = [Decimal("0.95"), Decimal(95), Decimal("9.5")]
    asked = [whole[0], ["KPI492"], whole[2]]
    assert (read_with(), read_with(Writing(scale=PercentScale.PERCENT))) == (asked, asked)
    assert read_with(Writing(scale=PercentScale.FRACTION)) == whole
    assert read_with(maximum=Decimal(100)) == whole
    assert read_with(maximum=Decimal(10)) == [whole[0], ["KPI441"], whole[2]]
