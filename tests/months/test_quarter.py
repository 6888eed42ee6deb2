"""A quarter of 200 people: closed, reopened, corrected, proved; the pay of three people is worked by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from kpicalc.cli.close import close_period
from kpicalc.cli.correct import correct_month
from kpicalc.cli.month_options import (
    CloseOptions,
    CorrectOptions,
    MonthsOptions,
    ReopenOptions,
    VerifyOptions,
)
from kpicalc.cli.months import list_months, reopen_month
from kpicalc.cli.outcome import ExitCode
from kpicalc.cli.verify import verify_months
from kpicalc.i18n.catalogue import Language
from kpicalc.model.month import ClosedMonth
from kpicalc.model.period import Period, PeriodLength
from kpicalc.months.book_file import read_book, read_checked
from kpicalc.months.closed_pay import read_month
from kpicalc.months.differences import list_due
from kpicalc.months.month_records import list_records
from tests.months.quarter import lay_out_company, write_month
from tests.typed import run_typed

RU = Language.RU
BOOK = Path("pay.kpibook")

# By hand. Before anything was corrected: salary 50 000, 5 % of the turnover where the plan is met, else 2 %,
# and 0.1 % of the turnover of the year.
CLOSED = {
    (1, "1"): {"salary": "50000.00", "bonus": "6000.00", "yearly": "120.00"},
    (1, "2"): {"salary": "50000.00", "bonus": "3200.00", "yearly": "160.00"},
    (1, "3"): {"salary": "50000.00", "bonus": "1000.00", "yearly": "50.00"},
    (2, "1"): {"salary": "50000.00", "bonus": "1800.00", "yearly": "210.00"},
    (2, "2"): {"salary": "50000.00", "bonus": "10000.00", "yearly": "360.00"},
    (2, "3"): {"salary": "50000.00", "bonus": "5000.00", "yearly": "150.00"},
    (3, "1"): {"salary": "50000.00", "bonus": "7500.00", "yearly": "360.00"},
    (3, "2"): {"salary": "50000.00", "bonus": "10500.00", "yearly": "570.00"},
    (3, "3"): {"salary": "50000.00", "bonus": "5000.00", "yearly": "250.00"},
}
# In April a return takes 20 000 from the February of person 1, and the January plan of person 2 falls to
# 150 000. February: 2 % of 70 000 is 400 less, 0.1 % of the year 20 less; March: 20 less. January: 5 % of
# 160 000 is 8 000, which is 4 800 more. April itself: 5 % of 100 000, 2 % of 100 000, 5 % of 100 000.
APRIL = {
    "1": {
        "salary": "50000.00",
        "bonus": "5000.00",
        "yearly": "440.00",
        "retro 2026-02 bonus": "-400.00",
        "retro 2026-02 yearly": "-20.00",
        "retro 2026-03 yearly": "-20.00",
    },
    "2": {
        "salary": "50000.00",
        "bonus": "2000.00",
        "yearly": "670.00",
        "retro 2026-01 bonus": "4800.00",
    },
    "3": {"salary": "50000.00", "bonus": "5000.00", "yearly": "350.00"},
}

# Who has sold for 300 since January is paid 100.
YEARLY = """\
kpicalc: 1
scheme: seller
currency: RUB
facts: {employees: {sales: money}}
values: {year: year_to_date(sales)}
pay: {bonus: {kind: variable, amount: if year >= 300 then 100 else 0}}
"""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Close a quarter, reopen its March, correct January and February, and close April."""
    folder = tmp_path_factory.mktemp("company")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("SOURCE_DATE_EPOCH", "1775001600")
        lay_out_company(folder)
        write_month(folder / "wrong-3.csv", 3, {3: (100_000, 900_000)})
        ended = [_close(1), _close(2), _close(3, "wrong-3.csv")]
        ended.append(reopen_month(ReopenOptions("2026-03", "a digit too many"), RU))
        ended.append(_close(3))
        write_month(folder / "plan-1.csv", 1, {2: (150_000, 160_000)})
        write_month(folder / "return-2.csv", 2, {1: (100_000, 70_000)})
        ended += [_correct(1, "plan-1.csv"), _correct(2, "return-2.csv"), _close(4)]
        assert ended == [ExitCode.OK] * 8
        yield folder


