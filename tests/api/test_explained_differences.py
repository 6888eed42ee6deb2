"""What explains that a statement pays other sums: all that is found out of each person of small ones."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from kpicalc.api.explain_differences import explain_differences
from kpicalc.model.reconciliation import ReconciledFigure, ReconciledPerson


def read_person(number: int, text: str) -> ReconciledPerson:
    """Read `OURS THEIRS TITLE:OURS:THEIRS …`; `-` is an amount that is not there."""
    ours, theirs, *lines = text.split()
    return ReconciledPerson(
        f"{number}",
        f"N{number}",
        "RUB",
        read_amount(ours),
        read_amount(theirs),
        lines=tuple(map(read_line, lines)),
    )


def read_line(text: str) -> ReconciledFigure:
    title, ours, theirs = text.split(":")
    return ReconciledFigure(title, title, read_amount(ours), read_amount(theirs))


def read_amount(text: str) -> Decimal | None:
    return None if text == "-" else Decimal(text)


def explain(statement: str) -> list[str]:
    people = [read_person(at, each) for at, each in enumerate(statement.split(", "), 1)]
    return [
        " ".join(f"{cause.key}({','.join(str(value) for _, value in cause.params)})" for cause in each.causes)
        for each in explain_differences(people)
    ]


CASES: Sequence[tuple[str, list[str]]] = (
    ("100 100", [""]),
    ("- 100, 100 -", ["", ""]),
    ("100 0, 0 100", ["swapped_people(2,N2) no_line()", "swapped_people(1,N1) no_line()"]),
    ("0 50", ["no_line()"]),
    ("100 100.01", ["no_line() kopecks()"]),
    ("100.01 100", ["no_line() rounding(0.1)"]),
    ("100 99.01", ["no_line() kopecks()"]),
    ("100 101", ["no_line()"]),
    ("100 200", ["no_line()"]),
    ("200 220, 300 330", ["no_line() ratio(1.1000,2)", "no_line() ratio(1.1000,2)"]),
    ("200 220, 300 330, 100 150", ["no_line() ratio(1.1000,2)", "no_line() ratio(1.1000,2)", "no_line()"]),
    ("200 220, 300 330.02", ["no_line()", "no_line()"]),
    ("200 220, 300 330.01", ["no_line() ratio(1.1000,2)", "no_line() ratio(1.1000,2)"]),
    (
        "200 220, 300 330, 400 480, 500 600, 600 720",
        [
            "no_line() ratio(1.1000,2)",
            "no_line() ratio(1.1000,2)",
            "no_line() ratio(1.2000,3)",
            "no_line() ratio(1.2000,3)",
            "no_line() ratio(1.2000,3)",
        ],
    ),
    (
        "200 400, 300 600, 400 440, 500 550, 600 660",
        [
            "no_line() ratio(2.0000,2)",
            "no_line() ratio(2.0000,2)",
            "no_line() ratio(1.1000,3)",
            "no_line() ratio(1.1000,3)",
            "no_line() ratio(1.1000,3)",
        ],
    ),
    ("200 0, 300 0", ["no_line()", "no_line()"]),
    ("100 150, 200 250", ["no_line() same_amount(2)", "no_line() same_amount(2)"]),
    (
        "100 150, 200 250, 300 350, 50 100",
        [
            "no_line() same_amount(4)",
            "no_line() same_amount(4)",
            "no_line() same_amount(4)",
            "no_line() same_amount(4)",
        ],
    ),
    ("100 150, 300 350.01", ["no_line()", "no_line()"]),
    ("100.4 100, 7.2 7", ["no_line() rounding(1)", "no_line() rounding(1)"]),
    ("100.5 100, 7.6 7", ["no_line() rounding(1)", "no_line() rounding(1)"]),
    ("100.5 101", ["no_line() rounding(1)"]),
    ("102.5 102", ["no_line() rounding(1)"]),
    ("101.5 102", ["no_line() rounding(1)"]),
    ("123 120", ["no_line()"]),
    ("123 120, 155 160", ["no_line() rounding(10)", "no_line() rounding(10)"]),
    ("123 120, 156 150", ["no_line() rounding(10)", "no_line() rounding(10)"]),
    ("1234 1200, 1777 1700", ["no_line() rounding(100)", "no_line() rounding(100)"]),
    ("1234 1000, 1777 2000", ["no_line() rounding(1000)", "no_line() rounding(1000)"]),
    ("1234.567 1234.57", ["no_line() rounding(0.01)"]),
    ("100.555 100.56", ["no_line() rounding(0.01)"]),
    ("100.6 100, 200 200.7", ["no_line() rounding(1)", "no_line() kopecks()"]),
    ("100 100.5", ["no_line() kopecks()"]),
    ("100.25 100.2", ["no_line() rounding(0.1)"]),
    ("5 0", ["no_line()"]),
    ("0.3 0.7", ["no_line() kopecks()"]),
    ("10 30, 30 10", ["swapped_people(2,N2) no_line()", "swapped_people(1,N1) no_line()"]),
    (
        "10 30, 30 10, 10 30, 30 10",
        [
            "swapped_people(2,N2) no_line()",
            "swapped_people(1,N1) no_line()",
            "swapped_people(4,N4) no_line()",
            "swapped_people(3,N3) no_line()",
        ],
    ),
    (
        "10 30, 30 10, 10 30",
        ["swapped_people(2,N2) no_line()", "swapped_people(1,N1) no_line()", "no_line() ratio(3.0000,2)"],
    ),
    ("10 30, 30 11", ["no_line()", "no_line()"]),
    ("10 20 a:10:20", ["line(a)"]),
    ("10 20 a:5:15 b:1:2", ["line(a)"]),
    ("10 20 a:-:10", ["line_extra(a)"]),
    ("10 20 a:0:10", ["line_extra(a)"]),
    ("20 10 a:10:-", ["line_absent(a)"]),
    ("20 10 a:10:0", ["line_absent(a)"]),
    ("10 20 a:1:5 b:2:8", ["lines(a, b)"]),
    ("10 20 a:1:5 b:2:9", [""]),
    ("10 20 a:1:11 b:2:12", [""]),
    ("10 10 a:1:2 b:2:1", ["swapped_lines(a,b)"]),
    ("10 20 a:1:2 b:2:1", ["swapped_lines(a,b)"]),
    ("10 10 a:1:1 b:1:1", [""]),
    ("10 10 a:1:2 b:2:3", [""]),
    ("10 10 a:1:2 b:3:1", [""]),
    ("10 10 a:1:2 b:3:4 c:2:1", ["swapped_lines(a,c)"]),
    ("10 30 a:1:21, 30 10 a:21:1", ["swapped_people(2,N2) line(a)", "swapped_people(1,N1) line(a)"]),
    ("0 10, 0 10", ["no_line() same_amount(2)", "no_line() same_amount(2)"]),
    ("0 10 a:-:10, 0 10 a:-:10", ["line_extra(a) same_amount(2)", "line_extra(a) same_amount(2)"]),
    (
        "100 110, 200 220, 50 60",
        ["no_line() ratio(1.1000,2)", "no_line() ratio(1.1000,2)", "no_line() same_amount(2)"],
    ),
    (
        "1 1.1, 200 220, 300 330, 1000 1105",
        [
            "no_line() kopecks() ratio(1.1000,3)",
            "no_line() ratio(1.1000,3)",
            "no_line() ratio(1.1000,3)",
            "no_line() ratio(1.1050,2)",
        ],
    ),
    ("10.4 10, 20.8 20", ["no_line() rounding(1)", "no_line() rounding(1)"]),
    ("100.4 100, 200.4 200", ["no_line() rounding(1)", "no_line() rounding(1)"]),
)


@pytest.mark.parametrize(("statement", "causes"), CASES, ids=[statement for statement, _ in CASES])
def test_what_explains_the_differences(statement: str, causes: list[str]) -> None:
    assert explain(statement) == causes
