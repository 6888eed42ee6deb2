"""Where the reading of a YAML text stopped, and what stands around that place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpicalc.model.source import Span

if TYPE_CHECKING:
    from yaml import MarkedYAMLError


@dataclass(frozen=True, slots=True)
class Scene:
    """The place where reading stopped (`line`, `column`, from 0) and where it began to go wrong."""

    file: str
    lines: tuple[str, ...]
    problem: str
    line: int
    column: int
    first_line: int
    first_column: int

    @property
    def before(self) -> str:
        """The line up to the place where reading stopped."""
        return self.lines[self.line][: self.column]

    @property
    def first_character(self) -> str:
        """The character where it began to go wrong, "" at the end of a line."""
        return self.lines[self.first_line][self.first_column : self.first_column + 1]

    def span(self, line: int, column: int) -> Span:
        """Return the place of one character."""
        return Span(self.file, line + 1, column + 1, line + 1, column + 2)


def find_scene(failure: MarkedYAMLError, text: str, file: str) -> Scene:
    """Return the scene of a failure of the YAML reader."""
    lines = (*text.splitlines(), "")
    marks = [mark for mark in (failure.context_mark, failure.problem_mark) if mark is not None]
    first, last = marks[0], marks[-1]
    return Scene(file, lines, failure.problem or "", last.line, last.column, first.line, first.column)
