"""Pay lines as written: with an amount of their own, deductions, entitlements, and all kinds together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from kpicalc.model.dataclass import Faces
from kpicalc.model.outline import LineKind
from kpicalc.scheme.constructs.lines import EarnedSpec, GateSpec, LineSpec, Over
from kpicalc.scheme.constructs.people import LINES_AMONG_PEOPLE
from kpicalc.scheme.constructs.top_ups import TOP_UPS
from kpicalc.scheme.fields import FlagField, FormulaField, NameField, RoundingField, choice
from kpicalc.scheme.key_rules import apart, key_rules, needs, one_of, only_with
from kpicalc.scheme.readers import Items
from kpicalc.scheme.spec import choose_by


class EarningSpec(EarnedSpec):
    """A line with an amount of its own, or with a rate of what counts of a base."""

    kinds = (LineKind.FIXED, LineKind.SOFT, LineKind.VARIABLE)

    amount: FormulaField | None = None
    base: FormulaField | None = None
    rate: FormulaField | None = None
    deductible: FormulaField | None = None
    gate: GateSpec | None = None

    between_keys = key_rules(
        one_of("amount", "base"),
        apart("amount", "base"),
        needs("base", "rate"),
        only_with("rate", "base"),
        only_with("deductible", "base"),
        *EarnedSpec.between_keys,
    )


class DeductionSpec(LineSpec):
    """A line that takes off the lines or groups in `from`, at most `limit` of what they pay."""

    kinds = (LineKind.DEDUCTION,)

    amount: FormulaField
    from_: Items[NameField] = Field(alias="from")
    limit: FormulaField | None = None
    over: Annotated[Over, choice(Over)] = Over.FORFEIT
    refund: FlagField = False
    round: RoundingField | None = None


class EntitlementSpec(LineSpec):
    """A line without money: yes or no, or a count of points."""

    kinds = (LineKind.ENTITLEMENT,)

    points: FormulaField | None = None

    between_keys = (one_of("when", "points"),)


LINES = (EarningSpec, *TOP_UPS, *LINES_AMONG_PEOPLE, DeductionSpec, EntitlementSpec)
SHAPES: Mapping[str, type[LineSpec]] = Faces(
    "LINES of scheme/constructs/pay.py", {kind: spec for spec in LINES for kind in spec.kinds}
)

# A kind without a shape of its own would be read, and paid, by the shape that its keys fit best.
_WRITTEN = [SHAPES[kind] for kind in LineKind if kind.traits.written]
PaySpec = Annotated[LineSpec, choose_by("kind", {spec: spec.kinds for spec in _WRITTEN})]
