"""The fixtures of the book of months: a company of two with a month of facts, at a fixed time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.pay_month import lay_out_month

ROWS = ("1;Абрамова З.;100;110;50 %;нет", "2;Белов И.;100;70;20 %;да")


@pytest.fixture
def firm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay out the company, and work in its folder on 1 April 2026."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1775001600")
    lay_out_month(tmp_path, ROWS, "people.csv")
    return tmp_path
