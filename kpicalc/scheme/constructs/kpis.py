"""KPIs, indexes and the tree of goals as written."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, Label, error
from kpicalc.model.kind import Kind
from kpicalc.model.money import Rounding
from kpicalc.model.problem import Problem
from kpicalc.scheme import shapes
from kpicalc.scheme.fields import (
    FlagField,
    FormulaField,
    NameField,
    QuantityField,
    RoundingField,
    TextField,
    choice,
)
from kpicalc.scheme.key_rules import Setting, apart, key_rules, needs, one_of, only_with, without
from kpicalc.scheme.readers import (
    ENTRIES,
    Items,
    Refused,
    accept,
    one_or_items,
    read_by,
    require_scalar,
    some_entries,
)
from kpicalc.scheme.scalars import check_name, read_formula, read_name, unknown_key
from kpicalc.scheme.spec import Spec
from kpicalc.scheme.tree import MappingNode, Node
from kpicalc.scheme.words import Formula, Word

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


class TooFew(StrEnum):
    """What becomes of a KPI with too small a sample: its attainment is 0 or 100 %, or it is left out."""

    EXCLUDE = "exclude"
    ZERO = "zero"
    FULL = "full"


class ScoreIn(StrEnum):
    """What scores are counted in: shares, of which 1 is all, or points, which are worth what is said."""

    SHARE = "share"
    POINTS = "points"

    @property
    def kind(self) -> Kind:
        """What a score measures."""
        return Kind.COUNT if self is ScoreIn.POINTS else Kind.RATIO


class EnoughSpec(Spec):
    """The sample from which on a KPI is judged; a bare condition is `when`."""

    short_form = "when"

    when: FormulaField
    otherwise: Annotated[TooFew, choice(TooFew)] = TooFew.EXCLUDE


def _rounding_point(word: Word) -> str:
    if word not in ROUNDING_POINTS:
        raise Refused(unknown_key(word, ROUNDING_POINTS))
    return str(word)


_PointKey = Annotated[str, read_by(_rounding_point, {"enum": list(ROUNDING_POINTS)}, ROUNDING_POINTS)]
RoundingPoints = Annotated[dict[_PointKey, RoundingField], ENTRIES]


@dataclass(frozen=True, slots=True)
class GoalLink:
    """A goal above, with the share in it where that is written beside its name."""

    goal: Word
    share: Formula | None = None


def _read_links(node: Node) -> tuple[GoalLink, ...]:
    """Read the goals above: one name, a list, or names with the share in each."""
    if isinstance(node, MappingNode):
        written = some_entries(node).items()
        return tuple(
            GoalLink(accept(check_name(goal)), accept(read_formula(require_scalar(share))))
            for goal, share in written
        )
    names = [accept(read_name(require_scalar(item))) for item in one_or_items(node)]
    first: dict[Word, Word] = {}
    for name in names:
        if first.setdefault(name, name) is not name:
            label = Label(first[name].span, "first_here")
            raise Refused(error(Problem.KEY_REPEATED, name.span, label, key=str(name)))
    return tuple(map(GoalLink, names))


_LINKS = shapes.any_of(shapes.NAME, shapes.items_of(shapes.NAME), shapes.some_entries_of(shapes.TEXT))
GoalLinks = Annotated[tuple[GoalLink, ...], read_by(_read_links, _LINKS)]


def _shares_twice(part: Spec, key: str) -> Iterator[Diagnostic]:
    """Refuse a weight beside shares in the goals above: each of them is the weight there."""
    if part.has(key) and part.has("weight") and any(link.share for link in part.value_of(key)):  # type: ignore[attr-defined]
        yield error(Problem.KEYS_EXCLUSIVE, part.place("weight"), first=f"{key}: {{…}}", second="weight")


class KpiSpec(Spec):
    """One KPI; its attainment comes from plan and actual, or from a formula of its own."""

    title: TextField = ""
    owner: TextField = ""
    weight: FormulaField | None = None
    importance: QuantityField | None = None
    goal: GoalLinks = ()
    plan: FormulaField | None = None
    actual: FormulaField | None = None
    better: Annotated[Better, choice(Better)] = Better.HIGHER
    formula: Annotated[KpiFormula, choice(KpiFormula)] | None = None
    base: FormulaField | None = None
    attainment: FormulaField | None = None
    score: FormulaField | None = None
    score_in: Annotated[ScoreIn, choice(ScoreIn)] = ScoreIn.SHARE
    floor: FormulaField | None = None
    cap: FormulaField | None = None
    threshold: FormulaField | None = None
    stop: FormulaField | None = None
    when_plan_zero: Annotated[PlanZero, choice(PlanZero)] = PlanZero.ERROR
    enough: EnoughSpec | None = None
    round: RoundingPoints = Field(default_factory=dict[str, Rounding])

    between_keys = key_rules(
        *(
            apart("attainment", each)
            for each in ("plan", "actual", "better", "formula", "base", "when_plan_zero")
        ),
        without(
            "attainment",
            one_of("plan", "actual", told=("plan", "attainment")),
            needs("plan", "actual"),
            needs("actual", "plan"),
            needs("better: lower", "formula"),
            only_with("formula: ratio|mirror|span", "better: lower"),
            only_with("formula: deviation", Setting("better", ("higher", "lower"), shown="better: lower")),
            apart("formula: deviation", "when_plan_zero: full"),
            needs("formula: span", "base"),
            only_with("base", "formula: span"),
        ),
    )

    def find_problems(self) -> Iterator[Diagnostic]:
        """A deviation of 0 is a plan that is met: there is no 100 % of it."""
        yield from _shares_twice(self, "goal")
        full = self.enough is not None and self.enough.otherwise is TooFew.FULL
        if full and self.formula is KpiFormula.DEVIATION:
            yield error(
                Problem.KEYS_EXCLUSIVE,
                self.place("enough"),
                first="formula: deviation",
                second="enough: {otherwise: full}",
            )


class KpiDefaultsSpec(Spec):
    """What all KPIs have that do not say it themselves."""

    score: FormulaField | None = None
    score_in: Annotated[ScoreIn, choice(ScoreIn)] = ScoreIn.SHARE
    floor: FormulaField | None = None
    cap: FormulaField | None = None
    threshold: FormulaField | None = None
    stop: FormulaField | None = None
    when_plan_zero: Annotated[PlanZero, choice(PlanZero)] = PlanZero.ERROR
    enough: EnoughSpec | None = None
    round: RoundingPoints = Field(default_factory=dict[str, Rounding])

    def fill(self, kpi: KpiSpec) -> KpiSpec:
        """Return a KPI with what it does not say itself; without a plan there is none that could be zero."""
        missing = [key for key in self.key_spans if not kpi.has(key)]
        if kpi.attainment is not None:
            missing = [key for key in missing if key != "when_plan_zero"]
        places = {key: self.key_spans[key] for key in missing}
        filled = {key: self.value_of(key) for key in missing}
        return kpi.model_copy(update={**filled, "key_spans": {**kpi.key_spans, **places}})


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
    """A goal: `of` names the goals above, `weight` is the share in them; a bare text is the title."""

    short_form = "title"

    title: TextField = ""
    of: GoalLinks = ()
    weight: FormulaField | None = None
    score: Annotated[GoalScore, choice(GoalScore)] = GoalScore.WEIGHTED
    owner: TextField = ""

    def find_problems(self) -> Iterator[Diagnostic]:
        """Each share in a goal above is the weight there."""
        yield from _shares_twice(self, "of")


class GoalWeightsSpec(Spec):
    """What happens to KPIs whose weight comes out too small."""

    drop_below: FormulaField | None = None
    renormalise: FlagField | None = None

    between_keys = key_rules(
        one_of("drop_below", told=()),
        needs("drop_below", "renormalise"),
    )

    def find_problems(self) -> Iterator[Diagnostic]:
        """Nothing is said without a limit."""
        if self.drop_below is None:
            yield error(Problem.KEY_MISSING, self.span, key="drop_below")
