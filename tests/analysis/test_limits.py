"""How much analysis looks at is bounded: the last count that is still looked at, the first that is not."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest

from kpicalc.analysis.audit import results, row_tricks, unequal
from kpicalc.analysis.audit.audit import audit_pay
from kpicalc.analysis.what_if import targets
from kpicalc.analysis.what_if.targets import find_targets
from kpicalc.model.money import ZERO
from kpicalc.scheme.more_formulas import typed_source
from tests.analysis.small_months import HALF, MARCH, Place, read_month


def _audit(places: list[Place]) -> object:
    return audit_pay(places, MARCH, ZERO)


def _audit_near(places: list[Place]) -> object:
    return audit_pay(places, MARCH, HALF)


def _ask_unknown(places: list[Place]) -> object:
    """Name a fact that nobody has."""
    return find_targets([places[0][0]], typed_source("zzz", "--vary"))


def _ask_stranger(places: list[Place]) -> object:
    """Name the fact of somebody who is not there."""
    return find_targets([places[0][0]], typed_source("zzz.sales", "--vary"))


@pytest.mark.parametrize(
    ("limit", "month", "look", "last"),
    [
        # Three people, each tried alone, as what one sells changes what others are paid.
        ((results, "MOST_ROWS"), "teams", _audit, 180),
        ((row_tricks, "MOST_ROWS"), "rows", _audit, 160),
        ((unequal, "_MOST_PEOPLE"), "both", _audit_near, 6),
        ((targets, "_NAMED"), "rows", _ask_unknown, 11),
        ((targets, "_NAMED"), "rows", _ask_stranger, 4),
    ],
)
def test_the_last_that_is_looked_at(
    monkeypatch: pytest.MonkeyPatch,
    limit: tuple[ModuleType, str],
    month: str,
    look: Callable[[list[Place]], object],
    last: int,
) -> None:
    places = read_month(month)
    whole = look(places)
    monkeypatch.setattr(*limit, last)
    assert look(places) == whole
    monkeypatch.setattr(*limit, last - 1)
    assert look(places) != whole


def test_people_whose_facts_move_their_own_pay_alone_are_tried_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    places = read_month("rows")
    whole = _audit(places)
    monkeypatch.setattr(results, "MOST_ROWS", 0)
    assert _audit(places) == whole
