"""The period asked for, beside what the titles of the files name."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpicalc.facts.other_periods import drop_other_periods
from kpicalc.model.period import parse_period
from tests.facts.builders import codes, column, open_files, program, write_csv

PLAN = program(column("План"))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Ведомость за март 2026 г.", []),
        ("Ведомость", []),
        ("с 01.03.2026 по 31.03.2026", []),
        ("с 02.03.2026 по 15.03.2026", ["KPI537"]),
        ("Ведомость за февраль 2026 г.", ["KPI537"]),
        ("1 квартал 2026", ["KPI537"]),
        *((each, ["KPI537"]) for each in ("Январь", "февраль", "April")),
        *((each, []) for each in ("Март", "март.", "Май Анна", "Отдел Майский")),
    ],
)
def test_a_title_of_another_period_is_told(tmp_path: Path, title: str, expected: list[str]) -> None:
    march = parse_period("2026-03")
    assert march is not None
    workbook = open_files(write_csv(tmp_path / "a.csv", f"{title};", "ФИО;План", "Анна;5"))

    checked = drop_other_periods(workbook, march, (PLAN,))

    assert checked.value is not None
    assert codes(checked.diagnostics) == expected
