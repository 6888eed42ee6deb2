"""The factors that pay lines name: coefficients shown in the breakdown with their values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kpicalc.compiler.draft import Draft
from kpicalc.compiler.scope import Scope, resolve_name
from kpicalc.model.expr import Name, Reference
from kpicalc.model.kind import Kind
from kpicalc.model.outline import FactorOutline
from kpicalc.model.program import EMPLOYEES, Key, Role

# These are shown in a place of their own.
_SHOWN_ELSEWHERE = frozenset({Role.KPI, Role.GOAL, Role.INDEX, Role.STOP_FACTOR})


def show_named_factors(draft: Draft, scope: Scope, kinds: Mapping[Key, Kind]) -> None:
    """Add each value, parameter or column that is a factor of a pay line, once, in the order of the lines."""
    labels = dict(_labels(draft))
    for written in dict.fromkeys(draft.line_factors):
        found = resolve_name(scope, EMPLOYEES, written)
        if isinstance(found, Reference) and found.key in labels:
            draft.factors.append(_outline(written, found, labels, kinds))


def _labels(draft: Draft) -> Iterator[tuple[Key, str]]:
    for given in draft.inputs:
        yield given.key, given.label
    for each in draft.definitions:
        if each.role not in _SHOWN_ELSEWHERE:
            yield each.key, each.label


def _outline(
    written: Name, found: Reference, labels: Mapping[Key, str], kinds: Mapping[Key, Kind]
) -> FactorOutline:
    key = found.key
    name = ".".join(written.path)
    return FactorOutline(name, labels[key] or name, found.name, (), found, kinds.get(key, Kind.RATIO))
