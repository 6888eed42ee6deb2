"""Weights that are formulas: they add up to 1 for every employee, or the index has no value."""

from __future__ import annotations

from decimal import Decimal

from kpicalc.compiler.desugar.terms import choose, compare, one, own, rounded, total
from kpicalc.compiler.draft import Definition, Draft
from kpicalc.formula.no_answer import no_answer
from kpicalc.model.expr import Expr
from kpicalc.model.kind import Kind
from kpicalc.model.money import Rounding
from kpicalc.model.program import EMPLOYEES, Role
from kpicalc.model.source import Span
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.words import Word, parse_number

# Weights such as 1/3 are not exact: what lies beyond this step is not told apart.
_STEP = Rounding(Decimal("1e-12"))


def check_weights(
    draft: Draft, document: SchemeDocument, index: Word, kpis: tuple[Word, ...], parts: Expr
) -> Expr:
    """Return the parts where the weights add up to 1; written numbers are checked before anybody is paid."""
    weights = [document.kpis[kpi].weight for kpi in kpis]
    if all(weight is None or parse_number(weight.text) for weight in weights):
        return parts
    span = index.span
    added = own(_define_sum(draft, index, kpis, span), span)
    refused = no_answer("KPI512", str(index), span)
    return choose(compare("=", added, one(span), span), parts, refused, span)


def _define_sum(draft: Draft, index: Word, kpis: tuple[Word, ...], span: Span) -> str:
    name = f"{index}.weights"
    added = rounded(total((own(f"{kpi}.weight", span) for kpi in kpis), span), _STEP, span)
    draft.definitions.append(
        Definition(EMPLOYEES, name, added, "", Role.INDEX, span, Kind.RATIO, by_parts=True)
    )
    return name
