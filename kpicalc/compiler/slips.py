"""What is legal to write and cannot be meant: formulas that are known in the field to be mistakes."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from kpicalc.compiler.draft import Constants, Findings, Topic, constant_of
from kpicalc.formula.functions import branching_of, stepping_of
from kpicalc.formula.functions.choosing import CLAMP
from kpicalc.formula.infer import KindInference
from kpicalc.formula.printer import print_formula
from kpicalc.model.diagnostic import Diagnostic, Label, error, warning
from kpicalc.model.expr import Binary, Call, Compare, Expr, If, Lookup, Number, Reference
from kpicalc.model.kind import Kind
from kpicalc.model.money import ONE, ZERO
from kpicalc.model.period import PayCycle, PeriodLength
from kpicalc.model.problem import Problem
from kpicalc.model.program import COMPANY, Table
from kpicalc.scheme.constructs.bands import quantities
from kpicalc.scheme.constructs.tables import versions_of
from kpicalc.scheme.document import CoefficientTable, SchemeDocument
from kpicalc.scheme.words import Quantity

# A table whose highest bare bound is this much, 1000 %, is taken for one in percents.
LEAST_TOP = Decimal(10)
# A rate of money above this is likely to be a percent whose sign is forgotten; double pay is not rare.
MOST_TIMES = Decimal(2)
# `a + b / 2` is often meant as it stands; the mean of three and more parts without brackets hardly ever.
_LEAST_TERMS = 3


def mend_precedence(expr: Expr) -> Expr | None:
    """Return what is likely meant by `fact - plan / 100%` or `a + b + c / 3`, None for any other formula."""
    match expr:
        case Binary(
            sign=("+" | "-") as sign, left=left, right=Binary(sign="/", left=part, right=Number() as divisor)
        ) if _divides_all(divisor, _terms_of_sum(expr)):
            return Binary("/", Binary(sign, left, part, expr.span), divisor, expr.span)
        case _:
            return None


def _divides_all(divisor: Number, terms: list[Expr]) -> bool:
    """Say whether a divisor is 100%, which changes nothing in one part, or the number of all parts."""
    if divisor.percent:
        return divisor.value == ONE
    divided = any(isinstance(term, Binary) and term.sign == "/" for term in terms[:-1])
    return len(terms) >= _LEAST_TERMS and divisor.value == len(terms) and not divided


def _terms_of_sum(expr: Expr) -> list[Expr]:
    if isinstance(expr, Binary) and expr.sign == "+":
        return [*_terms_of_sum(expr.left), expr.right]
    return [expr]


# A bare number from here on, 200 %, is taken for a percent whose sign is forgotten: a multiple that is meant
# is written with the sign.
LEAST_POINTS = Decimal(2)


def refuse_comparison_with_itself(part: Expr) -> Diagnostic | None:
    """Refuse a comparison that has one and the same value on both sides."""
    match part:
        case Compare(left=Reference() as left, right=Reference() as right) if left == right:
            return error(Problem.COMPARED_WITH_ITSELF, part.span, name=left.name, grain=left.grain)
        case _:
            return None


def refuse_percent_points(inference: KindInference, part: Expr) -> tuple[Diagnostic, ...]:
    """Refuse a ratio (0.8) that stands beside bare numbers as large as percents (80)."""
    sides, least = _sides_compared(part)
    numbers = [each for each in sides if _like_points(each, least)]
    if not numbers or all(inference.kind_of(each) is not Kind.RATIO for each in sides):
        return ()
    written = [(each.span, print_formula(each)) for each in numbers]
    return tuple(
        error(Problem.RATIO_COMPARED_WITH_POINTS, span, points=points, mend=f"{points}%")
        for span, points in written
    )


def _sides_compared(part: Expr) -> tuple[tuple[Expr, ...], Decimal]:
    """Return what stands against each other, and from which bare number on it looks like a percent.

    In a comparison, and in `min`, `max` and `clamp`, that is any multiple; in a sum, and in the branches of a
    choice, 1 and 2 are ordinary beside a ratio.
    """
    match part:
        case Compare(left=left, right=right):
            return (left, right), LEAST_POINTS
        case Call(arguments=arguments):
            branching = branching_of(part)
            return () if branching is None or branching.by_sign else arguments, LEAST_POINTS
        case Binary(sign="+" | "-", left=left, right=right) | If(then=left, otherwise=right):
            return (left, right), LEAST_TOP
        case _:
            return (), LEAST_POINTS


def _like_points(part: Expr, least: Decimal) -> bool:
    return isinstance(part, Number) and not part.percent and part.value >= least


def refuse_argument(known: Constants, part: Expr) -> Diagnostic | None:
    """Refuse a step that is not above 0, and bounds of `clamp` that are crossed."""
    match part:
        case Call(function=function, arguments=(_, step, *_)) if stepping_of(part) is not None:
            return _refuse_step(known, function, step)
        case Call(function=CLAMP.name, arguments=(_, low, high)):
            return _refuse_bounds(known, low, high)
        case _:
            return None


def _refuse_step(known: Constants, function: str, step: Expr) -> Diagnostic | None:
    value = constant_of(known, step)
    if value is None or value > ZERO:
        return None
    return error(Problem.ROUNDING_STEP_INVALID, step.span, function=function, step=print_formula(step))


def _refuse_bounds(known: Constants, low: Expr, high: Expr) -> Diagnostic | None:
    least, most = constant_of(known, low), constant_of(known, high)
    if least is None or most is None or least <= most:
        return None
    return error(Problem.CLAMP_BOUNDS_CROSSED, low.span, low=print_formula(low), high=print_formula(high))


_SIGNS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def never_in_a_period(cycle: PayCycle, part: Expr) -> tuple[str, tuple[int, ...], Number] | None:
    """Return what is asked of the period, what it can be, and the number it never meets; None otherwise."""
    match part:
        case Compare(sign=sign, left=Reference() as asked, right=Number() as number):
            meets = _SIGNS[sign]
        case Compare(sign=sign, left=Number() as number, right=Reference() as asked):
            meets = _SIGNS[_TURNED.get(sign, sign)]
        case _:
            return None
    possible = _possible_numbers(cycle).get(asked.name, ()) if asked.grain == COMPANY else ()
    if not possible or any(meets(Decimal(each), number.value) for each in possible):
        return None
    return asked.name, possible, number


def _possible_numbers(cycle: PayCycle) -> Mapping[str, tuple[int, ...]]:
    """Return what each number of the period can be in a scheme of such periods."""
    months = cycle.length.months
    whole = cycle.length is not PeriodLength.DAYS and not cycle.weeks
    first = tuple(range(1, 13, months)) if whole else tuple(range(1, 13))
    last = tuple(range(months, 13, months)) if whole and cycle.starts == 1 else tuple(range(1, 13))
    return {
        "period.month": first,
        "period.last_month": last,
        "period.quarter": tuple(sorted({(month + 2) // 3 for month in first})),
        "period.half": tuple(sorted({(month + 5) // 6 for month in first})),
        "period.months": (months,),
    }


def find_precedence_slips(findings: Findings) -> Iterator[Diagnostic]:
    """Sums of which only the last part is divided: `fact - plan / 100%`, `K1 + K2 + K3 + K4 / 4`."""
    for part in findings.parts():
        mend = mend_precedence(part)
        if mend is not None:
            yield warning(
                Problem.DIVISION_OF_LAST_TERM,
                part.span,
                formula=print_formula(part),
                mend=print_formula(mend),
            )


def find_percent_points(findings: Findings) -> Iterator[Diagnostic]:
    """Tables whose bands are written in percent points (80) but which are asked with a ratio (0.8)."""
    inference = findings.inference()
    for part in findings.parts():
        if not isinstance(part, Lookup):
            continue
        table = findings.draft.tables[part.table]
        yield from _asked_with_a_share(inference, table, part.axis)
        yield from _bare_among_percents(findings, table.written_name)
        if table.columns is not None:
            assert part.base is not None  # noqa: S101 - a matrix is asked with two values
            yield from _asked_with_a_share(inference, table.columns, part.base)


def _asked_with_a_share(inference: KindInference, table: Table, axis: Expr) -> Iterator[Diagnostic]:
    points = table.axis_kind is Kind.NUMBER and _highest_bound(table) >= LEAST_TOP
    if points and inference.kind_of(axis) is Kind.RATIO:
        label = Label(table.span, "table_here")
        yield error(
            Problem.BANDS_ARE_BARE_PERCENTS, axis.span, label, table=table.name, top=_highest_bound(table)
        )


def _bare_among_percents(findings: Findings, name: str) -> Iterator[Diagnostic]:
    """One axis with percents (100%) and bare numbers as large as percents (120)."""
    for bounds in _axes_written(findings.document, name):
        if any(each.percent for each in bounds):
            bare = [each for each in bounds if not each.percent and each.value >= LEAST_POINTS]
            written = [(each.span, print_formula(Number(each.value, False, each.span))) for each in bare]  # noqa: FBT003 - no percent
            yield from (
                error(Problem.RATIO_COMPARED_WITH_POINTS, span, points=text, mend=f"{text}%")
                for span, text in written
            )


def _axes_written(document: SchemeDocument, name: str) -> Iterator[list[Quantity]]:
    written = next(each for each_name, each in document.tables.items() if each_name == name)
    for _, spec in versions_of(written):
        axes = (
            (spec.bands,) if isinstance(spec, CoefficientTable) else (spec.rows.bounds, spec.columns.bounds)
        )
        yield from ([*quantities(bound for part in axis for bound in part.bounds())] for axis in axes)


def find_percents_without_sign(findings: Findings) -> Iterator[Diagnostic]:
    """Rates of money written as bare numbers (5) where percents (5%) are likely to be meant."""
    inference = findings.inference()
    for each in findings.draft.requirements:
        match each.expr:
            case Binary(left=base, right=Number(value=rate, percent=False) as number) if (
                each.topic is Topic.SHARE_OF_MONEY and rate > MOST_TIMES
            ):
                if inference.kind_of(base) is Kind.MONEY:
                    mend = f"{print_formula(number)}%"
                    yield error(Problem.RATE_ABOVE_BASE, number.span, name=each.name, times=rate, mend=mend)


def find_vain_periods(findings: Findings) -> Iterator[Diagnostic]:
    """Conditions on the period that no period of the scheme can meet."""
    for part in findings.parts():
        asked = never_in_a_period(findings.document.period, part)
        if asked is not None:
            name, possible, number = asked
            yield warning(Problem.PERIOD_CONDITION_IMPOSSIBLE, number.span, name=name, possible=possible)


def find_vain_parts(findings: Findings) -> Iterator[Diagnostic]:
    """Comparisons and arguments that cannot be meant as they are written."""
    inference = findings.inference()
    for part in findings.parts():
        seen = (
            refuse_comparison_with_itself(part),
            *refuse_percent_points(inference, part),
            refuse_argument(findings.constants, part),
        )
        yield from (problem for problem in seen if problem is not None)


def _highest_bound(table: Table) -> Decimal:
    return max((band.lower for band in table.bands if band.lower is not None), default=ZERO)
