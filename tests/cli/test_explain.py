"""`kpicalc explain`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kpicalc import api
from kpicalc.cli.outcome import Refusal, refuse
from kpicalc.cli.request import choose_number, choose_value
from kpicalc.model.diagnostic import error
from tests.cli.stand_in import StandIn, invoke
from tests.engine.builders import compile_text
from tests.engine.test_column_bounds import BOUND
from tests.report.program_sample import PROBLEM, PROGRAM
from tests.report.run_sample import RUN, SELLERS, frame

EVERYBODY = "001 · Иванов Иван Иванович, 002 · Петров Пётр, 003 · =Сидоров"

pytestmark = pytest.mark.usefixtures("project")


@pytest.mark.parametrize(
    ("employee", "expected"),
    [("001", ("seller", 0)), ("петров", ("head", 0)), ("иванов  иван", ("seller", 0)), ("петр", ("head", 0))],
)
def test_an_employee_by_number_or_name(stand_in: StandIn, employee: str, expected: tuple[str, int]) -> None:
    done = invoke("explain", "march.csv", employee)

    assert (done.exit_code, done.stderr) == (0, "")
    assert stand_in.explained == [(*expected, "total")]
    assert "Премия за результат = 18,928.00\u00a0RUB\n" in done.stdout


@pytest.mark.parametrize(
    ("more", "said", "nearby"),
    [
        ([], "What would have changed it:\n  План продаж: 120.00 RUB needed, 100.00 RUB there", [True]),
        (["--names"], "Премия за результат (`премия`) = 18,928.00 RUB\n", [True]),
        (["--full"], "Премия за результат (`премия`) = 18,928.00 RUB · pay line", []),
        (["--to-next"], "План продаж  100.00 RUB  120.00 RUB  +20.00 RUB  20,000.00 RUB", [False]),
        (["--why-not", "премия"], "  This is not zero.\n", [False]),
    ],
)
def test_how_much_is_told(stand_in: StandIn, more: list[str], said: str, nearby: list[bool]) -> None:
    done = invoke("explain", "march.csv", "001", *more)

    assert said in done.stdout.replace("\u00a0", " ")
    assert stand_in.looked_nearby == nearby


def test_a_line_and_more_facts(stand_in: StandIn) -> None:
    Path("april.csv").touch()

    invoke("explain", "march.csv", "001", "премия", "--facts", "april.csv", "--lang", "ru")

    assert stand_in.explained == [("seller", 0, "премия")]
    assert [(each.facts, each.allow_partial) for each in stand_in.requests] == [
        ((Path("march.csv"), Path("april.csv")), True)
    ]


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (["gone.csv", "001"], "`gone.csv` not found"),
        (
            ["march.csv", "ов"],
            f"`ов` matches several people: {EVERYBODY}; give the number of one",
        ),
        (["march.csv", "Питров"], "there is no employee `Питров`; did you mean 002 · Петров Пётр?"),
        (["march.csv", "0003"], "there is no employee `0003`; did you mean 003 · =Сидоров?"),
        (["march.csv", "qqq"], "there is no employee `qqq`"),
        (
            ["march.csv", "001", "примия"],
            "there is no line or value `примия` in scheme `seller`; did you mean `премия`?",
        ),
        (["march.csv", "001", "qqq"], "there is no line or value `qqq` in scheme `seller`"),
    ],
)
@pytest.mark.usefixtures("stand_in")
def test_wrong_use(arguments: list[str], answer: str) -> None:
    done = invoke("explain", *arguments)

    assert (done.exit_code, done.stdout, done.stderr) == (2, "", f"error: {answer}\n")


@pytest.mark.parametrize(("count", "end"), [(5, "4 · Иванов; give"), (6, "4 · Иванов …; give")])
def test_many_of_one_name_are_cut(count: int, end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    employees = frame([str(row) for row in range(count)], ["Иванов"] * count, list(range(count)))
    many = replace(SELLERS, facts=replace(SELLERS.facts, frames={"employees": employees}))
    monkeypatch.setattr(api, "employee_rows", lambda _: [(many, row) for row in range(count)])
    monkeypatch.setattr(api, "compute", StandIn().compute)

    assert end in invoke("explain", "march.csv", "иванов").stderr


def test_no_run(stand_in: StandIn) -> None:
    stand_in.refuse(error("KPI000", None))

    done = invoke("explain", "march.csv", "001")

    assert (done.exit_code, done.stdout) == (1, "")


def test_problems_of_others_are_told(stand_in: StandIn) -> None:
    stand_in.refuse(PROBLEM, run=RUN)

    done = invoke("explain", "march.csv", "001")

    assert done.exit_code == 1
    assert "seller.yaml:12:5" in done.stdout
    assert done.stderr.endswith("1 error\n")


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("", "total"),
        ("Итого", "total"),
        ("премия", "премия"),
        ("ПРЕМИЯ ЗА РЕЗУЛЬТАТ", "премия"),
        ("выручка", "выручка.score"),
        ("Выручка", "выручка.score"),
        ("выручка.attainment", "выручка.attainment"),
        ("Стоп-фактор", "D"),
    ],
)
def test_what_a_value_may_be_called(wanted: str, expected: str) -> None:
    assert choose_value(PROGRAM, wanted) == expected


CALLED = """
facts: {employees: {sales: money}}
pay:
  bonus: {kind: variable, amount: 10, title: Base}
  base: {kind: fixed, amount: 20, title: Bonus}
"""


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("Base", "bonus"),
        ("base", "base"),
        ("BASE", "base"),
        ("Bonus", "base"),
        ("TOTAL", "total"),
    ],
)
def test_what_is_called_exactly_so_goes_first(wanted: str, expected: str) -> None:
    assert choose_value(compile_text(CALLED), wanted) == expected


def test_a_refusal_holds_its_words() -> None:
    assert choose_value(PROGRAM, "zzz") == refuse("usage.no_line", wanted="zzz", scheme="seller")


def test_a_column_with_a_bound_of_the_row_is_called_as_it_is_written() -> None:
    text = BOUND.format(key="max", more="")

    assert choose_value(compile_text(text), "bonus") == "bonus (bounded)"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("7", "7"), ("ann", "7"), ("x", ("usage.no_employee", "x")), ("o", ("usage.many_employees", "o"))],
)
def test_a_person_of_a_closed_month_is_chosen(wanted: str, found: object) -> None:
    chosen = choose_number(wanted, {"7": "Ann", "8": "Bob", "9": "Orlov"})

    asked = (chosen.key, dict(chosen.params)["wanted"]) if isinstance(chosen, Refusal) else chosen
    assert asked == found
