"""`kpicalc budget --year`: months of the book and of files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.stand_in import invoke
from tests.report.golden_files import golden

SCHEME = """\
kpicalc: 1
scheme: seller
currency: USD
facts: {employees: {sales: {type: money, min: 0}}}
pay: {fee: {kind: variable, amount: sales * 10%}}
"""


@pytest.fixture(autouse=True)
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Close January and February of 2026 with 100 and 300; March lies there as a file of 200."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s.yaml").write_text(SCHEME, encoding="utf-8")
    for name, sales in (("2026-01", 1000), ("2026-02", 3000), ("2026-03", 2000)):
        (tmp_path / f"m {name}.csv").write_text(f"ID,Name,Sales\n1,Ann,{sales}\n", encoding="utf-8")
    for name in ("2026-01", "2026-02"):
        assert invoke("close", f"m {name}.csv", "--scheme", "s.yaml").exit_code == 0


def test_closed_months_and_files_make_a_year() -> None:
    """600 in three months are 2 400 in a year, 2 500 with the whole fund."""
    done = invoke(
        "budget",
        "2026",
        "m 2026-03.csv",
        "--scheme",
        "s.yaml",
        "--year",
        "2027",
        "--fund",
        "2500",
        "--format",
        "json",
    )

    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    assert [(each["period"], each["amount"]) for each in document["known"]] == [
        ("2026-01", "100.00"),
        ("2026-02", "300.00"),
        ("2026-03", "200.00"),
    ]
    assert (document["planned"], document["months"][11]["left_so_far"]) == ("2400.00", "100.00")
    assert [each["doubt"] for each in document["notes"]] == ["short", "few", "old"]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_year_in_words_and_every_file(tmp_path: Path, language: str) -> None:
    files = [tmp_path / f"o.{suffix}" for suffix in ("html", "md", "xlsx", "json")]
    typed = [part for each in files for part in ("--out", str(each))]
    done = invoke(
        "budget", "2026-01..2026-02", "--year", "2026", "--season", "1=50%;2=150%", "--lang", language, *typed
    )

    assert done.exit_code == 0, done.output
    assert done.stdout.partition(str(files[0]))[0] == golden(f"printed_year.{language}")
    assert [each.exists() for each in files] == [True] * 4
    assert "<svg" in files[0].read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "options",
    [
        ("2026", "2026-02", "--year", "2027", "2026-02 stands there twice"),
        ("2025", "--year", "2027", "2025 is not closed in pay.kpibook"),
        ("2026-02..2026-01", "--year", "2027", "`2026-02..2026-01` not found"),
        ("2026", "--year", "2025", "2026-01 is later than the year"),
        ("2026", "--year", "2027", "--currency", "EUR", "such as `--currency RUB`"),
        ("2026", "--year", "2027", "--cap", "5", "speak of one month"),
        ("2026", "--year", "2027", "--by", "-5%..5%", "speak of one month"),
        ("2026", "--year", "2027", "--of", "total", "speak of one month"),
        ("2026", "--year", "2027", "--at-most", "5", "speak of one month"),
        ("2026", "--year", "2027", "--floor", "5", "speak of one month"),
        ("2026", "--year", "2027", "--greatest", "5", "speak of one month"),
        ("2026", "--year", "2027", "--season", "1 2 3", "`1 2 3` is no season"),
        ("2026", "--year", "2027", "--season", "13=2", "`13=2` is no season"),
        ("2026", "--year", "2027", "--season", "1=2 1=3", "`1=2 1=3` is no season"),
        ("2026", "--year", "2027", "--growth", "-100%", "`-100%`: a part"),
        ("2026", "--year", "2027", "--fund", "0", "`0`: an amount"),
        ("2026", "--year", "2027", "--out", "o.txt", "`o.txt` must end"),
        ("2026-01", "--growth", "5%", "name it with `--year 2027`"),
    ],
)
def test_what_is_typed_wrongly_ends_with_2(options: tuple[str, ...]) -> None:
    *typed, told = options
    done = invoke("budget", *typed)

    assert (done.exit_code, told in " ".join(done.stderr.split())) == (2, True), done.stderr
