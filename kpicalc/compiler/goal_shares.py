"""Shares of goals: under every goal they come to exactly 1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from kpicalc.compiler.constructs.goals import names_under
from kpicalc.compiler.constructs.indexes import DEFAULT_INDEX
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.money import ONE, ZERO
from kpicalc.model.source import Span
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.words import Word


def find_shares_not_one(document: SchemeDocument, weights: Mapping[str, Decimal]) -> Iterator[Diagnostic]:
    """Yield each goal under which the shares do not add up; `weights` has the shares that are constants."""
    top = next(iter(document.goals), None)
    if top is None:
        return
    yield from _shares_under(document, weights, "", top.span)
    for goal in document.goals:
        yield from _shares_under(document, weights, str(goal), goal.span)


def _shares_under(
    document: SchemeDocument, weights: Mapping[str, Decimal], goal: str, span: Span
) -> Iterator[Diagnostic]:
    under = list(names_under(document, goal))
    written = [name for name, spec in under if spec.weight is not None]
    known = [weights[name] for name in written if name in weights]
    if not written or len(known) != len(written):
        return
    total, others = sum(known, ZERO), _others(under, written)
    shown = goal or DEFAULT_INDEX
    if others and total >= ONE:
        yield error("KPI281", span, goal=shown, total=total, names=others)
    elif not others and total != ONE:
        yield error("KPI280", span, goal=shown, total=total)


def _others(under: Sequence[tuple[Word, object]], written: list[Word]) -> tuple[str, ...]:
    return tuple(str(name) for name, _ in under if name not in written)
