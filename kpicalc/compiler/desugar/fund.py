"""Funds: what some lines may cost together; above it every employee's part is cut in proportion."""

from __future__ import annotations

from kpicalc.compiler.desugar.group import group_of, require_at, step_of, title_of
from kpicalc.compiler.desugar.lines import LIMITS, earned_lines, earned_names, with_group_limits
from kpicalc.compiler.desugar.suggestion import missing_name
from kpicalc.compiler.desugar.taking import Taking
from kpicalc.compiler.desugar.terms import choose, compare, greatest, own, product, read, total, zero
from kpicalc.compiler.draft import Definition, Draft
from kpicalc.model.caution import Caution
from kpicalc.model.expr import Aggregate, Binary, Call, Expr, Logic, Reference, Window
from kpicalc.model.kind import Kind
from kpicalc.model.outline import LineKind, PayLine
from kpicalc.model.program import EMPLOYEES, Role
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.line_section import EarnedSpec
from kpicalc.scheme.people_section import FundSpec
from kpicalc.scheme.words import Word


def limit_funds(draft: Draft, document: SchemeDocument) -> list[Taking]:
    """Add a line for each fund: what the employee loses where the fund is exceeded."""
    funds = {} if document.limits is None else document.limits.funds
    return [_limit(draft, document, name, spec) for name, spec in funds.items()]


def _limit(draft: Draft, document: SchemeDocument, name: Word, spec: FundSpec) -> Taking:
    span, prefix = spec.span, f"{LIMITS}.{name}"
    within, claim = group_of(draft, name, spec), own(f"{prefix}.claim", span)
    lines = _lines(draft, spec)
    sources = with_group_limits(draft, lines)
    _define(draft, (EMPLOYEES, claim.name), total((own(each, span) for each in sources), span), spec)
    fund = _fund(draft, (name, spec), within)
    claims = Reference(within, f"{prefix}.claims", span)
    _define(draft, (within, claims.name), Aggregate("sum", EMPLOYEES, within, claim, None, span), spec)
    step = step_of(document, spec.step, span)
    part = Window("split", EMPLOYEES, within, (Call("floor", (fund, step), span), claim, step), None, span)
    exceeded = compare(">", claims, fund, span)
    cut = choose(exceeded, Binary("-", part, claim, span), zero(span), span)
    label = title_of(name, spec)
    _define(draft, (EMPLOYEES, prefix), cut, spec, label)
    shrunk = Logic("and", exceeded, compare(">", claim, zero(span), span), span)
    for line in lines:
        _warn_below_minimum(draft, document, (name, line), (shrunk, Binary("/", part, claim, span)))
    draft.pay_lines.append(PayLine(prefix, label, LineKind.ADJUSTMENT, "", prefix, span, story="fund"))
    return Taking(prefix, sources)


def _lines(draft: Draft, spec: FundSpec) -> list[PayLine]:
    known = earned_names(draft)
    draft.problems.extend(missing_name("KPI219", each, known) for each in spec.lines if each not in known)
    return earned_lines(draft, spec.lines)


def _fund(draft: Draft, fund: tuple[Word, FundSpec], within: str) -> Reference:
    """Add the most that the group may get; a fund below 0 is none."""
    name, spec = fund
    most = read(draft, spec.max)
    require_at(draft, within, (most, Kind.MONEY, "KPI235"), f"{LIMITS}.{name}.max")
    found = Reference(within, f"{LIMITS}.{name}.max", spec.max.span)
    _define(draft, (within, found.name), greatest((zero(spec.max.span), most), spec.max.span), spec)
    return found


def _warn_below_minimum(
    draft: Draft, document: SchemeDocument, named: tuple[Word, PayLine], cut: tuple[Expr, Expr]
) -> None:
    """Add a warning for everybody whose line the cut takes below its own `min`."""
    (fund, line), (shrunk, share) = named, cut
    spec = document.pay[Word(line.name, line.span)]
    if not isinstance(spec, EarnedSpec) or spec.min is None:
        return
    left = product([own(line.variable, line.span), share], line.span)
    below = compare("<", left, read(draft, spec.min), line.span)
    short = Logic("and", shrunk, below, line.span)
    name = f"{LIMITS}.{fund}.{line.name}.short"
    draft.definitions.append(
        Definition(EMPLOYEES, name, short, "", Role.LIMIT, fund.span, Kind.FLAG, by_parts=True)
    )
    params = (("fund", str(fund)), ("line", line.name))
    draft.cautions.append(Caution(EMPLOYEES, name, "KPI509", params, fund.span))


def _define(draft: Draft, key: tuple[str, str], expr: Expr, spec: FundSpec, label: str = "") -> None:
    grain, name = key
    draft.definitions.append(
        Definition(grain, name, expr, label, Role.LIMIT, spec.span, Kind.MONEY, by_parts=True)
    )
