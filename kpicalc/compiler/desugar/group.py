"""The group of people that a prize, a pool or a fund looks at."""

from __future__ import annotations

from kpicalc.compiler.desugar.terms import number
from kpicalc.compiler.draft import Definition, Draft, Requirement
from kpicalc.formula.functions import AGGREGATES
from kpicalc.model.diagnostic import error
from kpicalc.model.expr import Call, Expr, Name, walk
from kpicalc.model.kind import Kind
from kpicalc.model.money import minor_unit
from kpicalc.model.program import COMPANY, EMPLOYEES, TEAMS, Role
from kpicalc.model.source import Span
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.people_section import Among, FundSpec, PoolSpec, PrizeSpec
from kpicalc.scheme.words import Quantity, Word


def group_of(draft: Draft, name: Word, spec: PrizeSpec | PoolSpec | FundSpec) -> str:
    """Return the table whose row is the group; a scheme without teams has none but the company."""
    if spec.among is Among.TEAM and draft.grains[EMPLOYEES].parent != TEAMS:
        draft.problems.append(error("KPI270", spec.place("among"), name=str(name)))
        return COMPANY
    return spec.among.grain


def step_of(document: SchemeDocument, step: Quantity | None, span: Span) -> Expr:
    """Return the step of the parts, the minor unit of the currency unless another is written."""
    return number(minor_unit(document.currency) if step is None else step.value, span)


def belongs_to_group(amount: Expr) -> bool:
    """Say whether a formula takes together employees, so that it belongs to the row above them."""
    totals = [each for each in walk(amount) if isinstance(each, Call) and each.function in AGGREGATES]
    return any(isinstance(part, Name) and part.path[0] == EMPLOYEES for each in totals for part in walk(each))


def require_at(draft: Draft, grain: str, needed: tuple[Expr, Kind, str], name: str) -> None:
    """Demand a kind of a formula of any table, told by its code."""
    expr, kind, code = needed
    draft.requirements.append(Requirement(grain, expr, kind, code, name))


def define_line(draft: Draft, key: tuple[str, str], expr: Expr, kind: Kind, shown: tuple[str, Span]) -> None:
    """Add a value that a pay line is made of, at the employee or the group."""
    (grain, name), (label, span) = key, shown
    draft.definitions.append(Definition(grain, name, expr, label, Role.PAY_LINE, span, kind, by_parts=True))


def title_of(name: Word, spec: PrizeSpec | PoolSpec | FundSpec) -> str:
    """Return what people call the line or fund."""
    return spec.title or str(name)
