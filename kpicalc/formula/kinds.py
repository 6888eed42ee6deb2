"""What comes out when two values are joined: the kind, and with dates the days between or the date.

A bare number carries no unit: `100` may be roubles, an hour's price or a count. So beside a bare
number only money stays money in a product (`оклад * 1.1`); hours, days, counts and ratios times a
bare number give a bare number again, since `простой_часов * 100` may mean money.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from kpicalc.model.kind import NUMERIC, Kind
from kpicalc.model.money import COUNTING

_Table = Mapping[tuple[Kind, Kind], Kind]


def kind_of_binary(sign: str, left: Kind, right: Kind) -> Kind | None:
    """Return the kind of `left sign right` for `+ - * /`, or None when they do not go together.

    >>> kind_of_binary("*", Kind.MONEY, Kind.RATIO)
    <Kind.MONEY: 'money'>
    >>> kind_of_binary("*", Kind.MONEY, Kind.MONEY) is None
    True
    """
    return _ARITHMETIC[sign].get((left, right))


def kind_of_comparison(sign: str, left: Kind, right: Kind) -> bool:
    """Say whether two kinds may be compared: equal ones, or a bare number with anything numeric.

    Flags and texts have no order, so they only go with `=` and `!=`.
    """
    common = kind_of_branches(left, right)
    return common is not None and (sign in {"=", "!="} or common not in {Kind.FLAG, Kind.TEXT})


def kind_of_branches(first: Kind, second: Kind) -> Kind | None:
    """Return the kind of a value that is either of two: branches, arguments of `min` and `max`.

    >>> kind_of_branches(Kind.NUMBER, Kind.MONEY)
    <Kind.MONEY: 'money'>
    """
    return kind_of_all((first, second))


def kind_of_all(kinds: tuple[Kind, ...]) -> Kind | None:
    """Return the kind of a value that is any of several (at least one), or None."""
    return next((wanted for wanted in kinds if all(fits(each, wanted) for each in kinds)), None)


def may_be_called(kind: Kind, wanted: Kind) -> bool:
    """Say whether an author may call a value of `kind` a value of `wanted`.

    Ratios, counts and bare numbers have no unit, so any of them may be called another: money / money
    may be meant as a count. The unit of money, hours and days may be dropped, but none may be made up.

    >>> may_be_called(Kind.RATIO, Kind.COUNT), may_be_called(Kind.COUNT, Kind.MONEY)
    (True, False)
    """
    if fits(kind, wanted) or (kind in NUMERIC and wanted is Kind.NUMBER):
        return True
    return {kind, wanted} <= {Kind.RATIO, Kind.COUNT}


def fits(kind: Kind, wanted: Kind) -> bool:
    """Say whether a value of `kind` may stand where `wanted` is asked."""
    return kind == wanted or (kind is Kind.NUMBER and wanted in NUMERIC)


def _read_table(drawn: str) -> _Table:
    """Read a table drawn as text: left kinds down, right kinds across, `.` for what does not go."""
    heading, *rows = (line.split() for line in drawn.strip().splitlines())
    return {
        (Kind(left), Kind(right)): Kind(result)
        for left, *results in rows
        for right, result in zip(heading, results, strict=True)
        if result != "."
    }


_ARITHMETIC: Mapping[str, _Table] = {
    "+": _read_table("""
                 money   ratio   count   hours   days    number  date
        money    money   .       .       .       .       money   .
        ratio    .       ratio   .       .       .       ratio   .
        count    .       .       count   .       .       count   .
        hours    .       .       .       hours   .       hours   .
        days     .       .       .       .       days    days    date
        number   money   ratio   count   hours   days    number  date
        date     .       .       .       .       date    date    .
    """),
    "-": _read_table("""
                 money   ratio   count   hours   days    number  date
        money    money   .       .       .       .       money   .
        ratio    .       ratio   .       .       .       ratio   .
        count    .       .       count   .       .       count   .
        hours    .       .       .       hours   .       hours   .
        days     .       .       .       .       days    days    .
        number   money   ratio   count   hours   days    number  .
        date     .       .       .       .       date    date    days
    """),
    # hours × days: hours a day; count × hours: hours each.
    "*": _read_table("""
                 money   ratio   count   hours   days    number
        money    .       money   money   money   money   money
        ratio    money   ratio   count   hours   days    number
        count    money   count   count   hours   days    number
        hours    money   hours   hours   .       hours   number
        days     money   days    days    hours   .       number
        number   money   number  number  number  number  number
    """),
    # money / hours: the price of an hour; hours / days: hours a day; count / hours: output an hour;
    # number / money: the number can only be money, as in `120_000 / план`.
    "/": _read_table("""
                 money   ratio   count   hours   days    number
        money    ratio   money   money   money   money   money
        ratio    .       ratio   ratio   .       .       ratio
        count    .       count   ratio   number  number  number
        hours    .       hours   hours   ratio   hours   number
        days     .       days    days    .       ratio   number
        number   ratio   number  number  number  number  number
    """),
}


def add_days(left: Any, right: Any) -> date:
    """Return the date some whole days after a date; ValueError for a part of a day."""
    day, days = (left, right) if isinstance(left, date) else (right, left)
    return _moved(day, days)


def take_days(left: date, right: date | Decimal) -> date | Decimal:
    """Return the days from the right date to the left one, or the date some whole days before."""
    if isinstance(right, date):
        return Decimal((left - right).days)
    return _moved(left, -right)


def _moved(day: date, days: Decimal) -> date:
    whole = COUNTING.plus(days)
    if whole != whole.to_integral_value():
        raise ValueError
    return day + timedelta(days=int(whole))


DATE_SIGNS: Mapping[str, Callable[..., Any]] = {"+": add_days, "-": take_days}
