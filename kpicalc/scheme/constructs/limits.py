"""Limits of groups of lines, of funds and of the whole pay, and what must hold of the pay, as written."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kpicalc.model.diagnostic import Severity
from kpicalc.scheme.constructs.lines import BoundedSpec
from kpicalc.scheme.constructs.people import FundSpec
from kpicalc.scheme.fields import FormulaField, NameField, RoundingField, TextField, choice
from kpicalc.scheme.key_rules import key_rules, one_of, with_any
from kpicalc.scheme.readers import Section
from kpicalc.scheme.spec import Spec


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


class CheckSpec(Spec):
    """A condition that must hold of each employee, of a team or of the company; `when` says of whom."""

    short_form = "that"

    that: FormulaField
    when: FormulaField | None = None
    of: NameField | None = None
    severity: Annotated[Severity, choice(Severity, Severity.ERROR, Severity.WARNING)] = Severity.ERROR
    title: TextField = ""
