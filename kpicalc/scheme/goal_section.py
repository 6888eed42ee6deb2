"""Goals as written: a tree whose branches share out the weight of what stands above them."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.scheme.fields import FlagField, FormulaField, NameField, TextField, choice
from kpicalc.scheme.spec import Spec


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
