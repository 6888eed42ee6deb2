"""Pools: a whole of the company or a team, shared by weight or equally among those who take part."""

from __future__ import annotations

from dataclasses import replace

from kpicalc.compiler.desugar.group import define_line, group_of, require_at, step_of, title_of
from kpicalc.compiler.desugar.lines import round_line
from kpicalc.compiler.desugar.stop_factor import factors_of_line
from kpicalc.compiler.desugar.terms import one, own, product, read, read_optional, require
from kpicalc.compiler.draft import Draft, Requirement
from kpicalc.model.expr import Expr, Reference, Window
from kpicalc.model.kind import Kind
from kpicalc.model.outline import LineKind, PayLine
from kpicalc.model.program import EMPLOYEES
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.people_section import PoolSpec
from kpicalc.scheme.words import Word


def add_pool(draft: Draft, document: SchemeDocument, name: Word, spec: PoolSpec) -> None:
    """Add the whole as `<line>.pool` of the group, and the employee's part of it as the line."""
    span, label = spec.span, title_of(name, spec)
    part = _part(draft, document, name, spec)
    stops = factors_of_line(document, name, spec.group)
    if stops:
        part = round_line(document, product([part, *(own(each, span) for each in stops)], span), None, span)
    define_line(draft, (EMPLOYEES, str(name)), part, Kind.MONEY, (label, name.span))
    group = str(spec.group or "")
    line = PayLine(str(name), label, LineKind.POOL, group, str(name), span, stops)
    draft.pay_lines.append(replace(line, story="pool"))


def _part(draft: Draft, document: SchemeDocument, name: Word, spec: PoolSpec) -> Expr:
    """Return the part of the whole by weight, of those for whom the condition holds."""
    within, pool, span = group_of(draft, name, spec), f"{name}.pool", spec.amount.span
    amount, when = read(draft, spec.amount), read_optional(draft, spec.when)
    require_at(draft, within, (amount, Kind.MONEY, "KPI232"), name)
    define_line(draft, (within, pool), amount, Kind.MONEY, (title_of(name, spec), span))
    require(draft, when, Kind.FLAG, "KPI234", name)
    weight = one(spec.by.span) if spec.equal else read(draft, spec.by)
    arguments = (Reference(within, pool, span), weight, step_of(document, spec.step, spec.span))
    window = Window("split", EMPLOYEES, within, arguments, when, spec.span)
    # The condition is demanded above, so that it is told once.
    parts = replace(window, condition=None)
    draft.requirements.append(Requirement(EMPLOYEES, parts, None, "", str(name)))
    return window
