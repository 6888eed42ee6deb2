"""What a scheme says about rows of a table that are no people or deals."""

from __future__ import annotations

from enum import StrEnum

from kpicalc.model.dataclass import dataclass


class Groups(StrEnum):
    """Which rows are sums of groups: those that prove it, those of a lower outline level, or none."""

    PROVEN = "proven"
    OUTLINE = "outline"
    NONE = "none"


class PrintedTotals(StrEnum):
    """Whether the total that the sheet prints has to be the sum of the rows that were read."""

    CHECK = "check"
    IGNORE = "ignore"


class Unlinked(StrEnum):
    """What becomes of a row that names nobody in its link: an error, or it is left out."""

    REFUSE = "refuse"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class RowRules:
    """Patterns (`*` and `?` stand for any letters) of texts in the columns that say who or what a row is.

    Rows like `skip` are left out, rows like `keep` are read whatever else is seen of them; the first row
    like `end_at` ends the table.
    """

    skip: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    end_at: tuple[str, ...] = ()
    groups: Groups = Groups.PROVEN
    total: PrintedTotals = PrintedTotals.CHECK
    unlinked: Unlinked = Unlinked.REFUSE


NO_RULES = RowRules()


@dataclass(frozen=True, slots=True)
class Split:
    """The columns that name a deal, and that of the row's share; with `overlay` the sum may pass 100 %."""

    deal: tuple[str, ...]
    share: str
    overlay: bool
