"""All that is put into the book comes back, whatever it is; and whatever of it differs has another digest."""

from __future__ import annotations

import hashlib
from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from sqlite3 import Connection, connect

import pytest

from kpicalc.i18n.catalogue import Language
from kpicalc.model.diagnostic import Checked
from kpicalc.model.kind import Kind
from kpicalc.model.month import (
    FileRole,
    KeptColumn,
    KeptFile,
    KeptRows,
    MonthContent,
    PaidBefore,
    PaidLine,
)
from kpicalc.model.period import PayCycle, shift_period
from kpicalc.months.book_file import Holder, change_book, read_book
from kpicalc.months.export_month import export_month, read_export
from kpicalc.months.forget_person import forget_person, plan_forgetting
from kpicalc.months.month_records import (
    find_called,
    find_record,
    list_kept,
    list_kept_files,
    list_lines,
    list_records,
    read_named,
    schemes_of,
)
from kpicalc.months.put_month import put_month
from kpicalc.months.recall import BookPlace, read_history, recall_year
from kpicalc.months.seal import check_book
from tests.months.entries import CORRECT, REOPEN, SIGNED, enter, named, pay, write_down, written
from tests.typed import run_typed

BOOK = Path("pay.kpibook")
D = Decimal
# Of a book with February, a month from the 26th to the 25th and the quarter: what is called so.
ASKED: dict[str, tuple[str, ...]] = {
    "2026-02": ("2026-02",),
    "2026-03": ("2026-02-26..2026-03-25",),
    "2026-02-26..2026-03-25": ("2026-02-26..2026-03-25",),
    "2026-02-27..2026-03-25": (),
    "2026-Q1": ("2026-Q1",),
    "2025-02": (),
}


def _file(role: FileRole, name: str, data: bytes | None) -> KeptFile:
    return KeptFile(role, name, hashlib.sha256(data or b"").hexdigest(), data)


CONTENT = MonthContent(
    files=(
        _file(FileRole.SCHEME, "a/pay.yaml", b"scheme"),
        _file(FileRole.FACTS, "north/pay.csv", b"one"),
        _file(FileRole.FACTS, "south/pay.csv", b"two"),
        _file(FileRole.FACTS, "west/pay.csv", b"three"),
        _file(FileRole.OUTPUT, "pay.csv", None),
    ),
    rows=(
        KeptRows("seller", "company", [""], [""]),
        KeptRows("seller", "deals", ["D-1", "D-2"], ["a\nb", "a\\n"]),
        KeptRows("seller", "employees", ["2", "10", "2"], ["Белов И.", "10", "Белов И."]),
        KeptRows("worker", "employees", ["%s"], ["O'Neil \\n %d"]),
    ),
    columns=(
        KeptColumn("seller", "deals", "owner", "text", "=2\n=БЕЛОВ  И.".encode()),
        KeptColumn("seller", "deals", "sum", "money", b"1.50\n?"),
        KeptColumn("seller", "employees", "hired", "date", b"2026-03-01\n?\n2026-03-02"),
        KeptColumn("worker", "employees", "grade", "text", b"=a\\nb"),
    ),
    lines=(
        PaidLine("seller", "bonus", "Премия", "variable", "RUB", (D("0.005"), None, D("-2.5"))),
        PaidLine("seller", "days", "Отгулы", "entitlement", "", (D(1), None, D(2))),
        PaidLine("seller", "salary", "Оклад", "fixed", "RUB", (D("100.10"), D("0.00"), D("0.20"))),
        PaidLine("worker", "fee", "Плата", "fixed", "USD", (D(2**63),)),
        PaidLine("worker", "prize", "Приз", "prize", "USD", (None,)),
    ),
)
# What makes the last of each another one.
OTHERS: dict[str, dict[str, object]] = {
    "files": {"role": FileRole.HAND_OFF, "name": "b", "digest": "00" * 32, "data": b""},
    "rows": {"scheme": "other", "keys": ["%d"], "labels": ["O"]},
    "columns": {"scheme": "seller", "grain": "x", "name": "b", "kind": "flag", "text": b"=a"},
    "lines": {"name": "b", "label": "b", "kind": "fixed", "currency": "EUR", "amounts": [D(0)]},
}


