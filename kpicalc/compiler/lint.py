"""Lint pass: the list of its checks, and those of numbers: weights, limits, bounds, digits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import reduce

from kpicalc.compiler.constructs.goal_tree import link_name, names_under
from kpicalc.compiler.constructs.indexes import DEFAULT_INDEX, members_of_indexes
from kpicalc.compiler.constructs.parameters import find_unlikely_keys
from kpicalc.compiler.constructs.rules import find_factors_twice
from kpicalc.compiler.draft import Findings, Topic, overflows
from kpicalc.compiler.slips import (
    find_percent_points,
    find_percents_without_sign,
    find_precedence_slips,
    find_vain_parts,
    find_vain_periods,
)
from kpicalc.compiler.terms import missing_name
from kpicalc.formula.printer import print_formula
from kpicalc.model.diagnostic import Diagnostic, Label, ToldShare, error, warning
from kpicalc.model.expr import Expr, Number, Unary
from kpicalc.model.figure import Figure, figure_of, name_figure, owner_of
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, COUNTING, ONE, ZERO
from kpicalc.model.plain_text import can_be_sheet
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.source import Span
from kpicalc.scheme.constructs.bands import quantities
from kpicalc.scheme.document import SchemeDocument

# Limits that are shares of something.
_SHARES = frozenset({Figure.LIMIT, Figure.RECOVER, Figure.DROP_BELOW})
# Equal weights that miss 1 by less than this were rounded.
_ROUNDED_OFF = Decimal("0.02")

# The upper ends of a limit, with the lower ones.
_LOWER_ENDS = {Figure.MAX: Figure.MIN, Figure.CAP: Figure.FLOOR}


def lint_scheme(findings: Findings) -> None:
    """Run every check; each is a function of the findings that yields what it sees."""
    for check in _CHECKS:
        findings.draft.problems.extend(check(findings))


def find_weights_not_one(findings: Findings) -> Iterator[Diagnostic]:
    """Weights of an index that are constants add up to exactly 1."""
    weights = findings.weights()
    for index, members in members_of_indexes(findings.document):
        known = [weights[kpi] for kpi in members if kpi in weights]
        total = COUNTING.plus(reduce(CONTEXT.add, known, ZERO))
        if len(known) == len(members) and total != ONE:
            told = ToldShare(total)
            yield error(
                Problem.WEIGHTS_SUM, index.span, index=str(index), total=told, **_meant_part(known, total)
            )


def _meant_part(weights: list[Decimal], total: Decimal) -> dict[str, object]:
    """Return the fraction that equal weights were rounded from, with the hint that names it."""
    near = abs(COUNTING.subtract(total, ONE)) < _ROUNDED_OFF
    if len(set(weights)) > 1 or not near:
        return {}
    return {"hint": "equal", "mend": f"1/{len(weights)}"}


def find_unknown_parts_of_pay(findings: Findings) -> Iterator[Diagnostic]:
    """A norm of the mix names a pay line or a group of them, and a column of texts whose norm it is."""
    document = findings.document
    known = {str(name) for name in document.pay} | {
        str(each.group) for each in document.pay.values() if each.group
    }
    if document.mix is not None:
        yield from (
            missing_name(Problem.PAY_LINE_UNKNOWN, each, known)
            for norms in document.mix.norms.values()
            for each in norms.lines
            if each not in known
        )
        # Tell a mix by what is no column of texts, and roles that the column can never be.
        mix = document.mix
        own = (table for name, table in document.facts.items() if name == EMPLOYEES)
        columns = (each for table in own for each in table.columns.items())
        texts = {str(name): column for name, column in columns if column.type is Kind.TEXT}
        if mix.by is not None:
            if mix.by in texts:
                yield from find_unlikely_keys("mix", mix.values, str(mix.by), texts[mix.by])
            else:
                yield missing_name(Problem.NAME_UNKNOWN, mix.by, texts.keys())


def find_negative_weights(findings: Findings) -> Iterator[Diagnostic]:
    """A weight is a share of the index, so it is not below 0, whatever the others add up to."""
    for each, value in findings.numbers_of(Topic.FIGURE):
        if each.figure is Figure.WEIGHT and value < ZERO:
            weight = _show_constant(each.expr, value)
            yield error(Problem.WEIGHT_NEGATIVE, each.expr.span, name=owner_of(each.name), weight=weight)


def find_overflows(findings: Findings) -> Iterator[Diagnostic]:
    """Constants that come to a number beyond all digits."""
    for part in findings.parts():
        if overflows(findings.constants, part):
            yield error(Problem.NUMBER_TOO_LARGE, part.span, formula=print_formula(part))


def find_crossed_bounds(findings: Findings) -> Iterator[Diagnostic]:
    """No cell can hold a number that is above the upper bound of its column or below the lower one."""
    for table in findings.document.facts.values():
        for name, column in table.columns.items():
            lows = [(each.value, each is column.above) for each in quantities((column.min, column.above))]
            highs = [(each.value, each is column.below) for each in quantities((column.max, column.below))]
            if lows and highs and not _is_room(max(lows), min(highs, key=lambda end: (end[0], not end[1]))):
                yield error(Problem.COLUMN_BOUNDS_EXCLUDE_ALL, column.span, name=str(name))


def _is_room(low: tuple[Decimal, bool], high: tuple[Decimal, bool]) -> bool:
    """Say whether a number lies between two ends, each of which may be left out itself."""
    return low[0] < high[0] or (low[0] == high[0] and not low[1] and not high[1])


def find_goals_not_one(findings: Findings) -> Iterator[Diagnostic]:
    """Shares of a goal that are constants leave something for those without one, else they add up to 1."""
    document, weights = findings.document, findings.weights()
    top = next(iter(document.goals), None)
    if top is not None:
        yield from _shares_under(document, weights, "", top.span)
    for goal in document.goals:
        yield from _shares_under(document, weights, str(goal), goal.span)


def _shares_under(
    document: SchemeDocument, weights: Mapping[str, Decimal], goal: str, span: Span
) -> Iterator[Diagnostic]:
    under = [(link_name(name, spec, goal), share) for name, spec, share in names_under(document, goal)]
    written = [name for name, share in under if share is not None]
    known = [weights[name] for name in written if name in weights]
    if not written or len(known) != len(written):
        return
    others = tuple(name for name, share in under if share is None)
    total = sum(known, ZERO)
    shown = goal or DEFAULT_INDEX
    if others and total >= ONE:
        yield error(
            Problem.GOAL_SHARES_LEAVE_NOTHING,
            span,
            goal=shown,
            total=ToldShare(total),
            names=others,
        )
    elif not others and total != ONE:
        yield error(Problem.GOAL_SHARES_SUM, span, goal=shown, total=ToldShare(total))


def find_stop_above_threshold(findings: Findings) -> Iterator[Diagnostic]:
    """The threshold below which everything stops is not above the one below which one KPI scores 0."""
    limits = findings.limits()
    for kpi in findings.document.kpis:
        names = [name_figure(str(kpi), figure) for figure in (Figure.STOP, Figure.THRESHOLD)]
        if not set(names) <= set(limits):
            continue
        (stop, stops_at), (threshold, scores_at) = (limits[name] for name in names)
        if stops_at > scores_at:
            label = Label(threshold.span, "threshold_here")
            written = {
                "stop": _show_constant(stop, stops_at),
                "threshold": _show_constant(threshold, scores_at),
            }
            yield warning(Problem.STOP_ABOVE_THRESHOLD, stop.span, label, kpi=str(kpi), **written)


def find_shares_outside(findings: Findings) -> Iterator[Diagnostic]:
    """Factors of stop-factors, limits of deductions and shares of recoveries lie between 0 and 1."""
    factors = {each.name for each in findings.draft.factors}
    for each, value in findings.numbers_of(Topic.FACTOR, Topic.LIMIT):
        if (each.name in factors or each.figure in _SHARES) and not ZERO <= value <= ONE:
            yield error(
                Problem.SHARE_OUT_OF_BOUNDS,
                each.expr.span,
                name=each.name,
                value=_show_constant(each.expr, value),
            )


def find_negative_deductibles(findings: Findings) -> Iterator[Diagnostic]:
    """A deductible is taken off the base, so it is not below 0."""
    for each, value in findings.numbers_of(Topic.DEDUCTIBLE):
        if value < ZERO:
            yield error(
                Problem.DEDUCTIBLE_NEGATIVE,
                each.expr.span,
                name=each.name,
                value=_show_constant(each.expr, value),
            )


def find_crossed_limits(findings: Findings) -> Iterator[Diagnostic]:
    """A lower limit is not above the upper one."""
    limits = findings.limits()
    for name, (upper, most) in limits.items():
        end = figure_of(name)
        if end not in _LOWER_ENDS:
            continue
        stem = owner_of(name)
        lower, least = limits.get(name_figure(stem, _LOWER_ENDS[end]), (upper, most))
        if least > most:
            label = Label(upper.span, "upper_limit_here")
            written = {"least": _show_constant(lower, least), "most": _show_constant(upper, most)}
            yield error(Problem.LIMITS_CROSSED, lower.span, label, name=stem, **written)


def _show_constant(expr: Expr, value: Decimal) -> str:
    """Show a constant as it is written, with its value where the formula does not say it."""
    shown = print_formula(expr)
    return shown if isinstance(expr, Number | Unary) else f"{shown} = {value.normalize():f}"


def find_impossible_sheets(findings: Findings) -> Iterator[Diagnostic]:
    """The sheet of a table has a title that Excel allows; only a file of text may be called otherwise."""
    for name, table in findings.document.facts.items():
        sheet = table.sheet or name
        told = str(sheet).replace("*", "") or name  # a pattern stands for titles of any letters
        if not table.derived and not can_be_sheet(told):
            yield warning(Problem.SHEET_TITLE_IMPOSSIBLE, sheet.span, sheet=str(sheet))


_CHECKS: tuple[Callable[[Findings], Iterator[Diagnostic]], ...] = (
    find_weights_not_one,
    find_negative_weights,
    find_unknown_parts_of_pay,
    find_overflows,
    find_crossed_bounds,
    find_vain_periods,
    find_goals_not_one,
    find_stop_above_threshold,
    find_shares_outside,
    find_negative_deductibles,
    find_crossed_limits,
    find_precedence_slips,
    find_percent_points,
    find_percents_without_sign,
    find_vain_parts,
    find_factors_twice,
    find_impossible_sheets,
)
