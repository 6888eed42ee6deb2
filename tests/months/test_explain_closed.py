"""A value of a closed month explained from the book, and on through earlier months down to their cells."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kpicalc.cli.app import build_app
from kpicalc.i18n.catalogue import Language

MEAN = '  mean: {kind: variable, amount: "sum(last(year, 2)) * 1%"}\n'
HISTORY = "history: {year: {first: 0, since: 2026-01}}\n"
SCHEME = f"""\
kpicalc: 1
scheme: seller
currency: RUB
facts: {{employees: {{sales: money}}}}
values: {{year: year_to_date(sales)}}
{HISTORY}pay:
  bonus: {{kind: variable, amount: year * 10%}}
{MEAN}"""


def _run(*typed: str) -> Result:
    return CliRunner(env={"COLUMNS": "120"}).invoke(build_app(Language.EN), typed)


@pytest.fixture(name="firm")
def closed_firm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Close January and February, then take the facts away."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "schemes").mkdir()
    (tmp_path / "schemes" / "seller.yaml").write_text(SCHEME, encoding="utf-8")
    for month, sales in (("01", 100), ("02", 250)):
        facts = tmp_path / f"{month}.csv"
        facts.write_text(f"ID,Name,Sales\n1,Ann,{sales}\n", encoding="utf-8")
        assert _run("close", facts.name, "--period", f"2026-{month}").exit_code == 0
        facts.unlink()
    return tmp_path


def test_the_whole_chain_ends_at_the_cells_of_earlier_months(firm: Path) -> None:
    (firm / "03.csv").write_text("ID,Name,Sales\n1,Ann,400\n", encoding="utf-8")
    done = _run("explain", "03.csv", "1", "bonus", "--period", "2026-03", "--full")
    told = done.stdout.replace("\u00a0", " ")

    assert done.exit_code == 0
    assert [cell for cell in ("03.csv!C2", "02.csv!C2", "01.csv!C2") if f"cell {cell}" in told] == [
        "03.csv!C2",
        "02.csv!C2",
        "01.csv!C2",
    ]
    assert "how it came about: `kpicalc explain 2026-02 1 year`" in told


@pytest.mark.parametrize(("most", "told"), [(36, ["February", "January"]), (1, ["February"])])
def test_each_value_of_earlier_months_is_told_once_and_not_without_end(
    most: int, told: list[str], firm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kpicalc.cli.explain_closed._MOST", most)
    (firm / "03.csv").write_text("ID,Name,Sales\n1,Ann,400\n", encoding="utf-8")
    done = _run("explain", "03.csv", "1", "mean", "--period", "2026-03", "--full")

    titles = [line.split(" · ")[-1].split()[0] for line in done.stdout.splitlines() if "Ann · " in line]
    assert titles == ["March", *told]


def test_a_closed_month_needs_no_files(firm: Path) -> None:
    assert firm.is_dir()
    done = _run("explain", "2026-02", "Ann", "bonus")

    assert done.exit_code == 0
    assert "bonus = 35.00 RUB" in done.stdout.replace("\u00a0", " ")


def test_a_month_that_is_not_closed_is_told(firm: Path) -> None:
    assert firm.is_dir()
    done = _run("explain", "2026-07", "Ann")

    assert (done.exit_code, "error[KPI812]" in done.stderr) == (1, True)
    assert _run("explain", "2026-02", "Zoe").exit_code == 2


def test_a_value_that_later_months_ask_for_is_not_lost_silently(firm: Path) -> None:
    plain = SCHEME.replace(MEAN, "").replace(HISTORY, "")
    other = plain.replace("seller", "pilot").replace(
        "year: year_to_date(sales)", "best: 'max(previous(best), sales)'"
    )
    (firm / "schemes" / "seller.yaml").write_text(
        other.replace("year * 10%", "sales * 10%"), encoding="utf-8"
    )
    (firm / "03.csv").write_text("ID,Name,Sales\n1,Ann,400\n", encoding="utf-8")
    refused = _run("close", "03.csv", "--period", "2026-03")
    closed = _run("close", "03.csv", "--period", "2026-03", "--accept", "KPI541")
    why = "was paid by seller in 2026-02, not by this scheme"

    assert (refused.exit_code, closed.exit_code) == (1, 0)
    assert (
        "warning[KPI541]: best is not computed, cases: 1; the first: Ann was paid by seller" in refused.stderr
    )
    assert why in _run("explain", "2026-03", "1", "best").stdout


@pytest.mark.parametrize("typed", [("compute", "01.csv"), ("explain", "01.csv", "1")])
def test_a_book_that_is_typed_and_is_not_there_is_told(firm: Path, typed: tuple[str, ...]) -> None:
    (firm / "01.csv").write_text("ID,Name,Sales\n1,Ann,400\n", encoding="utf-8")
    (firm / "left").touch()
    asked = (*typed, "--period", "2026-01")
    refused = [_run(*asked, "--book", book) for book in ("lost.kpibook", "left")]

    assert [(each.exit_code, "error[KPI800]" in each.stderr) for each in refused] == [(1, True)] * 2
    assert _run(*asked).exit_code == 0
    close = ("close", "01.csv", "--period", "2026-01", "--book", "new.kpibook")
    doubted, done = _run(*close), _run(*close, "--accept", "KPI846")
    assert (doubted.exit_code, "warning[KPI846]" in doubted.stderr, done.exit_code) == (1, True, 0)
