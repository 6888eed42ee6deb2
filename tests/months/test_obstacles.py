"""What stands against the next act: others were there first, a month is left out, a clock is behind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kpicalc.model.month import (
    ClosedMonth,
    FileRole,
    KeptFile,
    MonthContent,
    MonthState,
)
from kpicalc.model.period import Period, PeriodLength
from kpicalc.months.differences import find_changed, find_missing
from kpicalc.months.forget_person import plan_forgetting
from kpicalc.months.month_records import is_statement, list_amounts, list_records
from kpicalc.months.obstacles import find_clock_behind, find_later, find_open, find_out_of_turn
from kpicalc.months.put_month import MonthEntry, put_month
from tests.months.entries import CORRECT, REOPEN, SIGNED, enter, named, pay, written

BOOK = Path("pay.kpibook")


def test_who_was_paid_and_is_missing() -> None:
    with written(pay("2026-01", {"1": 10, "2": 20, "3": 30})) as opened:
        month = ClosedMonth(list_records(opened)[0], list_amounts(opened, 1))
    told = [dict(each.params) for each in find_missing(month, month.amounts[1:2], BOOK)]

    assert [(each["person"], each["amount"]) for each in told] == [("1 Ким", "10 RUB"), ("3", "30 RUB")]
    assert list(find_missing(month, month.amounts, BOOK)) == []


@pytest.mark.parametrize(
    ("months", "known"), [((), "–"), (("2026-01",), "2026-01"), (("2026-01", "2025-12"), "2025-12, 2026-01")]
)
def test_which_months_are_closed_is_told(months: tuple[str, ...], known: str) -> None:
    with written(*(pay(each, {"1": 10}) for each in months)) as opened:
        records = list_records(opened)
    asked = Period(2026, 3, PeriodLength.MONTH)
    told = [(each.code, dict(each.params)) for each in find_open(records, asked, BOOK)]

    assert told == [("KPI812", {"period": asked, "known": known})]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ((), []),
        ((pay("2026-02", {"1": 1}),), []),
        ((pay("2026-01", {"1": 2}, CORRECT),), ["KPI811"]),
        ((pay("2026-01", {}, REOPEN),), ["KPI812"]),
    ],
)
def test_a_month_that_somebody_else_changed_meanwhile(more: tuple[MonthEntry, ...], code: list[str]) -> None:
    with written(pay("2025-12", {"1": 1}), pay("2026-01", {"1": 1}), *more) as opened:
        records = list_records(opened)
    seen = replace(records[1], state=MonthState.CLOSED)

    assert [each.code for each in find_changed(records, seen, BOOK)] == code


@pytest.mark.parametrize(
    ("closed", "next_one", "told"),
    [
        ([], "2026-03", []),
        (["2026-02"], "2026-03", []),
        (["2026-02", "2026-Q1"], "2026-03", []),
        (["2026-01"], "2026-03", ["2026-01"]),
        (["2026-04", "2026-02"], "2026-03", ["2026-04"]),
        (["2026-02", "2026-03"], "2026-03", []),
        (["2026-02-01..2026-02-14"], "2026-02-15..2026-02-28", []),
        (["2026-02-01..2026-02-14"], "2026-02-16..2026-02-28", ["2026-02-01..2026-02-14"]),
    ],
)
def test_a_month_out_of_turn(closed: list[str], next_one: str, told: list[str]) -> None:
    with written(*(pay(each, {"1": 1}) for each in closed)) as opened:
        found = find_out_of_turn(list_records(opened), named(next_one), BOOK)

    assert [str(dict(each.params)["last"]) for each in found] == told


@pytest.mark.parametrize(
    ("now", "told"),
    [("2026-04-02T10:15", 0), ("2026-04-02T10:10", 0), ("2026-04-02T10:09", 1), ("nobody knows", 0)],
)
def test_a_clock_that_is_behind(now: str, told: int) -> None:
    with written(pay("2026-02", {"1": 1})) as opened:
        records = list_records(opened)

    found = [dict(each.params) for each in find_clock_behind(records, now, BOOK)]
    assert found == [{"at": SIGNED.at, "now": now, "record": 1}] * told
    assert find_clock_behind((), now, BOOK) == ()


ALONE = pay("2026-01", {"1": 1})


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ((ALONE,), ["2026-01"]),
        ((ALONE, pay("2026-01", {}, REOPEN)), []),
        ((ALONE, pay("2026-02", {"2": 1})), []),
        ((ALONE, pay("2026-Q1", {"1": 1}), pay("2026-02", {"2": 1})), ["2026-Q1"]),
        ((ALONE, pay("2026-Q1", {"1": 1})), ["2026-01", "2026-Q1"]),
        (
            (pay("2026-01", {"1": 1}, department="east"), pay("2026-01", {"1": 1}, department="west")),
            ["2026-01"],
        ),
    ],
)
def test_who_is_still_paid_is_not_forgotten(entries: tuple[MonthEntry, ...], told: list[str]) -> None:
    with written(*entries) as opened:
        planned = plan_forgetting(opened, "1", BOOK)
        nobody = plan_forgetting(opened, "9", BOOK)

    assert [str(dict(each.params)["period"]) for each in planned.problems] == told
    assert (nobody.records, nobody.problems) == ((), ())


def test_the_statement_of_a_month_that_is_not_open_again() -> None:
    statements = [(FileRole.OUTPUT, "aa"), (FileRole.HAND_OFF, "bb"), (FileRole.FACTS, "cc")]
    files = tuple(KeptFile(role, "a", digest * 32) for role, digest in statements)
    months = [
        enter(each, MonthContent((file,), (), (), ()))
        for each, file in zip(("2026-01", "2026-02", "2026-03"), files, strict=True)
    ]
    with written(*months, pay("2026-04", {"1": 1})) as opened:
        closed = [is_statement(opened, digest * 32) for _, digest in statements]
        put_month(opened, pay("2026-02", {}, REOPEN))
        reopened = [is_statement(opened, digest * 32) for _, digest in statements]

    assert (closed, reopened) == ([True, True, False], [True, False, False])


def test_only_the_next_month_that_rests_on_one_is_told() -> None:
    with written(ALONE, pay("2026-02", {"1": 1}), pay("2026-03", {"1": 1})) as opened:
        later = list_records(opened)[1:]

    assert [dict(each.params)["later"] for each in find_later(later, named("2026-01"), BOOK)] == [
        named("2026-02")
    ]
    assert find_later((), named("2026-01"), BOOK) == ()
