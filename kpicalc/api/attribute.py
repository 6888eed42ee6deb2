"""What each change of a scheme does to pay: entries are replaced one by one, and all are paid again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import reduce
from itertools import chain
from pathlib import Path

from kpicalc.compiler.passes import compile_scheme
from kpicalc.engine.settle import settle
from kpicalc.facts.assign import People
from kpicalc.facts.bind import bind_facts
from kpicalc.facts.workbook import Workbook
from kpicalc.model.comparison import ChangeStep
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import has_errors
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.period import Period
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Settlement
from kpicalc.scheme.changes import EntryChange, list_changes, replace_entries, shape_document, split_change
from kpicalc.scheme.file_text import load_text
from kpicalc.scheme.told_changes import read_alike, tell_entry
from kpicalc.scheme.tree import MappingNode

# Everybody is paid once for each; of more changes those of one entry go together.
_MOST_STEPS = 40
Totals = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a scheme is tried: the facts, the period, and whom the schemes pay, by the name of each."""

    workbook: Workbook
    period: Period
    people: Mapping[str, People]


@dataclass(frozen=True, slots=True)
class AttributedStep:
    """A step of the changes, and what it does to each of the people."""

    told: ChangeStep
    people: tuple[Decimal, ...]


def attribute_changes(
    files: tuple[Path, Path], sides: tuple[Settlement, Settlement], numbers: Sequence[str], scene: Scene
) -> list[AttributedStep]:
    """Return the changes from one scheme to the other in the order in which they were tried.

    Values that make no scheme without others are one step with these. The amounts of the steps add up to
    the whole difference of each person, exactly.
    """
    old, new = read_alike(*(str(load_text(path, str(path)).value) for path in files))
    assert isinstance(old, MappingNode)  # noqa: S101 - both are schemes that pay
    assert isinstance(new, MappingNode)  # noqa: S101 - likewise
    steps: list[AttributedStep] = []
    before, waiting, taken = totals_of(sides[0]), list[EntryChange](), list[EntryChange]()
    people = scene.people[sides[1].program.scheme]
    changes = list_changes(old, new)
    fine = tuple(chain.from_iterable(map(split_change, changes)))
    changes = fine if len(fine) <= _MOST_STEPS else changes
    for number, change in enumerate(changes, 1):
        waiting.append(change)
        last = number == len(changes)
        between = None if last else replace_entries(old, (*taken, *waiting))
        after = totals_of(sides[1]) if between is None else _try_scheme(between, people, scene)
        if after is None or any(each not in after for each in numbers):
            continue
        parts = tuple(CONTEXT.subtract(after[each], before[each]) for each in numbers)
        told = tuple(map(tell_entry, waiting))
        steps.append(AttributedStep(ChangeStep(told, reduce(CONTEXT.add, parts, ZERO)), parts))
        before, taken, waiting = after, [*taken, *waiting], []
    return steps


def totals_of(settlement: Settlement) -> Totals:
    """Return the total of each person who is paid, by number."""
    keys = settlement.facts.frames[EMPLOYEES].keys
    column = settlement.values.columns[EMPLOYEES, settlement.program.total]
    return {keys[row]: total for row, total in enumerate(column) if isinstance(total, Decimal)}


def _try_scheme(tree: MappingNode, people: People, scene: Scene) -> Totals | None:
    """Pay everybody by a scheme between the two; None where it is none, or cannot read the facts."""
    document = shape_document(tree)
    compiled = None if document is None else compile_scheme(document, scene.period)
    if compiled is None or compiled.value is None or has_errors(compiled.diagnostics):
        return None
    facts = bind_facts(compiled.value, scene.workbook, people).value
    return None if facts is None else totals_of(settle(compiled.value, facts, keep_all=False))
