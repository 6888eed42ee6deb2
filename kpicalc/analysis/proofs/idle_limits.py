"""Caps, floors and limits that never change anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpicalc.analysis.proofs.probes import lies_in
from kpicalc.analysis.proofs.show_domain import show_domain
from kpicalc.analysis.proofs.sightings import Bounding, Overview
from kpicalc.analysis.proofs.subject import Subject, formulas_of
from kpicalc.formula.functions import FUNCTIONS
from kpicalc.formula.printer import print_formula
from kpicalc.model.diagnostic import Diagnostic, advice
from kpicalc.model.domain import Interval
from kpicalc.model.expr import Call, Expr, Number, references
from kpicalc.model.kind import Kind
from kpicalc.model.money import ZERO
from kpicalc.model.problem import Problem
from kpicalc.model.source import Span
from kpicalc.scheme.constructs.lines import EarnedSpec
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.words import Formula

# The name of a limit, and the kind of what it limits.
_Limit = tuple[str, Kind]


def find_idle_limits(subject: Subject, overview: Overview) -> Iterator[Diagnostic]:
    """Advise on limits that the value keeps anyway: those of constructs, and `min` and `max` in formulas.

    What only parameters or the period decide is a switch that somebody may turn. A 0 in a formula is a guard:
    it stands there to be safe.
    """
    limits = dict(_limits(subject.document))
    written = list(formulas_of(subject.document))
    for each in overview.seen.boundings:
        value, limit = each.value, each.limit
        if not _is_idle(each) or not (subject.may_vary(value) or _are_plain(subject, value, limit)):
            continue
        if limit.span in limits:
            name, kind = limits[limit.span]
        elif subject.constant(limit) != ZERO and _is_written(each.call, written):
            name = print_formula(limit)
            kind = Kind.RATIO if isinstance(limit, Number) and limit.percent else Kind.NUMBER
        else:
            continue
        found = show_domain(each.found, kind)
        yield advice(Problem.LIMIT_WITHOUT_EFFECT, limit.span, name=name, found=found)


def _is_idle(each: Bounding) -> bool:
    """Say whether the value lies wholly on the allowed side of the limit."""
    value, limit = each.found, each.allowed
    if not isinstance(value, Interval) or not isinstance(limit, Interval) or value.missing:
        return False
    return _is_ordered(limit, value) if each.least else _is_ordered(value, limit)


def _is_ordered(lower: Interval, upper: Interval) -> bool:
    return lower.high is not None and upper.low is not None and lower.high <= upper.low


def _are_plain(subject: Subject, *sides: Expr) -> bool:
    """Say whether all is written as numbers, and not by a parameter that may change."""
    return all(subject.constant(each) is not None and not any(references(each)) for each in sides)


def _is_written(call: Call, written: Sequence[Formula]) -> bool:
    """Say whether an author wrote the call with all it holds, and not a construct for him."""
    if any(each.span == call.span or not lies_in(each.span, call.span) for each in call.arguments):
        return False
    beginnings = tuple(
        f"{name}(" for name in (FUNCTIONS[call.function].name, FUNCTIONS[call.function].name_ru)
    )
    inside = (each for each in written if lies_in(call.span, each.span) and each.span.line == call.span.line)
    return any(each.text[call.span.column - each.span.column :].startswith(beginnings) for each in inside)


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