def _close(month: int, facts: str = "") -> object:
    given = [Path(facts or f"{month}.csv")]
    return close_period(
        CloseOptions(given, period=f"2026-{month:02}", out=[Path(f"{month}-{facts}.out.csv")]), RU
    )


def _correct(month: int, facts: str) -> object:
    return correct_month(CorrectOptions([Path(facts)], period=f"2026-{month:02}", reason="late"), RU)


def _month(month: int, version: int = 0) -> ClosedMonth:
    period = Period(2026, month, PeriodLength.MONTH)
    found = read_checked(BOOK, lambda opened: read_month(opened, BOOK, period, version)).value
    assert found is not None
    return found


def _lines(month: ClosedMonth, person: str) -> dict[str, str]:
    own = (each for each in month.amounts if each.employee == person and each.amount != 0)
    return {each.line: format(each.amount, "f") for each in own}


def test_three_people_are_paid_as_worked_by_hand(company: Path) -> None:
    assert company.is_dir()
    first = {1: 1, 2: 1, 3: 3}  # March was closed anew: its third record

    assert {key: _lines(_month(key[0], first[key[0]]), key[1]) for key in CLOSED} == CLOSED
    assert {person: _lines(_month(4), person) for person in APRIL} == APRIL


def test_json_tells_of_earlier_months_those_alone_whom_they_concern(company: Path) -> None:
    typed = ["compute", "4.csv", "--period", "2026-04", "--out", "april.json"]
    assert run_typed(Language.EN, typed).exit_code == ExitCode.OK

    told = json.loads((company / "april.json").read_text(encoding="utf-8"))["employees"]
    lines = {one["employee"]: {each["name"]: each["value"] for each in one["lines"]} for one in told}
    assert {person: lines[person] for person in APRIL} == APRIL


@pytest.mark.parametrize(
    ("dialect", "told"),
    [
        ("", "\ufeff1;Person 1;seller;1;Перерасчёт за февраль 2026: Премия;прошлый месяц;RUB;-400,00"),
        ("--csv-dialect rfc4180", "seller,1,Person 1,0,retro 2026-02 bonus,Премия,retro,RUB,-400.00"),
    ],
)
def test_a_month_as_csv_is_read_by_an_office_or_by_programs(company: Path, dialect: str, told: str) -> None:
    typed = f"show 2026-04 1 --out one.csv {dialect}".split()
    assert run_typed(Language.EN, typed).exit_code == ExitCode.OK

    text = (company / "one.csv").read_text(encoding="utf-8")
    assert text.startswith("\ufeff") == told.startswith("\ufeff")
    assert told.removeprefix("\ufeff") in text.splitlines()


def test_what_was_paid_agrees_with_the_lines_of_the_month(company: Path) -> None:
    assert run_typed(Language.EN, ["show", "2026-04", "--out", "all.csv"]).exit_code == ExitCode.OK
    for files, said in ((("a.txt",), "`a.txt` must end"), (("a.csv", "./a.csv"), "is named twice")):
        asked = [part for each in files for part in ("--out", each)]
        done = run_typed(Language.EN, ["show", "2026-04", *asked])
        assert (done.exit_code, said in done.stderr) == (ExitCode.USAGE, True)

    for paid in ("all.csv", "4-.out.csv"):
        typed = ["reconcile", "4.csv", "--period", "2026-04", "--against", paid, "--format", "json"]
        found = json.loads(run_typed(Language.EN, typed).stdout)
        assert (found["status"], found["alike"], len(found["sheets"][0]["matched"])) == ("equal", 200, 8)
    assert company.is_dir()


def test_nobody_else_has_a_difference(company: Path) -> None:
    assert company.is_dir()
    retro = {each.employee for each in _month(4).amounts if each.kind == "retro" and each.amount != 0}

    assert retro == {"1", "2"}
    assert sum(each.amount for each in _month(4).amounts if each.kind == "retro") == Decimal("4360.00")


