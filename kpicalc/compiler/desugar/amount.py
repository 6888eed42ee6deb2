"""The amount of an earned line: as written, or a rate of what counts of its base."""

from __future__ import annotations

from kpicalc.compiler.desugar.terms import compare, greatest, product, read, read_optional, require, zero
from kpicalc.compiler.draft import Draft, Requirement
from kpicalc.model.expr import Binary, Expr
from kpicalc.model.kind import Kind
from kpicalc.model.program import EMPLOYEES
from kpicalc.scheme.document import EarningSpec
from kpicalc.scheme.words import Word

# The problem of a deductible that would add to the base.
BELOW_ZERO = "KPI335"
# The problem of a percentage that is written as a bare number.
SHARE_OF_MONEY = "KPI337"


def amount_of_line(draft: Draft, name: Word, spec: EarningSpec) -> tuple[Expr, Expr | None]:
    """Return the amount before share and factors, and the gate: the condition under which it counts."""
    base = next(read(draft, each) for each in (spec.base, spec.amount) if each is not None)
    rate = read_optional(draft, spec.rate)
    counted = _less_deductible(draft, name, spec, base)
    amount = counted if rate is None else product([counted, rate], spec.span)
    if rate is not None:
        draft.requirements.append(Requirement(EMPLOYEES, amount, None, SHARE_OF_MONEY, str(name)))
    require(draft, amount, Kind.MONEY, "KPI232", name)
    return amount, _gate(draft, name, spec, base)


def _less_deductible(draft: Draft, name: Word, spec: EarningSpec, base: Expr) -> Expr:
    """Only what lies above the deductible counts, never less than 0."""
    deductible = read_optional(draft, spec.deductible)
    if deductible is None:
        return base
    # Of any kind: a clash with the base is told by the subtraction. The lint pass looks at the number.
    draft.requirements.append(Requirement(EMPLOYEES, deductible, None, BELOW_ZERO, str(name)))
    return greatest((Binary("-", base, deductible, spec.span), zero(spec.span)), spec.span)


def _gate(draft: Draft, name: Word, spec: EarningSpec, base: Expr) -> Expr | None:
    gate = spec.gate
    if gate is None:
        return None
    value = base if gate.value is None else read(draft, gate.value)
    bound = next(read(draft, each) for each in (gate.from_, gate.above) if each is not None)
    opened = compare(">" if gate.from_ is None else ">=", value, bound, gate.span)
    require(draft, opened, Kind.FLAG, "KPI234", name)
    return opened
