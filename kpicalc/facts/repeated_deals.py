"""Find the deals that stand twice in a sheet, the same in every cell, and settle or ask about them."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator

from kpicalc.facts.headings import rank_identifier
from kpicalc.facts.row_findings import RowFindings
from kpicalc.facts.row_survey import header_lines
from kpicalc.facts.workbook import Raw, RowBlock, RowKind, RowMark, read_rows_after
from kpicalc.model.diagnostic import Diagnostic, Label, error
from kpicalc.model.problem import Problem
from kpicalc.model.writing import Shaded

# So many rows are named in one message.
_SHOWN = 20
# So many hashes are compared at once: a set of them all would be greater than the deals themselves.
_TOGETHER = 1 << 20
# The rows of so many numbers are kept whole to be compared; of more, only those whose hashes repeat.
_KEPT = 20_000
_NAMED = 2


def settle_repeated_deals(findings: RowFindings) -> tuple[Diagnostic, ...]:
    """Leave out rows that an earlier one repeats if the scheme says so; note them and ask otherwise.

    The numbers of the deals are looked at first; only where some repeat are the rows read again.
    """
    pairs = _find_pairs(findings)
    if findings.rules.repeated is Shaded.SKIP:
        findings.left.update(dict.fromkeys(pairs, RowMark(RowKind.TWICE)))
        return ()
    findings.repeated += pairs
    return (_ask(findings, pairs),) if pairs else ()


def _ask(findings: RowFindings, pairs: dict[int, tuple[int, Raw]]) -> Diagnostic:
    survey = findings.survey
    shown = [
        (survey.numbers[later], survey.numbers[first], number)
        for later, (first, number) in list(pairs.items())[:_SHOWN]
    ]
    return error(
        Problem.ROWS_REPEATED,
        survey.sheet.cell(shown[0][0], survey.identifier),
        *(Label(survey.sheet.cell(first, survey.identifier)) for _, first, _ in shown),
        rows=", ".join(f"{later} = {first} `{_show(number)}`" for later, first, number in shown)
        + (", …" if len(pairs) > _SHOWN else ""),
    )


def _show(number: Raw) -> str:
    return f"{number:.15g}" if isinstance(number, float) else str(number).strip()


def _find_pairs(findings: RowFindings) -> dict[int, tuple[int, Raw]]:
    """Return the rows that repeat an earlier one, with that one and the number of the deal."""
    survey = findings.survey
    numbers, different = _repeated(survey.hashes)
    if not numbers or (different * 2 < len(survey.hashes) and not _is_named(findings)):
        return {}
    rows: set[int] | None = None
    if len(numbers) > _KEPT:
        rows, _ = _repeated(array("q", (hash(row) for _, row in _read_suspects(findings, numbers))))
    known: dict[tuple[Raw, ...], int] = {}
    pairs = {}
    for index, row in _read_suspects(findings, numbers):
        if rows is None or hash(row) in rows:
            first = known.setdefault(row, index)
            if first != index:
                pairs[index] = first, row[survey.identifier - 1]
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


def _is_named(findings: RowFindings) -> bool:
    at = findings.survey.identifier - 1
    cells = (cell for line in header_lines(findings.survey) for cell in line[at : at + 1])
    return any(isinstance(cell, str) and rank_identifier(cell) == _NAMED for cell in cells)


def _read_suspects(findings: RowFindings, numbers: set[int]) -> Iterator[tuple[int, tuple[Raw, ...]]]:
    """Yield the rows whose number stands elsewhere too, and that are neither left out nor asked about."""
    survey = findings.survey
    doubtful = {*findings.totals, *findings.bare, *findings.sums, *findings.owners, *findings.headings}
    closed, start = doubtful.union(survey.ragged), 0
    for block in read_rows_after(survey.sheet, survey.header.row):
        for cells in block.columns[survey.identifier - 1 : survey.identifier]:
            hits = [at for at, each in enumerate(map(hash, cells)) if each in numbers]
            own = (at for at in hits if start + at not in closed and findings.is_open(start + at))
            yield from ((start + at, _read_row(block, at)) for at in own)
        start += len(block.numbers)


def _read_row(block: RowBlock, at: int) -> tuple[Raw, ...]:
    """Return a row without the blanks behind it: not all blocks are equally wide."""
    row = block.row(at)
    width = next((size for size in range(len(row), 0, -1) if row[size - 1] != ""), 0)
    return row[:width]
