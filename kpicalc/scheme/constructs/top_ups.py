"""Pay lines that look at other lines: allowances, guarantees and draws, as written."""

from __future__ import annotations

from kpicalc.model.outline import LineKind
from kpicalc.scheme.constructs.lines import EarnedSpec, LineSpec
from kpicalc.scheme.fields import FlagField, FormulaField, NameField, RoundingField
from kpicalc.scheme.key_rules import apart, key_rules, needs, one_of, only_with
from kpicalc.scheme.readers import Items


class AllowanceSpec(EarnedSpec):
    """A percentage of other lines or groups, or of a base."""

    kinds = (LineKind.ALLOWANCE,)

    percent: FormulaField
    of: Items[NameField] = ()
    base: FormulaField | None = None

    between_keys = key_rules(
        one_of("of", "base"),
        apart("of", "base"),
        *EarnedSpec.between_keys,
    )


class GuaranteeSpec(LineSpec):
    """What is missing of the lines in `of` to an amount."""

    kinds = (LineKind.GUARANTEE,)

    amount: FormulaField
    of: Items[NameField]
    share: FormulaField | None = None
    round: RoundingField | None = None


class DrawSpec(GuaranteeSpec):
    """A guarantee that may be a debt: it is recovered from what is later earned above the amount."""

    kinds = (LineKind.DRAW,)

    recoverable: FlagField
    balance: FormulaField | None = None
    recover: FormulaField | None = None

    between_keys = key_rules(
        needs("recoverable: true", "balance"),
        only_with("balance", "recoverable: true"),
        only_with("recover", "recoverable: true"),
    )


TOP_UPS = (AllowanceSpec, GuaranteeSpec, DrawSpec)
