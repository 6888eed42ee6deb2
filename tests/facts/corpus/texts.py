"""What a single text says: a number, a day, a unit, the name of a row; a number format; coded words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kpicalc.facts import number_format as formats
from kpicalc.facts import row_findings, row_words, unit_text
from kpicalc.facts.guess_encoding import guess_encoding, weigh
from kpicalc.facts.numbers import Misread, WrittenNumber, Wrong, read_side, read_written_number
from kpicalc.facts.units import UnitMark
from kpicalc.facts.workbook import Shown
from kpicalc.facts.written_dates import Misdate, WrittenDate, is_far, read_date, stands_for_day
from kpicalc.model.writing import DayOrder, DecimalMark

_NAMES = (
    row_words.is_total, row_words.is_statistic, row_words.is_label, row_words.is_nobody,
    row_words.is_page_line, row_words.may_be_label, row_findings.names_person, row_findings.is_certain_name,
    row_findings.is_strange, stands_for_day, unit_text.says_percent,
)  # fmt: skip


def tell_text(text: str, _: tuple[str, ...], __: Path) -> Iterator[str]:
    """Yield all that the text may say, a line for each of it."""
    text = text.removesuffix("\n")
    numbers = [_show_number(read_written_number(text, mark)) for mark in (None, *DecimalMark)]
    days = [_show_day(text, order) for order in (None, *DayOrder)]
    for told, read in (("number", numbers), ("day", days)):
        if {*read} != {"no"}:
            yield f"{told}: {' | '.join(dict.fromkeys(read) if len({*read}) == 1 else read)}"
    yield f"called: {', '.join(each.__name__ for each in _NAMES if each(text))}"
    yield f"total: {row_words.is_grand_total((text,))}, {row_words.may_hold_total([text])}"
    yield from _tell_units(text)


def tell_words(text: str, _: tuple[str, ...], __: Path) -> Iterator[str]:
    """Yield in which encoding words are read (`cp866 Оклад, Отдел; known`), and what speaks for two."""
    written, known = text.removesuffix("\n").partition("; ")[::2]
    encoding, words = written.partition(" ")[::2]
    tokens = [word.encode(encoding) for word in words.split(", ") if word]
    guess = guess_encoding(tokens, frozenset(filter(None, [known])))
    yield f"read: {guess.encoding} {', '.join(f'{name} {word}' for name, word in guess.doubts)}"
    for each in ("cp1251", "cp1252"):
        found = weigh([token.decode(each, "replace") for token in tokens])
        yield f"{each}: {found.good} for, {found.bad} against"


def _show_number(number: WrittenNumber | Misread) -> str:
    if isinstance(number, Misread):
        looks = f" {number.letter} as {number.digit}" * bool(number.letter)
        return "no" if number.reason is Wrong.NOT_A_NUMBER else f"{number.reason}{looks}"
    told = (number.percent and "percent", number.mark, number.doubtful and f"or a thousand {number.doubtful}")
    shown = (format(number.value, "f"), *told, number.side, _show_unit(number.unit))
    return " ".join(each for each in shown if each)


def _show_day(text: str, order: DayOrder | None) -> str:
    read = read_date(text, order)
    if not isinstance(read, WrittenDate):
        return "no" if read is Misdate.NO_DATE else read
    several = " or ".join(f"{each} {day}" for each, day in read.readings)
    told = (read.sign, read.order, read.timed and "timed", is_far(read.day) and "far", several)
    return " ".join(str(each) for each in (read.day, *told) if each)


def _show_unit(mark: UnitMark | None) -> str:
    if mark is None:
        return ""
    named = sorted(mark.currencies)[:3]
    return " ".join(str(each) for each in (mark.measured, mark.factor, *named) if each)


def _tell_units(text: str) -> Iterator[str]:
    units = {
        "unit": [unit_text.read_unit(text)],
        "title": [unit_text.read_title(text)],
        "remark": [unit_text.read_remark(text)],
    }
    found = {
        "split": unit_text.units_of(text),
        "money": unit_text.money_words(text),
        "money in small": unit_text.money_words(text, small_codes=True),
    }
    yield from (f"{name}: {_show_unit(mark)}" for name, (mark,) in units.items() if mark is not None)
    for name, words in found.items():
        if words:
            yield f"{name}: {'; '.join(f'{word} = {_show_unit(mark)}' for word, mark in words)}"
    factor, side = unit_text.hinted_factor(text), read_side(text)
    yield from (f"{name}: {said}" for name, said in (("factor", factor), ("side", side)) if said)


def tell_format(text: str, _: tuple[str, ...], __: Path) -> Iterator[str]:
    """Yield what a number format shows of numbers, a line for each kind of it."""
    text = text.removesuffix("\n")
    shown = formats.read_format(text)
    mark = "" if shown is None else _show_unit(shown.mark)
    flags = (
        ()
        if shown is None
        else (shown.scaled and "scaled", shown.disguised and "disguised", shown.is_percent)
    )
    yield f"format: {mark} {' '.join(str(each) for each in flags if each)}".rstrip()
    signs = [sign for sign in (False, True) if formats.disguises(text, negative=sign)]
    words = [formats.words_for(text, at) for at in (0, 1)]
    yield f"disguises: {signs}, {formats.disguises_zero(text)}, {words}"
    yield f"shows: day {formats.shows_day(text)}, length {formats.shows_length(text)}"
    if formats.is_shape(text):
        values = (0.0, 7.0, 12345.0, 1.5, -1.0, 1e15, 1e15 - 1)
        made = (formats.show_formatted(each, text) for each in values)
        shapes = (repr(each.text) if isinstance(each, Shown) else str(each) for each in made)
        yield f"shape: {', '.join(shapes)}"
