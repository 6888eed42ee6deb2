"""Lines that follow from other lines, in the order in which they look at each other, and the total."""

from __future__ import annotations

from kpicalc.compiler.desugar.deduction import translate_deductions
from kpicalc.compiler.desugar.fund import limit_funds
from kpicalc.compiler.desugar.limit import limit_groups, limit_total
from kpicalc.compiler.desugar.lines import TOTAL, money_lines
from kpicalc.compiler.desugar.salary_in_full import pay_salary_in_full
from kpicalc.compiler.desugar.terms import own, total
from kpicalc.compiler.draft import Definition, Draft
from kpicalc.model.kind import Kind
from kpicalc.model.program import EMPLOYEES, Role
from kpicalc.scheme.document import SchemeDocument


def translate_adjustments(draft: Draft, document: SchemeDocument) -> None:
    """Add the lines that depend on the earned lines: each looks only at lines before it."""
    limit_groups(draft, document)
    taken = limit_funds(draft, document)
    taken += pay_salary_in_full(draft, document, taken)
    translate_deductions(draft, document, taken)
    limit_total(draft, document)
    span = document.scheme.span
    expr = total((own(line.variable, span) for line in money_lines(draft)), span)
    draft.definitions.append(
        Definition(EMPLOYEES, TOTAL, expr, "", Role.TOTAL, span, Kind.MONEY, by_parts=True)
    )
