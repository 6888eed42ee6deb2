"""The settlements of all parts put together into those of one process."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, chain, pairwise
from typing import TypeVar

from kpicalc.engine.part_steps import spread_grains
from kpicalc.engine.settle import join_settlements
from kpicalc.facts.bind import digest_receipts
from kpicalc.facts.finish_frame import join_columns
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.facts import Facts, Frame, LeftOut, Origin, SheetReceipt, SheetRows
from kpicalc.model.fault import Value
from kpicalc.model.period import Period
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Run, Settlement, Values
from kpicalc.spread.part_work import value_grain
from kpicalc.spread.parts import PaidPart

Key = TypeVar("Key")

# More sheets than a part can have: they are counted anew in the order of the parts.
_SHEETS = 1_000_000


def join_parts(period: Period, parts: Iterable[PaidPart], schemes: Sequence[str]) -> Run:
    """Make one run of the parts, given in their order; the settlements stand in the order of the schemes."""
    by_scheme: dict[str, list[Settlement]] = {}
    problems: list[Diagnostic] = []
    left_out: list[LeftOut] = []
    for number, part in enumerate(parts):
        problems += part.problems
        left_out += part.left_out
        for each in part.settlements:
            moved = replace(each, facts=_number_sheets(each.facts, number))
            by_scheme.setdefault(each.program.scheme, []).append(moved)
    joined = (_join_settlements(by_scheme[name]) for name in schemes if name in by_scheme)
    settlements = tuple(each for each in joined if _pays_somebody(each))
    run = join_settlements(period, settlements)
    if any(map(_warns_of_details, settlements)):
        run = replace(run, diagnostics=tuple(dict.fromkeys(problems)))
    return replace(run, left_out=tuple(dict.fromkeys(left_out)))


def _pays_somebody(settlement: Settlement) -> bool:
    return any(each.grain == EMPLOYEES for each in settlement.facts.receipts)


def _warns_of_details(settlement: Settlement) -> bool:
    """Say whether rows below employees are warned of, which only the parts know."""
    program = settlement.program
    below = spread_grains(program) - {EMPLOYEES}
    return not below.isdisjoint(each.grain for each in program.checks)


def _number_sheets(facts: Facts, number: int) -> Facts:
    """Let the sheets of a part come after those of earlier parts."""
    frame = facts.frames[EMPLOYEES]
    if frame.origin is None:
        return facts
    sheets = tuple(replace(each, number=number * _SHEETS + each.number) for each in frame.origin.sheets)
    return replace(facts, frames={**facts.frames, EMPLOYEES: replace(frame, origin=Origin(sheets))})


def _join_settlements(parts: Sequence[Settlement]) -> Settlement:
    program, first = parts[0].program, parts[0]
    sizes = [each.facts.frames[EMPLOYEES].size for each in parts]
    before = [0, *accumulate(sizes)][:-1]
    spread = spread_grains(program)
    frames = {**first.facts.frames, EMPLOYEES: _join_frames([each.facts.frames[EMPLOYEES] for each in parts])}
    receipts = _join_receipts([each.facts.receipts for each in parts])
    values = Values(
        _join_values([each.values.columns for each in parts], lambda key: key[0] in spread),
        _join_values([each.values.aggregates for each in parts], lambda node: value_grain(node) in spread),
        frozenset(chain.from_iterable(each.values.faulty for each in parts)),
        frozenset(chain.from_iterable(each.values.cut for each in parts)),
    )
    return Settlement(
        program,
        Facts(frames, receipts, digest_receipts(receipts)),
        values,
        tuple(row + start for each, start in zip(parts, before, strict=True) for row in each.unpaid),
        None,
        {row + at: each for part, at in zip(parts, before, strict=True) for row, each in part.held.items()},
    )


def _join_receipts(parts: Sequence[Sequence[SheetReceipt]]) -> tuple[SheetReceipt, ...]:
    """Put the receipts of each table together, and name once what all parts share."""
    every = dict.fromkeys(receipt for each in parts for receipt in each)
    order = list(dict.fromkeys(each.grain for each in every))
    return tuple(sorted(every, key=lambda each: order.index(each.grain)))


def _join_values(
    parts: Sequence[Mapping[Key, Sequence[Value]]], is_spread: Callable[[Key], bool]
) -> dict[Key, Sequence[Value]]:
    return {
        key: list(chain.from_iterable(each[key] for each in parts)) if is_spread(key) else found
        for key, found in parts[0].items()
    }


def _join_frames(frames: Sequence[Frame]) -> Frame:
    """Put the rows of the parts one below the other."""
    first = frames[0]
    names = [name for name in first.columns if all(name in each.columns for each in frames)]
    sheets: list[SheetRows] = []
    for each in frames:
        if each.origin is not None:
            sheets += each.origin.sheets
    return replace(
        first,
        size=sum(each.size for each in frames),
        keys=list(chain.from_iterable(each.keys for each in frames)),
        labels=list(chain.from_iterable(each.labels for each in frames)),
        columns={name: join_columns([each.columns[name] for each in frames]) for name in names},
        parents=array("l", chain.from_iterable(each.parents for each in frames)),
        origin=Origin(tuple(sheets)),
        faulty=frozenset(chain.from_iterable(each.faulty for each in frames)),
        cut=frozenset(chain.from_iterable(each.cut for each in frames)),
    )


def join_identities(frames: Sequence[Frame]) -> tuple[Frame, tuple[range, ...]]:
    """Return who the rows of all parts are, and which rows of them each part has."""
    ends = [0, *accumulate(each.size for each in frames)]
    rows = tuple(range(start, end) for start, end in pairwise(ends))
    return _join_frames(frames), rows
