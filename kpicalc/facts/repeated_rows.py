"""Keep one of what several sheets say alike: the sheet of the company, rows of a list without owners."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kpicalc.facts.finish_sheet import FinishedSheet
from kpicalc.facts.packed import PackedNumbers, pack_numbers
from kpicalc.facts.workbook import RowKind
from kpicalc.model.diagnostic import Diagnostic, Label, error
from kpicalc.model.facts import RowsSkipped
from kpicalc.model.fault import Value
from kpicalc.model.problem import Problem
from kpicalc.model.program import COMPANY, EMPLOYEES


def compare_companies(sheets: Sequence[FinishedSheet]) -> list[Diagnostic]:
    """Report the sheets of the company that do not say what the first one says."""
    first, *others = sheets
    said = _values(first)
    place = first.draft.reading.sheet
    different = (each.draft.reading.sheet.place for each in others if _values(each) != said)
    return [
        error(
            Problem.COMPANY_SHEETS_DIFFER,
            place.place,
            Label(there),
            sheet=place.title,
            second=str(there),
        )
        for there in different
    ]


def _values(sheet: FinishedSheet) -> dict[str, list[object]]:
    return {name: list(each.values) for name, each in sheet.columns.items()}


def drop_repeated_rows(sheets: list[FinishedSheet]) -> list[FinishedSheet]:
    """Leave out the rows of a price list or the like that an earlier sheet has with the same values.

    People and what belongs to them are never dropped: there a key that stands twice is a mistake.
    """
    grain = sheets[0].draft.reading.grain
    keyed = all(len(each.draft.keys) == len(each.draft.rows.numbers) for each in sheets)
    if grain.name in {EMPLOYEES, COMPANY} or grain.parent != COMPANY or grain.valid is not None or not keyed:
        return sheets
    known: dict[str, list[object]] = {}
    kept: list[FinishedSheet] = []
    for sheet in sheets:
        columns = [sheet.columns[name].values for name in sorted(sheet.columns)]
        rows = [[sorted(sheet.columns), *cells] for cells in zip(*columns, strict=True)]
        keys = sheet.draft.keys
        once = {key for key, count in Counter(keys).items() if count == 1}
        again = {at for at, row in enumerate(rows) if keys[at] in once and known.get(keys[at]) == row}
        kept.append(_without(sheet, again) if again else sheet)
        known = dict(zip(keys, rows, strict=False)) | known
    return kept


def _without(sheet: FinishedSheet, again: set[int]) -> FinishedSheet:
    draft = sheet.draft
    left = tuple(number for at, number in enumerate(draft.rows.numbers) if at in again)
    keep = [at for at in range(len(draft.rows.numbers)) if at not in again]
    draft.keys.keep(keep)
    draft.labels.keep(keep)
    draft.parents = array("i", [draft.parents[at] for at in keep])
    draft.rows.numbers.packed = array("i", [draft.rows.numbers[at] for at in keep])
    columns = {name: replace(each, values=_pick(each.values, keep)) for name, each in sheet.columns.items()}
    skipped = (*sheet.receipt.skipped, RowsSkipped(RowKind.REPEATED.value, left))
    receipt = replace(sheet.receipt, rows_read=len(keep), skipped=skipped)
    return replace(sheet, columns=columns, receipt=receipt)


def _pick(values: Sequence[Value], keep: Sequence[int]) -> Sequence[Value]:
    picked = [values[at] for at in keep]
    if not isinstance(values, PackedNumbers):
        return picked
    return PackedNumbers([pack_numbers(picked)] if picked else [], len(picked))
