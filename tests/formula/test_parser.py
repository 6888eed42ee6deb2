"""The grammar: what binds how, what the nodes hold, where they stand, how far it goes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kpicalc.formula.parser import LEVELS_LIMIT, PARTS_LIMIT, parse_formula
from kpicalc.model.expr import Binary, Compare, Day, Expr, Flag, If, Logic, Name, Number, Text, Unary, walk
from kpicalc.model.source import SourceText, Span
from tests.formula.reading import codes_of, read, rows_of, source_of, stretch

HERE = Span("", 0, 0, 0, 0)


def _name(word: str) -> Name:
    return Name((word,), HERE)


A, B, C, D = (_name(word) for word in "abcd")


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("16_000_000", Number(Decimal(16000000), percent=False, span=HERE)),
        ("0.75%", Number(Decimal("0.0075"), percent=True, span=HERE)),
        ('"текст"', Text("текст", HERE)),
        ("'a \"b\"'", Text('a "b"', HERE)),
        ("true", Flag(value=True, span=HERE)),
        ("false", Flag(value=False, span=HERE)),
        ("2026-03-31", Day(date(2026, 3, 31), HERE)),
        ("план", _name("план")),
        ("employee.план", Name(("employee", "план"), HERE)),
        ("a . b . c", Name(("a", "b", "c"), HERE)),
        ("-a", Unary("-", A, HERE)),
        ("not a", Unary("not", A, HERE)),
        ("a / b", Binary("/", A, B, HERE)),
        ("a != b", Compare("!=", A, B, HERE)),
        ("a or b", Logic("or", A, B, HERE)),
        ("if a then b else c", If(A, B, C, HERE)),
    ],
)
def test_node(text: str, node: Expr) -> None:
    assert node == read(text)


@pytest.mark.parametrize(("short", "full"), rows_of("precedence.csv", ";"))
def test_precedence(short: str, full: str) -> None:
    assert read(full) == read(short)


def test_chain_of_comparisons_is_a_conjunction() -> None:
    first, second, third = Compare("<", A, B, HERE), Compare("<=", B, C, HERE), Compare("=", C, D, HERE)

    assert Logic("and", first, second, HERE) == read("a < b <= c")
    assert Logic("and", Logic("and", first, second, HERE), third, HERE) == read("a < b <= c = d")


def test_percent_and_fraction_are_different_numbers() -> None:
    assert read("75%") != read("0.75")
    assert read("75.0%") == read("75%")


def test_every_node_knows_its_place() -> None:
    text = "(a + b.c) * -max(d, 1) <= 5% and not e"

    assert [stretch(text, node.span) for node in walk(read(text))] == [
        "(a + b.c) * -max(d, 1) <= 5% and not e",
        "(a + b.c) * -max(d, 1) <= 5%",
        "(a + b.c) * -max(d, 1)",
        "(a + b.c)",
        "a",
        "b.c",
        "-max(d, 1)",
        "max(d, 1)",
        "d",
        "1",
        "5%",
        "not e",
        "e",
    ]


def test_places_reach_over_lines() -> None:
    checked = parse_formula(SourceText("if a\nthen b\nelse c", "s.yaml", ((0, 3, 9), (5, 4, 7), (12, 5, 7))))

    assert checked.value is not None
    assert Span("s.yaml", 3, 9, 5, 13) == checked.value.span


def test_empty_formula_is_refused() -> None:
    assert codes_of(" \n ") == ["KPI160"]


@pytest.mark.parametrize(
    "shape",
    [
        ("(", "a", ")"),
        ("-", "a", ""),
        ("not ", "a", ""),
        ("f(", "a", ")"),
        ("a+(", "a", ")"),
        ("a+", "a", ""),
        ("", "a", "*a"),
        ("if a then ", "a", " else a"),
        ("if a then a else ", "a", ""),
        ("", "a", " or a"),
    ],
)
def test_levels_are_limited(shape: tuple[str, str, str]) -> None:
    before, core, after = shape

    assert read(before * LEVELS_LIMIT + core + after * LEVELS_LIMIT) is not None
    assert codes_of(before * (LEVELS_LIMIT + 1) + core + after * (LEVELS_LIMIT + 1)) == ["KPI162"]


def test_chains_inside_chains_do_not_explode() -> None:
    text = "a"
    for _ in range(15):
        text = f"0 < ({text}) < 1"

    assert codes_of(text) == ["KPI163"]
    assert codes_of("0<(" * 24 + "a" + ")<1" * 24) == ["KPI163"]


def test_parts_are_limited() -> None:
    # The name in the middle is 128 parts, each comparison of the seven around it is two and their `and`.
    called = "f(" + "0<(" * 7 + "a" + ")<1" * 7
    ones = ",1" * (PARTS_LIMIT - 764)

    assert read(f"{called}{ones})") is not None
    assert codes_of(f"{called}{ones},1)") == ["KPI163"]


def test_all_problems_are_found_at_once() -> None:
    text = "a == 5K + 0,5 + max(b, ) or 16 000"

    assert sorted(codes_of(text)) == ["KPI164", "KPI174", "KPI175", "KPI176", "KPI182"]


def test_equal_formulas_are_equal_wherever_they_stand() -> None:
    assert read("a+b") == read("  ( a )  +  ( ( b ) )  ")


def test_value_and_problems_exclude_each_other() -> None:
    assert parse_formula(source_of("a")).ok
    assert parse_formula(source_of("a b")).value is None
