"""Pay lines that look at other lines: allowances, guarantees and draws, as written."""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.outline import LineKind
from kpicalc.model.problem import Problem
from kpicalc.scheme.constructs.lines import EarnedSpec, LineSpec
from kpicalc.scheme.fields import FlagField, FormulaField, NameField, RoundingField
from kpicalc.scheme.key_rules import apart, key_rules, one_of, only_with
from kpicalc.scheme.readers import Items


class AllowanceSpec(EarnedSpec):
    """A percentage of other lines or groups, or of a base."""

    kinds = (LineKind.ALLOWANCE,)

    percent: FormulaField
    of: Items[NameField] = ()
    base: FormulaField | None = None
    included: FlagField | None = None

    between_keys = key_rules(
        one_of("of", "base"),
        apart("of", "base"),
        only_with("included", "of"),
        apart("included: true", "share"),
        apart("included: true", "factors"),
        *EarnedSpec.between_keys,
    )

    def find_problems(self) -> Iterator[Diagnostic]:
        """A sum includes the line where it is that of the line's own group."""
        if self.included and self.of and self.group not in self.of:
            place, wanted = self.place("included"), f"group: {self.of[0]}"
            yield error(Problem.KEY_NEEDS_SETTING, place, key="included: true", setting=wanted)


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
        only_with("balance", "recoverable: true"),
        only_with("recover", "recoverable: true"),
    )


TOP_UPS = (AllowanceSpec, GuaranteeSpec, DrawSpec)
