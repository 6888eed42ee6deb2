"""Departments of one book: closed by themselves, and how people move between them."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from shutil import copytree

import pytest

from kpicalc.i18n.catalogue import Language
from kpicalc.model.month import MonthRecord
from kpicalc.months.book_file import read_book
from kpicalc.months.month_records import list_amounts, list_records
from kpicalc.months.removals import newest_link
from kpicalc.months.seal import check_book
from kpicalc.report.writers.beside import lock
from tests.typed import Result, run_typed

BOOK = Path("pay.kpibook")
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "departments"
SCHEME = """\
kpicalc: 1
scheme: seller
currency: RUB
facts: {employees: {sales: money}}
values: {year: year_to_date(sales)}
pay: {bonus: {kind: variable, amount: year * 10%}}
"""
JOBS = "out: pay/{period}/{department}.csv\njobs: {departments: 'facts/{period}/{department}.csv'}\n"
ANN, BOB, EVE = "1,Ann", "2,Bob", "3,Eve"


@pytest.fixture(name="firm")
def laid_out_firm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay out two departments with their January and February."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "schemes").mkdir()
    (tmp_path / "schemes" / "seller.yaml").write_text(SCHEME, encoding="utf-8")
    (tmp_path / "month.yaml").write_text(JOBS, encoding="utf-8")
    for month in (1, 2):
        _write(month, "east", {ANN: 100, BOB: 200})
        _write(month, "west", {EVE: 300})
    return tmp_path


def _write(month: int, department: str, sales: Mapping[str, object]) -> None:
    path = Path("facts") / f"2026-{month:02}" / f"{department}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = "".join(f"{who},{amount}\n" for who, amount in sales.items())
    path.write_text(f"ID,Name,Sales\n{rows}", encoding="utf-8")


def _run(*typed: str) -> Result:
    return run_typed(Language.EN, typed, columns=120)


def _batch(month: int, *typed: str) -> Result:
    return _run("batch", "month.yaml", "--period", f"2026-{month:02}", "--close", "--workers", "1", *typed)


def _records() -> tuple[MonthRecord, ...]:
    return read_book(BOOK, list_records).value or ()


def _paid(month: int, department: str) -> dict[tuple[str, str], str]:
    """Return what the last word on a month of a department says of each person and line."""
    ours = [each for each in _records() if (each.period.month, each.department) == (month, department)]
    amounts = read_book(BOOK, lambda opened: list_amounts(opened, ours[-1].number)).value or ()
    return {(each.employee, each.line): format(each.amount, "f") for each in amounts if each.amount}


def test_a_batch_closes_each_department_by_itself(firm: Path) -> None:
    (firm / "facts" / "2026-01" / "west.csv").write_text("ID,Name,Sales\n3,Eve,ten\n", encoding="utf-8")
    first = _batch(1)
    _write(1, "west", {EVE: 300})
    second = _batch(1)

    assert (first.exit_code, second.exit_code) == (1, 0)
    assert [(each.department, each.people) for each in _records()] == [("east", 2), ("west", 1)]
    assert "east  January 2026          2  30.00 RUB  unchanged" in second.stdout.replace("\u00a0", " ")
    assert sorted(each.name for each in (firm / "pay" / "2026-01").iterdir()) == ["east.csv", "west.csv"]
    assert _run("verify", "--all").exit_code == 0


def test_what_was_closed_from_other_facts_is_refused(firm: Path) -> None:
    _batch(1)
    before = BOOK.read_bytes(), (firm / "pay" / "2026-01" / "east.csv").read_bytes()
    _write(1, "east", {ANN: 999, BOB: 200})
    done = _batch(1)

    assert done.exit_code == 1
    assert "error[KPI811]" in done.stderr
    assert (BOOK.read_bytes(), (firm / "pay" / "2026-01" / "east.csv").read_bytes()) == before


def test_what_a_stopped_batch_has_closed_is_not_closed_again(firm: Path) -> None:
    _batch(1)
    (firm / ".month.yaml.kpicalc-done").unlink()
    done = _batch(1, "--resume")

    assert done.exit_code == 0
    assert done.stdout.count("unchanged") == 3
    assert len(_records()) == 2


def test_who_moves_takes_his_year_and_his_difference_along(firm: Path) -> None:
    """Bob has 200 in the January of the east, 50 of which come back, and 200 in the February of the west.

    The east tells that he is not there to be paid, until the west has paid him.
    """
    assert firm.is_dir()
    _batch(1)
    _write(2, "east", {ANN: 100})
    _write(2, "west", {EVE: 300, BOB: 200})
    Path("mended.csv").write_text("ID,Name,Sales\n1,Ann,100\n2,Bob,150\n", encoding="utf-8")
    corrected = _run("correct", "mended.csv", "--period", "2026-01", "--department", "east")
    done = [_batch(2), _batch(2)]

    assert [corrected.exit_code, *(each.exit_code for each in done)] == [0, 1, 0]
    assert "warning[KPI822]: 2: " in done[0].stderr
    assert _paid(2, "east") == {("1", "bonus"): "20.00"}
    assert _paid(2, "west") == {
        ("3", "bonus"): "60.00",
        ("2", "bonus"): "35.00",
        ("2", "retro 2026-01 bonus"): "-5.00",
    }


def test_a_correction_reaches_the_department_that_a_person_went_to(firm: Path) -> None:
    assert firm.is_dir()
    _write(2, "east", {ANN: 100})
    _write(2, "west", {EVE: 300, BOB: 200})
    _batch(1)
    _batch(2)
    Path("mended.csv").write_text("ID,Name,Sales\n1,Ann,100\n2,Bob,150\n", encoding="utf-8")
    corrected = _run("correct", "mended.csv", "--period", "2026-01", "--department", "east")

    assert corrected.exit_code == 0
    assert [(str(each.period), each.department) for each in _records() if each.act == "correct"] == [
        ("2026-01", "east"),
        ("2026-02", "west"),
    ]
    assert _paid(2, "west")["2", "bonus"] == "35.00"


def test_a_month_that_another_department_rests_on_is_not_reopened(firm: Path) -> None:
    assert firm.is_dir()
    _write(2, "west", {EVE: 300, BOB: 200})
    _batch(1)
    (firm / "facts" / "2026-02" / "east.csv").unlink()
    assert _batch(2).exit_code == 0
    done = _run("reopen", "2026-01", "--reason", "late", "--department", "east")

    assert (done.exit_code, "KPI813" in done.stderr) == (1, True)


def test_a_department_must_be_named_where_there_are_several(firm: Path) -> None:
    assert firm.is_dir()
    _batch(1)
    several = [_run(*typed) for typed in (("show", "2026-01"), ("reopen", "2026-01", "--reason", "late"))]
    Path("kpicalc.yaml").write_text("department: west\n", encoding="utf-8")

    assert [("KPI824" in each.stderr, each.exit_code) for each in several] == [(True, 1)] * 2
    assert "January 2026, west" in _run("show", "2026-01").stdout
    assert _run("reopen", "2026-01", "--reason", "late").exit_code == 0
    assert [each.department for each in _records() if each.act == "reopen"] == ["west"]


def test_a_department_that_did_not_close_a_month_has_a_gap(firm: Path) -> None:
    """West closed January and not February: in March its sums of the year are unknown, not begun anew."""
    assert firm.is_dir()
    (firm / "facts" / "2026-02" / "west.csv").unlink()
    _write(3, "west", {EVE: 300})
    done = [_batch(month) for month in (1, 2, 3)][-1]

    assert (done.exit_code, "error[KPI559]" in done.stderr) == (1, True)
    assert len(_records()) == 3
    Path("kpicalc.yaml").write_text("department: west\n", encoding="utf-8")
    assert "bonus = " in _run("explain", "2026-02", "Ann", "bonus").stdout


@pytest.mark.parametrize(
    ("department", "sales", "code"),
    [
        ("west", {EVE: 1, BOB: 1}, "KPI826"),
        ("west", {EVE: 1, "2,Zoe": 1}, "KPI827"),
        ("eest", {"9,Zoe": 1}, "KPI823"),
    ],
)
def test_what_wants_a_second_look_is_told(
    firm: Path, department: str, sales: Mapping[str, object], code: str
) -> None:
    assert firm.is_dir()
    _batch(1)
    (firm / "facts" / "2026-02" / "west.csv").unlink()
    _batch(2)
    _write(2, department, sales)
    refused = _batch(2)
    accepted = _batch(2, "--accept", code)

    assert (refused.exit_code, f"warning[{code}]" in refused.stderr) == (1, True)
    assert len(_records()) == 4
    assert f"warning[{code}]" in accepted.stderr


def test_people_who_may_be_paid_twice_are_closed_twice(firm: Path) -> None:
    (firm / "month.yaml").write_text('shared_people: ["2"]\n' + JOBS, encoding="utf-8")
    _write(1, "west", {EVE: 1, BOB: 1})

    assert _batch(1).exit_code == 0
    assert [each.department for each in _records()] == ["east", "west"]


def test_warnings_are_accepted_where_something_is_closed(firm: Path) -> None:
    assert firm.is_dir()
    done = _run("batch", "month.yaml", "--accept", "KPI826")

    assert done.exit_code == 2
    assert "`--accept` belongs to `--close`" in done.stderr


def test_an_export_keeps_the_department(firm: Path) -> None:
    assert firm.is_dir()
    _batch(1)
    done = [
        _run("export", "2026-01", "out", "--department", "west"),
        _run("import", "out", "--book", "other.kpibook"),
    ]
    taken = read_book(Path("other.kpibook"), list_records).value or ()

    assert [each.exit_code for each in done] == [0, 0]
    assert [(each.department, each.content) for each in taken] == [("west", _records()[1].content)]


def test_a_book_from_before_there_were_departments_goes_on(firm: Path) -> None:
    assert firm.is_dir()
    closed = _run("close", "facts/2026-01/east.csv", "--period", "2026-01")
    with closing(sqlite3.connect(BOOK)) as opened:
        for change in (
            "DROP TABLE removals",
            "DROP VIEW paid",
            "ALTER TABLE runs DROP COLUMN department",
            "CREATE VIEW paid AS SELECT 1",
            "PRAGMA user_version = 1",
        ):
            opened.execute(change)
    old, link = _records(), read_book(BOOK, newest_link).value
    later = _run("close", "facts/2026-02/east.csv", "--period", "2026-02")

    assert (closed.exit_code, later.exit_code) == (0, 0)
    assert [each.department for each in (*old, *_records())] == [""] * 3
    assert link == (1, bytes.fromhex(old[0].chain))
    assert read_book(BOOK, lambda opened: check_book(opened, BOOK)).value == ()


def test_the_example_of_shops_comes_out_as_worked_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Boris: 40 000, 3 % of 450 000, and 5 000 since 600 000 in the north and 450 000 make a million."""
    copytree(EXAMPLE, tmp_path / "shops")
    monkeypatch.chdir(tmp_path / "shops")

    assert [_batch(month).exit_code for month in (1, 2)] == [0, 0]
    assert _paid(2, "north") == {("101", "salary"): "40000.00", ("101", "share"): "15000.00"}
    assert {key: amount for key, amount in _paid(2, "south").items() if key[0] == "102"} == {
        ("102", "salary"): "40000.00",
        ("102", "share"): "13500.00",
        ("102", "year_end"): "5000.00",
    }


@pytest.mark.parametrize("typed", ["close facts/2026-01/east.csv", "batch month.yaml --close"])
@pytest.mark.usefixtures("firm")
def test_what_is_no_code_is_not_accepted(typed: str) -> None:
    done = _run(*typed.split(), "--period", "2026-01", "--accept", "sums")

    assert (done.exit_code, BOOK.exists()) == (2, False)
    assert "`sums` is no problem code" in done.stderr


def test_facts_that_a_killed_run_has_unpacked_are_removed(
    firm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("kpicalc-dead", "kpicalc-alive", "other"):
        (firm / "tmp" / name).mkdir(parents=True)
        (firm / "tmp" / name / "east.csv").write_text("ID,Name,Sales\n1,Ann,100\n", encoding="utf-8")
        (firm / "tmp" / name / "held").touch()
    monkeypatch.setattr(tempfile, "tempdir", str(firm / "tmp"))
    assert _batch(1).exit_code == 0

    with (firm / "tmp" / "kpicalc-alive" / "held").open("r+b") as stream:
        assert lock(stream) is True
        assert _run("verify", "--all").exit_code == 0

    assert sorted(each.name for each in (firm / "tmp").iterdir()) == ["kpicalc-alive", "other"]
