"""The table of kinds: what may be joined or compared, and what comes out."""

from __future__ import annotations

from itertools import product

import pytest

from kpicalc.formula.kinds import (
    fits,
    kind_of_all,
    kind_of_binary,
    kind_of_branches,
    kind_of_comparison,
)
from kpicalc.model.kind import NUMERIC, Kind
from tests.formula.reading import rows_of

PAIRS = list(product(Kind, Kind))
CASES = {
    (sign, Kind(left), Kind(right)): Kind(result)
    for sign, left, right, result, _ in rows_of("kinds.csv", ";")
}


@pytest.mark.parametrize("sign", ["+", "-", "*", "/"])
def test_table_holds_every_pair_and_no_other(sign: str) -> None:
    allowed = {
        (sign, left, right): found for left, right in PAIRS if (found := kind_of_binary(sign, left, right))
    }

    assert {case: result for case, result in CASES.items() if case[0] == sign} == allowed


@pytest.mark.parametrize(
    ("sign", "left", "right"),
    [
        ("*", "money", "money"),
        ("+", "money", "ratio"),
        ("-", "money", "ratio"),
        ("+", "money", "count"),
        ("+", "count", "ratio"),
        ("*", "hours", "hours"),
        ("*", "days", "days"),
        ("/", "count", "money"),
        ("+", "date", "date"),
        ("-", "days", "date"),
        ("+", "text", "text"),
        ("*", "flag", "money"),
    ],
)
def test_nonsense_is_refused(sign: str, left: str, right: str) -> None:
    assert kind_of_binary(sign, Kind(left), Kind(right)) is None


@pytest.mark.parametrize("sign", ["+", "*"])
def test_order_of_operands_does_not_decide(sign: str) -> None:
    assert [kind_of_binary(sign, left, right) for left, right in PAIRS] == [
        kind_of_binary(sign, right, left) for left, right in PAIRS
    ]


@pytest.mark.parametrize("sign", ["+", "-", "*", "/"])
def test_bare_number_goes_with_every_numeric_kind(sign: str) -> None:
    for kind in NUMERIC:
        assert kind_of_binary(sign, kind, Kind.NUMBER) is not None
        assert kind_of_binary(sign, Kind.NUMBER, kind) is not None


@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_comparisons(left: Kind, right: Kind) -> None:
    alike = left == right or (Kind.NUMBER in {left, right} and {left, right} <= NUMERIC)
    ordered = alike and left not in {Kind.FLAG, Kind.TEXT}

    assert [alike, alike] == [kind_of_comparison(sign, left, right) for sign in ("=", "!=")]
    assert [ordered] * 4 == [kind_of_comparison(sign, left, right) for sign in ("<", "<=", ">", ">=")]


@pytest.mark.parametrize(("kind", "wanted"), PAIRS)
def test_what_fits(kind: Kind, wanted: Kind) -> None:
    assert fits(kind, wanted) == (kind == wanted or (kind is Kind.NUMBER and wanted in NUMERIC))


@pytest.mark.parametrize(
    ("kinds", "common"),
    [
        (["money"], "money"),
        (["money", "number"], "money"),
        (["number", "money"], "money"),
        (["number", "number"], "number"),
        (["flag", "flag"], "flag"),
        (["money", "ratio"], None),
        (["number", "text"], None),
        (["date", "number"], None),
    ],
)
def test_branches(kinds: list[str], common: str | None) -> None:
    given = tuple(map(Kind, kinds))

    assert common == kind_of_all(given)
    assert common == kind_of_branches(given[0], given[-1])


def test_common_kind_does_not_depend_on_the_order() -> None:
    assert kind_of_all((Kind.NUMBER, Kind.MONEY, Kind.NUMBER)) is Kind.MONEY
    assert kind_of_all((Kind.NUMBER, Kind.MONEY, Kind.RATIO)) is None
    assert kind_of_all((Kind.MONEY, Kind.RATIO, Kind.MONEY)) is None
