"""Pay lines and limits as written."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from kpicalc.model.spelling import propose_name
from kpicalc.scheme.constructs.lines import BoundedSpec, EarnedSpec, GateSpec, LineSpec, Over
from kpicalc.scheme.constructs.people import FundSpec, PoolSpec, PrizeSpec
from kpicalc.scheme.constructs.top_ups import AllowanceSpec, DrawSpec, GuaranteeSpec
from kpicalc.scheme.fields import FlagField, FormulaField, NameField, RoundingField, choice
from kpicalc.scheme.key_rules import apart, key_rules, needs, one_of, only_with, with_any
from kpicalc.scheme.readers import Items, Section
from kpicalc.scheme.spec import HIDDEN_MARK, Spec
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode


class EarningSpec(EarnedSpec):
    """A line with an amount of its own, or with a rate of what counts of a base."""

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

    amount: FormulaField
    from_: Items[NameField] = Field(alias="from")
    limit: FormulaField | None = None
    over: Annotated[Over, choice(Over)] = Over.FORFEIT
    refund: FlagField = False
    round: RoundingField | None = None


class EntitlementSpec(LineSpec):
    """A line without money: yes or no, or a count of points."""

    points: FormulaField | None = None

    between_keys = (one_of("when", "points"),)


def _shape_of_line(node: Any) -> str:
    """Choose the shape by `kind`, or by the nearest kind, so that one misspelling is one problem."""
    shape = _SHAPES.get(propose_name(_written_kind(node), _SHAPES) or "", "earning")
    return HIDDEN_MARK + shape


def _written_kind(node: Node) -> str:
    entry = node.find("kind") if isinstance(node, MappingNode) else None
    return entry[1].text if entry is not None and isinstance(entry[1], ScalarNode) else ""


_SHAPES = {
    **dict.fromkeys(("fixed", "soft", "variable"), "earning"),
    "allowance": "allowance",
    "guarantee": "guarantee",
    "draw": "draw",
    "prize": "prize",
    "pool": "pool",
    "deduction": "deduction",
    "entitlement": "entitlement",
}

PaySpec = Annotated[
    Annotated[EarningSpec, Tag("\0earning")]
    | Annotated[AllowanceSpec, Tag("\0allowance")]
    | Annotated[GuaranteeSpec, Tag("\0guarantee")]
    | Annotated[DrawSpec, Tag("\0draw")]
    | Annotated[PrizeSpec, Tag("\0prize")]
    | Annotated[PoolSpec, Tag("\0pool")]
    | Annotated[DeductionSpec, Tag("\0deduction")]
    | Annotated[EntitlementSpec, Tag("\0entitlement")],
    Discriminator(_shape_of_line),
]


class LimitSpec(BoundedSpec):
    """The least and the most that a sum of lines may be."""

    between_keys = key_rules(
        one_of("min", "max"),
        with_any(("min", "max"), *BoundedSpec.between_keys),
    )


class LimitsSpec(Spec):
    """Limits of groups of lines, of what lines cost for many people, and of the whole pay."""

    total: LimitSpec | None = None
    groups: Section[LimitSpec] = Field(default_factory=dict)
    funds: Section[FundSpec] = Field(default_factory=dict)
