"""Moves of facts as they are typed: `NAME = LOW..HIGH step STEP`, `NAME = normal(100%, 10%)`."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from kpicalc.cli.outcome import Refusal, refuse
from kpicalc.facts.cells import read_number_cell
from kpicalc.facts.numbers import WrittenNumber
from kpicalc.model.period import parse_period
from kpicalc.model.source import SourceText
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
_THOUSANDS = re.compile(r"(?<=\d)_(?=\d{3}(?!\d))")
_HUNDRED = Decimal(100)


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
    written = re.split(r"\s*;\s*" if ";" in found["numbers"] else r"\s*,\s*", found["numbers"].strip())
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
    written = [each for each in re.split(r"[;\s]+", re.sub(r"\s*=\s*", "=", text.strip())) if each]
    named = [_NAMED_MONTH.fullmatch(each) for each in written]
    if all(named) and len({each[1] for each in named if each}) == len(named):
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
    source = typed_source(text, option)
    at = text.find("=")
    if at < 0:
        return typed_source("", option), False, ""
    scaled = text[:at].rstrip().endswith("*")
    return cut_source(source, 0, text.rindex("*", 0, at) if scaled else at), scaled, text[at + 1 :].strip()


def _share(text: str, *, scaled: bool) -> bool | None:
    return True if scaled else None if "%" in text else False


def _read_number(text: str) -> Decimal | None:
    bare = text.strip()
    percent = bare.endswith("%")
    read = read_number_cell(_THOUSANDS.sub("", bare.removesuffix("%").strip()))
    if not isinstance(read, WrittenNumber):
        return None
    return read.value / _HUNDRED if percent else read.value
