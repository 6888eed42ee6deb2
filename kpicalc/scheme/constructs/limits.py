"""Limits of groups of lines, of funds and of the whole pay, and what must hold of the pay, as written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from kpicalc.model.diagnostic import Diagnostic, Severity, ToldShare, error
from kpicalc.model.money import ONE, ZERO
from kpicalc.model.outline import PayShare
from kpicalc.model.problem import Problem
from kpicalc.scheme.constructs.lines import BoundedSpec
from kpicalc.scheme.constructs.people import FundSpec
from kpicalc.scheme.fields import FormulaField, NameField, QuantityField, RoundingField, TextField, choice
from kpicalc.scheme.key_rules import apart, key_rules, one_of, only_with, with_any
from kpicalc.scheme.readers import Entries, Section
from kpicalc.scheme.spec import Spec
from kpicalc.scheme.words import Word


class LimitSpec(BoundedSpec):
    """The least and the most that a sum of lines may be, and how the sum is rounded."""

    round: RoundingField | None = None

    between_keys = key_rules(
        one_of("min", "max", "round"),
        with_any(("min", "max"), *BoundedSpec.between_keys),
    )


class LimitsSpec(Spec):
    """Limits of groups of lines, of what lines cost for many people, and of the whole pay."""

    total: LimitSpec | None = None
    groups: Section[LimitSpec] = Field(default_factory=dict)
    funds: Section[FundSpec] = Field(default_factory=dict)


class ShareSpec(Spec):
    """The least and the most that a part of pay may be of all pay at plan."""

    from_: QuantityField | None = Field(default=None, alias="from")
    to: QuantityField | None = None

    between_keys = key_rules(one_of("from", "to"))

    @property
    def least(self) -> Decimal:
        """The least share, 0 where none is written."""
        return ZERO if self.from_ is None else self.from_.value

    @property
    def most(self) -> Decimal:
        """The greatest share, all of it where none is written."""
        return ONE if self.to is None else self.to.value

    def find_problems(self) -> Iterator[Diagnostic]:
        """The least share does not lie above the greatest."""
        if self.least > self.most:
            shown = {"least": ToldShare(self.least), "most": ToldShare(self.most)}
            yield error(Problem.LIMITS_CROSSED, self.place("from"), name="mix", **shown)


class MixParts(Spec):
    """What fixed and variable pay, and single lines or groups of lines, are to be of all pay at plan."""

    fixed: ShareSpec | None = None
    variable: ShareSpec | None = None
    lines: Entries[ShareSpec] = Field(default_factory=dict)

    between_keys = key_rules(one_of("fixed", "variable", "lines"))

    def parts(self) -> Iterator[tuple[Word, ShareSpec, PayShare | None]]:
        """Yield each part with its norm, and which pay it is; None for lines and groups by name."""
        for key, norm, share in (
            ("fixed", self.fixed, PayShare.FIXED),
            ("variable", self.variable, PayShare.VARIABLE),
        ):
            if norm is not None:
                yield Word(key, norm.span), norm, share
        for name, norm in self.lines.items():
            yield name, norm, None


class MixSpec(MixParts):
    """The norms of everybody, or those of each role: of each text of a column of the employees."""

    by: NameField | None = None
    values: Entries[MixParts] = Field(default_factory=dict)

    between_keys = key_rules(
        one_of("fixed", "variable", "lines", "values"),
        only_with("values", "by"),
        only_with("by", "values"),
        *(apart("values", each) for each in ("fixed", "variable", "lines")),
    )

    @property
    def norms(self) -> Mapping[str, MixParts]:
        """The norms of each role, by its text; of everybody by no text."""
        return {str(role): parts for role, parts in self.values.items()} or {"": self}


class CheckSpec(Spec):
    """A condition that must hold of each employee, of a team or of the company; `when` says of whom."""

    short_form = "that"

    that: FormulaField
    when: FormulaField | None = None
    of: NameField | None = None
    severity: Annotated[Severity, choice(Severity, Severity.ERROR, Severity.WARNING)] = Severity.ERROR
    title: TextField = ""
