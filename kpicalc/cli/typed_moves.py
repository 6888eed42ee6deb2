"""Facts and moves of facts as they are typed: `NAME=VALUE`, `NAME=LOW..HIGH step STEP`, by chance."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
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
from kpicalc.model.period import parse_period
from kpicalc.model.program import EMPLOYEES, Input, Key, Program
from kpicalc.model.source import SourceText
from kpicalc.model.spelling import propose_name
from kpicalc.model.what_if import Draw, Shape, Sweep
from kpicalc.scheme.more_formulas import cut_source, typed_source

_SWEEP = re.compile(r"(?P<low>.+?)\.\.(?P<high>.+?)\s(?:step|шаг)\s(?P<step>.+)", re.DOTALL)
_DRAW = re.compile(r"(?P<shape>\w+)\s*\((?P<numbers>[^()]*)\)\s*(?P<common>common|общее)?")
_PAST = re.compile(r"(?:past|прошлое)(?:\s+(?P<way>common|общее|pooled|вместе))?", re.IGNORECASE)
_SHAPES = {
    "uniform": Shape.UNIFORM,
    "равномерное": Shape.UNIFORM,
    "triangle": Shape.TRIANGLE,
    "треугольное": Shape.TRIANGLE,
    "normal": Shape.NORMAL,
    "нормальное": Shape.NORMAL,
}
_NUMBERS = {Shape.UNIFORM: 2, Shape.TRIANGLE: 3, Shape.NORMAL: 2}
_MONTHS = 12
_NAMED_MONTH = re.compile(r"(1[0-2]|[1-9])=(.+)")
# So many facts are called by name.
_NAMED = 12
# Thousands as schemes write them: 16_000_000.
_THOUSANDS = re.compile(r"(?<=\d)_(?=\d{3}(?!\d))")


def read_sweep(text: str) -> Sweep | Refusal:
    """Read a fact that goes from one end to another by steps."""
    target, scaled, rest = _part(text, "--vary")
    found = _SWEEP.fullmatch(rest)
    if not target.text or found is None:
        return refuse("usage.bad_sweep", text=text)
    numbers = [_read_number(each) for each in found.group("low", "high", "step")]
    if any(each is None for each in numbers):
        return refuse("usage.bad_sweep", text=text)
    low, high, step = (each for each in numbers if each is not None)
    if step <= 0 or high < low:
        return refuse("usage.bad_sweep", text=text)
    return Sweep(target, low, high, step, _share(rest, scaled=scaled))


def read_draw(text: str) -> Draw | Refusal:
    """Read a fact that is drawn by chance."""
    target, scaled, rest = _part(text, "--draw")
    past = _PAST.fullmatch(rest)
    if past is not None and target.text and not scaled:
        way = (past["way"] or "").casefold()
        common, pooled = way in {"common", "общее"}, way in {"pooled", "вместе"}
        return Draw(target, Shape.PAST, (), share=False, common=common, pooled=pooled)
    found = _DRAW.fullmatch(rest)
    shape = _SHAPES.get(found["shape"].casefold()) if found else None
    if not target.text or found is None or shape is None:
        return refuse("usage.bad_draw", text=text)
    written = re.split(r"\s*;\s*" if ";" in found["numbers"] else r"\s*,\s*", found["numbers"])
    numbers = tuple(number for each in written if (number := _read_number(each)) is not None)
    if len(numbers) != len(written) or not _fits(shape, numbers):
        return refuse("usage.bad_draw", text=text)
    return Draw(target, shape, numbers, _share(rest, scaled=scaled), bool(found["common"]))


def read_part(text: str) -> Decimal | Refusal:
    """Read by which part each fact is moved in turn: `10%`."""
    part = _read_number(text)
    if part is None or not 0 < part < 1:
        return refuse("usage.bad_part", text=text)
    return part


def read_ends(text: str) -> tuple[Decimal, Decimal] | Refusal:
    """Read two ends: `1%..20%`."""
    low, _, high = text.partition("..")
    ends = (_read_number(low), _read_number(high))
    if ends[0] is None or ends[1] is None or not ends[0] < ends[1]:
        return refuse("usage.bad_ends", text=text)
    return ends[0], ends[1]


def read_step(text: str) -> Decimal | Refusal:
    """Read what a number is rounded to: `0.01%`."""
    step = _read_number(text)
    return step if step is not None and step > 0 else refuse("usage.bad_step", text=text)


def read_typed_amount(text: str) -> Decimal | Refusal:
    """Read an amount above zero: `1_200_000`."""
    amount = _read_number(text)
    return amount if amount is not None and amount > 0 else refuse("usage.bad_amount", text=text)


def read_days(text: str) -> tuple[date, date] | None:
    """Return the first and the last day of `2025-03`, `2025` or `2024-01..2025-12`; None of another text."""
    ends = [parse_period(text)] if parse_period(text) else [parse_period(each) for each in text.split("..")]
    first, last = ends[0], ends[-1]
    if first is None or last is None or len(ends) > 2:
        return None
    return (first.first_day, last.last_day) if first.first_day <= last.last_day else None


def read_growth(text: str) -> Decimal | Refusal:
    """Read by which part a year grows or shrinks: `5%`, `-3%`."""
    growth = _read_number(text)
    return growth if growth is not None and growth > -1 else refuse("usage.bad_growth", text=text)


def read_season(text: str) -> tuple[Decimal, ...] | Refusal:
    """Read the weights of the months: all twelve (`90% 90% …`), or some by number (`7=80%; 12=150%`)."""
    written = [each for each in re.split(r"[;\s]+", re.sub(r"\s*=\s*", "=", text)) if each]
    named = [_NAMED_MONTH.fullmatch(each) for each in written]
    # Each of another month.
    if len({each[1] for each in named if each}) == len(named):
        known = {int(each[1]): _read_number(each[2]) for each in named if each}
        weights = [known.get(month, Decimal(1)) for month in range(1, _MONTHS + 1)] if known else []
    else:
        weights = [_read_number(each) for each in written]
    read = tuple(each for each in weights if each is not None and each >= 0)
    return (
        read if len(read) == len(weights) == _MONTHS and any(read) else refuse("usage.bad_season", text=text)
    )


def _fits(shape: Shape, numbers: tuple[Decimal, ...]) -> bool:
    """Say whether a shape has as many numbers as it needs, its ends in order."""
    if len(numbers) != _NUMBERS[shape]:
        return False
    return numbers[1] >= 0 if shape is Shape.NORMAL else list(numbers) == sorted(numbers)


def _part(text: str, option: str) -> tuple[SourceText, bool, str]:
    """Return the name, whether it says `*=`, and what follows."""
    name, _, rest = text.partition("=")
    scaled = name.rstrip().endswith("*")
    end = name.rindex("*") if scaled else len(name)
    return cut_source(typed_source(text, option), 0, end), scaled, rest.strip()


def _share(text: str, *, scaled: bool) -> bool | None:
    return True if scaled else None if "%" in text else False


def _read_number(text: str) -> Decimal | None:
    """Return a number that can be read in one way only: without a unit, and no `1,234`."""
    match read_number_cell(_THOUSANDS.sub("", text)):
        case WrittenNumber(doubtful="", unit=None) as read:
            return read.value
    return None


def read_ranges(program: Program, typed: Iterable[str], language: Language) -> dict[Key, Ends] | Refusal:
    """Return the ranges asked for, or say which of them cannot be read.

    The range of (table, "") is the number of rows that an employee has in a table.
    """
    ranges: dict[Key, Ends] = {}
    for text in typed:
        name, _, ends = text.partition("=")
        if ".." not in ends:
            return refuse("usage.bad_range", text=text, example=_name_example(program))
        wanted = name.strip()
        table = _find_table(program, wanted)
        given = table or _find_fact(program, wanted)
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
    return _read_number(written)


def _refuse_value(written: str, given: Input, language: Language) -> Refusal:
    return refuse("usage.bad_value", text=written, name=given.name, kind=spell_param(given.kind, language))
