"""Find deals that stand twice, the same in every cell, in one sheet or in two: settle or ask about them."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress

from kpicalc.facts.find_header import Header
from kpicalc.facts.headings import normalise_heading, rank_identifier
from kpicalc.facts.row_findings import RowFindings
from kpicalc.facts.sheet_draft import SheetDraft
from kpicalc.facts.workbook import Raw, RowKind, RowMark, Sheet, read_rows_after
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, Label, error
from kpicalc.model.plain_text import clean_text
from kpicalc.model.problem import Problem
from kpicalc.model.writing import Shaded

# So many rows are named in one message.
_SHOWN = 20
# So many hashes are compared at once: a set of more could be greater than what is read of the deals.
_TOGETHER = 1 << 20
# The rows of so many numbers are kept whole to be compared; of more, only those whose hashes repeat.
_KEPT = 20_000
_NAMED = 2
# A column that counts the rows tells no deal from another; «№» alone is what `normalise_heading` drops.
_COUNTING = frozenset(
    ("", "п/п", "n/n", "n п/п", "s/n", "sr no", "no", "n", "row", "row no", "line", "index", "unnamed 0")
) | {"строка", "номер строки", "порядковый номер"}


@dataclass(frozen=True, slots=True)
class _Deals:
    """The rows of a sheet, known by their numbers, that count if `is_open`; `column` numbers the deals."""

    sheet: Sheet
    header: Header
    column: int
    hashes: array[int]
    numbers: Sequence[int]
    is_open: Callable[[int], bool]

    @property
    def is_named(self) -> bool:
        """True where the heading says for certain that the column numbers deals."""
        lines = self.sheet.head[: self.header.row]
        cells = (cell for line in lines for cell in line[self.column - 1 : self.column])
        return any(isinstance(cell, str) and rank_identifier(cell) == _NAMED for cell in cells)

    @property
    def compared(self) -> list[int]:
        """The columns by their headings, as sheets may differ in order, but those that count rows."""
        line = self.sheet.head[self.header.row - 1]
        named = [clean_text(cell) if isinstance(cell, str) else str(cell) for cell in line]
        forms = {at: normalise_heading(text) for at, text in enumerate(named[: self.header.width])}
        counting = {at for at, form in forms.items() if named[at] and form in _COUNTING}
        return sorted(forms.keys() - counting | {self.column - 1}, key=lambda at: (forms[at], at))

    def hash_suspects(self, hashes: set[int]) -> Iterator[int]:
        """Yield hashes of the rows whose number stands elsewhere too, of the cells that are compared."""
        compared = self.compared
        for block in read_rows_after(self.sheet, self.header.row):
            cells = [block.columns[at] for at in compared]
            hits = map(hashes.__contains__, map(hash, block.columns[self.column - 1]))
            yield from map(hash, compress(zip(*cells, strict=True), hits))

    def read_suspects(self, hashes: set[int], rows: set[int] | None) -> Iterator[tuple[int, tuple[Raw, ...]]]:
        """Yield the rows, by their index, whose number, and hash if need be, stands elsewhere too."""
        compared = self.compared
        for block in read_rows_after(self.sheet, self.header.row):
            own = map(hash, block.columns[self.column - 1])
            for at in (at for at, each in enumerate(own) if each in hashes):
                row, index = block.row(at), self._find(block.numbers[at])
                cells = tuple(map(row.__getitem__, compared))
                if index is not None and (rows is None or hash(cells) in rows):
                    yield index, (*cells, *_without_blanks(row[self.header.width :]))

    def _find(self, number: int) -> int | None:
        index = bisect_left(self.numbers, number)
        known = index < len(self.numbers) and self.numbers[index] == number
        return index if known and self.is_open(index) else None


@dataclass(frozen=True, slots=True)
class _Pair:
    """A row that repeats an earlier one: the places of both among the sheets and in their rows."""

    later: tuple[int, int]
    first: tuple[int, int]
    number: Raw


def settle_repeated_deals(findings: RowFindings) -> tuple[Diagnostic, ...]:
    """Leave out rows that an earlier one repeats if the scheme says so; note them and ask otherwise.

    The numbers of the deals are looked at first; only where some repeat are the rows read again.
    """
    survey = findings.survey
    doubtful = {*findings.totals, *findings.bare, *findings.sums, *findings.owners, *findings.headings}
    closed = doubtful.union(survey.ragged)
    column, hashes = survey.identifier, survey.hashes
    survey.sheet.shared[_place(survey.header.row)] = column, hashes

    def is_open(index: int) -> bool:
        return index not in closed and findings.is_open(index)

    deals = [_Deals(survey.sheet, survey.header, column, hashes, survey.numbers, is_open)]
    pairs = _find_pairs(deals)
    rows = [each.later[1] for each in pairs]
    if findings.rules.repeated is Shaded.SKIP:
        findings.left.update(dict.fromkeys(rows, RowMark(RowKind.TWICE)))
        return ()
    findings.repeated += rows
    return _ask(deals, pairs)


def compare_deals(drafts: Sequence[SheetDraft]) -> tuple[tuple[Diagnostic, ...], dict[int, list[int]]]:
    """Ask about deals that an earlier sheet of the table has too, or say which rows of which draft to skip.

    Copies of a file are left alone: they are told as such.
    """
    rules = drafts[0].reading.grain.rows
    deals, own, files = [], [], set()
    for at, draft in enumerate(drafts):
        sheet, row = draft.reading.sheet, draft.reading.header.row
        known = sheet.shared.get(_place(row))
        if known is not None and (sheet.sha256, sheet.name) not in files:
            column, hashes = known
            deals.append(_Deals(sheet, draft.reading.header, column, hashes, draft.rows.numbers, _is_any))
            own.append(at)
        files.add((sheet.sha256, sheet.name))
    if len(deals) < 2:
        return (), {}
    pairs = [each for each in _find_pairs(deals) if each.later[0] != each.first[0]]
    if rules.repeated is not Shaded.SKIP:
        return _ask(deals, pairs), {}
    left: dict[int, list[int]] = {}
    for at, index in (each.later for each in pairs):
        left.setdefault(own[at], []).append(deals[at].numbers[index])
    return (), left


def _place(header_row: int) -> object:
    return "numbers of deals", header_row


def _is_any(_: int) -> bool:
    return True


def _ask(deals: Sequence[_Deals], pairs: Sequence[_Pair]) -> tuple[Diagnostic, ...]:
    if not pairs:
        return ()
    places, named = [], []
    for each in pairs[:_SHOWN]:
        both = [deals[at] for at, _ in (each.later, each.first)]
        numbers = [deals[at].numbers[index] for at, index in (each.later, each.first)]
        later, first = (one.sheet.cell(number, one.column) for one, number in zip(both, numbers, strict=True))
        alone = both[0] is both[1]
        named.append(
            f"{numbers[0] if alone else later} = {numbers[1] if alone else first} `{_show(each.number)}`"
        )
        places.append((later, first))
    more = ", …" if len(pairs) > _SHOWN else ""
    labels = (Label(first) for _, first in places)
    return (error(Problem.ROWS_REPEATED, places[0][0], *labels, rows=", ".join(named) + more),)


def _show(number: Raw) -> str:
    return f"{number:.15g}" if isinstance(number, float) else str(number).strip()


def _find_pairs(deals: Sequence[_Deals]) -> list[_Pair]:
    """Return the rows that repeat an earlier one of any of the sheets."""
    joined = deals[0].hashes if len(deals) == 1 else array("q")
    for each in deals if len(deals) > 1 else ():
        joined.extend(each.hashes)
    hashes, different = _repeated(joined)
    if not hashes or (different * 2 < len(joined) and not any(each.is_named for each in deals)):
        return []
    rows: set[int] | None = None
    if len(hashes) > _KEPT:
        rows, _ = _repeated(array("q", (row for each in deals for row in each.hash_suspects(hashes))))
        if not rows:
            return []
    known: dict[tuple[Raw, ...], tuple[int, int]] = {}
    pairs = []
    read = (
        ((at, each), found) for at, each in enumerate(deals) for found in each.read_suspects(hashes, rows)
    )
    for (at, each), (index, row) in read:
        first = known.setdefault(row, (at, index))
        if first != (at, index):
            pairs.append(_Pair((at, index), first, row[each.compared.index(each.column - 1)]))
    return pairs


def _repeated(hashes: array[int]) -> tuple[set[int], int]:
    """Return the hashes that stand more than once but that of a blank, 0, and how many are different."""
    parts = 1 << (len(hashes) // _TOGETHER).bit_length()
    different = sum(len(set(_take_part(hashes, parts, part))) for part in range(parts))
    again: set[int] = set()
    for part in range(parts) if different < len(hashes) else ():
        counted = Counter(_take_part(hashes, parts, part))
        again.update(each for each, count in counted.items() if count > 1)
    return again - {0}, different


def _take_part(hashes: array[int], parts: int, part: int) -> Iterable[int]:
    """Return the hashes of one part; there are as many parts as a power of two."""
    return hashes if parts == 1 else (each for each in hashes if each & (parts - 1) == part)


def _without_blanks(row: tuple[Raw, ...]) -> tuple[Raw, ...]:
    """Return what stands behind the headings; not all blocks have the same blanks at the end."""
    while row and row[-1] == "":
        row = row[:-1]
    return row
