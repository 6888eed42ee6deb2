"""Pay in parts is pay in one process, byte for byte, or it is said at its place why it cannot be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kpicalc import api
from kpicalc.model.diagnostic import Diagnostic

pytest.importorskip("distributed", reason="Dask is not installed")

from tests.spread.at_home import AtHome
from tests.spread.parted_month import (
    DEALS,
    LOCAL,
    MONTH,
    PEOPLE,
    TOGETHER,
    lay_out,
    pay_in_parts,
    write_out,
)

BAD = {"part=1/deals.csv": f"{DEALS}3;abc;0.03\n4;70;0.05\n"}
SELLERS = TOGETHER.replace("currency: EUR", "currency: EUR\napplies_to: {Department: North}").replace(
    "scheme: seller", "scheme: north"
)
OTHERS = """
kpicalc: 1
scheme: rest
currency: EUR
applies_to: {otherwise: true}
facts: {employees: {plan: money}}
pay: {salary: {kind: fixed, amount: plan}}
"""

TASKS = {"open_part", "tell_part", "advance", "tell_more", "pay_part"}


def sold_by(number: str, changed: dict[str, str]) -> dict[str, str]:
    """Let somebody of the second part have sold something there."""
    return {"part=1/deals.csv": f"{DEALS}{number};5;0.03\n", **changed}


# What is changed in the month, and how many are paid.
SAME: list[tuple[str, dict[str, str], int]] = [
    ("as it is", {}, 4),
    ("nothing sold in a part", {"part=1/deals.csv": DEALS}, 4),
    ("a printed total", {"part=1/employees.csv": f"{MONTH['part=1/employees.csv']}Total;;;400\n"}, 4),
    ("a bad cell", BAD, 0),
    ("two bad cells", {**BAD, "part=0/employees.csv": f"{PEOPLE}1;Ann;South;x\n2;Bob;North;200\n"}, 0),
    ("a wrong total", {"part=1/employees.csv": f"{MONTH['part=1/employees.csv']}Total;;;405\n"}, 0),
    ("a number twice", sold_by("1", {"part=1/employees.csv": f"{PEOPLE}1;Eve;South;1\n4;Zoe;North;1\n"}), 0),
    (
        "a number like another",
        sold_by("01", {"part=1/employees.csv": f"{PEOPLE}01;Eve;South;1\n4;Zoe;North;1\n"}),
        0,
    ),
    ("a deal of nobody", {"part=1/deals.csv": f"{DEALS}9;5;0.03\n"}, 0),
    ("a team like another", {"part=1/employees.csv": f"{PEOPLE}3;Eve;south;1\n4;Zoe;North;1\n"}, 0),
    ("a copied file", sold_by("1", {"part=1/employees.csv": MONTH["part=0/employees.csv"]}), 0),
    ("a file that nobody reads", {"part=1/notes.csv": "a;b\n1;2\n"}, 0),
]


@pytest.mark.parametrize(("changed", "paid"), [pytest.param(*each[1:], id=each[0]) for each in SAME])
def test_parts_say_what_one_process_says(changed: dict[str, str], paid: int, tmp_path: Path) -> None:
    request = lay_out(tmp_path, changed, TOGETHER)

    one = write_out(api.compute(request))

    assert write_out(pay_in_parts(request, AtHome(), tmp_path / "run")) == one
    assert max(len(one[0].splitlines()) - 1, 0) == paid


@pytest.mark.parametrize(
    "schemes", [(LOCAL,), (TOGETHER,), (SELLERS, OTHERS)], ids=["by person", "together", "two schemes"]
)
@pytest.mark.parametrize("kept", ["pay", "everything"])
def test_the_order_of_the_tasks_makes_no_difference(
    schemes: tuple[str, ...], kept: str, tmp_path: Path
) -> None:
    request = replace(lay_out(tmp_path, {}, *schemes), pay_only=kept == "pay")
    one, here = api.compute(request), AtHome(backwards=True)

    spread = pay_in_parts(request, here, tmp_path / "run")

    assert one.value is not None
    assert spread.value is not None
    if kept == "everything":
        assert write_out(spread) == write_out(one)
    assert spread.value.totals == one.value.totals
    assert set(here.works) == ({"pay_part_alone"} if schemes == (LOCAL,) else TASKS)


@pytest.mark.parametrize("scheme", [LOCAL, TOGETHER], ids=["by person", "together"])
def test_with_allow_partial_others_are_paid(scheme: str, tmp_path: Path) -> None:
    request = replace(lay_out(tmp_path, BAD, scheme), allow_partial=True)

    one = write_out(api.compute(request))

    assert b"not computed" in one[0]
    assert write_out(pay_in_parts(request, AtHome(), tmp_path / "run")) == one


def told(problems: tuple[Diagnostic, ...]) -> list[tuple[str, str]]:
    """Return code and place of each problem."""
    return [
        (each.code, str(each.primary.place if each.primary else "").rpartition("/")[2]) for each in problems
    ]


REFUSED: list[tuple[str, dict[str, str], str, list[tuple[str, str]]]] = [
    (
        "a deal of somebody in another part",
        {"part=1/deals.csv": f"{DEALS}1;5;0.03\n"},
        TOGETHER,
        [("KPI873", "deals.csv!A2")],
    ),
    (
        "deals that all parts read",
        {"deals.csv": f"{DEALS}1;5;0.03\n"},
        TOGETHER,
        [("KPI873", "deals.csv!A2"), ("KPI872", "deals.csv")],
    ),
    (
        "people told apart by name in one part",
        {"part=1/employees.csv": "Name;Department;Plan\nEve;South;1\n", "part=1/deals.csv": DEALS},
        TOGETHER,
        [("KPI458", "deals.csv"), ("KPI871", "employees.csv")],
    ),
    (
        "a deal tied by a name that people of two parts have",
        {
            "part=1/employees.csv": f"{PEOPLE}3;Ann;South;1\n4;Zoe;North;1\n",
            "part=1/deals.csv": "Name;Amount;Rate\nAnn;5;0.03\n",
        },
        LOCAL,
        [("KPI873", "employees.csv!2")],
    ),
    (
        "an employee above others",
        {},
        LOCAL.replace("{columns: {plan: money}}", "{columns: {plan: money}, manager: Department}"),
        [("KPI870", "scheme0.yaml:6:3")],
    ),
]


@pytest.mark.parametrize(
    ("changed", "scheme", "problems"), [pytest.param(*each[1:], id=each[0]) for each in REFUSED]
)
def test_what_parts_cannot_know_is_refused(
    changed: dict[str, str], scheme: str, problems: list[tuple[str, str]], tmp_path: Path
) -> None:
    request = lay_out(tmp_path, changed, scheme)

    spread = pay_in_parts(request, AtHome(), tmp_path / "run")

    assert spread.value is None
    assert told(spread.diagnostics) == problems


def test_parts_of_two_months_are_not_one_run(tmp_path: Path) -> None:
    titled = {
        f"part={part}/employees.csv": f"Report for {month} 2026;;;\n{MONTH[f'part={part}/employees.csv']}"
        for part, month in ((0, "March"), (1, "February"))
    }

    spread = pay_in_parts(lay_out(tmp_path, titled, LOCAL), AtHome(), tmp_path / "run")

    assert spread.value is None
    assert ("KPI871", "employees.csv!A1") in told(spread.diagnostics)
