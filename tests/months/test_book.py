"""The book itself: closed once, proved to the byte, told apart from what is no book, exported and back."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from kpicalc.cli.close import close_period
from kpicalc.cli.compute import compute_pay
from kpicalc.cli.month_options import CloseOptions, ExportOptions, ImportOptions, MonthsOptions, VerifyOptions
from kpicalc.cli.months import list_months
from kpicalc.cli.moved_months import take_month, unpack_month
from kpicalc.cli.options import ComputeOptions
from kpicalc.cli.outcome import ExitCode, Refusal
from kpicalc.cli.verify import verify_months
from kpicalc.i18n.catalogue import Language
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.problem import Problem
from kpicalc.months.book_file import Holder, attempt, note_of, open_to_write, read_book
from kpicalc.months.book_tables import NEWEST
from kpicalc.months.departments import Closing, choose_department, find_unknown
from kpicalc.months.month_records import list_records
from kpicalc.months.seal import check_book
from tests.report.closed_sample import APRIL, CORRECTED, MARCH

EN = Language.EN
BOOK = Path("pay.kpibook")
HOLDER = Holder(17, "office", "2026-04-01T00:00:00Z")
FACTS = [Path("people.csv")]


def _close(out: str = "march-paid.csv") -> object:
    return close_period(CloseOptions(FACTS, period="2026-03", out=[Path(out)]), EN)


def _codes(book: Path = BOOK) -> list[str]:
    found = read_book(book, lambda opened: check_book(opened, book))
    return [each.code for each in (found.diagnostics or found.value or ())]


def _params(problem: Diagnostic, *names: str) -> list[object]:
    return [dict(problem.params)[name] for name in names]


def test_a_month_is_closed_once(firm: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _close() == ExitCode.OK
    paid, kept = (firm / "march-paid.csv").read_bytes(), BOOK.read_bytes()

    assert _close("again.csv") == ExitCode.PROBLEMS
    assert "KPI811" in capsys.readouterr().err
    assert not (firm / "again.csv").exists()
    assert ((firm / "march-paid.csv").read_bytes(), BOOK.read_bytes()) == (paid, kept)
    assert BOOK.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in firm.iterdir() if path.name.startswith(".")) == []


def test_whatever_was_written_the_month_comes_out_the_same(
    firm: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [Path(f"paid.{suffix}") for suffix in ("csv", "xlsx", "html", "json", "md", "parquet")]
    typed = CloseOptions(FACTS, period="2026-03", out=asked, hand_off=["earnings=earnings.csv"])
    assert close_period(typed, EN) == ExitCode.OK
    (firm / "elsewhere").mkdir()
    monkeypatch.chdir(firm / "elsewhere")

    assert verify_months(VerifyOptions(book=firm / BOOK), EN) == ExitCode.OK
    assert "comes out the same, to the last byte (2 people)" in capsys.readouterr().out


def test_a_statement_of_a_closed_month_is_spared(firm: Path) -> None:
    _close()
    typed = ComputeOptions(FACTS, period="2026-03", out=[Path("march-paid.csv")])
    refused = compute_pay(typed, EN)

    assert isinstance(refused, Refusal)
    assert refused.key == "usage.statement_of_closed"
    assert firm.is_dir()


def test_computing_a_closed_month_tells_the_difference(
    firm: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _close()
    facts = firm / "people.csv"
    facts.write_text(facts.read_text(encoding="utf-8").replace("110", "79"), encoding="utf-8")
    capsys.readouterr()

    assert compute_pay(ComputeOptions(FACTS, period="2026-03", summary=True), EN) == ExitCode.OK
    told = capsys.readouterr().out
    assert "March 2026 is closed (record 1): nothing is changed" in told
    assert "−20,000.00" in told


def test_any_changed_byte_is_found(firm: Path) -> None:
    assert firm.is_dir()
    _close()
    whole = BOOK.read_bytes()
    step = len(whole) // 97
    missed = []
    for position in [*range(0, len(whole), step), 24, 95, 96, 99, len(whole) - 1]:
        BOOK.write_bytes(whole[:position] + bytes([whole[position] ^ 1]) + whole[position + 1 :])
        missed += [] if _codes() else [position]
    BOOK.write_bytes(whole)

    assert missed == []
    assert _codes() == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE pay SET units = units + 1", Problem.RECORD_CHANGED),
        ("UPDATE files SET name = 'other.csv' WHERE position = 1", Problem.RECORD_CHANGED),
        ("UPDATE runs SET who = 'somebody'", Problem.CHAIN_BROKEN),
        ("VACUUM", Problem.BOOK_SEAL_BROKEN),
    ],
)
def test_what_was_changed_by_hand_is_told(firm: Path, change: str, code: str) -> None:
    assert firm.is_dir()
    _close()
    with sqlite3.connect(BOOK, isolation_level=None) as opened:
        opened.execute(change)

    assert _codes() == [code]


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda whole: whole[: len(whole) // 2], Problem.BOOK_DAMAGED),
        (lambda whole: whole[:-1], Problem.BOOK_DAMAGED),
        (lambda whole: b"PK" + whole[2:], Problem.BOOK_FOREIGN),
        (lambda _: b"", Problem.BOOK_ABSENT),
        (lambda whole: whole[:60] + (NEWEST + 1).to_bytes(4, "big") + whole[64:], Problem.BOOK_NEWER),
        (lambda whole: whole[:68] + bytes(4) + whole[72:], Problem.BOOK_FOREIGN),
    ],
)
def test_what_is_no_book_of_ours_is_told(firm: Path, spoil: object, code: str) -> None:
    assert firm.is_dir()
    _close()
    BOOK.write_bytes(spoil(BOOK.read_bytes()))  # type: ignore[operator] # one of the functions above

    assert [each.code for each in read_book(BOOK, list_records).diagnostics] == [code]


def test_who_holds_the_book_is_told(firm: Path) -> None:
    assert firm.is_dir()
    _close()

    def write_too() -> None:
        with open_to_write(BOOK, HOLDER, patience=0):
            pass

    with open_to_write(BOOK, HOLDER) as opened:
        busy = attempt(BOOK, write_too).diagnostics
        seen = read_book(BOOK, list_records).value
        asked = ("foreign_keys", "synchronous", "secure_delete")
        safe = [opened.execute(f"PRAGMA {each}").fetchone()[0] for each in asked]
        mode = note_of(BOOK).stat().st_mode & 0o777
        note_of(BOOK).unlink()
        unknown = attempt(BOOK, write_too).diagnostics

    assert [_params(each, "process", "machine", "since") for each in (*busy, *unknown)] == [
        [17, "office", HOLDER.since],
        ["?", "?", "?"],
    ]
    assert [each.number for each in seen or ()] == [1]
    # Written to the disk before it counts, and what is deleted is overwritten.
    assert (safe, mode) == ([1, 2, 1], 0o600)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("SQLITE_FULL", Problem.BOOK_DISK_FULL),
        ("SQLITE_READONLY", Problem.BOOK_DENIED),
        ("SQLITE_PERM", Problem.BOOK_DENIED),
        ("SQLITE_BUSY", Problem.BOOK_BUSY),
        ("SQLITE_LOCKED", Problem.BOOK_BUSY),
        ("SQLITE_CANTOPEN", Problem.BOOK_DENIED),
        ("SQLITE_IOERR_WRITE", Problem.BOOK_FAILED),
        ("SQLITE_CORRUPT", Problem.BOOK_DAMAGED),
    ],
)
def test_what_the_system_refuses_becomes_a_problem(name: str, code: str) -> None:
    failure = sqlite3.OperationalError("refused")
    failure.sqlite_errorname = name

    def refuse() -> None:
        raise failure

    assert [each.code for each in attempt(BOOK, refuse).diagnostics] == [code]


@pytest.mark.parametrize(("failure", "reason"), [(OSError(13, "no"), "no"), (OSError(), "OSError")])
def test_a_file_that_cannot_be_used_is_told_with_the_reason(failure: OSError, reason: str) -> None:
    def refuse() -> None:
        raise failure

    (told,) = attempt(BOOK, refuse).diagnostics
    assert (told.code, _params(told, "reason")) == (Problem.BOOK_DENIED, [reason])


def test_an_export_comes_back_as_it_was(firm: Path) -> None:
    assert firm.is_dir()
    _close()

    # What a killed run has left is no month yet.
    Path("exported/facts").mkdir(parents=True)
    Path("exported/facts/.kpicalc-12345678.tmp").write_text("half", encoding="utf-8")
    assert unpack_month(ExportOptions("2026-03", Path("exported")), EN) == ExitCode.OK
    assert take_month(ImportOptions(Path("exported"), Path("other.kpibook")), EN) == ExitCode.OK
    before, after = (read_book(book, list_records).value for book in (BOOK, Path("other.kpibook")))
    assert [each.content for each in before or ()] == [each.content for each in after or ()]
    assert verify_months(VerifyOptions(book=Path("other.kpibook")), EN) == ExitCode.OK


def test_a_damaged_export_is_refused(firm: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert firm.is_dir()
    _close()
    unpack_month(ExportOptions("2026-03", Path("exported")), EN)
    (Path("exported") / "facts" / "people.csv").write_text("changed", encoding="utf-8")

    assert take_month(ImportOptions(Path("exported"), Path("other.kpibook")), EN) == ExitCode.PROBLEMS
    assert "KPI818" in capsys.readouterr().err


def test_another_sum_is_told_by_person_and_line(firm: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert firm.is_dir()
    _close()
    with sqlite3.connect(BOOK, isolation_level=None) as opened:
        opened.execute("UPDATE pay SET units = units + 100 WHERE line = 1 AND person = 1")

    assert verify_months(VerifyOptions("2026-03"), EN) == ExitCode.PROBLEMS
    assert "KPI817" in (told := capsys.readouterr().err)
    assert "1 Абрамова З., Оклад: the book has 50001.00, computed again it is 50000.00" in " ".join(
        told.split()
    )


def test_warnings_must_be_accepted(
    firm: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _close()
    typed = CloseOptions(FACTS, period="2026-05")

    # A clock that was set back is one more: the time would stand in the book for ever.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert close_period(typed, EN) == ExitCode.PROBLEMS
    assert "KPI814" in (told := capsys.readouterr().err)
    assert [code for code in ("KPI815", "KPI540") if f"[{code}]" in told] == ["KPI815", "KPI540"]
    accepted = CloseOptions(FACTS, period="2026-05", accept=["KPI815", "KPI540"])
    assert close_period(accepted, EN) == ExitCode.OK
    assert list_months(MonthsOptions(), EN) == ExitCode.OK
    assert firm.is_dir()


@pytest.mark.parametrize(
    ("closed", "named", "meant"),
    [
        ([], "", []),
        ([], "east", []),
        ([""], "", [""]),
        ([""], "east", [""]),
        (["east"], "", ["east"]),
        (["east"], "east", ["east"]),
        (["east"], "west", None),
        (["east", "west"], "", None),
        (["east", "west"], "west", ["west"]),
        (["east", "west"], "north", None),
    ],
)
def test_which_department_is_meant(closed: list[str], named: str, meant: list[str] | None) -> None:
    records = [replace(CORRECTED, department=each) for each in closed]
    found = choose_department(records, MARCH, named, BOOK).value

    assert (None if found is None else [each.department for each in found]) == meant


@pytest.mark.parametrize(
    ("closed", "closing", "told"),
    [
        ([], "east", []),
        ([""], "east", []),
        (["east"], "east", []),
        (["east"], "eest", [{"department": "eest", "hint": "near", "near": "east"}]),
        (["east"], "north", [{"department": "north"}]),
        (["east"], "", [{"department": "–"}]),
    ],
)
def test_a_department_that_no_month_knows(
    closed: list[str], closing: str, told: list[dict[str, str]]
) -> None:
    records = [replace(CORRECTED, department=each) for each in closed]
    found = [dict(each.params) for each in find_unknown(records, Closing(APRIL, closing, {}), BOOK)]

    assert [{key: value for key, value in each.items() if key != "known"} for each in found] == told
