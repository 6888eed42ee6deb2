"""Find the row of headings of a sheet by the headings that the scheme wants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import field, replace
from functools import lru_cache

from kpicalc.facts.head_rows import find_unit_row, heading_text, reaches_data, read_head
from kpicalc.facts.headings import Wanted, heading_skeleton, normalise_heading, trim_unit
from kpicalc.facts.workbook import Merge, Sheet
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, Label, error
from kpicalc.model.problem import Problem
from kpicalc.model.spelling import find_nearest

# Headings over groups of columns, units and numbers below: more lines are a title.
_TALLEST = 3
# Blank rows and the numbers of the columns may part the headings from their units.
_BELOW = 5
# Tables of schemes whose headings are looked for in each sheet.
_REMEMBERED = 256


@dataclass(frozen=True, slots=True)
class ColumnHeading:
    """A heading as it stands in the sheet; a heading below a merged one is `Parent / Child`."""

    column: int
    text: str
    child: str


@dataclass(frozen=True, slots=True)
class Header:
    """The header chosen: its last row, and the column found for each wanted slot.

    `units` is what a row below the headings says the columns are counted in; the headings end with it.
    """

    row: int
    width: int
    columns: Mapping[str, ColumnHeading]
    units: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Candidate:
    top: int
    row: int
    headings: tuple[ColumnHeading, ...]
    forms: dict[str, list[ColumnHeading]]
    trimmed: dict[str, list[ColumnHeading]]

    def matches(self, wanted: Wanted, taken: AbstractSet[int]) -> list[ColumnHeading]:
        found: dict[int, ColumnHeading] = {}
        for heading in wanted.headings:
            fitting = self.forms.get(normalise_heading(heading)) or self.trimmed.get(trim_unit(heading))
            free = [each for each in fitting or () if each.column not in taken]
            found.update((each.column, each) for each in free if normalise_heading(heading))
            if found and wanted.ranked:
                break
        return list(found.values())

    def doubled(self, sheet: Sheet, wanted: Wanted, found: list[ColumnHeading]) -> Diagnostic:
        places = [sheet.cell(self.row, each.column) for each in found]
        others = [Label(place) for place in places[1:]]
        return error(
            Problem.HEADING_AMBIGUOUS, places[0], *others, heading=wanted.headings[0], second=str(places[1])
        )

    def missing(self, sheet: Sheet, wanted: Wanted) -> Diagnostic:
        wanted_skeletons = {heading_skeleton(each) for each in wanted.headings}
        for each in self.headings:
            if heading_skeleton(each.child) in wanted_skeletons:
                place = sheet.cell(self.row, each.column)
                return error(
                    Problem.HEADING_ALPHABETS_MIXED, place, heading=each.child, wanted=wanted.headings[0]
                )
        present = self._list_headings(sheet)
        nearest = nearest_heading(wanted.headings[0], present)
        place = sheet.cell(self.row, 0)
        if nearest is None:
            return error(
                Problem.HEADING_NOT_FOUND, place, heading=wanted.headings[0], present="; ".join(present[:12])
            )
        return error(Problem.HEADING_MISSPELT, place, heading=wanted.headings[0], nearest=nearest)

    def _list_headings(self, sheet: Sheet) -> list[str]:
        """Return the headings for a message, numbers and dates too."""
        rows = [list(map(heading_text, row)) for row in sheet.head[self.top - 1 : self.row]]
        return [each.text for each in _flatten(rows, self.top, sheet.merges)]


def find_header(sheet: Sheet, wanted: tuple[Wanted, ...]) -> Checked[Header]:
    """Choose the row, or the two or three rows, that hold most of the wanted headings.

    Every wanted column that is missing, doubled or only looks alike is an error. The sheet remembers what was
    found: it is asked again when it is read, and by schemes that want the same.
    """
    place = ("header", wanted)
    if place not in sheet.shared:
        sheet.shared[place] = _choose_header(sheet, wanted)
    found: Checked[Header] = sheet.shared[place]
    return found


def _choose_header(sheet: Sheet, wanted: tuple[Wanted, ...]) -> Checked[Header]:
    best, _ = _best(sheet, wanted)
    if best is None:
        first = "; ".join(each.headings[0] for each in wanted)
        return Checked(None, (error(Problem.HEADER_NOT_FOUND, sheet.place, wanted=first),))
    columns: dict[str, ColumnHeading] = {}
    problems: list[Diagnostic] = []
    for each in sorted(wanted, key=lambda each: bool(each.beside)):
        taken = {columns[slot].column for slot in each.beside if slot in columns}
        found = best.matches(each, taken)
        if len(found) == 1:
            columns[each.slot] = found[0]
        elif found:
            problems.append(best.doubled(sheet, each, found))
        elif each.required:
            problems.append(best.missing(sheet, each))
    width = max(each.column for each in best.headings)
    units = find_unit_row(sheet.head[best.row : best.row + _BELOW])
    counted = {slot: _with_unit(each, units.get(each.column, "")) for slot, each in columns.items()}
    header = Header(_last_row(sheet, best.row, columns), width, counted, units)
    return Checked(None if problems else header, tuple(problems))


def _with_unit(heading: ColumnHeading, unit: str) -> ColumnHeading:
    return replace(heading, text=f"{heading.text} ({unit})") if unit else heading


def count_matches(sheet: Sheet, wanted: tuple[Wanted, ...]) -> int:
    """Return how many wanted columns the best header row of a sheet has."""
    return _best(sheet, wanted)[1]


def _best(sheet: Sheet, wanted: tuple[Wanted, ...]) -> tuple[_Candidate | None, int]:
    """Return the place with most of the wanted headings, the first of several, and how many it has."""
    asked = [[(normalise_heading(text), trim_unit(text)) for text in each.headings] for each in wanted]
    best, most = None, 0
    for candidate in _candidates(sheet, _forms(wanted)):
        forms, trimmed = candidate.forms, candidate.trimmed
        score = sum(any(form and (form in forms or bare in trimmed) for form, bare in each) for each in asked)
        if score > most:
            best, most = candidate, score
        if score == len(wanted):
            break
    return best, most


def _last_row(sheet: Sheet, row: int, columns: dict[str, ColumnHeading]) -> int:
    """Return where the header ends: a heading merged down over a further line stands on both."""
    found = {each.column for each in columns.values()}
    bottoms = [
        each.bottom
        for each in sheet.merges
        if each.top <= row < each.bottom < each.top + _TALLEST and each.left in found
    ]
    return max((row, *bottoms))


@lru_cache(maxsize=_REMEMBERED)
def _forms(wanted: tuple[Wanted, ...]) -> frozenset[str]:
    """Return the forms of all wanted headings and of the parts of those written `Parent / Child`."""
    texts = {part for each in wanted for text in each.headings for part in (text, *text.split("/"))}
    return frozenset(form for text in texts for form in (normalise_heading(text), trim_unit(text)))


def _candidates(sheet: Sheet, forms: frozenset[str]) -> Iterator[_Candidate]:
    """Yield the places of a header in which at least one cell is a wanted heading."""
    head = read_head(sheet)
    rows = [row.read(forms) for row in head]
    hits = [row.has_any(forms) for row in head]
    for height in range(1, _TALLEST + 1):
        for top in range(len(rows) - height + 1):
            lines = range(top, top + height)
            if any(hits[top : top + height]) and not reaches_data(head, lines, forms):
                yield _candidate(sheet, tuple(rows[top : top + height]), top + 1)


def _candidate(sheet: Sheet, rows: tuple[tuple[str, ...], ...], top: int) -> _Candidate:
    """Return the lines of a header; other schemes that read them alike find them remembered."""
    found: _Candidate | None = sheet.shared.get((top, rows))
    if found is None:
        headings = tuple(_flatten(rows, top, sheet.merges))
        forms: dict[str, list[ColumnHeading]] = {}
        trimmed: dict[str, list[ColumnHeading]] = {}
        for each in headings:
            forms.setdefault(normalise_heading(each.text), []).append(each)
            trimmed.setdefault(trim_unit(each.text), []).append(each)
            if each.child != each.text:
                forms.setdefault(normalise_heading(each.child), []).append(each)
                trimmed.setdefault(trim_unit(each.child), []).append(each)
        found = sheet.shared[top, rows] = _Candidate(top, top + len(rows) - 1, headings, forms, trimmed)
    return found


def _flatten(rows: Sequence[Sequence[str]], top: int, merges: tuple[Merge, ...]) -> Iterator[ColumnHeading]:
    lines = [
        _spread(row, rows[level + 1 :], _merged_columns(merges, top + level, len(row)))
        for level, row in enumerate(rows)
    ]
    for column, parts in enumerate(zip(*lines, strict=True), start=1):
        texts = [text for text in parts if text]
        if texts:
            yield ColumnHeading(column, " / ".join(dict.fromkeys(texts)), texts[-1])


def _spread(row: Sequence[str], below: Sequence[Sequence[str]], merged: dict[int, int]) -> list[str]:
    """Carry a merged parent heading to the right over the columns that have a child below it."""
    texts = list(row)
    for column, text in enumerate(texts):
        if text or column == 0 or not any(under[column] for under in below):
            continue
        origin = merged.get(column + 1)
        texts[column] = texts[origin - 1] if origin else texts[column - 1] if not merged else ""
    return texts


def _merged_columns(merges: tuple[Merge, ...], row: int, width: int) -> dict[int, int]:
    return {
        column: each.left
        for each in merges
        if each.top <= row <= each.bottom
        for column in range(each.left + 1, min(each.right, width) + 1)
    }


def nearest_heading(heading: str, present: list[str]) -> str | None:
    """Return the heading that may be meant; the days 3 and 31 are no slips of each other."""
    if heading.isdecimal():
        return None
    return find_nearest(heading, present) or _containing(heading, present)


def _containing(heading: str, present: list[str]) -> str | None:
    form = normalise_heading(heading)
    return next((each for each in present if form in normalise_heading(each)), None)
