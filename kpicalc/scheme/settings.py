"""The text of kpicalc.yaml to the settings of a project, with all problems at once."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.problem import Problem
from kpicalc.model.settings import CORRECT_BACK, FileReading, Settings
from kpicalc.model.writing import find_codec
from kpicalc.scheme.constructs.facts import WritingSpec
from kpicalc.scheme.english_nodes import read_document
from kpicalc.scheme.fields import FlagField, WordField
from kpicalc.scheme.readers import Entries, OneOrItems, scalar
from kpicalc.scheme.shapes import TEXT
from kpicalc.scheme.spec import Spec
from kpicalc.scheme.tree import ScalarNode

# Ten years are more than any plan looks back.
_MOST_MONTHS = 120


def _read_encoding(node: ScalarNode) -> str | Diagnostic:
    """Read the name of an encoding as Python knows it."""
    codec = find_codec(node.word)
    return codec or error(Problem.ENCODING_UNKNOWN, node.span, name=node.word)


def _read_months(node: ScalarNode) -> int | Diagnostic:
    """Read a number of months, 0 for none."""
    text = node.word
    if text.isascii() and text.isdigit() and int(text) <= _MOST_MONTHS:
        return int(text)
    return error(Problem.MONTHS_BACK_INVALID, node.span, found=text, most=_MOST_MONTHS)


class FileSpec(WritingSpec):
    """How the files of a pattern are written, and how their letters are stored."""

    encoding: Annotated[str, scalar(_read_encoding, TEXT)] = ""


class SettingsDocument(Spec):
    """The file of a project: its schemes, how files are written, what is not read, its book of months."""

    schemes: WordField | None = None
    reading: Entries[FileSpec] = Field(default_factory=dict)
    ignore: OneOrItems[WordField] = ()
    book: WordField | None = None
    department: WordField | None = None
    correct_back: Annotated[int, scalar(_read_months, TEXT)] = CORRECT_BACK
    advice: FlagField = False


def read_settings(text: str, file: str) -> Checked[Settings]:
    """Read the text of kpicalc.yaml; `file` is the name that places show."""
    read = read_document(text, file, SettingsDocument)
    return Checked(None if read.value is None else _make_settings(read.value), read.diagnostics)


def _make_settings(document: SettingsDocument) -> Settings:
    reading = tuple(
        FileReading(str(name), each.writing, each.encoding) for name, each in document.reading.items()
    )
    return Settings(
        str(document.schemes or ""),
        reading,
        tuple(map(str, document.ignore)),
        str(document.book or ""),
        document.correct_back,
        str(document.department or ""),
        document.advice,
    )
