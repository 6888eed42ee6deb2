"""`kpicalc budget` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from kpicalc.i18n.catalogue import Language
from tests.api.test_budget import FACTS, SCHEME
from tests.typed import Result, run_typed

REPORT = """\
Budget, March 2026
══════════════════
Total   700.00 USD
People  3

By department
What   People      Amount     Part
──────────────────────────────────
North       2  400.00 USD  ≈57.14%
South       1  300.00 USD  ≈42.86%

By line
What        People      Amount     Part
───────────────────────────────────────
base             3  300.00 USD  ≈42.86%
Commission       3  400.00 USD  ≈57.14%

Funds of the schemes
Fund     Claimed     At most        Left  Used
──────────────────────────────────────────────
fees  400.00 USD  500.00 USD  100.00 USD   80%

Pay and sum(employees.sales)
Comes to      4,000.00 USD
Pay is of it  17.5%
May be 20%    800.00 USD
Left          100.00 USD

"""


def budgeted(folder: Path, *options: str, language: Language = Language.EN) -> Result:
    (folder / "seller.yaml").write_text(SCHEME, encoding="utf-8")
    (folder / "f.csv").write_text(FACTS, encoding="utf-8")
    typed = ["budget", str(folder / "f.csv"), "--scheme", str(folder / "seller.yaml"), "--period", "2026-03"]
    return run_typed(language, [*typed, *options], columns=120)


def test_the_report_of_a_budget(tmp_path: Path) -> None:
    done = budgeted(tmp_path, "--of", "sum(sales)", "--at-most", "20%")

    assert (done.exit_code, done.stdout.replace("\xa0", " ")) == (0, REPORT)


def test_what_pay_may_be_is_whole_cents(tmp_path: Path) -> None:
    """33.33337% of 4 000 are 1 333.3348: a cent more than 1 333.33 would be above it."""
    screen = budgeted(tmp_path, "--of", "sum(sales)", "--at-most", "33.33337%").stdout.replace("\xa0", " ")

    assert "1,333.33 USD" in screen
    assert "633.33 USD" in screen


def test_all_that_is_typed_wrongly_is_told_at_once(tmp_path: Path) -> None:
    done = budgeted(tmp_path, "--cap", "abc", "--at-most", "xyz", "--fund", "-1")

    assert done.exit_code == 2
    assert [line.split("`")[1] for line in done.stderr.splitlines()] == ["abc", "-1", "xyz"]


def test_everything_asked_goes_into_every_file(tmp_path: Path) -> None:
    files = [tmp_path / f"o.{suffix}" for suffix in ("html", "md", "xlsx", "json")]
    asked = ["--cap", "250", "--fund", "400.01", "--greatest", "--format", "json", "--by", "department"]
    done = budgeted(tmp_path, *asked, *(part for each in files for part in ("--out", str(each))))

    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    assert document == json.loads(files[3].read_text(encoding="utf-8"))
    assert document["caps"][0]["saved"] == "50.00"
    assert {amount for *_, amount in document["caps"][0]["people"]} == {"300.00"}
    assert [each["then"] for each in document["cut"]["people"]] == ["125.00", "150.01", "125.00"]
    assert document["greatest"][0]["each"] == "400.00"
    assert "<svg" in files[0].read_text(encoding="utf-8")
    # Groups and lines are drawn, also in the workbook.
    assert sum(name.startswith("xl/charts/chart") for name in ZipFile(files[2]).namelist()) == 2


@pytest.mark.parametrize(
    "options",
    [
        ("--cap", "-1", "«-1»: нужна сумма"),
        ("--fund", "much", "«much»: нужна сумма"),
        ("--floor", "120%", "«120%»: нужна доля"),
        ("--of", "sum(sale)", "`employees.sales`?"),
        ("--currency", "EUR", "--currency"),
        ("--out", "o.txt", "`o.txt` должен"),
    ],
)
def test_what_is_typed_wrongly_ends_with_2(tmp_path: Path, options: tuple[str, ...]) -> None:
    *typed, told = options
    done = budgeted(tmp_path, *typed, language=Language.RU)

    assert (done.exit_code, told in " ".join(done.stderr.split())) == (2, True), done.stderr
