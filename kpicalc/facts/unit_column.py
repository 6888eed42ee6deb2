"""Settle what the numbers of a column are counted in: currencies, thousands, percents."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from kpicalc.facts.column_place import COUNTED, ColumnPlace, find_contradiction, refuse_cell
from kpicalc.facts.head_rows import read_titles
from kpicalc.facts.number_column import NumberDraft, bare_numbers, replace_values
from kpicalc.facts.number_format import disguises, disguises_zero
from kpicalc.facts.packed import PackedBlock, WholeBlock, unpack_numbers
from kpicalc.facts.refusals import explain_refusal, make_refusal
from kpicalc.facts.unit_text import hinted_factor, money_words, says_percent, units_of
from kpicalc.facts.units import POWERS, Measured, UnitMark
from kpicalc.facts.workbook import ShownFormat
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, Label, advice, error
from kpicalc.model.facts import BLOCK_ROWS
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT
from kpicalc.model.problem import Problem
from kpicalc.model.program import Input
from kpicalc.model.source import CellRef
from kpicalc.model.writing import NumberFormats, PercentScale, Unit

_MADE_UP = "test"  # the facts of a scheme's test: what is written there is meant
_FACTOR = Problem.SCALE_UNDECLARED
_CODE = re.compile("[A-Za-z]{3}")


@dataclass(frozen=True, slots=True)
class ShownUnit:
    """A unit that the sheet shows for a whole column, and where."""

    place: CellRef
    text: str
    mark: UnitMark


def settle_units(draft: NumberDraft) -> None:
    """Refuse what contradicts the scheme, and turn thousands into ones where that is declared.

    Under a heading in thousands a number that its format shows in thousands is whole as it is stored.
    """
    place = draft.place
    formats = place.rows.sheet.formats.get(place.heading.column, ())
    shown = tuple(_shown_units(place))
    factor: Diagnostic | None = None
    for each in shown:
        refusal = find_contradiction(each.text, each.mark, place)
        problem = None if refusal is None else explain_refusal(refusal, each.place, place.spec.label)
        if problem is not None and problem.code == _FACTOR and _is_scaled(formats, each.mark.factor):
            factor = problem
        elif problem is not None:
            refuse_column(draft, problem)
            return
    whole: set[int] = set()
    for format_ in formats:
        _refuse_disguised(draft, format_)
        whole |= _check_format(draft, format_, frozenset(each.mark.factor for each in shown))
    if factor is not None:
        refuse_column(draft, factor, but=whole)
    # Turn numbers counted in thousands into ones; those that only their format scales are whole already.
    unit = draft.place.writing.unit
    if unit is not None:
        power = POWERS[unit]
        changes = {
            index: each.scaleb(power, CONTEXT) for index, each in bare_numbers(draft) if index not in whole
        }
        replace_values(draft, dict[int, Value](changes))


def counted_in(place: ColumnPlace, row: int) -> int:
    """Return by how many digits a number in a row of the sheet is moved."""
    unit = place.writing.unit
    formats = place.rows.sheet.formats.get(place.heading.column, ())
    scaled = any(each.scaled and row in each.rows for each in formats)
    return 0 if unit is None or scaled else POWERS[unit]


def _shown_units(place: ColumnPlace) -> Iterator[ShownUnit]:
    """Yield what the heading of a column says, or else the titles above it."""
    sheet, text = place.rows.sheet, place.heading.text
    if sheet.reader == _MADE_UP:
        return
    head = sheet.cell(place.head_row, place.heading.column)
    marks = [mark for _, mark in units_of(text)]
    yield from (ShownUnit(head, text, mark) for mark in marks)
    if place.spec.kind not in COUNTED:
        return
    if place.spec.kind is Kind.MONEY:
        words = [mark for _, mark in money_words(text)]
        words += [UnitMark(factor=factor)] if (factor := hinted_factor(text)) else []
        known = any(place.currency in mark.currencies for mark in (*words, *marks))
        words = [mark for mark in words if mark.factor or not known]
        yield from (ShownUnit(head, text, mark) for mark in words)
        if not (marks or words):
            yield from _titles(place)


def _titles(place: ColumnPlace) -> Iterator[ShownUnit]:
    """Yield currencies and factors: of the names of sheet and file, and of the cells above the headings.

    A file may have such a word in its name by chance («Евро-Строй»): where `reading` says that it counts in
    ones, only a code in it speaks of amounts.
    """
    sheet = place.rows.sheet
    of_file = money_words(sheet.stem, small_codes=True) if sheet.stem != sheet.name else ()
    if sheet.writing.unit is Unit.ONE:
        of_file = [each for each in of_file if _CODE.fullmatch(each[0])]
    named = [*money_words(sheet.name, small_codes=True), *of_file]
    known = any(place.currency in mark.currencies for _, mark in named)
    others = [(text, mark) for text, mark in named if mark.factor or not known]
    yield from (ShownUnit(sheet.place, text, mark) for text, mark in others)
    told = (*place.rows.remarks, *read_titles(sheet, place.head_row))
    yield from (ShownUnit(*each) for each in told)


def _is_scaled(formats: Sequence[ShownFormat], factor: Unit | None) -> bool:
    return any(each.scaled and each.mark.factor is factor for each in formats)


def _check_format(draft: NumberDraft, shown: ShownFormat, told: frozenset[Unit | None]) -> set[int]:
    """Refuse the numbers whose format contradicts the scheme; return the indexes of those that it scales."""
    refusal = find_contradiction(shown.text, shown.mark, draft.place)
    if refusal is not None and not (shown.scaled and refusal.code == _FACTOR and shown.mark.factor in told):
        changes = {index: refuse_cell(draft, refusal, index) for index in _formatted(draft, shown)}
        replace_values(draft, dict[int, Value](changes))
        return set()
    return set(_formatted(draft, shown)) if shown.scaled else set()


def _refuse_disguised(draft: NumberDraft, shown: ShownFormat) -> None:
    """Refuse the numbers that their format shows as others, unless those that are stored are meant."""
    if draft.place.writing.formats is NumberFormats.STORED:
        return
    zero = disguises_zero(shown.text)
    signs = {sign for sign in (False, True) if disguises(shown.text, negative=sign)}
    refusal = make_refusal(Problem.NUMBER_SHOWN_OTHERWISE, found=shown.text)
    hit = set(_formatted(draft, shown)) if signs or zero else set[int]()
    numbers = ((index, each) for index, each in bare_numbers(draft) if index in hit)
    wrong = [index for index, each in numbers if ((each < 0) in signs if each else zero)]
    replace_values(draft, {index: refuse_cell(draft, refusal, index) for index in wrong})


def _formatted(draft: NumberDraft, shown: ShownFormat) -> list[int]:
    rows = set(shown.rows)
    return [index for index, _ in bare_numbers(draft) if draft.place.rows.numbers[index] in rows]


def refuse_column(draft: NumberDraft, problem: Diagnostic, but: Collection[int] = ()) -> None:
    """Let no value of the column stand, but those of some rows: what it is counted in is not known."""
    fault = Fault((problem,))
    changes: dict[int, Value] = {index: fault for index, _ in bare_numbers(draft) if index not in but}
    if changes:
        draft.faulty = True
    if changes or not but:
        draft.problems.append(problem)
    replace_values(draft, changes)


# Up to 200 % a number may well be a fraction, beyond 500 % hardly.
_LIKELY_FRACTION, _LIKELY_POINTS = Decimal(2), Decimal(5)
# A bound that is no slip of the scheme itself.
_HIGHEST_BOUND = Decimal(10)
# A packed block with a number above two, whatever its sign, or one of two.
_SUSPECT_LINE = re.compile(r"^-?0*(?:[2-9]|1[0-9])", re.MULTILINE)
_SHOWN = 4


def settle_scale(draft: NumberDraft) -> None:
    """Decide for the whole column, never for one cell: what is declared, else what is certain, else nothing.

    A number whose format puts a `%` behind it counts points. Bare numbers are read as declared. Without that
    they are refused among percents; points under a heading with `%` when all are above 2; fractions
    under another heading when none is above 5 and some are below 2, or the scheme bounds the column.
    """
    points, shares = (_signed_rows(draft, scaled=each) for each in (False, True))
    scale, signed = draft.place.writing.scale, points | shares
    bare = {index for index, _ in bare_numbers(draft)} - signed if signed or scale else set[int]()
    _scale(draft, points | (bare if scale is PercentScale.PERCENT else set()))
    in_cells = draft.place.rows.sheet.reader != _MADE_UP
    if in_cells and draft.percents and scale is not PercentScale.FRACTION and not _limits(draft.place.spec):
        _refuse_doubtful(draft, list(_far_percents(draft)), hint="signed")
    if scale is not None:
        return
    if draft.percents or signed:
        _refuse_bare(draft, signed)
    elif says_percent(draft.place.heading.text):
        # Read points under a heading with `%`; a small number may be a fraction all the same.
        numbers = list(bare_numbers(draft))
        _refuse_doubtful(draft, [each for each in numbers if 0 < abs(each[1]) <= _LIKELY_FRACTION])
        _scale(draft, {index for index, _ in numbers})
    elif not _is_bounded(draft.place.spec):
        _settle_fractions(draft)


def _far_percents(draft: NumberDraft) -> Iterator[tuple[int, Decimal]]:
    """Yield what is shown as more than 1 000 %: as often as not 95 was put into a cell of percents."""
    bare = {index for index, _ in bare_numbers(draft)}
    for number, block in enumerate(draft.blocks):
        values = () if _has_no_suspect(block) else unpack_numbers(block)
        for index, value in enumerate(values, start=number * BLOCK_ROWS):
            if isinstance(value, Decimal) and abs(value) > _HIGHEST_BOUND and index not in bare:
                yield index, value


def _signed_rows(draft: NumberDraft, *, scaled: bool) -> set[int]:
    """Return the indexes of numbers whose format has a `%`: as a text of its own, or one that multiplies."""
    place = draft.place
    formats = place.rows.sheet.formats.get(place.heading.column, ())
    signed = (each for each in formats if each.mark.measured is Measured.PERCENT and each.scaled is scaled)
    rows = {row for each in signed for row in each.rows}
    return {index for index, row in enumerate(place.rows.numbers) if row in rows} if rows else set()


def _limits(spec: Input) -> tuple[Decimal, ...]:
    return tuple(each for each in (spec.maximum, spec.below, *spec.one_of) if isinstance(each, Decimal))


def _is_bounded(spec: Input) -> bool:
    return bool(spec.one_of) or any(each <= _HIGHEST_BOUND for each in _limits(spec))


def _refuse_bare(draft: NumberDraft, points: set[int]) -> None:
    changes: dict[int, Value] = {}
    for index, value in bare_numbers(draft):
        if value and index not in points:
            changes[index] = refuse_cell(
                draft, make_refusal(Problem.CELL_PERCENT_SIGN_MISSING, found=format(value, "f")), index
            )
    replace_values(draft, changes)


def _settle_fractions(draft: NumberDraft) -> None:
    """Read fractions; large numbers are refused, and so are all where none looks like a fraction."""
    suspects = list(_suspects(draft))
    if not suspects:
        return
    numbers = [each for each in bare_numbers(draft) if each[1]]
    doubtful = [each for each in suspects if abs(each[1]) > _LIKELY_POINTS]
    doubtful = numbers if all(abs(each) >= 1 for _, each in numbers) else doubtful
    _refuse_doubtful(draft, doubtful)
    if not doubtful:
        index, value = suspects[0]
        shown = {"found": format(value, "f"), "percent": _percent(value * 100)}
        cell, heading = draft.place.cell(index), draft.place.heading.text
        draft.problems.append(advice(Problem.RATIO_SUSPICIOUSLY_LARGE, cell, heading=heading, **shown))


def _refuse_doubtful(draft: NumberDraft, doubtful: list[tuple[int, Decimal]], **hint: str) -> None:
    """Report the cells that may be one or the other, once for the column; none of them has a value."""
    if not doubtful:
        return
    place, value = draft.place, doubtful[0][1]
    cells = [place.cell(index) for index, _ in doubtful[: _SHOWN + 1]]
    problem = error(
        Problem.SHARE_AMBIGUOUS,
        cells[0],
        *map(Label, cells[1:]),
        found=format(value, "f"),
        heading=place.heading.text,
        points=_percent(value),
        fraction=_percent(value * 100),
        count=len(doubtful),
        **hint,
    )
    draft.problems.append(problem)
    draft.faulty = True
    replace_values(draft, dict.fromkeys([index for index, _ in doubtful], Fault((problem,))))


def _percent(value: Decimal) -> str:
    return format(value.normalize(CONTEXT), "f")


def _scale(draft: NumberDraft, points: set[int]) -> None:
    changes = {index: each.scaleb(-2, CONTEXT) for index, each in bare_numbers(draft) if index in points}
    replace_values(draft, dict[int, Value](changes))


def _suspects(draft: NumberDraft) -> Iterator[tuple[int, Decimal]]:
    """Yield the bare numbers above two; only blocks that hold one are opened."""
    for index, value in bare_numbers(draft, skip=_has_no_suspect):
        if abs(value) > _LIKELY_FRACTION:
            yield index, value


def _has_no_suspect(block: PackedBlock) -> bool:
    if isinstance(block, WholeBlock):
        return block.is_below(2)
    return isinstance(block, str) and not _SUSPECT_LINE.search(block)
