"""What Excel checks as a form is filled in: lists to choose from, bounds, dates of the period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from kpicalc.facts.blank_workbook import BlankColumn
from kpicalc.model.kind import NUMERIC, Kind
from kpicalc.model.program import Input
from kpicalc.report.views.blank_column import ColumnWords, Form

_MOST_TITLE, _MOST_TEXT, _MOST_REFUSAL = 32, 255, 225
_FIRST_DAY, _LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
_ANY_NUMBER = "999999999999999"
_SIGNS = {"minimum": ">=", "maximum": "<=", "above": ">", "below": "<"}

Check = dict[str, Any]


def check_cells(column: BlankColumn, cell: str, lists: str, form: Form) -> Check:
    """Return the check of a column; `cell` is its first cell, `lists` the cells to choose from, if any."""
    if lists:
        return {"validate": "list", "source": f"={lists}"}
    if column.kind is Kind.FLAG:
        return {"validate": "list", "source": [form.say("yes"), form.say("no")]}
    if column.kind is Kind.DATE and column.readers:
        return _check_days(column, form)
    if column.kind in NUMERIC and column.readers:
        return _check_numbers(column, cell)
    return {"validate": "any"}


def say_check(column: BlankColumn, check: Check, spoken: ColumnWords, form: Form) -> Check:
    """Add what is said when the cell is entered, and when what was typed does not pass."""
    refused = column.strict or not (column.choices or column.source)
    told = form.say("refused" if refused else "unusual", rule=spoken.rule)
    said = {
        "input_title": cut(column.heading, _MOST_TITLE),
        "input_message": cut(spoken.rule, _MOST_TEXT),
        "error_title": cut(column.heading, _MOST_TITLE),
        "error_message": cut(told, _MOST_REFUSAL),
        "error_type": "stop" if refused else "warning",
    }
    return {**check, **said}


def cut(text: str, most: int) -> str:
    """Return a text of at most so many characters."""
    return text if len(text) <= most else text[: most - 1] + "…"


def _check_days(column: BlankColumn, form: Form) -> Check:
    first, last = _FIRST_DAY, _LAST_DAY
    if form.period is not None and all(each.spec.in_period for each in column.readers):
        first, last = form.period.first_day, form.period.last_day
    return {"validate": "date", "criteria": "between", "minimum": first, "maximum": last}


def _check_numbers(column: BlankColumn, cell: str) -> Check:
    bounds = _common_bounds([each.spec for each in column.readers])
    if not bounds:
        bounds = [(">=", f"-{_ANY_NUMBER}"), ("<=", _ANY_NUMBER)]
    if len(bounds) == 1:
        ((sign, value),) = bounds
        return {"validate": "decimal", "criteria": sign, "value": value}
    if [sign for sign, _ in bounds] == [">=", "<="]:
        return {
            "validate": "decimal",
            "criteria": "between",
            "minimum": bounds[0][1],
            "maximum": bounds[1][1],
        }
    conditions = ",".join(f"{cell}{sign}{value}" for sign, value in bounds)
    return {"validate": "custom", "value": f"=AND(ISNUMBER({cell}),{conditions})"}


def _common_bounds(specs: Sequence[Input]) -> list[tuple[str, str]]:
    """Return the bounds as sign and number; none where schemes have different ones."""
    said = [list(_bounds(each)) for each in specs]
    return said[0] if all(each == said[0] for each in said) else []


def _bounds(spec: Input) -> Iterator[tuple[str, str]]:
    for bound, sign in _SIGNS.items():
        value: Decimal | None = getattr(spec, bound)
        if value is not None:
            yield sign, format(value, "f")
