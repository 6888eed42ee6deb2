"""Rows that have to do with each other: superiors, shares of a deal, owners by dates."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpicalc.facts.packed import unpack
from kpicalc.model.diagnostic import Checked
from kpicalc.model.facts import Facts
from kpicalc.model.fault import Fault
from kpicalc.model.kind import Kind
from kpicalc.model.program import Program
from kpicalc.model.writing import RowRules, Split, Unlinked
from tests.facts.builders import bind, bound, codes, column, grain, places, program, show, write_csv

MANAGER = column("manager", Kind.TEXT, headings=("Руководитель",), optional=True)


def _people(*rows: str, folder: Path) -> Path:
    return write_csv(folder / "employees.csv", "Таб. №;ФИО;Руководитель;План", *rows)


def _with_managers(**more: object) -> Program:
    employees = grain("employees", "company", superior="manager")
    return program(column("План"), MANAGER, grains=(employees,), **more)  # type: ignore[arg-type]


def test_superiors_are_found_by_number_and_name(tmp_path: Path) -> None:
    path = _people("1;Анна;;1", "2;Борис;1;1", "3;Вера;борис;1", "4;Глеб;—;1", folder=tmp_path)

    facts = bound(_with_managers(), path)

    assert list(facts.frames["employees"].superiors) == [-1, 0, 1, -1]


def test_without_managers_nobody_has_a_superior(tmp_path: Path) -> None:
    path = _people("1;Анна;;1", folder=tmp_path)

    assert bound(program(column("План")), path).frames["employees"].superiors == ()


def test_a_superior_of_another_scheme_is_none(tmp_path: Path) -> None:
    path = _people("1;Анна;;1", "2;Борис;1;1", folder=tmp_path)

    checked = bind(_with_managers(), path, rows=frozenset({3}))

    assert checked.value is not None
    assert list(checked.value.frames["employees"].superiors) == [-1]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("1;Анна;7;1",), [("KPI421", "employees.csv!C2")]),
        (("1;Анна;1;1",), [("KPI462", "employees.csv!C2")]),
        (
            ("1;Анна;3;1", "2;Борис;1;1", "3;Вера;2;1", "4;Глеб;1;1"),
            [("KPI462", "employees.csv!C2")],
        ),
        (("1;Анна;;1", "2;Анна;;1", "3;Вера;Анна;1"), [("KPI423", "employees.csv!C4")]),
    ],
)
def test_wrong_superiors_are_errors_at_their_cells(
    rows: tuple[str, ...], expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    checked = bind(_with_managers(), _people(*rows, folder=tmp_path))

    assert checked.value is None
    assert list(zip(codes(checked.diagnostics), places(checked.diagnostics), strict=True)) == expected
    assert all(show(checked.diagnostics))


def _deals(
    folder: Path, *rows: str, overlay: bool = False, only: frozenset[int] | None = None
) -> Checked[Facts]:
    split = Split(("сделка",), "доля", overlay)
    deals = grain("deals", "employees", sheet="deals", split=split)
    wanted = program(
        column("План"),
        column("сделка", Kind.NUMBER, "deals"),
        column("доля", Kind.RATIO, "deals"),
        grains=(deals,),
    )
    people = _people("1;Анна;;1", "2;Борис;;1", folder=folder)
    return bind(wanted, people, write_csv(folder / "deals.csv", "Таб. №;Сделка;Доля", *rows), rows=only)


def test_shares_that_make_up_the_whole_are_right(tmp_path: Path) -> None:
    checked = _deals(tmp_path, "1;1;60%", "2;1;40%", "2;2;100%")

    assert checked.ok


def test_shares_that_do_not_are_faults_in_all_their_rows(tmp_path: Path) -> None:
    checked = _deals(tmp_path, "1;1;60%", "2;1;30%", "2;2;100%")

    assert checked.value is not None
    frame = checked.value.frames["deals"]
    assert [isinstance(each, Fault) for each in unpack(frame, "доля")] == [True, True, False]
    assert frame.faulty == {"доля"}
    (problem,) = checked.diagnostics
    assert places([problem]) == ["deals.csv!C2"]
    assert [str(label.place).rsplit("/", 1)[-1] for label in problem.others] == ["deals.csv!C3"]
    assert {name: str(value) for name, value in problem.params} == {"deal": "1", "total": "90%"}
    assert "90%" in show([problem])[0]


@pytest.mark.parametrize(("overlay", "expected"), [(False, ["KPI463"]), (True, [])])
def test_more_than_the_whole_must_be_allowed(overlay: bool, expected: list[str], tmp_path: Path) -> None:  # noqa: FBT001 - a column of the table
    checked = _deals(tmp_path, "1;1;60%", "2;1;60%", overlay=overlay)

    assert codes(checked.diagnostics) == expected


def test_shares_of_other_schemes_are_not_missed(tmp_path: Path) -> None:
    assert codes(_deals(tmp_path, "1;1;60%", "2;1;40%", only=frozenset({2})).diagnostics) == []


def test_a_share_that_cannot_be_read_is_told_once(tmp_path: Path) -> None:
    assert codes(_deals(tmp_path, "1;1;много", "2;1;40%").diagnostics) == ["KPI430"]


CLIENTS = grain("clients", "employees", sheet="clients", key=("Клиент",), valid=("с", "по"))
PURCHASES = grain("purchases", "clients", sheet="purchases", on="дата")
OWNED = program(
    column("План"),
    column("с", Kind.DATE, "clients", optional=True),
    column("по", Kind.DATE, "clients", optional=True),
    column("дата", Kind.DATE, "purchases"),
    grains=(CLIENTS, PURCHASES),
)


def _owned(folder: Path, clients: tuple[str, ...], *purchases: str) -> Checked[Facts]:
    people = _people("1;Анна;;1", "2;Борис;;1", folder=folder)
    above = write_csv(folder / "clients.csv", "Таб. №;Клиент;С;По", *clients)
    return bind(OWNED, people, above, write_csv(folder / "purchases.csv", "Клиент;Дата", *purchases))


TERMS = ("2;А;2026-03-11;", "1;А;;2026-03-10", "1;Б;;")


def test_the_owner_of_the_day_is_picked(tmp_path: Path) -> None:
    checked = _owned(tmp_path, TERMS, "А;2026-03-10", "А;2026-03-11", "Б;2026-03-01")

    assert checked.ok
    assert checked.value is not None
    assert list(checked.value.frames["purchases"].parents) == [1, 0, 2]


@pytest.mark.parametrize(
    ("clients", "purchase", "expected"),
    [
        (("1;А;2026-03-05;2026-03-10",), "А;2026-03-11", [("KPI466", "purchases.csv!B2")]),
        (("1;А;2026-03-05;2026-03-10",), "А;2026-03-04", [("KPI466", "purchases.csv!B2")]),
        (("1;А;;",), "А;", [("KPI451", "purchases.csv!B2"), ("KPI466", "purchases.csv!B2")]),
        (("1;А;2026-03-05;2026-03-04",), "А;2026-03-05", [("KPI464", "clients.csv!D2")]),
        (
            ("1;А;;2026-03-10", "2;А;2026-03-10;"),
            "А;2026-03-05",
            [("KPI465", "clients.csv!C3")],
        ),
        (("1;А;;",), "В;2026-03-05", [("KPI421", "purchases.csv!A2")]),
    ],
)
def test_days_and_terms_that_do_not_fit_are_errors(
    clients: tuple[str, ...], purchase: str, expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    checked = _owned(tmp_path, clients, purchase)

    assert checked.value is None
    assert list(zip(codes(checked.diagnostics), places(checked.diagnostics), strict=True)) == expected
    others = [str(each.place) for told in checked.diagnostics for each in told.others]
    assert [each.rpartition("/")[2] for each in others] == (
        ["clients.csv!C2"] if expected[0][0] == "KPI465" else []
    )
    assert all(show(checked.diagnostics))


def _tickets(**rules: object) -> Program:
    seller = grain("sold", "employees", sheet="tickets", link=("Продавец",))
    master = grain("repaired", "employees", sheet="tickets", link=("Мастер",), rows=RowRules(**rules))  # type: ignore[arg-type]
    return program(column("Сумма", table="sold"), column("Сумма", table="repaired"), grains=(seller, master))


TICKETS = ("Продавец;Мастер;Сумма", "1;2;100", "2;;57", "1;—;31", "1;7;20", "Итого;;188")


def test_a_row_may_credit_two_people_and_the_second_may_be_blank(tmp_path: Path) -> None:
    people = write_csv(tmp_path / "employees.csv", "Таб. №;ФИО", "1;Анна", "2;Борис")
    tickets = write_csv(tmp_path / "tickets.csv", *TICKETS[:4], TICKETS[5])

    facts = bound(_tickets(unlinked=Unlinked.SKIP), people, tickets)

    assert list(facts.frames["sold"].parents) == [0, 1, 0]
    assert list(facts.frames["repaired"].parents) == [1]
    (receipt,) = (each for each in facts.receipts if each.grain == "repaired")
    assert [(each.reason, each.rows) for each in receipt.skipped] == [("total", (5,)), ("unlinked", (3, 4))]


def test_a_blank_second_person_is_refused_unless_the_scheme_allows_it(tmp_path: Path) -> None:
    people = write_csv(tmp_path / "employees.csv", "Таб. №;ФИО", "1;Анна", "2;Борис")
    tickets = write_csv(tmp_path / "tickets.csv", *TICKETS[:5])

    assert codes(bind(_tickets(), people, tickets).diagnostics) == ["KPI424", "KPI424", "KPI421"]
    assert codes(bind(_tickets(unlinked=Unlinked.SKIP), people, tickets).diagnostics) == ["KPI421"]


def test_a_forgotten_link_is_told_though_the_row_is_the_sum_of_the_next_two(tmp_path: Path) -> None:
    people = write_csv(tmp_path / "employees.csv", "Таб. №;ФИО", "1;Анна", "2;Борис")
    tickets = write_csv(
        tmp_path / "tickets.csv", "Продавец;Мастер;Сумма", "1;2;100", "2;;50", "1;1;30", "1;2;20"
    )

    assert codes(bind(_tickets(), people, tickets).diagnostics) == ["KPI424"]
