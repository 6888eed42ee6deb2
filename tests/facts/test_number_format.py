"""Formats that show another number than the cell holds are refused; all usual ones show what is stored."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kpicalc.model.kind import Kind
from kpicalc.model.writing import NumberFormats, Writing
from tests.facts.builders import bind, bound, codes, column, program, values, write_xlsx

DISGUISES = {
    "#,##0;#,##0": (-5, 5),
    "0;": (-5, 5),
    ";;;": (5, None),
    "-0": (5, -5),
    "(0)": (5, None),
    r"0\.00": (5, None),
    '0","0': (5, None),
    '"1"0': (5, None),
    '0"5"': (5, None),
    '"5000"': (100, None),
    "\\н\\е\\т": (100, 0),
    '0;"долг"': (-5, 5),
    '[Red]"3 500"': (-100, None),
    '[<0]"";0': (-100, None),
    '[>500]"много";0': (1000, None),
    "0000-00-00": (20260301, None),
}
"""Formats with a number that they show as another one, and one that they do not."""


@pytest.mark.parametrize("code", DISGUISES)
def test_a_format_that_shows_another_number(tmp_path: Path, code: str) -> None:
    def read_with(number: int, formats: NumberFormats | None = None) -> list[str]:
        wanted = program(column("План", writing=Writing(formats=formats)))
        path = write_xlsx(
            tmp_path / "a.xlsx",
            {"М": [["ФИО", "План"], ["А", number]]},
            lambda sheet: setattr(sheet["B2"], "number_format", code),
        )
        return codes(bind(wanted, path).diagnostics)

    wrong, right = DISGUISES[code]
    assert read_with(wrong) == ["KPI525"]
    assert read_with(wrong, NumberFormats.STORED) == []
    assert right is None or code == "-0" or read_with(right) == []


@pytest.mark.parametrize(
    "code",
    [
        *("#,##0_);(#,##0)", "#,##0;[Red]#,##0", "0;-0;;@", "General", "#,##0.00;-#,##0.00", "#\\ ##0"),
        *(
            '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-',
            "[>=100000]##\\,##\\,##0;#,##0",
            '0"  "',
            "[Red]0;0",
        ),
    ],
)
def test_formats_that_show_what_is_stored(tmp_path: Path, code: str) -> None:
    for number in (100_000, -5):
        path = write_xlsx(
            tmp_path / "a.xlsx",
            {"М": [["ФИО", "План"], ["А", number]]},
            lambda sheet: setattr(sheet["B2"], "number_format", code),
        )
        assert values(bound(program(column("План")), path), "План") == [Decimal(number)]


def test_a_format_of_percents_that_shows_another_one(tmp_path: Path) -> None:
    def read_with(number: float, formats: NumberFormats | None = None, code: str = "0%;0%") -> object:
        wanted = program(column("План", Kind.RATIO, writing=Writing(formats=formats)))
        path = write_xlsx(
            tmp_path / "a.xlsx",
            {"М": [["ФИО", "План"], ["А", number]]},
            lambda sheet: setattr(sheet["B2"], "number_format", code),
        )
        checked = bind(wanted, path)
        return codes(checked.diagnostics) or values(bound(wanted, path), "План")

    assert read_with(-0.5) == ["KPI525"]
    assert read_with(-0.5, NumberFormats.STORED) == [Decimal("-0.5")]
    assert read_with(0.5) == [Decimal("0.5")]
    for code in ("0%%", '0%"%"', "0.0%\\%"):
        assert read_with(0.5, code=code) == ["KPI525"]
        assert read_with(0.5, NumberFormats.STORED, code) == [Decimal("0.5")]
