"""Compare what a row says of its owner beside the link: a number and a name are those of one person."""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc.facts.cells import DASHES, read_key
from kpicalc.facts.headings import LINK, LINK_NAME, OWNER_KEY, is_ambiguous, is_sure_person
from kpicalc.facts.select_rows import Selection
from kpicalc.facts.sheet_draft import SheetDraft
from kpicalc.facts.workbook import RowBlock
from kpicalc.model.diagnostic import Diagnostic, Label, error, warning
from kpicalc.model.problem import Problem

# A column of so many names that fit no number, and of fewer that do, is that of others: clients perhaps.
_MOST_UNLIKE = 1000


def note_owners(draft: SheetDraft, block: RowBlock, chosen: Selection) -> None:
    """Note what columns beside the links say of the owners of rows, each pair of owner and cell once."""
    index = draft.reading.parents
    assert index is not None  # noqa: S101 - only rows below others name owners
    rows = range(len(chosen.parents))
    whole = not chosen.dropped
    kept = rows if whole else [at for at in rows if at not in chosen.dropped]
    for slot, named in tuple(draft.owners.items()):
        cells = block.columns[draft.reading.header.columns[slot].column - 1]
        pairs = list(zip(chosen.parents, cells, strict=True))
        pairs = pairs if whole else [pairs[at] for at in kept]
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
    assert index is not None  # noqa: S101 - as above
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
