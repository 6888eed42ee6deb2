"""Numbers, ends, moves and seasons as they are typed after an option."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

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
        ("a=80%..120% step 5%", ("a", "0.8", "1.2", "0.05", None)),
        ("a *= 1..1 step 1", ("a", "1", "1", "1", True)),
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
        ("a*=uniform(90%;110%) common", (Shape.UNIFORM, "0.9 1.1", True, True, False)),
        ("a=треугольное(0,5; 1; 150%) общее", (Shape.TRIANGLE, "0.5 1 1.5", None, True, False)),
        ("a=triangle( 1 , 2 , 3 )", (Shape.TRIANGLE, "1 2 3", False, False, False)),
        ("a=uniform(90%, 110%)", (Shape.UNIFORM, "0.9 1.1", None, False, False)),
        ("a=uniform(1, 1)", (Shape.UNIFORM, "1 1", False, False, False)),
        ("a=past", (Shape.PAST, "", False, False, False)),
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


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("h = 7:30", Decimal("7.5")),
        ("h=1_000", Decimal(1000)),
        ("n=7:30", "usage.bad_value"),
        ("n=", "usage.bad_value"),
        ("n", "usage.bad_pin"),
        ("f= да ", True),
        ("f=x", "usage.bad_value"),
        ("t= a b ", "a b"),
        ("t=", "usage.bad_value"),
        ("d=31.03.2026", date(2026, 3, 31)),
        ("d=x", "usage.bad_value"),
        ("n=-1", "usage.outside_value"),
        ("employees.n=1", Decimal(1)),
        ("same=1", "usage.many_facts"),
        ("samme=1", "usage.no_fact_near"),
        ("quite_another=1", "usage.no_fact"),
    ],
)
def test_a_fact_that_is_fixed(typed: str, expected: object) -> None:
    more = "  deals: {same: number}"
    facts = "  employees: {h: hours, n: {type: number, min: 0}, f: flag, t: text, d: date, same: number}"
    found = typed_moves.read_pins(program_of(f"{facts}\n{more}"), [typed], Language.EN)

    assert (found.key if isinstance(found, Refusal) else next(iter(found.values()))) == expected
