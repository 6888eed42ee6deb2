"""kpicalc.yaml: what it may say, and the place of what is wrong in it."""

from __future__ import annotations

import pytest

from kpicalc.model.settings import FileReading, Settings
from kpicalc.model.writing import DayOrder, DecimalMark, HoursForm, PercentScale, TimeOfDay, Unit, Writing
from kpicalc.scheme.settings import read_settings

WHOLE = """\
schemes: rules
reading:
  "*.csv": {decimal: comma}
  crm-*.csv: {decimal: point, dates: mdy, time: drop, hours: h:mm, scale: percent, unit: thousand}
"""


def test_the_whole_file() -> None:
    said = Writing(
        DecimalMark.POINT,
        DayOrder.MDY,
        TimeOfDay.DROP,
        HoursForm.CLOCK,
        PercentScale.PERCENT,
        Unit.THOUSAND,
    )

    assert read_settings(WHOLE, "kpicalc.yaml").value == Settings(
        "rules",
        (FileReading("*.csv", Writing(decimal=DecimalMark.COMMA)), FileReading("crm-*.csv", said)),
    )


@pytest.mark.parametrize(
    "text", ["ignore: [Справочник, old-*.xlsx]", "ignore:\n  - Справочник\n  - old-*.xlsx"]
)
def test_what_is_ignored(text: str) -> None:
    assert read_settings(text, "kpicalc.yaml").value == Settings(ignore=("Справочник", "old-*.xlsx"))
    assert read_settings("ignore: old", "kpicalc.yaml").value == Settings(ignore=("old",))


def test_a_year_may_be_corrected_where_nothing_else_is_said() -> None:
    found = read_settings("schemes: rules", "kpicalc.yaml").value

    assert found is not None
    assert found.correct_back == 12


def test_reading_alone_is_enough() -> None:
    read = read_settings("reading: {a.csv: {dates: ymd}}\n", "kpicalc.yaml")

    assert read.value == Settings("", (FileReading("a.csv", Writing(dates=DayOrder.YMD)),))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["KPI105 kpicalc.yaml"]),
        ("[", ["KPI110 kpicalc.yaml:1:2"]),
        ("- a", ["KPI134 kpicalc.yaml:1:1"]),
        ("schemes: [a]", ["KPI136 kpicalc.yaml:1:10"]),
        ("schemes:", ["KPI138 kpicalc.yaml:1:9"]),
        ("other: a", ["KPI130 kpicalc.yaml:1:1"]),
        ("scheme: a", ["KPI131 kpicalc.yaml:1:1"]),
        ("reading: {a.csv: {decimal: coma}}", ["KPI142 kpicalc.yaml:1:28"]),
        ("reading: {a.csv: {decimals: comma}}", ["KPI131 kpicalc.yaml:1:19"]),
        ("reading: {a.csv: comma}", ["KPI134 kpicalc.yaml:1:18"]),
        ("reading: {a.csv: {dates: dmy}, a.csv: {dates: mdy}}", ["KPI120 kpicalc.yaml:1:32"]),
        ("reading: {*.csv: {dates: dmy}}", ["KPI116 kpicalc.yaml:1:11"]),
        ("schemes: a #1 b\nreading: [\n", ["KPI110 kpicalc.yaml:3:1"]),
    ],
)
def test_what_is_wrong_is_shown_in_its_line(text: str, expected: list[str]) -> None:
    read = read_settings(text, "kpicalc.yaml")

    assert [f"{each.code} {each.primary.place if each.primary else None}" for each in read.diagnostics] == (
        expected
    )


def test_the_encoding_of_files_is_that_which_is_named_last() -> None:
    text = (
        'reading: {"*.csv": {encoding: Windows-1250}, "crm*": {encoding: cp1252}, "crm-a*": {dates: dmy}}\n'
    )
    settings = read_settings(text, "kpicalc.yaml").value
    assert settings is not None
    assert [settings.encoding_of(each) for each in ("crm-a.csv", "b/x.csv", "x.txt")] == [
        "cp1252",
        "cp1250",
        "",
    ]


def test_a_codec_for_other_ends_is_refused() -> None:
    read = read_settings("reading: {a.csv: {encoding: rot13}}\n", "kpicalc.yaml")
    assert [f"{each.code} {each.primary and each.primary.place}" for each in read.diagnostics] == [
        "KPI467 kpicalc.yaml:1:29"
    ]
