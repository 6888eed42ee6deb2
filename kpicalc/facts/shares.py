"""Check that the shares of each deal make up the whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from kpicalc.facts.finish_frame import Built
from kpicalc.facts.row_marks import RowKind
from kpicalc.facts.unpack import unpack
from kpicalc.model.diagnostic import Checked, Diagnostic, Label, error
from kpicalc.model.facts import Frame
from kpicalc.model.fault import Fault, Value
from kpicalc.model.money import ONE, ZERO
from kpicalc.model.program import Grain
from kpicalc.model.split import Split

Deal = tuple[Value, ...]


def check_shares(grain: Grain, built: Built) -> Checked[Built]:
    """Put faults in place of the shares of every deal that do not add up to 100 %.

    More than 100 % is right where the scheme allows overlay; less is where rows belong to another scheme.
    """
    if grain.split is None:
        return Checked(built)
    frame, split = built.frame, grain.split
    shares = unpack(frame, split.share)
    problems: list[Diagnostic] = []
    for deal, rows in _deals(frame, split).items():
        problem = _problem(built, split, (deal, rows), [shares[row] for row in rows])
        if problem is not None:
            problems.append(problem)
            for row in rows:
                shares[row] = Fault((problem,))
    if not problems:
        return Checked(built)
    columns = {**frame.columns, split.share: shares}
    faulty = frame.faulty | {split.share}
    return Checked(replace(built, frame=replace(frame, columns=columns, faulty=faulty)), tuple(problems))


def _deals(frame: Frame, split: Split) -> Mapping[Deal, list[int]]:
    deals: dict[Deal, list[int]] = {}
    for row, deal in enumerate(zip(*(unpack(frame, column) for column in split.deal), strict=True)):
        deals.setdefault(deal, []).append(row)
    return deals


def _problem(
    built: Built, split: Split, group: tuple[Deal, list[int]], shares: Sequence[Value]
) -> Diagnostic | None:
    deal, rows = group
    known = [share for share in shares if isinstance(share, Decimal)]
    if len(known) < len(rows) or any(isinstance(part, Fault) for part in deal):
        return None
    total = sum(known, ZERO)
    if total == ONE or (total > ONE and split.overlay) or (total < ONE and _shared_with_others(built)):
        return None
    cells = [built.frame.cell(split.share, row) for row in rows]
    first, *others = [cell for cell in cells if cell is not None]
    shown = ", ".join(_spell(deal))
    return error("KPI463", first, *map(Label, others), deal=shown, total=f"{(total * 100).normalize():f}%")


def _spell(deal: Deal) -> Iterator[str]:
    for part in deal:
        yield f"{part:f}" if isinstance(part, Decimal) else str(part)


def _shared_with_others(built: Built) -> bool:
    skipped = (each.reason for receipt in built.receipts for each in receipt.skipped)
    return RowKind.OTHER_SCHEME in skipped
