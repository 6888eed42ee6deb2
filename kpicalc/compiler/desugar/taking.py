"""What may still be taken off lines after what other lines take already."""

from __future__ import annotations

from dataclasses import dataclass

from kpicalc.compiler.desugar.terms import greatest, own, product, total, zero
from kpicalc.model.expr import Expr
from kpicalc.model.source import Span


@dataclass(frozen=True, slots=True)
class Taking:
    """A line that takes an amount off other lines, the sources."""

    line: str
    sources: tuple[str, ...]


def still_there(sources: tuple[str, ...], before: list[Taking], limit: Expr | None, span: Span) -> Expr:
    """Return the sum of the sources, times the limit, less what is taken before, not below 0."""
    paid = total((own(name, span) for name in sources), span)
    if limit is not None:
        paid = product([paid, limit], span)
    # What a line takes is negative, so it is added.
    taken = [own(each.line, span) for each in before if set(each.sources) & set(sources)]
    return greatest((zero(span), total([paid, *taken], span)), span)
