"""What a book says of its months: what is due, what rests on what, what each version changed."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from sqlite3 import connect
from textwrap import dedent

import pytest

from kpicalc.facts.closed_rows import ClosedRows
from kpicalc.i18n.catalogue import Language
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.month import (
    CarriedAmount,
    PaidDifference,
)
from kpicalc.months.book_file import read_book
from kpicalc.months.closed_pay import read_month
from kpicalc.months.departments import (
    Closing,
    find_dependent,
    find_moved_on,
    find_other_names,
    find_people_of_others,
)
from kpicalc.months.differences import list_due
from kpicalc.months.month_records import list_records
from kpicalc.months.put_month import MonthEntry
from kpicalc.months.recall import BookPlace, read_history, recall_due
from kpicalc.months.seal import check_book
from tests.months.entries import CORRECT, REOPEN, named, pay, write_down, written
from tests.typed import run_typed

BOOK = Path("pay.kpibook")


def _due(month: str, amount: int, who: str = "1", department: str = "") -> CarriedAmount:
    return CarriedAmount(named(month), who, "salary", "Оклад", "RUB", Decimal(amount), department)


CLOSED = (pay("2026-01", {"1": 100, "2": 50}), pay("2026-01", {"1": 130, "2": 50}, CORRECT))
PAID = (*CLOSED, pay("2026-02", {"1": 100}, carried=(_due("2026-01", 30),)))
# Of a book with these entries: what is due in a month.
DUE: dict[str, tuple[tuple[MonthEntry, ...], str, list[CarriedAmount]]] = {
    "a correction": (CLOSED, "2026-02", [_due("2026-01", 30)]),
    "not in the month itself": (CLOSED, "2026-01", []),
    "a correction of it": (
        (*CLOSED, pay("2026-01", {"1": 120, "2": 55}, CORRECT)),
        "2026-02",
        [_due("2026-01", 20), _due("2026-01", 5, "2")],
    ),
    "it is paid": (PAID, "2026-03", []),
    "paid, and corrected again": (
        (*PAID, pay("2026-01", {"1": 120, "2": 50}, CORRECT)),
        "2026-03",
        [_due("2026-01", -10)],
    ),
    "paid by a month that was opened again": (
        (*PAID, pay("2026-02", {}, REOPEN)),
        "2026-02",
        [_due("2026-01", 30)],
    ),
    "what was carried is not carried again": (
        (*PAID, pay("2026-02", {"1": 110}, CORRECT, carried=(_due("2026-01", 99),))),
        "2026-03",
        [_due("2026-02", 10)],
    ),
    "of whom the month did not know": (
        (pay("2026-01", {"1": 100}), pay("2026-01", {"2": 70}, CORRECT)),
        "2026-02",
        [_due("2026-01", 70, "2"), _due("2026-01", -100)],
    ),
    "each of its department": (
        (
            pay("2026-01", {"1": 100}, department="east"),
            pay("2026-01", {"2": 100}, department="west"),
            pay("2026-01", {"1": 130}, CORRECT, "east"),
            pay("2026-01", {"2": 140}, CORRECT, "west"),
        ),
        "2026-02",
        [_due("2026-01", 30, "1", "east"), _due("2026-01", 40, "2", "west")],
    ),
    "opened again after a correction": (
        (*CLOSED, pay("2026-01", {}, REOPEN), pay("2026-01", {"1": 500})),
        "2026-02",
        [],
    ),
}


@pytest.mark.parametrize("name", DUE)
def test_what_is_due(name: str) -> None:
    entries, asked, expected = DUE[name]
    with written(*entries) as opened:
        found = list(list_due(opened, named(asked)))

    assert found == expected


@pytest.fixture
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("_in_a_folder_of_its_own")
def test_a_closed_month_has_what_it_was_closed_with() -> None:
    """What comes up later is due later; of a department that has not closed it is still due."""
    east, west = DUE["each of its department"][2]
    write_down(
        BOOK,
        *DUE["each of its department"][0],
        pay("2026-02", {"1": 100}, department="east", carried=(east,)),
    )
    write_down(BOOK, pay("2026-01", {"1": 150}, CORRECT, "east"))
    february, march = named("2026-02"), named("2026-03")

    assert recall_due(BookPlace(BOOK), february).value == (east, west)
    assert recall_due(BookPlace(BOOK, department="west"), february).value == (
        west,
        replace(east, amount=Decimal(20)),
    )
    assert recall_due(BookPlace(BOOK, department="east"), february).value == (east, west)
    assert recall_due(BookPlace(BOOK), march).value == (west, replace(east, amount=Decimal(20)))
    assert recall_due(BookPlace(BOOK, carried=(west,)), march).value == (west,)
    assert recall_due(BookPlace(Path("other.kpibook")), march).value == ()


def _codes(found: Iterable[Diagnostic]) -> list[tuple[str, str]]:
    return [(each.code, str(dict(each.params).get("number", ""))) for each in found]


OTHERS = (
    pay("2026-01", {"1": 1, "2": 1}, department="east"),
    pay("2026-02", {"1": 1}, department="east"),
    pay("2026-02", {"2": 1}, department="west"),
    pay("2026-03", {"3": 1}, department="north"),
    pay("2026-03", {"1": 1}, department="west"),
)


def test_which_months_rest_on_one() -> None:
    with written(*OTHERS) as opened:
        records = list_records(opened)
        resting = [[each.number for each in find_dependent(opened, records, first)] for first in records]

    assert resting == [[2, 3, 5], [5], [5], [], []]


@pytest.mark.parametrize(
    ("department", "people", "expected"),
    [
        ("east", {"1": "Ким", "3": ""}, [("KPI826", "1"), ("KPI826", "3")]),
        ("west", {"1": "Ким", "2": "Белов И.", "3": ""}, [("KPI826", "3")]),
        ("south", {"1": "Кимм", "2": "Белов А."}, [("KPI827", "1"), ("KPI827", "1")]),
        ("south", {"9": "Ким"}, []),
        ("", {"1": "Ким"}, []),
    ],
)
def test_people_of_other_departments(department: str, people: dict[str, str], expected: object) -> None:
    closing = Closing(named("2026-03"), department, people)
    with written(*OTHERS) as opened:
        found = _codes(find_people_of_others(opened, list_records(opened), closing, BOOK))

    assert found == expected


@pytest.mark.parametrize(
    ("department", "period", "people", "expected"),
    [
        ("east", "2026-03", {"1": "Буров", "2": "Кимм"}, [("KPI627", "1")]),
        ("east", "2026-03", {"1": "Буров (Ким)"}, []),
        ("east", "2026-03", {"1": ""}, []),
        ("east", "2026-01", {"1": "Буров"}, []),
        ("west", "2026-03", {"1": "Буров", "2": "Ким"}, [("KPI627", "2")]),
        ("south", "2026-03", {"1": "Буров"}, []),
    ],
)
def test_a_number_that_had_another_name(
    department: str, period: str, people: dict[str, str], expected: object
) -> None:
    """Differences and sums of the year go by the number: who has it now is asked when a month is closed."""
    closing = Closing(named(period), department, people)
    with written(*OTHERS) as opened:
        assert _codes(find_other_names(opened, list_records(opened), closing, BOOK)) == expected


def test_a_book_that_went_on_meanwhile() -> None:
    """An earlier month, the same people, or another difference: then the pay may come out otherwise."""
    march, ours = named("2026-03"), {"1": "Ким"}
    entries = DUE["paid, and corrected again"][0]
    with written(*entries, pay("2026-03", {"2": 1}, department="west")) as opened:
        records = list_records(opened)
        told = [
            bool(find_moved_on(opened, newer, Closing(march, department, ours, carried), BOOK))
            for newer, department, carried in (
                ((), "", ()),
                (records[-2:], "", ()),
                (records[-1:], "", ()),
                (records[-1:], "", (_due("2026-01", -10),)),
                (records[-1:], "", (_due("2026-01", -11),)),
            )
        ]

        (problem,) = find_moved_on(opened, records[-2:], Closing(march, "", ours), BOOK)

    assert told == [False, True, False, False, True]
    assert dict(problem.params)["record"] == records[-1].number


def test_versions_of_a_month_and_what_each_changed() -> None:
    entries = (*CLOSED, pay("2026-01", {"1": 120, "2": 50}, CORRECT), pay("2026-02", {"1": 1}))
    with written(pay("2025-12", {"1": 7}), *entries) as opened:
        months = [read_month(opened, BOOK, named("2026-01"), version) for version in range(5)]
        never = read_month(opened, BOOK, named("2026-03")).diagnostics

    changed = [
        None if each.value is None else [_paid(one) for one in each.value.differences] for each in months
    ]
    assert changed == [[-10, -10], [], [30, 30], [-10, -10], None]
    assert [dict(each.params)["known"] for each in (*never, *months[4].diagnostics)] == [
        "2025-12, 2026-01, 2026-02",
        (1, 2, 3),
    ]


def _paid(difference: PaidDifference) -> int:
    return int(difference.amount)


@pytest.mark.usefixtures("_in_a_folder_of_its_own")
def test_a_number_is_known_from_a_month_that_was_opened_again() -> None:
    """Who was ever paid is not new, whatever counts today; rows of other kinds are no people."""
    write_down(BOOK, pay("2026-01", {"1": 1, "2": 1}), pay("2026-01", {}, REOPEN), pay("2026-01", {"1": 1}))
    history = read_history(BookPlace(BOOK), named("2026-02")).value
    assert history is not None
    known = ClosedRows(history)

    assert (known.spellings("employees"), known.spellings("deals")) == ({"1": ["1"], "2": ["2"]}, {})


@pytest.mark.usefixtures("_in_a_folder_of_its_own")
def test_the_chain_holds_the_department() -> None:
    write_down(BOOK, pay("2026-01", {"1": 1}, department="east"))
    with closing(connect(BOOK)) as opened, opened:
        opened.execute("UPDATE runs SET department = 'west'")

    found = read_book(BOOK, lambda opened: check_book(opened, BOOK)).value or ()
    assert [each.code for each in found] == ["KPI810"]


def test_a_number_of_another_name_stops_the_closing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where nothing is taken over from earlier months, and one department alone closes them."""
    monkeypatch.chdir(tmp_path)
    scheme = """
        kpicalc: 1
        scheme: sales
        currency: RUB
        facts:
          employees: {sales: money}
        pay:
          bonus: {kind: variable, amount: sales * 10%}
    """
    Path("s.yaml").write_text(dedent(scheme), encoding="utf-8")
    told = []
    for month, name in ((1, "Ann Kim"), (2, "Zoe Fox"), (2, "Ann Fox (Kim)")):
        Path("a.csv").write_text(f"Employee ID,Name,Sales\n7,{name},100\n", encoding="utf-8")
        asked = f"close a.csv --scheme s.yaml --period 2026-0{month} --book b.kpibook"
        done = run_typed(Language.EN, asked.split())
        told.append((done.exit_code, "KPI627" in done.stderr))
    assert told == [(0, False), (1, True), (0, False)]
