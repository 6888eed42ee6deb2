"""Corrections: what is due, to whom, from when on not any more; and steps that are cut off."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kpicalc.cli.close import close_period
from kpicalc.cli.correct import correct_month
from kpicalc.cli.month_options import CloseOptions, CorrectOptions
from kpicalc.cli.outcome import ExitCode
from kpicalc.i18n.catalogue import Language
from kpicalc.model.month import MonthAct, MonthRecord, MonthState, Signature
from kpicalc.model.period import Period, PeriodLength, parse_period
from kpicalc.model.problem import Problem
from kpicalc.months.book_file import holds_months, read_book
from kpicalc.months.departments import find_dependent
from kpicalc.months.differences import find_too_old, list_due, next_period
from kpicalc.months.month_records import list_records
from kpicalc.report.writers.announced import Proof, mend_folders
from kpicalc.report.writers.atomically import SetDecision, write_atomically
from kpicalc.scheme.settings import read_settings
from tests.cli.pay_month import lay_out_month
from tests.months.conftest import ROWS
from tests.typed import run_typed

EN = Language.EN
BOOK = Path("pay.kpibook")
MAY = Period(2026, 5, PeriodLength.MONTH)


def _close(period: str, out: str = "") -> object:
    outputs = [Path(out)] if out else []
    return close_period(CloseOptions([Path("people.csv")], period=period, out=outputs), EN)


def _correct(rows: tuple[str, ...], period: str = "2026-03", accept: tuple[str, ...] = ()) -> object:
    lay_out_month(Path(), rows, "people.csv")
    ended = correct_month(CorrectOptions([Path("people.csv")], period=period, accept=list(accept)), EN)
    lay_out_month(Path(), ROWS, "people.csv")
    return ended


def _due() -> dict[tuple[str, str], str]:
    found = read_book(BOOK, lambda opened: tuple(list_due(opened, MAY))).value
    return {(each.employee, each.name): format(each.amount, "f") for each in found or ()}


def test_a_correction_of_a_correction_pays_the_rest(firm: Path) -> None:
    assert firm.is_dir()
    _close("2026-03")
    ended = [_correct(("1;Абрамова З.;100;110;20 %;нет", ROWS[1]))]
    first = _due()
    ended += [_close("2026-04"), _correct(("1;Абрамова З.;100;110;40 %;нет", ROWS[1]))]

    assert ended == [ExitCode.OK] * 3
    assert first == {("1", "retro 2026-03 доплата"): "-3000.00"}
    assert _due() == {("1", "retro 2026-03 доплата"): "2000.00"}


def test_a_correction_without_a_difference_writes_nothing(firm: Path) -> None:
    assert firm.is_dir()
    _close("2026-03")
    before = BOOK.read_bytes()

    assert _correct(ROWS) == ExitCode.OK
    assert BOOK.read_bytes() == before


def test_who_was_paid_and_is_missing_is_warned_of(firm: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert firm.is_dir()
    _close("2026-03")

    assert _correct(ROWS[:1]) == ExitCode.PROBLEMS
    assert "KPI821" in capsys.readouterr().err
    assert _correct(ROWS[:1], accept=("KPI821",)) == ExitCode.OK
    assert _due()["2", "retro 2026-03 оклад"] == "-50000.00"


def test_who_has_left_stays_due(firm: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert firm.is_dir()
    _close("2026-03")
    _correct((ROWS[0], "2;Белов И.;100;70;50 %;да"))
    lay_out_month(Path(), ROWS[:1], "people.csv")
    capsys.readouterr()
    ended = close_period(CloseOptions([Path("people.csv")], period="2026-04", accept=["KPI822"]), EN)

    assert ended == ExitCode.OK
    assert "2: 3,000 RUB for March 2026" in " ".join(capsys.readouterr().err.split())
    assert _due() == {("2", "retro 2026-03 доплата"): "3000.00"}


def test_a_closed_month_comes_out_with_what_was_carried_into_it(firm: Path) -> None:
    assert firm.is_dir()
    _close("2026-03")
    _correct((ROWS[0], "2;Белов И.;100;70;50 %;да"))
    _close("2026-04")

    done = run_typed(Language.EN, ("compute", "people.csv", "--period", "2026-04", "--out", "a.xlsx"))
    told = run_typed(Language.EN, ("explain", "people.csv", "2", "--period", "2026-04")).output
    assert "It comes out as it was paid, to the last line." in done.output
    counted = [each.split()[-3] for each in done.output.splitlines() if each.startswith("Recomputed for")]
    assert counted == ["1"]
    assert "Recomputed for March" in told
    # Whose month came out the same has no line of it.
    told = run_typed(Language.EN, ("explain", "people.csv", "1", "--period", "2026-04")).output
    assert "Recomputed for March" not in told
    typed = ("sheets", "people.csv", "--period", "2026-04", "--to", "sheets", "--format", "md")
    run_typed(Language.EN, typed)
    sheets = [each.read_text(encoding="utf-8") for each in sorted(Path("sheets").iterdir())]
    assert sum("Recomputed for March 2026" in each for each in sheets) == 1
    assert not any("\n|  |" in each for each in sheets)
    lines = list(load_workbook("a.xlsx").worksheets[1].iter_rows(values_only=True))
    assert [row[0] for row in lines if str(row[3]).startswith("Recomputed for")] == ["2"]


def test_a_month_too_far_back_is_not_corrected(firm: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (firm / "kpicalc.yaml").write_text("correct_back: 1\n", encoding="utf-8")
    _close("2026-03")
    _close("2026-04")

    assert _correct(ROWS) == ExitCode.PROBLEMS
    assert "KPI820" in capsys.readouterr().err


@pytest.mark.parametrize(("first", "back"), [("2026-04", 1), ("2025-12", 5), ("2025-05", 12)])
def test_how_far_back_a_month_lies_is_counted_over_the_years(first: str, back: int) -> None:
    period = parse_period(first)
    assert isinstance(period, Period)
    told = [len(find_too_old(period, MAY, most, BOOK)) for most in (back, back - 1)]

    assert told == [0, 1]


@pytest.mark.parametrize(("written", "codes"), [("0", []), ("120", []), ("121", 1), ("1.5", 1), ("year", 1)])
def test_how_far_back_is_a_number_of_months(written: str, codes: object) -> None:
    found = read_settings(f"correct_back: {written}\n", "kpicalc.yaml")

    told = [each.code for each in found.diagnostics]
    assert told == ([Problem.MONTHS_BACK_INVALID] if codes else [])


def test_a_change_entered_late_is_paid_late(firm: Path) -> None:
    """The published figures: 4 800 at a level of 0.8 that was 0.6, tax 20 %, social insurance 8 %."""
    scheme = (
        "kpicalc: 1\nscheme: swiss\ncurrency: CHF\n"
        "facts: {employees: {salary: money, level: ratio}}\n"
        "pay:\n"
        "  base: {kind: fixed, amount: salary * level}\n"
        "  tax: {kind: deduction, amount: base * 20%, from: [base]}\n"
        "  social: {kind: deduction, amount: base * 8%, from: [base]}\n"
    )
    for path in (firm / "schemes").iterdir():
        path.unlink()
    (firm / "schemes" / "swiss.yaml").write_text(scheme, encoding="utf-8")
    facts = firm / "february.csv"
    facts.write_text("ID,Name,Salary,Level\n1,Anna,4800,80%\n", encoding="utf-8")
    closed = close_period(CloseOptions([facts], period="2026-02"), EN)
    facts.write_text("ID,Name,Salary,Level\n1,Anna,4800,60%\n", encoding="utf-8")
    corrected = correct_month(CorrectOptions([facts], period="2026-02"), EN)

    assert (closed, corrected) == (ExitCode.OK, ExitCode.OK)
    assert _due() == {
        ("1", "retro 2026-02 base"): "-960.00",
        ("1", "retro 2026-02 tax"): "192.00",
        ("1", "retro 2026-02 social"): "76.80",
    }


def test_a_statement_that_could_not_be_moved_is_moved_by_the_next_command(
    firm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target.name == "paid.csv":
            raise OSError(5, "gone")
        return moved(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        _close("2026-03", "paid.csv")
    closed = read_book(BOOK, list_records).value or ()
    before = (firm / "paid.csv").exists()
    mend_folders([firm])

    assert ([str(each.period) for each in closed], before) == (["2026-03"], False)
    assert (firm / "paid.csv").read_bytes().count(b"\n") == 3
    assert list(firm.glob(".kpicalc-*")) == []


@pytest.mark.parametrize("stage", ["prepare", "decide"])
def test_what_is_not_decided_leaves_nothing(firm: Path, stage: str) -> None:
    def fail() -> None:
        raise sqlite3.OperationalError(stage)

    def prepare() -> Proof:
        if stage == "prepare":
            fail()
        return Proof(BOOK, b"chain")

    with pytest.raises(sqlite3.OperationalError):
        write_atomically({firm / "paid.csv": [b"pay"]}, SetDecision(prepare, fail))

    assert list(firm.glob("*paid*")) + list(firm.glob(".kpicalc-*")) == []
    assert not holds_months(BOOK)
    # What the system does not even look for.
    assert not holds_months(Path("x" * 5000))


@pytest.mark.parametrize(
    ("book", "journal", "written", "left"),
    [
        (b"..chain..", None, True, 0),
        (b"......", None, False, 0),
        (b"..chain..", b"\xd9\xd5", False, 2),
        # SQLite keeps the head blank until the journal is on disk: nothing of the book is changed before.
        (b"......", b"\0\0", False, 0),
        (b"..chain..", b"", True, 0),
    ],
)
def test_a_killed_set_is_decided_by_its_proof(
    firm: Path, *, book: bytes, journal: bytes | None, written: bool, left: int
) -> None:
    def stop() -> None:
        raise SystemExit

    before = {path.name: path for path in firm.iterdir()}
    kept: dict[str, bytes] = {}

    def prepare() -> Proof:
        return Proof(BOOK, b"chain")

    def remember() -> None:
        kept.update({path.name: path.read_bytes() for path in firm.glob(".kpicalc-*")})
        stop()

    with pytest.raises(SystemExit):
        write_atomically({firm / "paid.csv": [b"pay"]}, SetDecision(prepare, remember))
    for name, content in kept.items():
        (firm / name).write_bytes(content)
    BOOK.write_bytes(book)
    if journal is not None:
        BOOK.with_name("pay.kpibook-journal").write_bytes(journal)
    mend_folders([firm])

    assert (firm / "paid.csv").exists() == written
    assert len(list(firm.glob(".kpicalc-*"))) == left
    assert "people.csv" in before


def _closed(*periods: str) -> tuple[MonthRecord, ...]:
    signed, found = Signature("", "", ""), (parse_period(each) for each in periods)
    return tuple(
        MonthRecord(at, MonthAct.CLOSE, each, each, 1, MonthState.CLOSED, signed, 0, (), "", "")
        for at, each in enumerate(found, 1)
        if each is not None
    )


FEBRUARY, MARCH, QUARTER, DAYS = "2026-02", "2026-03", "2026-Q1", "2026-03-02..2026-03-15"


@pytest.mark.parametrize(
    ("corrected", "paid_in"),
    [(MARCH, "2026-04"), (QUARTER, "2026-Q2"), (DAYS, "2026-03-16..2026-03-29")],
)
def test_a_difference_is_paid_with_the_next_period_of_the_same_length(corrected: str, paid_in: str) -> None:
    asked = parse_period(corrected)

    assert asked is not None
    assert str(next_period(_closed(FEBRUARY, MARCH, QUARTER, DAYS), asked)) == paid_in


def test_only_what_begins_after_a_quarter_rests_on_it() -> None:
    """The months of a quarter that are closed by themselves lie within it, and it can be reopened."""
    records = _closed(FEBRUARY, MARCH, QUARTER, "2026-Q2")
    with closing(sqlite3.connect(":memory:")) as opened:
        later = {str(each.period): list(find_dependent(opened, records, each)) for each in records}

    assert {period: [str(each.period) for each in found] for period, found in later.items()} == {
        FEBRUARY: [MARCH, "2026-Q2"],
        MARCH: ["2026-Q2"],
        QUARTER: ["2026-Q2"],
        "2026-Q2": [],
    }
