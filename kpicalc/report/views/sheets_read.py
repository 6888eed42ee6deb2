"""What was read from each sheet, over all schemes that read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kpicalc.model.facts import ColumnRead, RowsSkipped, SheetReceipt
from kpicalc.model.money import ZERO

_OTHERS = "other_scheme"


@dataclass(frozen=True, slots=True)
class SheetRead:
    """One sheet as all schemes together read it; `schemes` has each and its rows where they share them."""

    receipt: SheetReceipt
    schemes: tuple[tuple[str, int], ...] = ()


def join_receipts(read: Iterable[tuple[str, SheetReceipt]]) -> tuple[SheetRead, ...]:
    """Join the receipts of each sheet, given with the names of their schemes."""
    groups: dict[tuple[str, str, str], dict[str, SheetReceipt]] = {}
    for scheme, receipt in read:
        groups.setdefault((receipt.file, receipt.sheet, receipt.grain), {})[scheme] = receipt
    return tuple(_join(group) for group in groups.values())


def _join(group: dict[str, SheetReceipt]) -> SheetRead:
    receipts = list(group.values())
    columns = tuple(sorted(_join_columns(receipts), key=lambda each: each.column))
    roles = tuple(dict.fromkeys(role for each in receipts for role in each.roles))
    if not any(each.reason == _OTHERS for receipt in receipts for each in receipt.skipped):
        # All schemes read the same rows: the company, the teams, or the rows of a single scheme.
        return SheetRead(replace(receipts[0], columns=columns, roles=roles))
    joined = replace(
        receipts[0],
        columns=columns,
        roles=roles,
        rows_read=sum(each.rows_read for each in receipts),
        skipped=_left_by_all(receipts),
        hidden_rows=tuple(sorted({row for each in receipts for row in each.hidden_rows})),
    )
    schemes = tuple((scheme, each.rows_read) for scheme, each in group.items())
    return SheetRead(joined, schemes if len(schemes) > 1 else ())


def _left_by_all(receipts: Sequence[SheetReceipt]) -> tuple[RowsSkipped, ...]:
    """Return the rows that no scheme read; "of another scheme" where none has a better reason."""
    reasons = [{row: each for each in receipt.skipped for row in each.rows} for receipt in receipts]
    groups: dict[tuple[str, str], list[int]] = {}
    figures: dict[tuple[str, str], int] = {}
    for row in sorted(set(reasons[0]).intersection(*reasons)):
        found = [each[row] for each in reasons]
        best = next((each for each in found if each.reason != _OTHERS), found[0])
        groups.setdefault((best.reason, best.pattern), []).append(row)
        figures[best.reason, best.pattern] = best.figures
    return tuple(
        RowsSkipped(reason, tuple(rows), pattern, figures[reason, pattern])
        for (reason, pattern), rows in sorted(groups.items())
    )


def _join_columns(receipts: Sequence[SheetReceipt]) -> list[ColumnRead]:
    found: dict[int, list[ColumnRead]] = {}
    for receipt in receipts:
        for column in receipt.columns:
            found.setdefault(column.column, []).append(column)
    shared = not any(each.reason == _OTHERS for receipt in receipts for each in receipt.skipped)
    return [_join_column(each[:1] if shared else each) for each in found.values()]


def _join_column(parts: Sequence[ColumnRead]) -> ColumnRead:
    totals = [each.total for each in parts if each.total is not None]
    printed = [each.printed_total for each in parts if each.printed_total is not None]
    return replace(
        parts[0],
        total=sum(totals, ZERO) if totals else None,
        from_text=sum(each.from_text for each in parts),
        printed_total=printed[0] if printed else None,
    )