PAY_MONTHS = """\
kpicalc: 1
scheme: seller
currency: RUB
period: {length: month, starts: 26}
facts: {employees: {sales: money, late: {type: count, missing: allow}}}
values: {year: year_to_date(sales)}
history: {year: {first: 0, since: 2026-01}}
pay:
  bonus: {kind: variable, amount: "year * 10% / (1 + if_missing(late, 0))"}
  leave: {kind: entitlement, when: sales > 50}
"""
# What is typed, and what is told of it: nothing, or the code of the problem.
WALK = {
    "close p.csv --period 2026-01": "",
    "close p.csv --period 2025-12-26..2026-01-25": "KPI811",
    "close p.csv --period 2026-02 --accept KPI540": "",
    "show 2026-01": "",
    "show 2026-01 --version 1": "",
    "verify 2026-02": "",
    "correct mended.csv --period 2026-01 --reason late": "",
    "close p.csv --period 2026-03 --accept KPI540": "",
    "verify --all": "",
    "show 2025-12": "KPI812",
}


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _ended(*typed: str) -> str:
    told = run_typed(Language.EN, typed).stderr
    return told.partition("error[")[2][:6]


def _digest_of(content: MonthContent) -> str:
    with written(replace(CLOSED, content=content)) as opened:
        return list_records(opened)[0].content


CLOSED = enter("2026-03", CONTENT, department="west")


def test_all_that_is_put_comes_back() -> None:
    write_down(BOOK, CLOSED)

    def look(opened: Connection) -> tuple[MonthContent, tuple[str, ...]]:
        rows, columns = list_kept(opened, 1)
        assert read_named(opened, 1, ("seller", "deals", "salary")) is None
        kept = MonthContent(list_kept_files(opened, 1), rows, columns, list_lines(opened, 1, rows))
        return kept, schemes_of(opened, 1)

    assert read_book(BOOK, look).value == (CONTENT, ("seller", "worker"))


def test_an_export_is_what_was_closed() -> None:
    write_down(BOOK, CLOSED)
    exported = read_book(BOOK, lambda opened: export_month(opened, list_records(opened)[0])).value
    assert exported is not None
    assert read_export(exported.get) == CLOSED
    for damage in (b"{}", None):
        damaged = {path: read_export({**exported, path: damage}.get) for path in exported}
        assert [path for path, found in damaged.items() if found != path] == []
    assert [path for path in exported if path.startswith("facts")] == [
        "facts/pay.csv",
        "facts/2-pay.csv",
        "facts/3-pay.csv",
    ]


@pytest.mark.parametrize("part", ["files", "rows", "columns", "lines"])
def test_whatever_differs_has_another_digest(part: str) -> None:
    """Each text and number of each thing that is kept counts, and so does each thing."""
    kept = getattr(CONTENT, part)
    different = [replace(CONTENT, **{part: (*kept[:at], *kept[at + 1 :])}) for at in range(len(kept))]
    different += [
        replace(CONTENT, **{part: (*kept[:-1], replace(kept[-1], **{name: value}))})
        for name, value in OTHERS[part].items()
    ]
    left = [_digest_of(each) for each in (CONTENT, *different)]

    assert len(set(left)) == len(left)
    assert _digest_of(CONTENT) == left[0]


def test_what_was_paid_before_in_the_year() -> None:
    """What counts: months of the same length of the year, as they were closed, of all departments."""
    write_down(
        BOOK,
        pay("2025-12", {"1": 1}),
        pay("2026-01", {"1": 2}, department="west"),
        pay("2026-01", {"1": 3}, department="east"),
        pay("2026-02", {"1": 5}),
        pay("2026-02", {"1": 7}, REOPEN),
        pay("2026-02", {"1": 11}),
        pay("2026-02", {"1": 13}, CORRECT),
        pay("2026-Q1", {"1": 17}),
        pay("2026-03", {"1": 19}),
        pay("2026-04", {"1": 23}),
    )
    asked = named("2026-04")
    assert recall_year(BookPlace(BOOK), asked).value == {("1", "RUB"): PaidBefore(D(35), 3)}
    assert recall_year(BookPlace(BOOK, before=4), asked).value == {("1", "RUB"): PaidBefore(D(5), 1)}
    assert recall_year(BookPlace(Path("other.kpibook")), asked).value == {}


