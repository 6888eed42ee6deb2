"""Caps, floors and limits that never change anything."""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc.analysis.proofs.show_domain import show_domain
from kpicalc.analysis.proofs.sightings import Bounding, Overview
from kpicalc.analysis.proofs.subject import Subject
from kpicalc.formula.functions.choosing import MAX
from kpicalc.model.diagnostic import Diagnostic, advice
from kpicalc.model.domain import Interval
from kpicalc.model.kind import Kind
from kpicalc.model.problem import Problem
from kpicalc.model.source import Span
from kpicalc.scheme.constructs.lines import EarnedSpec
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.words import Formula

# The name of a limit, and the kind of what it limits.
_Limit = tuple[str, Kind]


def find_idle_limits(subject: Subject, overview: Overview) -> Iterator[Diagnostic]:
    """Advise on limits that the value keeps anyway; a `max` or `min` inside a formula is not looked at."""
    limits = dict(_limits(subject.document))
    for each in overview.seen.boundings:
        limit = each.call.arguments[1]
        found = limits.get(limit.span)
        if found is not None and _is_idle(each) and subject.may_vary(each.call.arguments[0]):
            name, kind = found
            yield advice(
                Problem.LIMIT_WITHOUT_EFFECT, limit.span, name=name, found=show_domain(each.value, kind)
            )


def _is_idle(each: Bounding) -> bool:
    """Say whether the value lies wholly on the allowed side of the limit."""
    value, limit = each.value, each.limit
    if not isinstance(value, Interval) or not isinstance(limit, Interval) or value.missing:
        return False
    if each.call.function == MAX.name:
        return _is_ordered(limit, value)
    return _is_ordered(value, limit)


def _is_ordered(lower: Interval, upper: Interval) -> bool:
    return lower.high is not None and upper.low is not None and lower.high <= upper.low


def _limits(document: SchemeDocument) -> Iterator[tuple[Span, _Limit]]:
    """Yield the place of each limit that a construct has."""
    for kpi, measured in document.kpis.items():
        for key, formula in (("floor", measured.floor), ("cap", measured.cap)):
            yield from _limit(f"{kpi}.{key}", formula, Kind.RATIO)
    for index, spec in document.indexes.items():
        for key, formula in (("floor", spec.floor), ("cap", spec.cap)):
            yield from _limit(f"{index}.{key}", formula, Kind.RATIO)
    amounts = [(name, line) for name, line in document.pay.items() if isinstance(line, EarnedSpec)]
    groups = {} if document.limits is None else document.limits.groups
    for line, amount in (*amounts, *groups.items()):
        for key, formula in (("min", amount.min), ("max", amount.max)):
            yield from _limit(f"{line}.{key}", formula, Kind.MONEY)
    if document.limits is not None and document.limits.total is not None:
        for key, formula in (("min", document.limits.total.min), ("max", document.limits.total.max)):
            yield from _limit(f"limits.total.{key}", formula, Kind.MONEY)


def _limit(name: str, formula: Formula | None, kind: Kind) -> Iterator[tuple[Span, _Limit]]:
    if formula is not None:
        yield formula.span, (name, kind)
