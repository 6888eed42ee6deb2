"""What the rows of one sheet were found to be: those left out with the reason, and what is asked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kpicalc.model.diagnostic import Diagnostic


class RowKind(StrEnum):
    """What a row is that is left out, or (KEYLESS) may not be left out."""

    BLANK = "blank"
    TOTAL = "total"
    FOOTER = "footer"
    OTHER_SCHEME = "other_scheme"
    GROUP = "group"
    STATISTIC = "statistic"
    CAPTION = "caption"
    HEADING = "heading"
    SKIPPED = "skipped"
    BELOW_END = "below_end"
    UNLINKED = "unlinked"
    KEYLESS = "keyless"


@dataclass(frozen=True, slots=True)
class Mark:
    """Why a row is none of the table's own; `pattern` is the one of the scheme that says so.

    `figures` says that it holds numbers.
    """

    kind: RowKind
    pattern: str = ""
    figures: bool = False


@dataclass(frozen=True, slots=True)
class RowMarks:
    """The rows of one sheet that are left out, by number, and those that the scheme keeps.

    `doubtful` are rows that may be people or not: none of them is read, and `problems` ask about them.
    `explained` are the columns in which a printed total is of a part of the rows, `suspects` are rows that
    could be sums by chance.
    """

    left: Mapping[int, Mark] = field(default_factory=dict)
    kept: frozenset[int] = frozenset()
    doubtful: frozenset[int] = frozenset()
    problems: tuple[Diagnostic, ...] = ()
    explained: Mapping[int, frozenset[int]] = field(default_factory=dict)
    suspects: tuple[str, ...] = ()

    @property
    def gone(self) -> frozenset[int]:
        """All rows that are not read."""
        return self.doubtful.union(self.left)


NO_MARKS = RowMarks()