def test_who_is_forgotten_is_in_no_row_and_no_text() -> None:
    boss = _file(FileRole.SCHEME, "boss.yaml", b'boss: "2"')
    spoken = replace(CLOSED.signature, reason="ошибка: БЕЛОВ И.")
    write_down(
        BOOK,
        replace(CLOSED, signature=spoken, content=replace(CONTENT, files=(boss, *CONTENT.files))),
        enter("2026-04", replace(CONTENT, rows=CONTENT.rows[3:], columns=(), lines=()), department="west"),
    )

    def forget(opened: Connection) -> Checked[MonthContent]:
        planned = plan_forgetting(opened, "2", BOOK)
        forget_person(opened, planned, SIGNED)
        rows, columns = list_kept(opened, 1)
        return Checked(MonthContent((), rows, columns, list_lines(opened, 1, rows)), planned.problems)

    forgotten = change_book(BOOK, Holder(1, "here", "now"), forget)
    told = [(each.code, dict(each.params)["where"]) for each in forgotten.diagnostics]
    assert told == [("KPI837", "boss.yaml"), ("KPI837", f"1: {spoken.reason}")]
    left = forgotten.value or CONTENT
    assert left.rows == (*CONTENT.rows[:2], KeptRows("seller", "employees", ["10"], ["10"]), CONTENT.rows[3])
    assert [each.text for each in left.columns] == [b"?\n?", b"1.50\n?", b"?", b"=a\\nb"]
    assert [(each.name, each.amounts) for each in left.lines] == [
        ("bonus", (None,)),
        ("days", (None,)),
        ("salary", (D(0),)),
        ("fee", (D(2**63),)),
        ("prize", (None,)),
    ]
    assert read_book(BOOK, lambda opened: check_book(opened, BOOK)).value == ()


def test_a_month_from_the_26th_is_called_by_its_last_day() -> None:
    march = shift_period(PayCycle(starts=26), named("2026-03"))
    february = shift_period(PayCycle(starts=2, named_by_start=True), named("2026-02"))
    of_march, of_february = (replace(pay("2026-02", {"1": 2}), period=each) for each in (march, february))
    with written(pay("2026-02", {"1": 1}), of_march, pay("2026-Q1", {"1": 3})) as opened:
        records = list_records(opened)
        put_month(opened, of_february)
        found = [find_record(list_records(opened), named(each)) for each in ("2026-02", "2026-03", "2026-04")]

    assert {
        text: tuple(str(each.period) for each in find_called(records, named(text))) for text in ASKED
    } == ASKED
    # Where a calendar month is closed, too, it comes before days that are called so.
    assert [each and each.number for each in found] == [1, 2, None]


def test_pay_months_are_closed_corrected_and_found_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """10 % of the year's sales, 100 a month: 10 and 20; January by 100 more: 40, and twice 10 for before."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1775001600")
    Path("schemes").mkdir()
    Path("schemes/seller.yaml").write_text(PAY_MONTHS, encoding="utf-8")
    Path("p.csv").write_text("ID,Name,Sales,Late\n1,Ann,100,\n", encoding="utf-8")
    Path("mended.csv").write_text("ID,Name,Sales,Late\n1,Ann,200,\n", encoding="utf-8")
    ended = [_ended(*typed.split()) for typed in WALK]

    assert ended == list(WALK.values())
    records = read_book(BOOK, list_records).value or ()
    january, paid_in = ("2026-01 2025-12-26..2026-01-25", "2026-03 2026-02-26..2026-03-25")
    with closing(connect(BOOK)) as opened:
        ((period, paid),) = opened.execute("SELECT period, paid_in FROM runs WHERE number = 3").fetchall()
    assert (period, paid) == (january, paid_in)
    assert [each.sums for each in records[-1:]] == [(("RUB", D(60)),)]


def test_what_a_later_month_is_told() -> None:
    write_down(BOOK, CLOSED, pay("2026-03", {"1": 5}, department="east"), pay("2026-04", {"1": 5}))
    told = read_history(BookPlace(BOOK, department="east"), named("2026-04")).value
    assert told is not None
    assert told.everybody is not None
    east, seller, worker = told.periods
    day = date(2026, 3, 1)

    assert [(each.scheme, str(each.period), each.apart) for each in told.periods] == [
        ("seller", "2026-03", False),
        ("seller", "2026-03", True),
        ("worker", "2026-03", True),
    ]
    assert {grain: list(keys) for grain, keys in seller.keys.items()} == {
        each.grain: each.keys for each in CONTENT.rows[:3]
    }
    assert list(worker.labels["employees"]) == CONTENT.rows[3].labels
    assert {
        name: list(column) for (grain, name), column in seller.columns.items() if grain == "employees"
    } == {
        "hired": [day, None, day.replace(day=2)],
        "bonus": [D("0.005"), None, D("-2.5")],
        "salary": [D("100.10"), D(0), D("0.20")],
    }
    assert seller.kinds["employees", "salary"] is seller.kinds["deals", "sum"] is Kind.MONEY
    assert [("employees", each) in seller.columns for each in ("days", "salary")] == [False, True]
    assert (list(east.keys["employees"]), list(told.everybody())) == (["1"], ["2", "10", "%s", "1"])
