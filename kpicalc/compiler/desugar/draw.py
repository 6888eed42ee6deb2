"""Draws: a guarantee paid as a debt, which later earnings above the amount repay."""

from __future__ import annotations

from kpicalc.compiler.desugar.guarantee import Guaranteed, read_guarantee
from kpicalc.compiler.desugar.lines import define_part, round_line
from kpicalc.compiler.desugar.terms import greatest, least, own, product, read_optional, require, zero
from kpicalc.compiler.draft import Draft
from kpicalc.model.expr import Binary, Expr
from kpicalc.model.kind import Kind
from kpicalc.scheme.document import DrawSpec, SchemeDocument
from kpicalc.scheme.words import Word

ADVANCE, RECOVERED, BALANCE = "advance", "recovered", "balance"


def amount_of_draw(draft: Draft, document: SchemeDocument, name: Word, spec: DrawSpec) -> Expr:
    """Return what a draw pays; a recoverable one has its parts as values, and the debt after the period."""
    guaranteed = read_guarantee(draft, document, name, spec)
    balance = read_optional(draft, spec.balance)
    if balance is None:
        return guaranteed.missing()
    require(draft, balance, Kind.MONEY, "KPI292", name)
    span = spec.span
    debt = greatest((balance, zero(span)), span)
    advance, recovered = f"{name}.{ADVANCE}", f"{name}.{RECOVERED}"
    define_part(draft, name, ADVANCE, round_line(document, guaranteed.missing(), spec.round, span))
    repaid = round_line(document, _recoverable(draft, name, spec, guaranteed), spec.round, span)
    define_part(draft, name, RECOVERED, least((repaid, debt), span))
    define_part(draft, name, BALANCE, Binary("+", debt, own(name, span), span))
    return Binary("-", own(advance, span), own(recovered, span), span)


def _recoverable(draft: Draft, name: Word, spec: DrawSpec, guaranteed: Guaranteed) -> Expr:
    """Return the part of the surplus that may go into repaying the debt."""
    share = read_optional(draft, spec.recover)
    require(draft, share, Kind.RATIO, "KPI235", f"{name}.recover")
    surplus = guaranteed.surplus()
    return surplus if share is None else product([surplus, share], spec.span)
