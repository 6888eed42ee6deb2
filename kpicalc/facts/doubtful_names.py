"""Names and numbers of people in doubt: letters lost or mixed, several in a cell, names in two columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kpicalc.facts.headings import KEY, NAME, is_ambiguous, normalise_heading
from kpicalc.facts.join import explain_doubt, is_initial, may_be_one_person, normalise_name, words_of_name
from kpicalc.facts.mark_rows import quote_pattern
from kpicalc.facts.sheet_draft import PackedColumn, Reading, SheetDraft
from kpicalc.facts.workbook import RowBlock
from kpicalc.model.diagnostic import Diagnostic, Label, error, warning
from kpicalc.model.plain_text import DAMAGED, find_mixed_word, may_mix_alphabets
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.source import CellRef

# Letters beside those of another alphabet, or beside digits when they are no Latin ones: «О002».
_OTHER = "\u0370-\u03ff\u0400-\u04ff"
# Two patterns are twice as fast as one: there may be a hundred thousand names.
_SUSPECT = re.compile(f"[A-Za-z0-9][{_OTHER}]"), re.compile(f"[{_OTHER}][A-Za-z0-9]")
_ZERO_OF_LETTERS = re.compile(r"[ОоЗзΟο0-9]*[ОоЗзΟο][ОоЗзΟο0-9]*")


def find_spoilt_names(draft: SheetDraft) -> Iterator[Diagnostic]:
    """Yield keys with lost letters as errors, such names, and mixed alphabets, as warnings."""
    reading = draft.reading
    if reading.key_column:
        yield from _look_through(draft, draft.keys, reading.key_column)
    if reading.name_column and reading.name_column != reading.key_column:
        yield from _look_through(draft, draft.labels, reading.name_column)


_INITIAL = r"[^\W\d_]\.\s?(?:[^\W\d_]\.)?"
_WORD = r"[^\W\d_][\w'’-]+"
_PATRONYMIC = r"(?:ич|[вч]на)"
# A person for certain: with initials, or with a patronymic behind two names.
_PERSON = rf"(?:{_WORD}\s{_INITIAL}|{_INITIAL}\s?{_WORD}|{_WORD}\s{_WORD}\s\w+{_PATRONYMIC})"
_AND = r"\s(?:и|та|and|und)\s"
# Surnames alone are those of two where a word between them says so; «Smith, John», «Smith & Sons» are one.
_CAPITAL = r"[A-ZÀ-ÞĀ-ŽА-ЯЁЄІЇҐЎ][\w'’-]{2,}"
_TWO_WORDS = rf"(?:{_PERSON}|{_CAPITAL}\s{_CAPITAL})"
_NAMED = rf"(?:{_TWO_WORDS}|{_CAPITAL})"
_NUMBER = r"[^\W_]{0,4}-?[0-9][\w-]*"
_SEVERAL_NAMES = re.compile(
    rf"{_PERSON}(?:(?:{_AND}|\s?[,/&+]\s?|\s){_PERSON})+|{_TWO_WORDS}(?:\s?;\s?{_TWO_WORDS})+"
    rf"|{_NAMED}(?:{_AND}{_NAMED})+"
)
_SEVERAL_NUMBERS = re.compile(rf"{_NUMBER}(?:(?:{_AND}|,\s|\s?[;&+]\s?){_NUMBER})+")
# One of these stands in each of them, and in few other names and numbers.
_MAY_BE_SEVERAL = re.compile(rf"[,;&+/]|\s(?:и|та|and|und)\s|\.\s{_WORD}\s|{_PATRONYMIC}\s|[.]{_WORD}\s")


def find_several_people(draft: SheetDraft) -> Iterator[Diagnostic]:
    """Yield an error for each row of employees whose number or name is that of several of them.

    Pay of one row is paid to one: the others would get nothing.
    """
    reading = draft.reading
    columns = {reading.key_column: (draft.keys, _SEVERAL_NUMBERS)}
    columns[reading.name_column] = draft.labels, _SEVERAL_NAMES
    for column, (texts, several) in columns.items() if reading.grain.name == EMPLOYEES else ():
        if not column or not any(map(_MAY_BE_SEVERAL.search, texts.joined())):
            continue
        for text, number in zip(texts, draft.rows.numbers, strict=True):
            if several.fullmatch(text) and number not in reading.marks.kept:
                place, pattern = reading.sheet.cell(number, column), quote_pattern(text)
                yield error(Problem.SEVERAL_PEOPLE_IN_ROW, place, found=text, pattern=pattern)


# Of so many rows one may have the name of another: namesakes.
_NAMESAKES = 10


def find_repeated_people(draft: SheetDraft) -> Iterator[Diagnostic]:
    """Yield an error where rows that only `ID` numbers, of deals perhaps, have the same names again."""
    reading, columns = draft.reading, draft.reading.header.columns
    if (
        reading.grain.name != EMPLOYEES
        or reading.grain.key
        or reading.grain.valid
        or not {KEY, NAME} <= {*columns}
    ):
        return
    if normalise_heading(columns[KEY].child) != "id":
        return
    names = list(map(normalise_name, draft.labels))
    people = len(set(names))
    if (len(names) - people) * _NAMESAKES <= len(names):
        return
    again = next(at for at, name in enumerate(names) if name in names[:at])
    place, first = (
        reading.sheet.cell(draft.rows.numbers[at], reading.name_column)
        for at in (again, names.index(names[again]))
    )
    yield error(
        Problem.ROWS_MAY_BE_DEALS,
        place,
        Label(first),
        heading=columns[KEY].text,
        rows=len(names),
        people=people,
        name=draft.labels[again],
    )


def _look_through(draft: SheetDraft, texts: PackedColumn[str], column: int) -> Iterator[Diagnostic]:
    if not any(map(_is_suspect, texts.joined())):
        return
    identifies = column == draft.reading.key_column
    headings = draft.reading.header.columns.values()
    heading = next((each.text for each in headings if each.column == column), "")
    for text, number in zip(texts, draft.rows.numbers, strict=True):
        place = draft.reading.sheet.cell(number, column)
        if DAMAGED in text:
            tell = error if identifies else warning
            yield tell(Problem.LETTERS_LOST, place, found=text, what=heading)
        elif word := find_mixed_word(text) or _number_of_letters(text):
            yield warning(Problem.LETTERS_LOOK_ALIKE, place, found=text, word=word)


def _is_suspect(lines: str) -> bool:
    mixed = may_mix_alphabets(lines) and any(each.search(lines) for each in _SUSPECT)
    return mixed or DAMAGED in lines


def _number_of_letters(text: str) -> str:
    digits = any(map(str.isdigit, text))
    return text if digits and _ZERO_OF_LETTERS.fullmatch(text) else ""


def has_doubtful_names(reading: Reading) -> bool:
    """Say whether the names of employees were found under a heading that may be that of superiors."""
    heading = reading.header.columns.get(NAME)
    return (
        reading.grain.name == EMPLOYEES
        and not reading.grain.title
        and heading is not None
        and is_ambiguous(heading.child)
    )


def note_texts(draft: SheetDraft, block: RowBlock, names: list[str]) -> None:
    """Note the texts in columns that the scheme does not read, each with its first cell.

    Only what stands in another row than the name itself counts: there it is the name of somebody else.
    """
    taken = {each.column for each in draft.reading.header.columns.values()}
    for column, cells in enumerate(block.columns, start=1):
        if column in taken:
            continue
        for number, cell, name in zip(block.numbers, cells, names, strict=True):
            if isinstance(cell, str) and cell and cell != name:
                draft.texts_beside.setdefault(cell, (number, column))


def find_doubts(drafts: Sequence[SheetDraft]) -> dict[str, CellRef]:
    """Return the normal names that stand in another column too, with the cell there."""
    if not any(each.texts_beside for each in drafts):
        return {}
    names = {name for each in drafts for name in (*each.labels, *(name for _, name, _ in each.strangers))}
    known = set(map(normalise_name, names)) - {""}
    found: dict[str, CellRef] = {}
    for draft in drafts:
        for text, place in draft.texts_beside.items():
            if normalise_name(text) in known:
                found.setdefault(normalise_name(text), draft.reading.sheet.cell(*place))
    return found


def find_people_in_doubt(drafts: Sequence[SheetDraft]) -> Iterator[Diagnostic]:
    """Yield an error for rows of one number with names of two people, and for names that may be one person's.

    Of these, only where names alone tell people apart: there the same one would be paid twice.
    """
    reading = drafts[0].reading
    if reading.grain.name != EMPLOYEES or not reading.name_column:
        return
    people = (
        (key, name, each.reading.sheet.cell(number, each.reading.name_column))
        for each in drafts
        for key, name, number in zip(each.keys, each.labels, each.rows.numbers, strict=True)
        if number not in each.reading.marks.kept
    )
    if reading.key_column == reading.name_column:
        yield from _find_shortened([(name, place) for _, name, place in people])
    elif reading.grain.valid or reading.grain.segmented:
        first: dict[str, tuple[str, CellRef]] = {}
        for key, name, place in people:
            other, origin = first.setdefault(key, (name, place)) if name != key else (name, place)
            if name != other and not may_be_one_person(name, other):
                told = {"key": key, "name": name, "other": other, "second": str(origin)}
                yield error(Problem.NUMBER_OF_TWO_NAMES, place, Label(origin), **told)


def _find_shortened(people: Sequence[tuple[str, CellRef]]) -> Iterator[Diagnostic]:
    """Yield an error for each name that is another one of as many words, shortened to first letters."""
    words = [words_of_name(name) for name, _ in people]
    full: dict[str, list[int]] = {}
    for at, each in enumerate(words):
        for word in () if any(map(is_initial, each)) else each:
            full.setdefault(word, []).append(at)
    for at, each in enumerate(words):
        for other in full.get(max(each, key=len), ()) if any(map(is_initial, each)) else ():
            if len(words[other]) == len(each) and may_be_one_person(people[at][0], people[other][0]):
                (name, place), (known, origin) = people[at], people[other]
                told = {"name": name, "other": known, "second": str(origin), "pattern": quote_pattern(name)}
                yield error(Problem.NAMES_MAY_BE_ONE, place, Label(origin), **told)


def check_names(drafts: Sequence[SheetDraft]) -> list[Diagnostic]:
    """Report each employee known by such a name alone: whose row it is cannot be told."""
    reading = drafts[0].reading
    doubts = find_doubts(drafts) if reading.key_column == reading.name_column else {}
    if not doubts:
        return []
    return [
        explain_doubt(name, doubts[normalise_name(name)], sheet.cell(number, column))
        for draft in drafts
        for sheet, column in ((draft.reading.sheet, draft.reading.name_column),)
        for name, number in zip(draft.labels, draft.rows.numbers, strict=True)
        if normalise_name(name) in doubts
    ]
