"""What a check of files found: the files with their texts, and the problems in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kpicalc.model.diagnostic import Diagnostic, Severity
from kpicalc.report.problems.order import file_of


@dataclass(frozen=True, slots=True)
class CheckedFiles:
    """The files that were looked at, by the names that places show, with `/`.

    `texts` lacks a file that could not be read. `problems` are sorted. With `strict` a warning fails too.
    """

    files: tuple[str, ...]
    texts: Mapping[str, str]
    problems: tuple[Diagnostic, ...]
    strict: bool = False

    @property
    def failed(self) -> bool:
        """True when anything fails the check."""
        return any(map(self.fails, self.problems))

    def fails(self, problem: Diagnostic) -> bool:
        """Say whether a problem fails the check: errors do, warnings where that is asked, advice never."""
        failing = (Severity.ERROR, Severity.WARNING) if self.strict else (Severity.ERROR,)
        return problem.severity in failing

    def problems_of(self, file: str) -> tuple[Diagnostic, ...]:
        """Return the problems that stand in a file."""
        return tuple(each for each in self.problems if file_of(each) == file)
