"""`kpicalc simulate --draw "fact = past"`: what closed months had, worked by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.stand_in import invoke

SCHEME = """\
kpicalc: 1
scheme: seller
currency: USD
facts: {employees: {sales: {type: money, min: 0, max: 2_500}, calls: {type: count, min: 0}}}
pay: {fee: {kind: variable, amount: sales * 10% + calls * 1 USD}}
"""
# Ann sells 1000 with 10 calls or 2000 with 20, Bob 500 with 5; Eve comes in March.
MONTHS = {
    "2026-01": "1,Ann,1000,10\n2,Bob,500,5\n",
    "2026-02": "1,Ann,2000,20\n",
    "2026-03": "1,Ann,1500,15\n2,Bob,700,7\n3,Eve,300,3\n",
}
ASKED = ("simulate", "m 2026-03.csv", "--scheme", "s.yaml", "--past", "2026", "--times", "40")


@pytest.fixture(autouse=True)
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s.yaml").write_text(SCHEME, encoding="utf-8")
    for name, rows in MONTHS.items():
        (tmp_path / f"m {name}.csv").write_text(f"ID,Name,Sales,Calls\n{rows}", encoding="utf-8")
    for name in ("2026-01", "2026-02"):
        assert invoke("close", f"m {name}.csv", "--scheme", "s.yaml").exit_code == 0


def drawn(*options: str) -> Any:
    done = invoke(*ASKED, *options, "--format", "json")
    assert done.exit_code == 0, done.output
    assert done.stdout == invoke(*ASKED, *options, "--format", "json").stdout
    return json.loads(done.stdout)["distribution"]


def ends(spread: Any) -> tuple[str, str]:
    return spread["least"], spread["greatest"]


def test_everybody_draws_his_own_months_and_facts_stay_together() -> None:
    """Ann has 110 or 220, never 120 or 210; Bob 55; Eve, who is new, any of the three."""
    spread = drawn("--draw", "sales = past", "--draw", "calls = past")

    assert [ends(each) for each in spread["people"]] == [
        ("110.00", "220.00"),
        ("55.00", "55.00"),
        ("55.00", "220.00"),
    ]
    assert set(spread["people"][0]["quantiles"]) == {"110.00", "220.00"}
    assert (spread["past"], spread["strangers"]) == (["2026-01", "2026-02"], 1)


def test_pooled_draws_are_of_all() -> None:
    spread = drawn("--draw", "sales = past pooled", "--draw", "calls = past pooled")

    assert [ends(each) for each in spread["people"]] == [("55.00", "220.00")] * 3


def test_a_common_month_is_one_for_all() -> None:
    """January pays 110 + 55 and Eve one of both, February, where Ann stood alone, 220 to each."""
    spread = drawn("--draw", "sales = past common", "--draw", "calls = past common")

    assert ends(spread["total"]) == ("220.00", "660.00")


def test_facts_that_are_drawn_apart_rest_on_today() -> None:
    assert ends(drawn("--draw", "1.sales = past")["people"][1]) == ("77.00", "77.00")


def test_what_leaves_the_range_of_today_is_told() -> None:
    Path("s.yaml").write_text(SCHEME.replace("2_500", "1_600"), encoding="utf-8")
    (breach,) = drawn("--draw", "1.sales = past")["breaches"]

    assert (breach["who"], breach["value"]) == ("Ann", "2000")
    assert 0 < breach["count"] < 40


@pytest.mark.parametrize(("language", "text"), [("en", "closed months"), ("ru", "Из закрытых месяцев")])
def test_the_months_are_told_in_words(language: str, text: str) -> None:
    assert text in invoke(*ASKED, "--draw", "sales = прошлое", "--lang", language).stdout


@pytest.mark.parametrize(
    "options",
    [
        ("--draw", "sales = past", "both, or none"),
        ("--draw", "sales = uniform(90%, 110%)", "--past", "2026", "both, or none"),
        ("--draw", "sales = past", "--past", "2025", "2025 is not closed in pay.kpibook"),
        ("--draw", "sales = past", "--past", "soon", "`soon` is not a valid period"),
        ("--draw", "sales = past", "--past", "2026", "--past", "2026-01", "2026-01 stands there twice"),
        ("--draw", "sales = past tomorrow", "--past", "2026", "`sales = past tomorrow`: write"),
        ("--draw", "sale = past", "--past", "2026", "a number `sale`"),
    ],
)
def test_what_is_typed_wrongly_ends_with_2(options: tuple[str, ...]) -> None:
    *typed, told = options
    done = invoke(*ASKED[:4], *typed)

    assert (done.exit_code, told in " ".join(done.stderr.split())) == (2, True), done.stderr


def test_months_of_another_currency_are_not_drawn_from() -> None:
    Path("s.yaml").write_text(SCHEME.replace("USD", "EUR"), encoding="utf-8")
    done = invoke(*ASKED, "--draw", "sales = past", "--lang", "en")

    assert (done.exit_code, "in this currency" in done.output) == (2, True)
