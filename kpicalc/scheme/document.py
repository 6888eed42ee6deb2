"""A scheme as written: every section typed, every word with its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import BeforeValidator, Field

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.pay_cycle import PayCycle
from kpicalc.scheme.constructs.calendar import CalendarSpec, PeriodField
from kpicalc.scheme.constructs.facts import ColumnSpec, FactTable, ValueSpec
from kpicalc.scheme.constructs.kpis import (
    Better,
    GoalScore,
    GoalSpec,
    GoalWeightsSpec,
    IndexSpec,
    KpiFormula,
    KpiSpec,
    PlanZero,
)
from kpicalc.scheme.constructs.parameters import AnyParameterSpec, ChosenParameterSpec, ParameterSpec
from kpicalc.scheme.constructs.pay import (
    DeductionSpec,
    EarningSpec,
    EntitlementSpec,
    LimitSpec,
    LimitsSpec,
    PaySpec,
)
from kpicalc.scheme.constructs.rules import RuleTable, StopFactorSpec, StopRuleSpec
from kpicalc.scheme.constructs.tables import BandSpec, CoefficientTable, MatrixAxis, MatrixTable, TableSpec
from kpicalc.scheme.constructs.top_ups import AllowanceSpec, DrawSpec, GuaranteeSpec
from kpicalc.scheme.constructs.trials import TrialsField, TrialSpec
from kpicalc.scheme.fields import FlagField, Headings, TextField, WordField
from kpicalc.scheme.scalars import read_currency, read_identifier
from kpicalc.scheme.spec import NameKey, Section, Spec, read_entries, scalar, some_entries
from kpicalc.scheme.words import Word

__all__ = [
    "AllowanceSpec",
    "BandSpec",
    "Better",
    "CalendarSpec",
    "ChosenParameterSpec",
    "CoefficientTable",
    "ColumnSpec",
    "DeductionSpec",
    "DrawSpec",
    "EarningSpec",
    "EntitlementSpec",
    "FactTable",
    "GoalScore",
    "GoalSpec",
    "GoalWeightsSpec",
    "GuaranteeSpec",
    "IndexSpec",
    "KpiFormula",
    "KpiSpec",
    "LimitSpec",
    "LimitsSpec",
    "MatrixAxis",
    "MatrixTable",
    "ParameterSpec",
    "PaySpec",
    "PlanZero",
    "RuleTable",
    "SchemeDocument",
    "StopFactorSpec",
    "StopRuleSpec",
    "TrialSpec",
    "ValueSpec",
]

_ByHeading = Annotated[dict[Word, Headings], BeforeValidator(read_entries)]


class SchemeDocument(Spec):
    """A whole scheme; `digest` is the SHA-256 of its text.

    It is `partial` without fields that were refused: then only single formulas of it can be judged.
    """

    version: WordField = Field(alias="kpicalc")
    scheme: Annotated[Word, scalar(read_identifier)]
    written_title: WordField | None = Field(default=None, alias="title")
    description: TextField = ""
    currency: Annotated[Word, scalar(read_currency)]
    period: PeriodField = PayCycle()
    audience: _ByHeading = Field(default_factory=dict, alias="applies_to")
    calendar: CalendarSpec | None = None
    parameters: Section[AnyParameterSpec] = Field(default_factory=dict)
    facts: Annotated[dict[NameKey, FactTable], BeforeValidator(some_entries)]
    values: Section[ValueSpec] = Field(default_factory=dict)
    tables: Section[TableSpec] = Field(default_factory=dict)
    rules: Section[RuleTable] = Field(default_factory=dict)
    kpis: Section[KpiSpec] = Field(default_factory=dict)
    goals: Section[GoalSpec] = Field(default_factory=dict)
    goal_weights: GoalWeightsSpec | None = None
    indexes: Section[IndexSpec] = Field(default_factory=dict)
    stop_factors: Section[StopFactorSpec] = Field(default_factory=dict)
    pay: Annotated[dict[NameKey, PaySpec], BeforeValidator(some_entries)]
    official_salary_in_full: FlagField = False
    limits: LimitsSpec | None = None
    tests: TrialsField = ()
    digest: str = Field(default="", alias="\0digest")
    partial: bool = Field(default=False, alias="\0partial")

    def find_problems(self) -> Iterator[Diagnostic]:
        """A rule for the weights of goals needs goals."""
        if self.goal_weights is not None and not self.goals:
            yield error("KPI158", self.place("goal_weights"), key="goal_weights", setting="goals")

    @property
    def file(self) -> str:
        """The name of the file as it is shown."""
        return self.span.file

    @property
    def title(self) -> Word:
        """The title for people; the identifier where none is written."""
        return self.written_title or self.scheme

    @property
    def applies_to(self) -> tuple[tuple[Word, tuple[Word, ...]], ...]:
        """Who is paid: for each heading the values that match, all headings must match."""
        return tuple(self.audience.items())
