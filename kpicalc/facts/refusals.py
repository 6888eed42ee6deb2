"""Say why a cell is refused: by what stands in it, by the bounds of its column, by texts like known ones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import field
from datetime import date
from decimal import Decimal
from operator import ge, gt, le, lt

from kpicalc.facts.workbook import Broken, Percent, Raw, Shown
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, KindedValue, Listing, error
from kpicalc.model.expr import Text
from kpicalc.model.fault import Fault, Value
from kpicalc.model.period import Period
from kpicalc.model.plain_text import DAMAGED, differ_by_a_slip, find_mixed_word, text_look
from kpicalc.model.problem import Problem
from kpicalc.model.program import Input
from kpicalc.model.source import CellRef


@dataclass(frozen=True, slots=True)
class CellRefusal:
    """A cell that cannot be read: the code of the problem and what fills its sentence."""

    code: str
    params: tuple[tuple[str, object], ...] = ()


MISSING = CellRefusal("missing")
_BETWEEN = re.compile(r"[\s,:]+|\.(?=\D)")
_BRACKETS = re.compile(r"\([^)]*\)")


def make_refusal(code: str, **params: object) -> CellRefusal:
    """Make a refusal; keyword arguments fill the placeholders of its sentence."""
    return CellRefusal(code, tuple(params.items()))


def explain_refusal(refusal: CellRefusal, place: CellRef, what: str) -> Diagnostic:
    """Make the error for a refused cell; `what` names the column and whose row it is."""
    return error(refusal.code, place, what=what, **dict(refusal.params))


def blank_fault(place: CellRef, what: str) -> Fault:
    """Make the missing value of a blank cell that the scheme allows; it is reported only if pay needs it."""
    return Fault((error(Problem.CELL_BLANK_IN_PAY, place, what=what),), missing=True)


def refuse_broken(cell: Broken) -> CellRefusal:
    """Refuse an error cell or a formula that was never calculated."""
    return make_refusal(Problem.CELL_NOT_CALCULATED if cell.uncached else Problem.CELL_ERROR, found=cell.text)


def show(cell: Raw) -> str:
    """Return a raw cell as a message shows it."""
    match cell:
        case str() | Broken():
            return cell if isinstance(cell, str) else cell.text
        case bool():
            return str(cell).upper()
        case Percent():
            return f"{format(cell * 100, '.15g')}%"
        case Shown():
            return cell.text
        case int() | float():
            return format(cell, ".15g")
        case _:
            return str(cell)


def find_breach(value: Value, spec: Input, period: Period) -> CellRefusal | None:
    """Return the refusal of a value outside the bounds of its input; a figure that is missing keeps them."""
    if isinstance(value, Decimal):
        expected = _broken_bound(value, spec)
        if expected:
            return make_refusal(
                Problem.CELL_OUT_OF_BOUNDS, found=KindedValue(value, spec.kind), expected=expected
            )
    if spec.one_of and not isinstance(value, Fault) and value not in spec.one_of:
        allowed = Listing(tuple(KindedValue(choice, spec.kind) for choice in spec.one_of), "; ")
        return make_refusal(Problem.CELL_NOT_ALLOWED, found=KindedValue(value, spec.kind), expected=allowed)
    if spec.in_period and isinstance(value, date) and value not in period:
        return make_refusal(
            Problem.CELL_DATE_OUT_OF_PERIOD, found=value, first=period.first_day, last=period.last_day
        )
    return None


def has_bounds(spec: Input) -> bool:
    """Say whether an input declares any bound for numbers."""
    limits = (spec.minimum, spec.maximum, spec.above, spec.below)
    return bool(spec.one_of) or any(each is not None for each in limits)


def keeps_bounds_at_sight(spec: Input, *, negative: bool) -> bool:
    """Say that the only bound is `min: 0`, which no numbers break of which none is negative."""
    others = (spec.maximum, spec.above, spec.below)
    at_zero = spec.minimum is not None and spec.minimum <= 0
    return at_zero and not spec.one_of and all(each is None for each in others) and not negative


def keeps_bounds(numbers: list[Decimal], spec: Input) -> bool:
    """Say quickly whether all of some numbers keep the bounds; bounds hold if least and greatest do."""
    if spec.one_of and not set(numbers) <= set(spec.one_of):
        return False
    return not _broken_bound(min(numbers), spec) and not _broken_bound(max(numbers), spec)


def _broken_bound(value: Decimal, spec: Input) -> Listing | None:
    """Return the bound that a number does not keep, as a message shows it."""
    bounds = (
        ("≥", spec.minimum, ge),
        ("≤", spec.maximum, le),
        (">", spec.above, gt),
        ("<", spec.below, lt),
    )
    for sign, bound, is_kept in bounds:
        if bound is not None and not is_kept(value, bound):
            return Listing((sign, KindedValue(bound, spec.kind)), " ")
    return None


@dataclass(slots=True)
class KnownTexts:
    """The texts that the scheme names for a column: by themselves, by how they look, by their words.

    Words of its `heading` may stand before a text of the column, and so may what it is: «г. Москва».
    """

    exact: frozenset[str]
    named: tuple[Text, ...]
    by_look: dict[str, Text] = field(default_factory=dict)
    by_words: dict[frozenset[str], Text] = field(default_factory=dict)
    heading: frozenset[str] = frozenset()


def know_texts(spec: Input) -> KnownTexts | None:
    """Return what is known of the texts of a column; None where no pay depends on what they say."""
    allowed = (Text(each, spec.span) for each in spec.one_of if isinstance(each, str))
    named = {each.value: each for each in (*allowed, *spec.expected)}
    if not named and not spec.beside:
        return None
    heading = _KINDS.union(word for each in (spec.name, *spec.headings) for word in _words(each))
    known = KnownTexts(frozenset({*named, *spec.others}), tuple(named.values()), heading=heading)
    for each in reversed(known.named):
        known.by_look[text_look(each.value)] = each
        known.by_words[_words(each.value) - heading] = each
    return known


def doubt_text(text: str, known: KnownTexts) -> CellRefusal | None:
    """Refuse a text that people would take for another one, and one whose letters are mixed or lost."""
    if text in known.exact:
        return None
    like = known.by_look.get(text_look(text)) or _near(text, known.named) or _same_words(text, known)
    if like is not None:
        return make_refusal(Problem.TEXT_LOOKS_LIKE_KNOWN, found=text, known=like.value, where=str(like.span))
    if DAMAGED in text:
        return make_refusal(Problem.LETTERS_LOST, found=text)
    mixed = find_mixed_word(text)
    return make_refusal(Problem.TEXT_ALPHABETS_MIXED, found=text, word=mixed) if mixed else None


def _same_words(text: str, known: KnownTexts) -> Text | None:
    """Return the known text that has the same words, but for those of the heading and those in brackets."""
    words = _words(_BRACKETS.sub(" ", text))
    found = known.by_words.get(words - known.heading) if words - known.heading else None
    # «Офис 1» is no «Магазин 1».
    others = frozenset[str]() if found is None else _KINDS & _words(found.value)
    return None if others and words & _KINDS not in (frozenset(), others) else found


def _words(text: str) -> frozenset[str]:
    return frozenset(look for word in _BETWEEN.split(text) if (look := text_look(word)))


_KINDS = _words(
    "г гор город обл область район отд отдел департамент фил филиал маг магазин офис кат категория разряд"
    " грейд уровень группа city dept department branch store office category grade level group"
)


def _near(text: str, named: Iterable[Text]) -> Text | None:
    close = (each for each in named if abs(len(each.value) - len(text)) <= 1)
    return next((each for each in close if differ_by_a_slip(text, each.value)), None)
