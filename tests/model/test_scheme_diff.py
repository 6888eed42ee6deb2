"""By how much all pay grows, and whether that is let through."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kpicalc.model.comparison import (
    ComparedScheme,
    Diff,
    PayComparison,
    PersonDifference,
    SchemeDiff,
    SchemePair,
)
from kpicalc.model.period import parse_period

CHANGED = SchemeDiff("a.yaml", "a.yaml", "A", "RUB", ())


def pair_of(currency: str, *pays: tuple[int, int]) -> SchemePair:
    side = ComparedScheme("a", "A", currency)
    people = (PersonDifference("1", "", Decimal(old), Decimal(new), (), ()) for old, new in pays)
    return SchemePair(side, side, (), tuple(people))


def diff_of(*pairs: SchemePair, limit: str | None = None, changed: bool = True) -> Diff:
    period = parse_period("2026-03")
    assert period is not None
    pay = PayComparison(period, pairs, (), 0) if pairs else None
    return Diff("a", "b", (CHANGED,) if changed else (), pay, None if limit is None else Decimal(limit))


@pytest.mark.parametrize(
    ("pairs", "grows"),
    [
        ([], None),
        ([pair_of("RUB", (0, 100))], None),
        ([pair_of("RUB", (100, 110), (100, 90))], "0"),
        ([pair_of("RUB", (100, 100)), pair_of("RUB", (100, 106))], "0.03"),
        ([pair_of("RUB", (100, 101)), pair_of("USD", (100, 105))], "0.05"),
        ([pair_of("RUB", (100, 90))], "-0.1"),
    ],
)
def test_how_much_all_pay_grows(pairs: list[SchemePair], grows: str | None) -> None:
    assert diff_of(*pairs).increase == (None if grows is None else Decimal(grows))


def test_what_is_let_through() -> None:
    raised = pair_of("RUB", (100, 103))

    assert [diff_of(raised, limit=limit).let_through for limit in (None, "0.03", "0.0299")] == [
        True,
        True,
        False,
    ]
    assert [diff_of(limit="0.03", changed=changed).let_through for changed in (True, False)] == [False, True]
