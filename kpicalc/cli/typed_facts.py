"""Facts as they are typed: `NAME=LOW..HIGH` and `NAME=VALUE`, read by what the scheme says of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from kpicalc.cli.outcome import Refusal, refuse
from kpicalc.facts.cells import read_flag_cell, read_number_cell
from kpicalc.facts.coded_column import read_date_cell
from kpicalc.facts.hours import read_clock
from kpicalc.facts.numbers import WrittenNumber
from kpicalc.facts.refusals import find_breach
from kpicalc.facts.written_dates import WrittenDate
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import spell_param
from kpicalc.model.analysis import Ends
from kpicalc.model.kind import NUMERIC, Kind, Scalar
from kpicalc.model.program import EMPLOYEES, Input, Key, Program
from kpicalc.model.spelling import propose_name

_NAMED = 12
# Thousands as schemes write them: 16_000_000.
_THOUSANDS = re.compile(r"(?<=\d)_(?=\d{3}(?!\d))")


def read_ranges(program: Program, typed: Iterable[str], language: Language) -> dict[Key, Ends] | Refusal:
    """Return the ranges asked for, or say which of them cannot be read.

    The range of (table, "") is the number of rows that an employee has in a table.
    """
    ranges: dict[Key, Ends] = {}
    for text in typed:
        name, sign, ends = text.partition("=")
        if not sign or ".." not in ends:
            return refuse("usage.bad_range", text=text, example=_name_example(program))
        table = _find_table(program, name.strip())
        given = table or _find_fact(program, name.strip())
        if isinstance(given, Refusal):
            return given
        read = [_read_end(given, each.strip()) for each in ends.split("..", 1)]
        if given.kind not in NUMERIC or any(isinstance(each, str) for each in read) or _are_crossed(read):
            return _refuse_value(ends, given, language)
        low, high = (each if isinstance(each, Decimal) else None for each in read)
        if table is not None and not _are_numbers_of_rows(low, high):
            return refuse("usage.bad_rows", text=ends, table=table.grain)
        ranges[given.key] = (low, high)
    return ranges


def read_pins(program: Program, typed: Iterable[str], language: Language) -> dict[Key, Scalar] | Refusal:
    """Return the facts that are fixed, or say which of them cannot be read."""
    pins: dict[Key, Scalar] = {}
    for text in typed:
        name, sign, written = text.partition("=")
        if not sign:
            return refuse("usage.bad_pin", text=text, example=_name_example(program))
        given = _find_fact(program, name.strip())
        if isinstance(given, Refusal):
            return given
        value = _read_value(given, written.strip())
        if value is None:
            return _refuse_value(written, given, language)
        if find_breach(value, given, program.period) is not None:
            return refuse("usage.outside_value", text=written, name=given.name)
        pins[given.grain, given.name] = value
    return pins


def _find_table(program: Program, wanted: str) -> Input | None:
    """Return the number of rows of a table below the employees, as a count without a name of its own."""
    grain = program.grains.get(wanted)
    if grain is None or wanted == EMPLOYEES or EMPLOYEES not in program.ancestors(wanted):
        return None
    return Input(wanted, "", Kind.COUNT, (), wanted, grain.span)


def _are_numbers_of_rows(low: Decimal | None, high: Decimal | None) -> bool:
    ends = [each for each in (low, high) if each is not None]
    return all(each >= 0 and each == int(each) for each in ends)


def _find_fact(program: Program, wanted: str) -> Input | Refusal:
    """Return the fact of a name, a label, or a table and a name with a point between."""
    found = [
        each for each in program.inputs if wanted in {each.name, each.label, f"{each.grain}.{each.name}"}
    ]
    if len(found) == 1:
        return found[0]
    if found:
        return refuse(
            "usage.many_facts",
            wanted=wanted,
            known=_list_names(f"{each.grain}.{each.name}" for each in found),
        )
    near = propose_name(wanted, [each.name for each in program.inputs])
    if near is not None:
        return refuse("usage.no_fact_near", wanted=wanted, near=near)
    return refuse("usage.no_fact", wanted=wanted, known=_list_names(each.name for each in program.inputs))


def _list_names(names: Iterable[str]) -> str:
    every = list(names)
    return ", ".join(f"`{name}`" for name in every[:_NAMED]) + (" …" if len(every) > _NAMED else "")


def _name_example(program: Program) -> str:
    return next((each.name for each in program.inputs if each.kind in NUMERIC), "x")


def _read_end(given: Input, written: str) -> Decimal | str | None:
    """Return one end of a range: a number, None where nothing is written, else the text itself."""
    if not written:
        return None
    value = _read_value(given, written)
    return value if isinstance(value, Decimal) else written


def _are_crossed(ends: list[Decimal | str | None]) -> bool:
    low, high = ends
    return isinstance(low, Decimal) and isinstance(high, Decimal) and low > high


def _read_value(given: Input, written: str) -> Scalar | None:
    match given.kind:
        case Kind.TEXT:
            return written or None
        case Kind.FLAG:
            flag = read_flag_cell(written)
            return flag if isinstance(flag, bool) else None
        case Kind.DATE:
            day = read_date_cell(written, given.writing)
            return day.day if isinstance(day, WrittenDate) and not day.readings else None
    hours = read_clock(written, given.writing.hours) if given.kind is Kind.HOURS else None
    if isinstance(hours, Decimal):
        return hours
    number = read_number_cell(_THOUSANDS.sub("", written))
    return number.value if isinstance(number, WrittenNumber) else None


def _refuse_value(written: str, given: Input, language: Language) -> Refusal:
    return refuse("usage.bad_value", text=written, name=given.name, kind=spell_param(given.kind, language))
