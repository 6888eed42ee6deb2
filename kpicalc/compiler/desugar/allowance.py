"""Allowances: a percentage of other lines, or of a base of their own."""

from __future__ import annotations

from kpicalc.compiler.desugar.amount import SHARE_OF_MONEY
from kpicalc.compiler.desugar.named_lines import sum_of_named
from kpicalc.compiler.desugar.terms import product, read, require
from kpicalc.compiler.draft import Draft, Requirement
from kpicalc.model.expr import Expr, Number
from kpicalc.model.kind import Kind
from kpicalc.model.program import EMPLOYEES
from kpicalc.scheme.document import AllowanceSpec, SchemeDocument
from kpicalc.scheme.words import Word


def amount_of_allowance(draft: Draft, document: SchemeDocument, name: Word, spec: AllowanceSpec) -> Expr:
    """Return the base × the percentage, before share and factors."""
    percent = read(draft, spec.percent)
    require(draft, percent, Kind.RATIO, "KPI233", name)
    if spec.base is None:
        base = sum_of_named(draft, document, name, spec)
    else:
        base = read(draft, spec.base)
        require(draft, base, Kind.MONEY, "KPI291", name)
    amount = product([base, percent], spec.span)
    if isinstance(percent, Number):
        draft.requirements.append(Requirement(EMPLOYEES, amount, None, SHARE_OF_MONEY, str(name)))
    return amount
