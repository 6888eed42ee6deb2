"""The settings of a project: where its schemes are, how its files are written, which are not read."""

from __future__ import annotations

import unicodedata
from fnmatch import fnmatchcase
from pathlib import PurePath

from kpicalc.model.dataclass import dataclass
from kpicalc.model.writing import UNSAID, Writing

# Months: the law and the tax office rarely ask for more, and an error of years wants a decision of its own.
CORRECT_BACK = 12


@dataclass(frozen=True, slots=True)
class FileReading:
    """How the files are written whose names are like a pattern."""

    pattern: str
    writing: Writing
    encoding: str = ""

    def fits(self, file: str) -> bool:
        """Say whether a file is meant."""
        return fits_file(self.pattern, file)


@dataclass(frozen=True, slots=True)
class Settings:
    """What kpicalc.yaml says; `schemes` is a path seen from its folder, "" where none is named.

    `ignore` are patterns of the files and sheets that are not read on purpose. `book` is the book of months,
    "" where none is named, `department` what of the company is closed by itself from here. `correct_back` is
    how many months back one may correct. With `advice` it is also told how schemes are built better.
    """

    schemes: str = ""
    reading: tuple[FileReading, ...] = ()
    ignore: tuple[str, ...] = ()
    book: str = ""
    correct_back: int = CORRECT_BACK
    department: str = ""
    advice: bool = False

    def writing_of(self, file: str) -> Writing:
        """Return how a file is written: all patterns that fit are put together, the later one wins."""
        found = UNSAID
        for each in self.reading:
            found = each.writing.over(found) if each.fits(file) else found
        return found

    def encoding_of(self, file: str) -> str:
        """Return the encoding that is named for a file, "" where none is: of several the last."""
        return next(
            (each.encoding for each in reversed(self.reading) if each.encoding and each.fits(file)), ""
        )

    def ignores_file(self, file: str) -> bool:
        """Say whether a file is not read on purpose."""
        return any(fits_file(each, file) for each in self.ignore)

    def ignores_sheet(self, file: str, sheet: str) -> bool:
        """Say whether a sheet is not read on purpose; a pattern `file!sheet` speaks of that of one file.

        >>> Settings(ignore=("справ*",)).ignores_sheet("a.xlsx", "Справочник")
        True
        >>> asked = (("b.xlsx", "Архив"), ("a.xlsx", "Лист"), ("a.xlsx", "архив"))
        >>> [Settings(ignore=("a.xlsx!Архив",)).ignores_sheet(*each) for each in asked]
        [False, False, True]
        """
        return any(_fits_sheet(each, file, sheet) for each in self.ignore)


NO_SETTINGS = Settings()
"""What holds where there is no kpicalc.yaml."""


def fits_file(pattern: str, file: str) -> bool:
    """Say whether a pattern means a file: one with `/` speaks of folders, others of the name alone.

    >>> fits_file("CRM-*.csv", "facts/crm-march.csv"), fits_file("old/*.csv", "facts/crm-march.csv")
    (True, False)
    """
    path, folded = PurePath(file), _folded(pattern)
    if "/" not in folded:
        return fnmatchcase(_folded(path.name), folded)
    return fnmatchcase(f"/{_folded(path.as_posix())}", f"*/{folded.removeprefix('/')}")


def _fits_sheet(pattern: str, file: str, sheet: str) -> bool:
    of_file, mark, of_sheet = pattern.rpartition("!")
    meant = not mark or fits_file(of_file, file)
    return meant and fnmatchcase(_folded(sheet), _folded(of_sheet))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