def test_the_quarter_is_whole_and_comes_out_the_same(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert company.is_dir()

    assert list_months(MonthsOptions(check=True), RU) == ExitCode.OK
    assert verify_months(VerifyOptions(all=True), RU) == ExitCode.OK
    assert capsys.readouterr().out.count("до последнего байта") == 7


def test_a_paid_month_does_not_change_when_it_is_corrected(company: Path) -> None:
    assert company.is_dir()

    assert _lines(_month(2, 1), "1")["bonus"] == "1800.00"
    assert _lines(_month(2), "1")["bonus"] == "1400.00"


def test_a_correction_tried_first_shows_the_later_months_too(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_month(company / "more-2.csv", 2, {1: (100_000, 60_000)})
    before = BOOK.read_bytes()

    ended = correct_month(CorrectOptions([Path("more-2.csv")], period="2026-02", dry_run=True), RU)

    lines = capsys.readouterr().out.splitlines()
    told = [line for line in lines if "май 2026" in line]
    assert (ended, lines[-2]) == (ExitCode.OK, "В книгу ничего не записано.")
    assert BOOK.read_bytes() == before
    assert [line.split(",")[1].split(":")[0].strip() for line in told] == [
        "февраль 2026",
        "март 2026",
        "апрель 2026",
    ]


def test_what_changes_no_pay_of_its_own_month_reaches_later_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 300 since January a bonus of 100 is paid, in March: January and February come out as before."""
    monkeypatch.chdir(tmp_path)
    Path("schemes").mkdir()
    Path("schemes/seller.yaml").write_text(YEARLY, encoding="utf-8")
    ended = []
    for period, command, sales in (("01", "close", 50), ("02", "close", 50), ("03", "close", 150)):
        Path("facts.csv").write_text(f"ID,Name,Sales\n1,Ann,{sales}\n", encoding="utf-8")
        ended.append(run_typed(Language.EN, [command, "facts.csv", "--period", f"2026-{period}"]).exit_code)
    Path("facts.csv").write_text("ID,Name,Sales\n1,Ann,150\n", encoding="utf-8")
    again = ("correct", "facts.csv", "--period", "2026-01")
    said = [run_typed(Language.EN, again) for _ in range(2)]
    ended += [each.exit_code for each in said]
    april = Period(2026, 4, PeriodLength.MONTH)
    found = read_book(BOOK, lambda opened: tuple(list_due(opened, april))).value

    assert ended == [0] * 5
    written = [line for each in said for line in each.stdout.splitlines() if "is corrected" in line]
    assert written == [f"{month} 2026 is corrected" for month in ("January", "February", "March")]
    assert "Nothing is written into the book." in said[1].stdout
    assert [(str(each.period), each.name, f"{each.amount:f}") for each in found or ()] == [
        ("2026-03", "retro 2026-03 bonus", "100.00")
    ]
    assert [f"{each.act} {each.period}" for each in read_book(BOOK, list_records).value or ()][3:] == [
        "correct 2026-01",
        "correct 2026-02",
        "correct 2026-03",
    ]


def test_a_month_taken_in_beside_others_than_it_rests_on_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two departments, each in a book of its own; who moves in February is new in the other book."""
    monkeypatch.chdir(tmp_path)
    Path("schemes").mkdir()
    Path("schemes/seller.yaml").write_text(YEARLY, encoding="utf-8")
    ended = []
    for book, period, people in (("a", "01", "1 2"), ("b", "01", "3"), ("a", "02", "1"), ("b", "02", "3 2")):
        rows = "".join(f"{each},Person {each},300\n" for each in people.split())
        Path("facts.csv").write_text(f"ID,Name,Sales\n{rows}", encoding="utf-8")
        closed = f"close facts.csv --period 2026-{period} --department {book} --book {book}.kpibook"
        moved = f"export 2026-{period} {book}{period} --book {book}.kpibook"
        ended += [run_typed(Language.EN, typed.split()).exit_code for typed in (closed, moved)]

    taken = [run_typed(Language.EN, ["import", f"b{each}", "--book", "a.kpibook"]) for each in ("01", "02")]

    assert ended == [0] * 8
    assert [each.exit_code for each in taken] == [0, 0]
    assert ["KPI844" in each.stderr for each in taken] == [False, True]
    assert "`kpicalc verify 2026-02`" in taken[1].stderr
