"""`kpicalc sheets` into a folder that has sheets already: those of who has left are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.pay_month import lay_out_month
from tests.cli.stand_in import invoke

ROWS = ("101;Анна;100000;90000;50%;нет", "102;Борис;100000;95000;50%;нет")
TYPED = ("sheets", "march.csv", "--period", "2026-03", "--to", "out", "--format", "md")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_sheets_of_who_has_left_are_told(tmp_path: Path) -> None:
    lay_out_month(tmp_path, ROWS)
    first = invoke(*TYPED)
    lay_out_month(tmp_path, ROWS[:1])

    second, one = invoke(*TYPED), invoke(*TYPED, "--employee", "101")

    assert "remain in the folder" not in first.stdout
    assert "not in the list: 1 (2026-03_102.md)" in second.stdout
    assert "remain in the folder" not in one.stdout
    assert (tmp_path / "out" / "2026-03_102.md").is_file()
