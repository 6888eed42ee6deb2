"""What can stand in a column: steps and ends of its figures, texts that formulas know, links between rows."""

from __future__ import annotations

from decimal import Decimal

from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.money import ONE, minor_unit
from kpicalc.model.program import Input, Program

_STEPS = {Kind.COUNT: ONE, Kind.DAYS: ONE, Kind.RATIO: Decimal("0.0001")}
_OTHER_STEPS = Decimal("0.01")

# A text that no formula knows; not a dash, which reads as a blank cell.
OTHER_TEXT = "?"


def step_of(given: Input, currency: str) -> Decimal:
    """Return the smallest difference between two values of a numeric column, as people write it."""
    return minor_unit(currency) if given.kind is Kind.MONEY else _STEPS.get(given.kind, _OTHER_STEPS)


def least_of(given: Input, currency: str) -> Decimal | None:
    """Return the least value that the scheme allows, None where it does not say."""
    if given.minimum is not None or given.above is None:
        return given.minimum
    return given.above + step_of(given, currency)


def greatest_of(given: Input, currency: str) -> Decimal | None:
    """Return the greatest value that the scheme allows, None where it does not say."""
    if given.maximum is not None or given.below is None:
        return given.maximum
    return given.below - step_of(given, currency)


def applied_texts(program: Program, given: Input) -> tuple[str, ...]:
    """Return the texts of which the scheme asks one, if it is this column that tells whom it pays."""
    return tuple(
        value for heading, values in program.applies_to if heading in given.headings for value in values
    )


def is_fixed(program: Program, given: Input) -> bool:
    """Say whether a column is no figure to try: links, shares of a deal, days from which a row is valid."""
    grain = program.grains[given.grain]
    bound = {grain.superior, *(grain.valid or ()), grain.on}
    if grain.split is not None:
        bound |= {*grain.split.deal, grain.split.share}
    return given.name in bound


def fixed_value(program: Program, given: Input) -> Scalar | None:
    """Return what stands in such a column: a row of the whole period, a deal of one share."""
    grain = program.grains[given.grain]
    if given.kind is Kind.DATE:
        last = grain.valid is not None and given.name == grain.valid[1]
        return program.period.last_day if last else program.period.first_day
    if given.name == grain.superior:
        return None
    return OTHER_TEXT if given.kind is Kind.TEXT else ONE
