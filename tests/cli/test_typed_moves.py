"""Numbers, ends, moves and seasons as they are typed after an option."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from kpicalc.cli import typed_moves
from kpicalc.cli.outcome import Refusal
from kpicalc.i18n.catalogue import Language
from kpicalc.model.what_if import Draw, Shape, Sweep
from tests.facts.blank_sample import program_of

ONE = Decimal(1)
# From 0.9 in January to 1.5 in December.
RISING = " ".join(f"{part}%" for part in (*range(90, 145, 5), 150))


@pytest.mark.parametrize(
    ("read", "typed", "expected"),
    [
        (typed_moves.read_part, "10%", Decimal("0.1")),
        (typed_moves.read_part, " 0,5 ", Decimal("0.5")),
        (typed_moves.read_part, " 50% ", Decimal("0.5")),
        (typed_moves.read_part, "0", "usage.bad_part"),
        (typed_moves.read_part, "100%", "usage.bad_part"),
        (typed_moves.read_part, "x", "usage.bad_part"),
        (typed_moves.read_ends, "1 % .. 20%", (Decimal("0.01"), Decimal("0.2"))),
        (typed_moves.read_ends, "0..1_000", (Decimal(0), Decimal(1000))),
        (typed_moves.read_ends, "1..1", "usage.bad_ends"),
        (typed_moves.read_ends, "1..", "usage.bad_ends"),
        (typed_moves.read_ends, "..1", "usage.bad_ends"),
        (typed_moves.read_step, "0.01%", Decimal("0.0001")),
        (typed_moves.read_step, "1", ONE),
        (typed_moves.read_step, "0", "usage.bad_step"),
        (typed_moves.read_step, "x", "usage.bad_step"),
        (typed_moves.read_typed_amount, "1_200_000", Decimal(1_200_000)),
        (typed_moves.read_typed_amount, "1 000,5", Decimal("1000.5")),
        (typed_moves.read_typed_amount, "0.01", Decimal("0.01")),
        (typed_moves.read_typed_amount, "700,000", "usage.bad_amount"),
        (typed_moves.read_typed_amount, "7 тыс.", "usage.bad_amount"),
        (typed_moves.read_typed_amount, "0", "usage.bad_amount"),
        (typed_moves.read_typed_amount, "x", "usage.bad_amount"),
        (typed_moves.read_growth, "-3%", Decimal("-0.03")),
        (typed_moves.read_growth, "150%", Decimal("1.5")),
        (typed_moves.read_growth, "-100%", "usage.bad_growth"),
        (typed_moves.read_growth, "x", "usage.bad_growth"),
        (typed_moves.read_days, "2025-03", (date(2025, 3, 1), date(2025, 3, 31))),
        (typed_moves.read_days, "2025-03..2025-03", (date(2025, 3, 1), date(2025, 3, 31))),
        (typed_moves.read_days, "2024-12..2025-02", (date(2024, 12, 1), date(2025, 2, 28))),
        (typed_moves.read_days, "2025-03-05..2025-03-05", (date(2025, 3, 5), date(2025, 3, 5))),
        (typed_moves.read_days, "2025-03..2025-02", None),
        (typed_moves.read_days, "2025-01..2025-02..2025-03", None),
        (typed_moves.read_days, "2025-01..x", None),
        (typed_moves.read_days, "x..2025-01", None),
        (typed_moves.read_season, RISING, tuple(Decimal(part) / 100 for part in (*range(90, 145, 5), 150))),
        (typed_moves.read_season, "1 = 0; 12=150%", (Decimal(0), *(ONE,) * 10, Decimal("1.5"))),
        (typed_moves.read_season, " 2=80% ", (ONE, Decimal("0.8"), *(ONE,) * 10)),
        (typed_moves.read_season, "0 " * 11 + "1", (*(Decimal(0),) * 11, ONE)),
        (typed_moves.read_season, "0 " * 12, "usage.bad_season"),
        (typed_moves.read_season, "1 " * 11, "usage.bad_season"),
        (typed_moves.read_season, "1 " * 13, "usage.bad_season"),
        (typed_moves.read_season, "1 " * 12 + "x", "usage.bad_season"),
        (typed_moves.read_season, "-1 " + "1 " * 11, "usage.bad_season"),
        (typed_moves.read_season, "7=x", "usage.bad_season"),
        (typed_moves.read_season, "7=1 x", "usage.bad_season"),
        (typed_moves.read_season, "13=1", "usage.bad_season"),
        (typed_moves.read_season, "7=1 7=2", "usage.bad_season"),
        (typed_moves.read_season, "", "usage.bad_season"),
    ],
)
def test_what_is_typed_is_read_or_refused(
    read: Callable[[str], object], typed: str, expected: object
) -> None:
    found = read(typed)

    assert (found.key if isinstance(found, Refusal) else found) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("a=80%..120% step 5%", ("a", "0.80", "1.20", "0.05", None)),
        ("a * = 1..1 step 1", ("a", "1", "1", "1", True)),
        (" t.a [x] = 100 .. 1_000\tшаг 100", ("t.a [x]", "100", "1000", "100", False)),
        ("a*b=0..1 step 1", ("a*b", "0", "1", "1", False)),
        ("a=2..1 step 1", None),
        ("a=1..2 step 0", None),
        ("a=1..x step 1", None),
        ("a=1..2", None),
        ("=1..2 step 1", None),
        ("*=1..2 step 1", None),
        ("1..2 step 1", None),
    ],
)
def test_a_sweep(typed: str, expected: tuple[object, ...] | None) -> None:
    found = typed_moves.read_sweep(typed)
    if not isinstance(found, Sweep):
        assert (found.key, expected) == ("usage.bad_sweep", None)
        return
    ends = (str(found.low), str(found.high), str(found.step))

    assert (found.target.text, *ends, found.share) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("a=Normal(100, 0)", (Shape.NORMAL, "100 0", False, False, False)),
        ("a*=uniform(90%;110%) common", (Shape.UNIFORM, "0.90 1.10", True, True, False)),
        ("a=треугольное(0,5; 1; 150%) общее", (Shape.TRIANGLE, "0.5 1 1.50", None, True, False)),
        ("a=triangle( 1 , 2 , 3 )", (Shape.TRIANGLE, "1 2 3", False, False, False)),
        ("a=uniform(90%, 110%)", (Shape.UNIFORM, "0.90 1.10", None, False, False)),
        ("a=uniform(1, 1)", (Shape.UNIFORM, "1 1", False, False, False)),
        ("a = past ", (Shape.PAST, "", False, False, False)),
        ("a=past общее", (Shape.PAST, "", False, True, False)),
        ("a=past pooled", (Shape.PAST, "", False, False, True)),
        ("a=Past Common", (Shape.PAST, "", False, True, False)),
        ("a=прошлое вместе", (Shape.PAST, "", False, False, True)),
        ("a*=past", None),
        ("=past", None),
        ("=uniform(1, 2)", None),
        ("a=other(1, 2)", None),
        ("a=normal(1, -1)", None),
        ("a=normal(1, 2, 3)", None),
        ("a=triangle(1, 2)", None),
        ("a=uniform(2, 1)", None),
        ("a=uniform(1, 2, x)", None),
        ("a", None),
    ],
)
def test_a_draw(typed: str, expected: tuple[object, ...] | None) -> None:
    found = typed_moves.read_draw(typed)
    if not isinstance(found, Draw):
        assert (found.key, expected) == ("usage.bad_draw", None)
        return
    numbers = " ".join(map(str, found.numbers))

    assert (found.shape, numbers, found.share, found.common, found.pooled) == expected


FACTS = """
  teams: {worth: number}
  employees:
    link: lead
    columns:
      {h: hours, n: {type: number, min: 0, title: Нормы}, f: flag, t: text, d: date, same: number}
  deals: {same: number, size: money}
