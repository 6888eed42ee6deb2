"""Which kinds the functions and aggregates of formulas take, and the kind they give."""

from __future__ import annotations

from kpicalc.formula.kinds import kind_of_all, kind_of_branches
from kpicalc.model.kind import NUMERIC, Kind

_ORDERED = NUMERIC | {Kind.DATE}


def kind_of_ordered(kinds: tuple[Kind, ...]) -> Kind | None:
    """Take numbers of a common kind, or dates; give the same."""
    common = kind_of_all(kinds)
    return common if common in _ORDERED else None


def kind_of_rounded(kinds: tuple[Kind, ...]) -> Kind | None:
    """Take a number, a step of its kind or a bare number, and a mode as text; give the number's kind."""
    common = kind_of_all(kinds[:2])
    return common if common in NUMERIC and kinds[2:] in {(), (Kind.TEXT,)} else None


def kind_of_absolute(kinds: tuple[Kind, ...]) -> Kind | None:
    """Take a number; give its kind."""
    return kinds[0] if kinds[0] in NUMERIC else None


def kind_of_replaced(kinds: tuple[Kind, ...]) -> Kind | None:
    """Take two values of a common kind; give it."""
    return kind_of_branches(kinds[0], kinds[1])


def kind_of_question(_kinds: tuple[Kind, ...]) -> Kind | None:
    """Take anything; give a flag."""
    return Kind.FLAG


def kind_of_day_count(kinds: tuple[Kind, ...]) -> Kind | None:
    """Take two dates; give days."""
    return Kind.DAYS if kinds == (Kind.DATE, Kind.DATE) else None


def kind_of_span_count(kinds: tuple[Kind, ...]) -> Kind | None:
    """Take two dates; give a count (of months or years)."""
    return Kind.COUNT if kinds == (Kind.DATE, Kind.DATE) else None


def kind_of_common_days(kinds: tuple[Kind, ...]) -> Kind | None:
    """Take dates, and a calendar after them; give days."""
    dates = kinds[:-1] if kinds[-1] is Kind.TEXT else kinds
    return Kind.DAYS if set(dates) == {Kind.DATE} else None


def kind_of_numeric_rows(kind: Kind | None) -> Kind | None:
    """Take a number of each row; give its kind."""
    return kind if kind in NUMERIC else None


def kind_of_ordered_rows(kind: Kind | None) -> Kind | None:
    """Take a number or date of each row; give its kind."""
    return kind if kind in _ORDERED else None


def kind_of_counted_rows(kind: Kind | None) -> Kind | None:
    """Take the rows themselves; give a count."""
    return Kind.COUNT if kind is None else None


def kind_of_different_rows(kind: Kind | None) -> Kind | None:
    """Take any value of each row; give a count."""
    return None if kind is None else Kind.COUNT
