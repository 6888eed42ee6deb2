"""What the functions compute."""

from __future__ import annotations

from datetime import date
from decimal import Context, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpicalc.formula.function import CALENDAR
from kpicalc.formula.functions import FUNCTIONS
from kpicalc.model.kind import Scalar
from kpicalc.model.money import CONTEXT
from tests.formula.reading import rows_of

DATES = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))
AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=4)
STEPS = st.decimals(min_value="0.0001", max_value=10**4, places=4)


def _value(written: str) -> Scalar:
    match written.split("-"):
        case [year, month, day] if len(year) == 4:
            return date(int(year), int(month), int(day))
    if written in {"true", "false"}:
        return written == "true"
    return written if written.isidentifier() else Decimal(written)


def _ask(function: str, *arguments: Scalar) -> Scalar:
    # The engine sets CONTEXT; apart from `round`, an outer context that spoils every digit does not matter.
    with localcontext(CONTEXT if function == "round" else Context(prec=1)):
        record = FUNCTIONS[function]
        return record.meaning(*(arguments if record.if_missing is None else arguments[:1]))


@pytest.mark.parametrize(("function", "arguments", "expected"), rows_of("meanings.csv", ";"))
def test_meaning(function: str, arguments: str, expected: str) -> None:
    assert _value(expected) == _ask(function, *map(_value, arguments.split()))


def test_every_function_has_a_meaning_shown() -> None:
    """Those that ask the calendar have theirs in the tests of days."""
    shown = {function for function, *_ in rows_of("meanings.csv", ";")}

    assert shown == {
        name for name, each in FUNCTIONS.items() if each.name_ru and CALENDAR not in each.parameters
    }


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("round", "1 0"),
        ("round", "1 -1"),
        ("round", "1 1 nearest"),
        ("floor", "1 0"),
        ("ceil", "1 -0.5"),
        ("clamp", "1 3 2"),
        ("power", "2 0.5"),
        ("power", "-2 0.5 3"),
        ("power", "0 -0.5 3"),
        ("power", "2 1001"),
        ("power", "2 0.5 31"),
        ("root", "-4 2 3"),
        ("root", "4 0 3"),
        ("root", "4 2 0.5"),
        ("add_months", "2026-01-31 0.5"),
        ("add_months", "2026-01-31 99999"),
        ("clamp", "2026-01-01 2026-03-01 2026-02-01"),
    ],
)
def test_no_answer_is_an_error(function: str, arguments: str) -> None:
    with pytest.raises(ValueError, match=r"step|mode|bound|nearest|whole|year|power|root|divided"):
        _ask(function, *map(_value, arguments.split()))


@pytest.mark.parametrize("function", ["floor", "ceil"])
def test_beyond_all_digits_is_an_error(function: str) -> None:
    with pytest.raises(ArithmeticError):
        _ask(function, Decimal("1E+110"), Decimal("0.0000000007"))


@given(AMOUNTS, STEPS)
def test_multiples_enclose_the_value(amount: Decimal, step: Decimal) -> None:
    low = FUNCTIONS["floor"].meaning(amount, step)
    high = FUNCTIONS["ceil"].meaning(amount, step)
    assert isinstance(low, Decimal)
    assert isinstance(high, Decimal)

    assert low <= amount <= high
    assert high - low in {0, step}
    assert low % step == high % step == 0


def test_zero_comes_back_without_a_sign() -> None:
    zeros = [_ask(function, Decimal("-0.0")) for function in ("round", "floor", "ceil", "abs")]

    assert [str(abs(zero)) for zero in zeros if isinstance(zero, Decimal)] == [str(zero) for zero in zeros]


def test_just_below_a_multiple_stays_below() -> None:
    almost = Decimal("2.9999999999999999999999999999999999999999999999999")

    assert Decimal(2) == _ask("floor", almost)
    assert Decimal(3) == _ask("ceil", almost)


@given(DATES, DATES)
def test_spans_of_time_are_symmetric(first: date, second: date) -> None:
    for function in ("days_between", "months_between", "years_between"):
        there, back = _ask(function, first, second), _ask(function, second, first)
        assert isinstance(back, Decimal)

        assert there == -back


@given(DATES, DATES, DATES)
def test_later_is_never_fewer_months(start: date, first: date, second: date) -> None:
    low, high = sorted((first, second))
    fewer, more = (FUNCTIONS["months_between"].meaning(start, each) for each in (low, high))
    assert isinstance(fewer, Decimal)
    assert isinstance(more, Decimal)

    assert fewer <= more