"""
NAMES = "`worth`, `h`, `n`, `f`, `t`, `d`, `same`, `same`, `size`"


program_of_facts = cache(lambda: program_of(FACTS))


def refused(key: str, **params: str) -> tuple[str, dict[str, str]]:
    return f"usage.{key}", params


def read_or_refused(found: object) -> object:
    return (found.key, dict(found.params)) if isinstance(found, Refusal) else found


def wrong(text: str, name: str, kind: str) -> tuple[str, dict[str, str]]:
    return refused("bad_value", text=text, name=name, kind=kind)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("h = 7:30", {("employees", "h"): Decimal("7.5")}),
        ("h=1_000", {("employees", "h"): Decimal(1000)}),
        ("n=7:30", wrong("7:30", "n", "number")),
        ("n=", wrong("", "n", "number")),
        ("n", refused("bad_pin", text="n", example="worth")),
        ("f= да ", {("employees", "f"): True}),
        ("f=x", wrong("x", "f", "flag")),
        ("t= a b ", {("employees", "t"): "a b"}),
        ("t=", wrong("", "t", "text")),
        ("d=31.03.2026", {("employees", "d"): date(2026, 3, 31)}),
        ("d=03.04.2026", {("employees", "d"): date(2026, 4, 3)}),
        ("d=03/04/2026", wrong("03/04/2026", "d", "date")),
        ("d=x", wrong("x", "d", "date")),
        ("n=-1", refused("outside_value", text="-1", name="n")),
        ("employees.n=1", {("employees", "n"): ONE}),
        ("Нормы = 1", {("employees", "n"): ONE}),
        ("deals.same=1", {("deals", "same"): ONE}),
        ("size=700,000", wrong("700,000", "size", "money")),
        ("size=7 тыс. руб.", wrong("7 тыс. руб.", "size", "money")),
        ("same=1", refused("many_facts", wanted="same", known="`employees.same`, `deals.same`")),
        ("wrth=1", refused("no_fact_near", wanted="wrth", near="worth")),
    ],
)
def test_a_fact_that_is_fixed(typed: str, expected: object) -> None:
    assert read_or_refused(typed_moves.read_pins(program_of_facts(), [typed], Language.EN)) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (" n = 0 .. 1_000 ", {("employees", "n"): (Decimal(0), Decimal(1000))}),
        ("n=..", {("employees", "n"): (None, None)}),
        ("n=0.5..", {("employees", "n"): (Decimal("0.5"), None)}),
        ("n=..5", {("employees", "n"): (None, Decimal(5))}),
        ("n=5..5", {("employees", "n"): (Decimal(5), Decimal(5))}),
        ("n=5..4", wrong("5..4", "n", "number")),
        ("n=1..2..3", wrong("1..2..3", "n", "number")),
        ("n=x..5", wrong("x..5", "n", "number")),
        ("n=5..x", wrong("5..x", "n", "number")),
        ("d=..", wrong("..", "d", "date")),
        ("n=1", refused("bad_range", text="n=1", example="worth")),
        ("z=1..2", refused("no_fact", wanted="z", known=NAMES)),
        ("deals=0..1", {("deals", ""): (Decimal(0), ONE)}),
        (" deals = ..", {("deals", ""): (None, None)}),
        ("deals=-1..5", refused("bad_rows", text="-1..5", table="deals")),
        ("deals=1..1.5", refused("bad_rows", text="1..1.5", table="deals")),
        ("deals=5..1", wrong("5..1", "", "count")),
        ("employees=0..1", refused("no_fact", wanted="employees", known=NAMES)),
        ("teams=0..1", refused("no_fact", wanted="teams", known=NAMES)),
    ],
)
def test_a_range(typed: str, expected: object) -> None:
    assert read_or_refused(typed_moves.read_ranges(program_of_facts(), [typed], Language.EN)) == expected


@pytest.mark.parametrize(
    ("count", "known"),
    [
        (12, ", ".join(f"`f{at}`" for at in range(1, 13))),
        (13, ", ".join(f"`f{at}`" for at in range(1, 13)) + " …"),
    ],
)
def test_so_many_facts_are_named(count: int, known: str) -> None:
    facts = ", ".join(f"f{at}: number" for at in range(1, count + 1))
    found = typed_moves.read_pins(program_of(f"  employees: {{{facts}}}"), ["quite=1"], Language.EN)

    assert read_or_refused(found) == refused("no_fact", wanted="quite", known=known)
