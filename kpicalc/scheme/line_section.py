"""What every pay line has, and what every earned one has."""

from __future__ import annotations

from typing import Annotated

from kpicalc.model.outline import LineKind
from kpicalc.scheme.fields import FormulaField, NameField, RoundingField, TextField, choice
from kpicalc.scheme.line_words import BoundedSpec
from kpicalc.scheme.spec import Items, Spec

# The kinds that a scheme may write, in the order in which the language page lists them.
LINE_KINDS = (
    LineKind.FIXED,
    LineKind.SOFT,
    LineKind.VARIABLE,
    LineKind.ALLOWANCE,
    LineKind.GUARANTEE,
    LineKind.DRAW,
    LineKind.PRIZE,
    LineKind.POOL,
    LineKind.DEDUCTION,
    LineKind.ENTITLEMENT,
)


class LineSpec(Spec):
    """What every pay line has."""

    kind: Annotated[LineKind, choice(LineKind, *LINE_KINDS)]
    when: FormulaField | None = None
    group: NameField | None = None
    title: TextField = ""


class EarnedSpec(LineSpec, BoundedSpec):
    """A line that adds to pay: an amount × share × factors, within bounds."""

    share: FormulaField | None = None
    factors: Items[FormulaField] = ()
    round: RoundingField | None = None
