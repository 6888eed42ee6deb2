"""Names and numbers of people in doubt: letters lost or mixed, several in a cell, names in two columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kpicalc.facts.cells import DASHES, read_key
from kpicalc.facts.headings import (
    KEY,
    LINK,
    LINK_NAME,
    NAME,
    OWNER_KEY,
    is_ambiguous,
    is_sure_person,
    normalise_heading,
)
from kpicalc.facts.join import explain_doubt, normalise_name
from kpicalc.facts.mark_rows import quote_pattern
from kpicalc.facts.select_rows import Selection
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


# A column of so many names that fit no number, and of fewer that do, is that of others: clients perhaps.
_MOST_UNLIKE = 1000


def note_owners(draft: SheetDraft, block: RowBlock, chosen: Selection) -> None:
    """Note what columns beside the links say of the owners of rows, each pair of owner and cell once."""
    index = draft.reading.parents
    if index is None:
        return
    kept = [at for at, row in enumerate(chosen.parents) if row >= 0 and at not in chosen.dropped]
    for slot, named in tuple(draft.owners.items()):
        cells = block.columns[draft.reading.header.columns[slot].column - 1]
        pairs = [(chosen.parents[at], cells[at]) for at in kept]
        for pair in {*pairs} - named.fitting - named.unlike.keys():
            text = read_key(pair[1])
            if not isinstance(text, str) or text in DASHES:
                continue
            meant = index.find_meant(pair[0], text)
            if meant is None:
                named.fitting.add(pair)
            else:
                named.unlike[pair] = meant, []
        for at, pair in zip(kept, pairs, strict=True) if named.unlike else ():
            if pair in named.unlike:
                named.unlike[pair][1].append(block.numbers[at])
        if len(named.unlike) > max(_MOST_UNLIKE, len(named.fitting)):
            del draft.owners[slot]


def find_owners_named_otherwise(draft: SheetDraft) -> Iterator[Diagnostic]:
    """Yield an error for each number beside the name of another person, a warning for names of nobody.

    Where it is not certain that the column names the owners of the rows, most of it has to do so.
    """
    reading, index = draft.reading, draft.reading.parents
    if index is None:
        return
    for slot, named in draft.owners.items():
        heading = reading.header.columns[slot]
        links = {each.child for at, each in reading.header.columns.items() if at in {LINK, LINK_NAME}}
        mostly = len(named.fitting) > len(named.unlike)
        plain = slot != OWNER_KEY and not is_ambiguous(heading.child)
        if not mostly and not (plain and (slot == LINK_NAME or any(map(is_sure_person, links)))):
            continue
        unlike = sorted(named.unlike.items(), key=lambda each: each[1][1])
        for (row, cell), (meant, rows) in unlike:
            if meant:
                yield error(
                    Problem.OWNER_NAMED_ANOTHER,
                    reading.sheet.cell(rows[0], heading.column),
                    Label(index.place(row)),
                    found=str(cell),
                    key=index.keys[row],
                    own=index.called(row),
                    other=meant,
                    table=reading.grain.label,
                    count=len(rows),
                )
        unknown = [(row, cell, rows[0]) for (row, cell), (meant, rows) in unlike if not meant]
        for row, cell, number in unknown[:1] if mostly or is_sure_person(heading.child) else ():
            yield warning(
                Problem.OWNER_NAMED_UNKNOWN,
                reading.sheet.cell(number, heading.column),
                Label(index.place(row)),
                found=str(cell),
                key=index.keys[row],
                own=index.called(row),
                table=reading.grain.label,
                count=len(unknown),
            )


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
