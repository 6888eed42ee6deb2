"""The settings of a project: where its schemes are, and how its source files are written."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePath

from kpicalc.model.writing import UNSAID, Writing


@dataclass(frozen=True, slots=True)
class FileReading:
    """How the files are written whose names are like a pattern."""

    pattern: str
    writing: Writing

    def fits(self, file: str) -> bool:
        """Say whether a file is meant: a pattern with `/` speaks of folders, others of the name alone.

        >>> FileReading("CRM-*.csv", Writing()).fits("facts/crm-march.csv")
        True
        >>> FileReading("old/*.csv", Writing()).fits("facts/crm-march.csv")
        False
        """
        path, pattern = PurePath(file), _folded(self.pattern)
        if "/" not in pattern:
            return fnmatchcase(_folded(path.name), pattern)
        return fnmatchcase(f"/{_folded(path.as_posix())}", f"*/{pattern.removeprefix('/')}")


@dataclass(frozen=True, slots=True)
class Settings:
    """What kpicalc.yaml says; `schemes` is a path seen from its folder, "" where none is named."""

    schemes: str = ""
    reading: tuple[FileReading, ...] = ()

    def writing_of(self, file: str) -> Writing:
        """Return how a file is written: all patterns that fit are put together, the later one wins."""
        found = UNSAID
        for each in self.reading:
            found = each.writing.over(found) if each.fits(file) else found
        return found


NO_SETTINGS = Settings()
"""What holds where there is no kpicalc.yaml."""


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
