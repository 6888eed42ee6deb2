"""Holes between conditions: a value that none of them meets, such as 10 % in «< 10 %, > 10 %»."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from kpicalc.analysis.proofs.cut_choices import NONE, CutChoice, find_cut_choices
from kpicalc.analysis.proofs.cuts import BESIDE, Cut, written_condition
from kpicalc.analysis.proofs.shadowed import written_variables
from kpicalc.analysis.proofs.subject import Subject
from kpicalc.formula.printer import print_formula
from kpicalc.model.diagnostic import Diagnostic, Label, warning
from kpicalc.model.expr import Compare, Unary, walk


def find_holes(subject: Subject) -> Iterator[Diagnostic]:
    """Name each place between two conditions that has no answer, or an answer that neither side has."""
    for variable in written_variables(subject):
        for choice in find_cut_choices(subject, variable):
            if not _is_turned_round(choice):
                yield from _holes(choice)


def _is_turned_round(choice: CutChoice) -> bool:
    """Say whether some condition is a `not`, or asks for one value exactly: then no bound can be moved."""
    asked = (written_condition(choice.subject, each.condition) for each in choice.choices())
    turned = any(isinstance(part, Unary) and part.sign == "not" for each in asked for part in walk(each))
    return turned or any(cut.sign in {"=", "!="} for cut in choice.cuts)


def _holes(choice: CutChoice) -> Iterator[Diagnostic]:
    """Places come as stretch, point, stretch …: a hole is a run of them with an answer on either side."""
    start = 0
    for end in range(1, len(choice.places)):
        before, last = start, end - 1
        if choice.gives[end] == NONE:
            continue
        if last > before and choice.gives[before] != NONE:
            yield from _told(choice, before + 1, last)
        elif choice.places[end].cut is None and _stands_out(choice, end - 1):
            yield from _told(choice, end - 1, end - 1)
        start = end


def _stands_out(choice: CutChoice, point: int) -> bool:
    """Say whether at one point a number is given that lies outside those on its two different sides."""
    around = choice.gives[point - 1 : point + 2]
    numbers = [each for each in around if isinstance(each, Decimal)]
    if len(numbers) < len(around):
        return False
    below, here, above = numbers
    return below != above and not min(below, above) <= here <= max(below, above)


def _told(choice: CutChoice, first: int, last: int) -> Iterator[Diagnostic]:
    """Visit a hole by the condition above it, which may begin where the one below ends."""
    edges = [place.cut for place in choice.places[first - 1 : last + 2] if place.cut is not None]
    lower, upper = edges[0], edges[-1]
    inclusive = choice.places[first].cut is not None
    opening = _cut_at(choice, upper, {">", ">="})
    closing = _cut_at(choice, lower, {"<", "<="})
    if opening is None or closing is None:
        return
    params = {
        "name": choice.variable.name,
        "hole": _shown(choice, (closing, opening), (inclusive, choice.places[last].cut is not None)),
        "mend": _mend(opening, closing, inclusive=inclusive),
    }
    label = Label(closing.comparison.span, "condition_below")
    yield warning("KPI340", opening.comparison.span, label, **params)


def _cut_at(choice: CutChoice, bound: Decimal, signs: set[str]) -> Cut | None:
    return next((cut for cut in choice.cuts if cut.bound == bound and cut.sign in signs), None)


def _shown(choice: CutChoice, ends: tuple[Cut, Cut], inside: tuple[bool, bool]) -> str:
    """Show the hole as a condition: `ПДЗ = 10%`, `80% <= x < 90%`."""
    lower, upper = ends
    if lower.bound == upper.bound:
        one, _, other = choice.measure.partition(BESIDE)
        return f"{one} = {other or print_formula(upper.written)}"
    from_, to = ("<=" if each else "<" for each in inside)
    return f"{print_formula(lower.written)} {from_} {choice.measure} {to} {print_formula(upper.written)}"


def _mend(opening: Cut, closing: Cut, *, inclusive: bool) -> str:
    """Return the upper condition begun where the lower one ends."""
    comparison = opening.comparison
    flipped = comparison.sign in {"<", "<="}
    bound = comparison.left if flipped else comparison.right
    if opening.bound != closing.bound:
        bound = closing.written
    equal = "=" if inclusive else ""
    if flipped:
        mended: Compare = replace(comparison, sign="<=" if equal else "<", left=bound)
    else:
        mended = replace(comparison, sign=">=" if equal else ">", right=bound)
    return print_formula(mended)
