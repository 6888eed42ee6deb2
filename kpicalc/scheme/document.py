"""A scheme as written: every section typed, every word with its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from kpicalc.model.audience import EVERYBODY, AskedHeading, Audience, Description
from kpicalc.model.diagnostic import ENGLISH_KEYS, Diagnostic, Label, error
from kpicalc.model.expr import Text
from kpicalc.model.period import PayCycle
from kpicalc.model.problem import Problem
from kpicalc.scheme import shapes
from kpicalc.scheme.constructs.bands import BandSpec
from kpicalc.scheme.constructs.calendar import CalendarSpec, HistorySpec, PeriodField
from kpicalc.scheme.constructs.facts import ColumnSpec, FactTable, ValueSpec
from kpicalc.scheme.constructs.kpis import (
    Better,
    GoalScore,
    GoalSpec,
    GoalWeightsSpec,
    IndexSpec,
    KpiDefaultsSpec,
    KpiFormula,
    KpiSpec,
    PlanZero,
)
from kpicalc.scheme.constructs.limits import CheckSpec, LimitSpec, LimitsSpec, MixSpec
from kpicalc.scheme.constructs.parameters import AnyParameterSpec, ChosenParameterSpec, ParameterSpec
from kpicalc.scheme.constructs.pay import (
    DeductionSpec,
    EarningSpec,
    EntitlementSpec,
    PaySpec,
)
from kpicalc.scheme.constructs.rules import RuleTable, StopFactorSpec, StopRuleSpec
from kpicalc.scheme.constructs.tables import CoefficientTable, DatedTable, MatrixAxis, MatrixTable, TableSpec
from kpicalc.scheme.constructs.top_ups import AllowanceSpec, DrawSpec, GuaranteeSpec
from kpicalc.scheme.constructs.trials import TrialsField, TrialSpec
from kpicalc.scheme.fields import DayField, FlagField, Headings, RoundingField, TextField, WordField
from kpicalc.scheme.key_rules import key_rules, only_with
from kpicalc.scheme.readers import ENTRY_OR_ENTRIES, Entries, Fixed, Section, SomeEntries, SomeSection, scalar
from kpicalc.scheme.scalars import read_currency, read_identifier, read_word
from kpicalc.scheme.shapes import Shape
from kpicalc.scheme.spec import Spec, WrittenAs
from kpicalc.scheme.words import Word

__all__ = [
    "AllowanceSpec",
    "BandSpec",
    "Better",
    "CalendarSpec",
    "ChosenParameterSpec",
    "CoefficientTable",
    "ColumnSpec",
    "DatedTable",
    "DeductionSpec",
    "DrawSpec",
    "EarningSpec",
    "EntitlementSpec",
    "FactTable",
    "GoalScore",
    "GoalSpec",
    "GoalWeightsSpec",
    "GuaranteeSpec",
    "HistorySpec",
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

VERSION = "1"
# Whose rows are people, or what stands above them.
_PEOPLE = ("company", "teams", "employees")
_VERSION: Shape = {"enum": [int(VERSION), VERSION]}


class AudienceSpec(Spec):
    """Columns of the employees with the values that are paid; `otherwise` takes whom nobody else names."""

    open_form = "\0named"

    named: Entries[Headings] = Field(default_factory=dict, alias="\0named")
    except_: Annotated[tuple[SomeEntries[Headings], ...], ENTRY_OR_ENTRIES] = Field(
        default=(), alias="except"
    )
    otherwise: FlagField = False


def _make_audience(written: AudienceSpec) -> Audience:
    exceptions = tuple(_describe(each) for each in written.except_)
    return Audience(_describe(written.named), exceptions, written.otherwise)


def _describe(columns: dict[Word, tuple[Word, ...]]) -> Description:
    return tuple(
        AskedHeading(str(heading), tuple(Text(str(each), each.span) for each in texts))
        for heading, texts in columns.items()
    )


AudienceField = Annotated[Audience, WrittenAs(AudienceSpec, _make_audience)]


class OwnTextSpec(Spec):
    """Free text for the sections of the written regulation; an empty line begins a new clause."""

    general: TextField = ""
    facts: TextField = ""
    parameters: TextField = ""
    kpis: TextField = ""
    tables: TextField = ""
    values: TextField = ""
    pay: TextField = ""
    stop_factors: TextField = ""
    limits: TextField = ""
    example: TextField = ""
    end: TextField = ""


class SchemeDocument(Spec):
    """A whole scheme; `digest` is the SHA-256 of its text, `keys` the language of its keys.

    It is `partial` without fields that were refused: then only single formulas of it can be judged.
    """

    version: Annotated[Word, scalar(read_word, _VERSION)] = Field(alias="kpicalc")
    scheme: Annotated[Word, scalar(read_identifier, shapes.IDENTIFIER)]
    written_title: WordField | None = Field(default=None, alias="title")
    description: TextField = ""
    approved: DayField | None = None
    review_by: DayField | None = None
    owner: TextField = ""
    currency: Annotated[Word, scalar(read_currency, shapes.CURRENCY)]
    period: PeriodField = PayCycle()
    applies_to: AudienceField = EVERYBODY
    calendar: CalendarSpec | None = None
    parameters: Section[AnyParameterSpec] = Field(default_factory=dict)
    facts: Annotated[SomeSection[FactTable], Fixed(tables=True)]
    values: Section[ValueSpec] = Field(default_factory=dict)
    history: Annotated[Entries[HistorySpec], Fixed(names=True)] = Field(default_factory=dict)
    tables: Section[TableSpec] = Field(default_factory=dict)
    rules: Section[RuleTable] = Field(default_factory=dict)
    kpis: Section[KpiSpec] = Field(default_factory=dict)
    kpi_defaults: KpiDefaultsSpec | None = None
    goals: Section[GoalSpec] = Field(default_factory=dict)
    goal_weights: GoalWeightsSpec | None = None
    indexes: Section[IndexSpec] = Field(default_factory=dict)
    stop_factors: Section[StopFactorSpec] = Field(default_factory=dict)
    pay: SomeSection[PaySpec]
    official_salary_in_full: FlagField = False
    round: RoundingField | None = None
    limits: LimitsSpec | None = None
    checks: Section[CheckSpec] = Field(default_factory=dict)
    mix: MixSpec | None = None
    text: OwnTextSpec | None = None
    tests: TrialsField = ()
    digest: str = Field(default="", alias="\0digest")
    partial: bool = Field(default=False, alias="\0partial")
    keys: str = Field(default=ENGLISH_KEYS, alias="\0language")

    between_keys = key_rules(only_with("goal_weights", "goals"), only_with("kpi_defaults", "kpis"))

    def written_out(self) -> SchemeDocument:
        """Return the document with a table for each role, and the defaults of its KPIs in their places."""
        defaults, tables = self.kpi_defaults, self.facts.items()
        changes: dict[str, object] = {}
        if any(table.roles for table in self.facts.values()):
            changes["facts"] = dict(each for name, table in tables for each in table.in_roles(name))
        if defaults is not None:
            changes["kpis"] = {name: defaults.fill(kpi) for name, kpi in self.kpis.items()}
        return self.model_copy(update=changes) if changes else self

    def clashes(self) -> Iterator[Diagnostic]:
        """Yield what defaults say against what a KPI says itself, and roles with the name of a table."""
        for name, kpi in self.written_out().kpis.items():
            if kpi is not self.kpis[name]:
                for rule in kpi.between_keys:
                    yield from rule.problems(kpi)
                yield from kpi.find_problems()
        first = {name: name for name, table in self.facts.items() if not table.roles}
        for name, table in self.facts.items():
            if table.roles and name in _PEOPLE:
                place = table.place("roles")
                yield error(Problem.KEYS_EXCLUSIVE, place, first=f"{name}: {{…}}", second="roles")
            for role in table.roles:
                if first.setdefault(role, role) is not role:
                    label = Label(first[role].span, "first_here")
                    yield error(Problem.NAME_DECLARED_TWICE, role.span, label, name=str(role))

    @property
    def file(self) -> str:
        """The name of the file as it is shown."""
        return self.span.file

    @property
    def title(self) -> Word:
        """The title for people; the identifier where none is written."""
        return self.written_title or self.scheme
