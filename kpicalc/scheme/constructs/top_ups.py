"""Pay lines that look at other lines: allowances, guarantees and draws, as written."""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.scheme.constructs.lines import EarnedSpec, LineSpec
from kpicalc.scheme.fields import FlagField, FormulaField, NameField, RoundingField
from kpicalc.scheme.spec import Items


class AllowanceSpec(EarnedSpec):
    """A percentage of other lines or groups, or of a base."""

    percent: FormulaField
    of: Items[NameField] = ()
    base: FormulaField | None = None

    def find_problems(self) -> Iterator[Diagnostic]:
        """An allowance has one base."""
        if not self.of and self.base is None:
            yield error("KPI151", self.span, keys=("of", "base"))
        if self.of and self.base is not None:
            yield error("KPI150", self.place("base"), first="of", second="base")
        yield from super().find_problems()


class GuaranteeSpec(LineSpec):
    """What is missing of the lines in `of` to an amount."""

    amount: FormulaField
    of: Items[NameField]
    share: FormulaField | None = None
    round: RoundingField | None = None


class DrawSpec(GuaranteeSpec):
    """A guarantee that may be a debt: it is recovered from what is later earned above the amount."""

    recoverable: FlagField
    balance: FormulaField | None = None
    recover: FormulaField | None = None

    def find_problems(self) -> Iterator[Diagnostic]:
        """Only a recoverable draw has a debt, and it needs the debt before the period."""
        if self.recoverable and self.balance is None:
            yield error("KPI157", self.place("recoverable"), setting="recoverable: true", key="balance")
        for key in ("balance", "recover"):
            if not self.recoverable and getattr(self, key) is not None:
                yield error("KPI158", self.place(key), key=key, setting="recoverable: true")
