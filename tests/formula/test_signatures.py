"""Which kinds functions and aggregates take."""

from __future__ import annotations

import pytest

from kpicalc.formula.functions import AGGREGATES, FUNCTIONS
from kpicalc.model.kind import NUMERIC, Kind
from tests.formula.reading import rows_of


def _result(written: str) -> Kind | None:
    return None if written == "." else Kind(written)


@pytest.mark.parametrize(("function", "arguments", "result"), rows_of("signatures.csv", ";"))
def test_kind_of_a_call(function: str, arguments: str, result: str) -> None:
    kinds = tuple(Kind(word) for word in arguments.split())

    assert _result(result) == FUNCTIONS[function].kind_of(kinds)


@pytest.mark.parametrize("kind", list(Kind))
def test_kinds_of_aggregates(kind: Kind) -> None:
    numeric = kind if kind in NUMERIC else None
    ordered = kind if kind in NUMERIC or kind is Kind.DATE else None

    assert {
        "sum": numeric,
        "count": None,
        "count_distinct": Kind.COUNT,
        "avg": numeric,
        "min": ordered,
        "max": ordered,
    } == {name: each.kind_of(kind) for name, each in AGGREGATES.items()}


def test_rows_themselves_can_only_be_counted() -> None:
    assert {name: each.kind_of(None) for name, each in AGGREGATES.items()} == {
        **dict.fromkeys(AGGREGATES),
        "count": Kind.COUNT,
    }
