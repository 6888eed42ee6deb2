"""Guarantees: what is missing of some lines to an amount."""

from __future__ import annotations

from dataclasses import dataclass

from kpicalc.compiler.desugar.named_lines import sum_of_named
from kpicalc.compiler.desugar.terms import choose, greatest, product, read, read_optional, require, zero
from kpicalc.compiler.draft import Draft
from kpicalc.model.expr import Binary, Expr
from kpicalc.model.kind import Kind
from kpicalc.scheme.document import GuaranteeSpec, SchemeDocument
from kpicalc.scheme.words import Word


@dataclass(frozen=True, slots=True)
class Guaranteed:
    """An amount held under some lines: `when` says whether it is, always where it is None."""

    amount: Expr
    earned: Expr
    when: Expr | None

    def missing(self) -> Expr:
        """Return what is missing to the amount, 0 where it is not held."""
        span = self.amount.span
        missing = what_exceeds(self.amount, self.earned)
        return missing if self.when is None else choose(self.when, missing, zero(span), span)

    def surplus(self) -> Expr:
        """Return what is earned above the amount; where it is not held, all that is earned."""
        span = self.amount.span
        held = self.amount if self.when is None else choose(self.when, self.amount, zero(span), span)
        return what_exceeds(self.earned, held)


def read_guarantee(draft: Draft, document: SchemeDocument, name: Word, spec: GuaranteeSpec) -> Guaranteed:
    """Return the amount × share of a guarantee or draw, and the lines that it holds up."""
    amount, share = read(draft, spec.amount), read_optional(draft, spec.share)
    when = read_optional(draft, spec.when)
    require(draft, amount, Kind.MONEY, "KPI232", name)
    require(draft, share, Kind.RATIO, "KPI233", name)
    require(draft, when, Kind.FLAG, "KPI234", name)
    held = amount if share is None else product([amount, share], spec.span)
    return Guaranteed(held, sum_of_named(draft, document, name, spec), when)


def what_exceeds(more: Expr, less: Expr) -> Expr:
    """Return by how much one amount is above another, never less than 0."""
    return greatest((Binary("-", more, less, more.span), zero(more.span)), more.span)
