"""KPIs, indexes and the tree of goals as written."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainValidator

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.money import Rounding
from kpicalc.scheme.fields import FlagField, FormulaField, NameField, RoundingField, TextField, choice
from kpicalc.scheme.scalars import unknown_key
from kpicalc.scheme.spec import Items, Refused, Spec, read_entries
from kpicalc.scheme.words import Word

ROUNDING_POINTS = ("attainment", "score", "part")


class Better(StrEnum):
    """Which way a KPI is good."""

    HIGHER = "higher"
    LOWER = "lower"
    TARGET = "target"


class KpiFormula(StrEnum):
    """How the attainment of a KPI is computed; all but the deviation only when lower is better."""

    RATIO = "ratio"
    MIRROR = "mirror"
    SPAN = "span"
    DEVIATION = "deviation"


class PlanZero(StrEnum):
    """What a plan of zero means."""

    ERROR = "error"
    ZERO = "zero"
    FULL = "full"
    EXCLUDE = "exclude"


def _rounding_point(word: Word) -> str:
    if word not in ROUNDING_POINTS:
        raise Refused(unknown_key(word, ROUNDING_POINTS))
    return str(word)


RoundingPoints = Annotated[
    dict[Annotated[str, PlainValidator(_rounding_point)], RoundingField], BeforeValidator(read_entries)
]


class KpiSpec(Spec):
    """One KPI; its attainment comes from plan and actual, or from a formula of its own."""

    title: TextField = ""
    owner: TextField = ""
    weight: FormulaField | None = None
    goal: NameField | None = None
    plan: FormulaField | None = None
    actual: FormulaField | None = None
    better: Annotated[Better, choice(Better)] = Better.HIGHER
    formula: Annotated[KpiFormula, choice(KpiFormula)] | None = None
    base: FormulaField | None = None
    attainment: FormulaField | None = None
    score: FormulaField | None = None
    floor: FormulaField | None = None
    cap: FormulaField | None = None
    threshold: FormulaField | None = None
    stop: FormulaField | None = None
    when_plan_zero: Annotated[PlanZero, choice(PlanZero)] = PlanZero.ERROR
    round: RoundingPoints = Field(default_factory=dict[str, Rounding])

    def find_problems(self) -> Iterator[Diagnostic]:
        """The attainment has one way to be computed, and all that this way needs."""
        if "attainment" in self.key_spans:
            yield from self._beside_attainment()
            return
        yield from self._without_attainment()
        yield from self._direction()

    def _beside_attainment(self) -> Iterator[Diagnostic]:
        for key in ("plan", "actual", "better", "formula", "base", "when_plan_zero"):
            if key in self.key_spans:
                yield error("KPI150", self.place(key), first="attainment", second=key)

    def _without_attainment(self) -> Iterator[Diagnostic]:
        if self.plan is None and self.actual is None:
            yield error("KPI151", self.span, keys=("plan", "attainment"))
        elif self.actual is None:
            yield error("KPI157", self.place("plan"), setting="plan", key="actual")
        elif self.plan is None:
            yield error("KPI157", self.place("actual"), setting="actual", key="plan")

    def _direction(self) -> Iterator[Diagnostic]:
        if self.better is Better.LOWER and self.formula is None:
            yield error("KPI157", self.place("better"), setting="better: lower", key="formula")
        if not self._formula_fits():
            yield error(
                "KPI158", self.place("formula"), key=f"formula: {self.formula}", setting="better: lower"
            )
        if self.formula is KpiFormula.DEVIATION and self.when_plan_zero is PlanZero.FULL:
            place = self.place("when_plan_zero")
            yield error("KPI150", place, first="formula: deviation", second="when_plan_zero: full")
        if self.formula is KpiFormula.SPAN and self.base is None:
            yield error("KPI157", self.place("formula"), setting="formula: span", key="base")
        if self.formula is not KpiFormula.SPAN and self.base is not None:
            yield error("KPI158", self.place("base"), key="base", setting="formula: span")

    def _formula_fits(self) -> bool:
        """Say whether the formula goes with the direction: a deviation with `higher` too."""
        if self.better is Better.HIGHER:
            return self.formula in {None, KpiFormula.DEVIATION}
        return self.better is Better.LOWER or self.formula is None


class IndexSpec(Spec):
    """A named sum of parts; `kpis` is None for all KPIs."""

    title: TextField = ""
    kpis: Items[NameField] | None = None
    round: RoundingField | None = None
    cap: FormulaField | None = None
    floor: FormulaField | None = None


class GoalScore(StrEnum):
    """How the score of a goal follows from what stands under it."""

    WEIGHTED = "weighted"
    MEAN = "mean"


class GoalSpec(Spec):
    """A goal: `of` names the goal above, `weight` is the share in that goal; a bare text is the title."""

    short_form = "title"

    title: TextField = ""
    of: NameField | None = None
    weight: FormulaField | None = None
    score: Annotated[GoalScore, choice(GoalScore)] = GoalScore.WEIGHTED
    owner: TextField = ""


class GoalWeightsSpec(Spec):
    """What happens to KPIs whose weight comes out too small."""

    drop_below: FormulaField | None = None
    renormalise: FlagField | None = None

    def find_problems(self) -> Iterator[Diagnostic]:
        """A limit says what becomes of the weight that is dropped, and nothing is said without a limit."""
        if self.drop_below is None:
            yield error("KPI133", self.span, key="drop_below")
        elif self.renormalise is None:
            yield error("KPI157", self.place("drop_below"), setting="drop_below", key="renormalise")
