"""Numbers found for a scheme: what is put into it pays what was asked for, or it is said why not."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from kpicalc.api import Request, calibrate
from kpicalc.model.calibration import Calibration, Unknown
from kpicalc.model.period import parse_period
from kpicalc.scheme.more_formulas import typed_source
from tests.api.random_calibrations import try_scheme

SCHEME = """\
kpicalc: 1
scheme: seller
currency: USD
parameters:
  rate: {2025-01: 4%, 2026-01: 5%}   # a percent of sales
  salary: {value: 1_000, type: money}
facts: {employees: {plan: {type: money, above: 0}, sales: {type: money, min: 0}}}
tables:
  level: {mode: lookup, bands: [{from: 0%, value: 0.5}, {from: 80%, value: 0.8}, {from: 100%, value: 1}]}
kpis:
  result: {weight: 100%, plan: plan, actual: sales}
pay:
  base: {kind: fixed, amount: salary}
  fee: {kind: variable, amount: sales * rate * level(sales / plan)}
"""
FACTS = "ID,Name,Plan,Sales\n1,Ann,10000,10000\n2,Bob,10000,20000\n"


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Request:
    folder = tmp_path_factory.mktemp("month")
    (folder / "seller.yaml").write_text(SCHEME, encoding="utf-8")
    (folder / "f.csv").write_text(FACTS, encoding="utf-8")
    return Request((folder / "f.csv",), (folder / "seller.yaml",), parse_period("2026-03"))


def found(month: Request, *asked: Unknown, employee: str = "") -> Calibration:
    checked = calibrate(month, asked, employee)
    assert checked.value is not None, checked.diagnostics
    return checked.value


def sought(name: str, aim: str, **more: object) -> Unknown:
    return Unknown(name, typed_source(aim, "--so-that"), **more)  # type: ignore[arg-type]


def test_a_rate_is_found_exactly_and_spelt_as_it_was(month: Request) -> None:
    calibration = found(month, sought("rate", "sum(employees.total) = 4_100"))

    (number,) = calibration.numbers
    (solution,) = number.solutions
    # Salaries are 2 000, sales 30 000: 2 100 of them are 7 %.
    assert (solution.exact, solution.value, solution.off) == (Fraction(7, 100), Decimal("0.07"), Decimal(0))
    assert number.line == "rate: {2025-01: 4%, 2026-01: 7%}   # a percent of sales"
    assert (calibration.people, calibration.confirmed) == (2, True)


def test_thousands_stay_apart(month: Request) -> None:
    (number,) = found(month, sought("salary", "sum(employees.base) = 12_000")).numbers

    assert number.line == "salary: {value: 6_000, type: money}"


def test_a_declared_rounding_shows_what_it_does(month: Request) -> None:
    asked = sought("rate", "sum(employees.total) = 4_000", step=Decimal("0.001"))
    (number,) = found(month, asked).numbers

    (solution,) = number.solutions
    # A fifteenth of 1 is 6.666… %; 6.7 % pays 10 more, 6.6 % 20 less.
    assert (solution.exact, solution.value, solution.off) == (Fraction(1, 15), Decimal("0.067"), Decimal(10))
    assert solution.beside == ((Decimal("0.066"), Decimal(-20)), (Decimal("0.068"), Decimal(40)))


def test_no_number_is_told_with_how_far_it_goes(month: Request) -> None:
    calibration = found(month, sought("rate", "sum(employees.total) = 1_000"))

    (number,) = calibration.numbers
    assert (number.solutions, number.line, calibration.confirmed) == ((), "", False)
    assert number.reach is not None
    assert (number.reach.least, number.reach.least_at) == (Decimal(2000), Decimal(0))
    assert (number.reach.greatest, number.reach.greatest_at) == (Decimal(17_000), Decimal("0.5"))


def test_a_bound_of_a_table_leaps_or_is_found_by_halving(month: Request) -> None:
    (value,) = found(month, sought("tables.level.bands.3.value", "sum(employees.total) = 3_800")).numbers
    assert (value.solutions[0].exact, value.solutions[0].value) == (None, Decimal("1.2"))

    asked = sought(
        "tables.level.bands.3.from", "sum(employees.total) = 3_450", between=(Decimal("0.9"), Decimal(3))
    )
    (bound,) = found(month, asked).numbers
    # Ann at 100 % loses 100, Bob at 200 % loses 200: 3 500, 3 400, 3 200.
    assert bound.solutions == ()
    (leap,) = bound.leaps
    assert (leap.before, leap.after) == (Decimal(50), Decimal(-50))
    assert abs(leap.at - 1) < Decimal("0.001")


def test_several_numbers_are_told(tmp_path: Path) -> None:
    scheme = SCHEME.replace("sales * rate * level(sales / plan)", "sales * rate * (20% - rate) * 10")
    (tmp_path / "s.yaml").write_text(scheme, encoding="utf-8")
    (tmp_path / "f.csv").write_text(FACTS, encoding="utf-8")
    month = Request((tmp_path / "f.csv",), (tmp_path / "s.yaml",), parse_period("2026-03"))

    asked = sought("rate", "sum(employees.fee) = 2_880", between=(Decimal(0), Decimal("0.2")))
    (number,) = found(month, asked).numbers

    # 300 000 x (0.2 - x) = 2 880 at 8 % and at 12 %; the nearer to 5 % comes first.
    assert [each.value for each in number.solutions] == [Decimal("0.08"), Decimal("0.12")]


def test_salary_and_rate_from_income_and_mix(month: Request) -> None:
    at_plan = Request((), month.schemes, month.period)
    calibration = found(
        at_plan,
        sought("salary", "fixed = 60% * 5_000"),
        sought("rate", "total = 5_000"),
    )

    salary, rate = calibration.numbers
    assert calibration.confirmed
    # A plan of 1 000 000 that is met: 2 000 of it are 0.2 %.
    assert (rate.solutions[0].value, salary.solutions[0].value) == (Decimal("0.002"), Decimal(3000))


def test_an_aim_of_one_person(month: Request) -> None:
    (number,) = found(month, sought("rate", "total = 2_500"), employee="2").numbers
    assert number.solutions[0].value == Decimal("0.075")
    assert [each.code for each in calibrate(month, [sought("rate", "total = 1")], "7").diagnostics] == [
        "KPI852"
    ]


def test_what_is_no_aim_is_told(month: Request) -> None:
    assert calibrate(month, [sought("rate", "sum(employees.totl) = 1")]).diagnostics != ()
    assert calibrate(month, [sought("rate", "total > 1")]).value is None


@pytest.mark.parametrize("seed", range(6))
def test_what_is_put_in_pays_the_target(seed: int, tmp_path: Path) -> None:
    tried = try_scheme(seed, tmp_path)

    if tried.paid is None:
        reach = tried.number.reach
        assert reach is not None
        assert not reach.least <= tried.target <= reach.greatest or tried.number.leaps
    else:
        # Two amounts that turn to the next cent at one rate leave a cent between.
        assert abs(tried.paid - tried.target) <= Decimal("0.02")
        assert tried.paid == tried.number.solutions[0].left


def test_a_sum_that_no_number_pays_is_told_with_its_neighbours(tmp_path: Path) -> None:
    """Cents of several people turn at 0.4750245 at once: the sums around it are the nearest there are."""
    (solution,) = try_scheme(37, tmp_path).number.solutions

    assert solution.off == Decimal("-0.03")
    assert solution.nearest == (
        (Decimal("0.4750244999"), Decimal("-0.03")),
        (Decimal("0.4750245"), Decimal("0.03")),
    )
