"""A person's data taken out of the book: nothing of it is left, all else stays proved."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from kpicalc.cli.close import close_period
from kpicalc.cli.correct import correct_month
from kpicalc.cli.forget import forget_employee
from kpicalc.cli.month_options import (
    CloseOptions,
    CorrectOptions,
    ForgetOptions,
    MonthsOptions,
    ShowOptions,
    VerifyOptions,
)
from kpicalc.cli.months import list_months
from kpicalc.cli.options import ResultFormat
from kpicalc.cli.outcome import ExitCode, Refusal
from kpicalc.cli.show import show_period
from kpicalc.cli.verify import verify_months
from kpicalc.i18n.catalogue import Language
from kpicalc.months.book_file import read_book
from kpicalc.months.month_records import list_records
from kpicalc.months.seal import check_book
from tests.cli.pay_month import lay_out_month
from tests.months.conftest import ROWS

EN, RU = Language.EN, Language.RU
BOOK = Path("pay.kpibook")


def _close(period: str) -> object:
    return close_period(CloseOptions([Path("people.csv")], period=period, accept=["KPI454"]), EN)


def _forget(who: str = "Белов", *, dry_run: bool = False, accept: Sequence[str] = ()) -> object:
    return forget_employee(ForgetOptions(who, "kept long enough", accept=list(accept), dry_run=dry_run), EN)


def _codes() -> list[str]:
    found = read_book(BOOK, lambda opened: check_book(opened, BOOK))
    return [each.code for each in (found.diagnostics or found.value or ())]


def _all_bytes() -> bytes:
    with sqlite3.connect(BOOK) as opened:
        blobs = b"\n".join(zlib.decompress(data) for (data,) in opened.execute("SELECT data FROM blobs"))
    return BOOK.read_bytes() + blobs


@pytest.fixture
def left(firm: Path) -> Path:
    """Close March with two people and April with one of them."""
    assert _close("2026-03") == ExitCode.OK
    lay_out_month(firm, ROWS[:1], "people.csv")
    assert _close("2026-04") == ExitCode.OK
    return firm


def test_nothing_of_the_person_is_left_and_all_else_is_proved(
    left: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert left.is_dir()
    before = read_book(BOOK, list_records).value
    assert "Белов".encode() in _all_bytes()

    assert _forget() == ExitCode.OK
    assert "Белов".encode() not in _all_bytes()
    assert "Абрамова".encode() in _all_bytes()
    assert _codes() == []
    assert read_book(BOOK, list_records).value == before
    capsys.readouterr()
    assert show_period(ShowOptions("2026-03"), EN) == ExitCode.OK
    shown = capsys.readouterr().out
    assert "Абрамова" in shown
    assert "In the totals, no longer in the list: 1" in shown
    assert list_months(MonthsOptions(), RU) == ExitCode.OK
    assert "С тех пор неполны записи: 1" in " ".join(capsys.readouterr().out.split())


def test_what_was_carried_into_a_month_is_taken_out_too(firm: Path) -> None:
    assert _close("2026-03") == ExitCode.OK
    lay_out_month(firm, (ROWS[0], "2;Белов И.;100;70;50 %;да"), "people.csv")
    assert correct_month(CorrectOptions([Path("people.csv")], period="2026-03"), EN) == ExitCode.OK
    assert _close("2026-04") == ExitCode.OK
    lay_out_month(firm, ROWS[:1], "people.csv")
    assert _close("2026-05") == ExitCode.OK
    assert b'"employee": "2"' in _all_bytes()

    assert _forget() == ExitCode.OK
    assert b'"employee": "2"' not in _all_bytes()
    assert _codes() == []


def test_what_follows_goes_on_and_a_changed_byte_is_found(left: Path) -> None:
    assert left.is_dir()
    _forget()
    assert _close("2026-05") == ExitCode.OK
    assert _codes() == []
    whole = BOOK.read_bytes()
    step = len(whole) // 41
    missed = []
    for position in range(100, len(whole), step):
        BOOK.write_bytes(whole[:position] + bytes([whole[position] ^ 1]) + whole[position + 1 :])
        missed += [] if _codes() else [position]
    BOOK.write_bytes(whole)

    assert missed == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE removals SET people = 7", "KPI810"),
        ("UPDATE pay SET units = units + 1 WHERE line = 1", "KPI809"),
        ("DELETE FROM removals", "KPI809"),
    ],
)
def test_what_is_changed_after_it_is_told(left: Path, change: str, code: str) -> None:
    assert left.is_dir()
    _forget()
    with sqlite3.connect(BOOK, isolation_level=None) as opened:
        opened.execute(change)

    assert _codes()[:1] == [code]


def test_a_month_without_its_facts_is_not_computed_again(
    left: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _forget()
    lay_out_month(left, ROWS, "people.csv")
    capsys.readouterr()

    assert verify_months(VerifyOptions(all=True), EN) == ExitCode.OK
    told = " ".join(capsys.readouterr().out.split())
    assert "March 2026, record 1: not computed again" in told
    assert "April 2026, record 2: comes out the same" in told
    assert verify_months(VerifyOptions("2026-03"), EN) == ExitCode.PROBLEMS
    corrected = CorrectOptions([Path("people.csv")], period="2026-03", reason="late")
    assert correct_month(corrected, EN) == ExitCode.PROBLEMS
    said = " ".join(capsys.readouterr().err.split())
    assert (said.count("error[KPI828]"), said.count("`kpicalc show 2026-03`")) == (2, 2)


def test_who_is_still_paid_or_due_is_not_forgotten(left: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _forget("1") == ExitCode.PROBLEMS
    assert "KPI829" in capsys.readouterr().err
    lay_out_month(left, (ROWS[0], ROWS[1].replace(";70;", ";110;")), "people.csv")
    corrected = CorrectOptions([Path("people.csv")], period="2026-03", reason="late")
    assert correct_month(corrected, EN) == ExitCode.OK
    capsys.readouterr()

    assert _forget() == ExitCode.PROBLEMS
    assert "KPI838" in capsys.readouterr().err
    assert "Белов".encode() in _all_bytes()


def test_a_text_that_names_the_person_is_told(left: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert left.is_dir()
    (left / "kpicalc.yaml").write_text("# Белов И. is gone\ncorrect_back: 12\n", encoding="utf-8")
    assert _close("2026-05") == ExitCode.OK
    capsys.readouterr()

    assert _forget() == ExitCode.PROBLEMS
    assert "KPI837" in capsys.readouterr().err
    assert isinstance(_forget(accept=["--dry-run"]), Refusal)
    assert _forget(accept=["837"]) == ExitCode.OK


def test_nobody_is_forgotten_without_being_meant(left: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert left.is_dir()
    whole = BOOK.read_bytes()

    assert _forget(dry_run=True) == ExitCode.OK
    assert "To be taken out of the book: 2" in capsys.readouterr().out
    unknown = _forget("Сидоров")
    assert isinstance(unknown, Refusal)
    assert unknown.key == "usage.no_employee"
    assert BOOK.read_bytes() == whole


def test_programs_are_told_of_the_check_and_of_what_was_taken_out(
    left: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert left.is_dir()
    assert _forget() == ExitCode.OK
    capsys.readouterr()

    assert list_months(MonthsOptions(format=ResultFormat.JSON), EN) == ExitCode.OK
    listed = json.loads(capsys.readouterr().out)
    assert list_months(MonthsOptions(check=True, format=ResultFormat.JSON), EN) == ExitCode.OK
    checked = json.loads(capsys.readouterr().out)

    assert [(each["people"], each["records"]) for each in listed["removals"]] == [(1, [1])]
    assert (checked["whole"], checked["records"], checked["problems"]) == (True, 3, [])
    assert checked["chain"] == listed["removals"][0]["chain"]
