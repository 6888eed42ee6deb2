"""What is found out about the rows of one sheet, while the kinds of evidence are gone through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kpicalc.facts.row_looks import Look, holds_numbers
from kpicalc.facts.row_marks import Mark, RowKind
from kpicalc.facts.row_survey import Survey
from kpicalc.facts.totals import is_grand_total, is_total, may_hold_total
from kpicalc.model.row_rules import RowRules

_SAMPLE = 1000


@dataclass(slots=True)
class Findings:
    """The survey of a sheet, what its scheme says, and the rows (by index) that were settled.

    `people` says that the rows are employees, `owned` that they only name their owner, as deals do. `totals`
    are rows that call themselves so, `grand` those of them that speak of the whole sheet.
    `bare`, `sums` and `headings` are asked about, `weak` rows are sums of others perhaps by chance; `habit`
    remembers `numbered`.
    """

    survey: Survey
    rules: RowRules
    people: bool
    owned: bool
    looks: dict[int, Look] = field(default_factory=dict)
    totals: set[int] = field(default_factory=set)
    grand: list[int] = field(default_factory=list)
    habit: bool | None = None
    left: dict[int, Mark] = field(default_factory=dict)
    kept: set[int] = field(default_factory=set)
    bare: list[int] = field(default_factory=list)
    sums: list[int] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    weak: list[int] = field(default_factory=list)

    def is_open(self, index: int) -> bool:
        """Say whether a row has not been settled yet."""
        return index not in self.left and index not in self.kept and index not in self.survey.blank

    def leave(self, index: int, kind: RowKind, pattern: str = "") -> None:
        """Leave a row out."""
        self.left[index] = Mark(kind, pattern, self.survey.has_figures(index))

    @property
    def numbered(self) -> bool:
        """True where the first identity column holds numbers, as those of employees."""
        if self.habit is None:
            rows = full_rows(self) or [index for index in self.survey.bare if self.is_open(index)]
            sample = rows[:: max(1, len(rows) // _SAMPLE)] if self.survey.columns else []
            self.habit = holds_numbers([self.survey.texts(index)[0] for index in sample])
        return self.habit

    def label(self, index: int) -> str:
        """Return how a row is called, for messages and patterns."""
        texts = [each for each in self.survey.texts(index) if each]
        return " ".join(texts) or self.survey.loose.get(index, "")


def find_totals(findings: Findings) -> None:
    """Note the rows that call themselves totals where their key should stand."""
    survey = findings.survey
    first = (survey.different if survey.lean else survey.kept)[:1]
    if may_hold_total([cell for cells in first for cell in cells if isinstance(cell, str)]):
        keys = enumerate(survey.identity[0])
        findings.totals.update(index for index, cell in keys if isinstance(cell, str) and _names_total(cell))
    named = [index for index, text in survey.loose.items() if is_total(text)]
    keyless = [index for index in survey.worded if not survey.columns or not survey.texts(index)[0]]
    findings.totals.update(named, keyless)
    findings.totals -= findings.kept
    findings.grand = [
        index
        for index in sorted(findings.totals)
        if is_grand_total((*survey.texts(index), survey.loose.get(index, "")))
    ]


def _names_total(text: str) -> bool:
    return may_hold_total([text]) and is_total(text)


def full_rows(findings: Findings) -> Sequence[int]:
    """Return the rows with more than number and name that are not settled and call themselves no total."""
    survey = findings.survey
    bare = {*survey.bare, *survey.ragged, *findings.totals, *findings.left}
    every = range(len(survey.numbers))
    return [index for index in every if index not in bare] if bare else every
