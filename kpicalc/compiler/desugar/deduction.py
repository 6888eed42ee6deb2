"""Deductions: amounts taken off named lines, never more than they pay."""

from __future__ import annotations

from dataclasses import replace

from kpicalc.compiler.desugar.group import define_line
from kpicalc.compiler.desugar.lines import (
    CARRIED,
    define_part,
    earned_lines,
    earned_names,
    round_line,
    with_group_limits,
)
from kpicalc.compiler.desugar.suggestion import missing_name
from kpicalc.compiler.desugar.taking import Taking, still_there
from kpicalc.compiler.desugar.terms import (
    choose,
    compare,
    least,
    negative,
    own,
    read,
    read_optional,
    require,
    rounded,
    zero,
)
from kpicalc.compiler.draft import Definition, Draft
from kpicalc.formula.no_answer import no_answer
from kpicalc.model.expr import Binary, Expr
from kpicalc.model.kind import Kind
from kpicalc.model.money import Rounding, RoundingMode, minor_unit
from kpicalc.model.outline import LineKind, PayLine
from kpicalc.model.program import EMPLOYEES, Role
from kpicalc.scheme.document import DeductionSpec, SchemeDocument
from kpicalc.scheme.line_words import Over
from kpicalc.scheme.words import Word

# What of a deduction is asked for, before it is rounded and limited.
ASKED = "asked"


def translate_deductions(draft: Draft, document: SchemeDocument, before: list[Taking]) -> None:
    """Add the lines of kind deduction in the order of the scheme; each leaves what others have taken."""
    taken = list(before)
    for name, spec in document.pay.items():
        if isinstance(spec, DeductionSpec):
            taken.append(_deduct(draft, document, (name, spec), taken))


def _deduct(
    draft: Draft, document: SchemeDocument, named: tuple[Word, DeductionSpec], before: list[Taking]
) -> Taking:
    name, spec = named
    span, label = spec.span, spec.title or name
    sources = _sources(draft, spec)
    limit = read_optional(draft, spec.limit)
    require(draft, limit, Kind.RATIO, "KPI235", f"{name}.limit")
    owed = round_line(document, _owed(draft, name, spec), spec.round, span)
    figures = {"owed": owed, "available": still_there(sources, before, limit, span)}
    for figure, value in figures.items():
        define_line(draft, (EMPLOYEES, f"{name}.{figure}"), value, Kind.MONEY, (label, span))
    most = least(tuple(own(f"{name}.{figure}", span) for figure in figures), span)
    # The amount is rounded as the line says; what the limit leaves of it never upwards.
    steps = [minor_unit(document.currency)] + ([] if spec.round is None else [spec.round.step])
    unit = Rounding(min(steps), RoundingMode.DOWN)
    expr = rounded(negative(most, span), unit, span)
    draft.definitions.append(
        Definition(EMPLOYEES, str(name), expr, label, Role.PAY_LINE, name.span, Kind.MONEY, by_parts=True)
    )
    left = ""
    if spec.over is Over.CARRY:
        # What is taken is negative, so it is added.
        rest = Binary("+", own(f"{name}.owed", span), own(name, span), span)
        left = define_part(draft, name, CARRIED, rest)
    group = str(spec.group or "")
    line = PayLine(str(name), label, LineKind.DEDUCTION, group, str(name), span, left=left)
    told = tuple((figure, f"{name}.{figure}") for figure in figures)
    draft.pay_lines.append(replace(line, story="deduction", figures=told, sources=sources))
    return Taking(str(name), sources)


def _owed(draft: Draft, name: Word, spec: DeductionSpec) -> Expr:
    """The amount to take: 0 unless `when` holds; below 0 only where it is paid back (`refund`)."""
    amount, when = read(draft, spec.amount), read_optional(draft, spec.when)
    require(draft, amount, Kind.MONEY, "KPI232", name)
    require(draft, when, Kind.FLAG, "KPI234", name)
    if when is not None:
        amount = choose(when, amount, zero(spec.span), spec.span)
    asked = f"{name}.{ASKED}"
    define_line(draft, (EMPLOYEES, asked), amount, Kind.MONEY, (spec.title or name, spec.span))
    taken = own(asked, spec.span)
    if spec.refund:
        return taken
    refused = no_answer("KPI513", str(name), spec.amount.span, taken)
    return choose(compare("<", taken, zero(spec.span), spec.span), refused, taken, spec.span)


def _sources(draft: Draft, spec: DeductionSpec) -> tuple[str, ...]:
    known = earned_names(draft)
    draft.problems.extend(missing_name("KPI219", each, known) for each in spec.from_ if each not in known)
    return with_group_limits(draft, earned_lines(draft, spec.from_))
