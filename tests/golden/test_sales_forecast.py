"""The example `examples/sales-forecast`, worked by hand: how good a forecast was; mid-month."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from kpicalc.api import Request, compute, find_progress
from kpicalc.model.program import EMPLOYEES

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "sales-forecast"


def test_the_month_is_paid_as_worked_by_hand() -> None:
    run = compute(Request((FOLDER / "march.csv",), (FOLDER / "scheme.yaml",), None)).value
    assert run is not None
    columns = run.settlements[0].values.columns

    # 1 − 42 000 / 1 050 000 = 96 %: in full; 90 %: 70 %; 1 − 160 000 / 500 000 = 68 %: nothing; 100 %.
    assert columns[EMPLOYEES, "точность_прогноза.attainment"] == [
        Decimal("0.96"),
        Decimal("0.9"),
        Decimal("0.68"),
        Decimal(1),
    ]
    # 60 % of the plan up to 120 %, 30 % for accuracy, 10 % by the head; 30 000 at 100 %, and 50 000.
    assert columns[EMPLOYEES, "total"] == [
        Decimal(81_656),
        Decimal(74_900),
        Decimal(71_300),
        Decimal(79_700),
    ]


def test_the_middle_of_the_month_is_told_as_worked_by_hand() -> None:
    request = Request((FOLDER / "mid-march.csv",), (FOLDER / "scheme.yaml",), None)
    progress = find_progress(request, date(2026, 3, 15)).value
    assert progress is not None

    # 9 of 21 working days: 300 000 go on to 700 000, 87.5 % of both: 30 000 × (0.525 + 0.12 + 0.1).
    assert [(each.employee, each.pay_forecast, each.pay_plan) for each in progress.people] == [
        ("901", Decimal(81_656), Decimal(80_000)),
        ("902", Decimal(72_350), Decimal(80_000)),
        ("903", Decimal(71_900), Decimal(80_000)),
        ("904", Decimal(80_180), Decimal(80_000)),
    ]
