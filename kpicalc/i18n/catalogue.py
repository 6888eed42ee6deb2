"""Sentences chosen by key and language."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from importlib import import_module

AREAS = (
    "formula",
    "scheme",
    "compiler",
    "tables",
    "goals",
    "pay",
    "proofs",
    "facts",
    "files",
    "rows",
    "units",
    "dates",
    "texts",
    "money",
    "engine",
    "testing",
)


class Language(StrEnum):
    """A language of the user interface."""

    RU = "ru"
    EN = "en"


@cache
def message_templates(language: Language) -> dict[str, tuple[str, str]]:
    """Return the sentence and the help of every problem code in a language."""
    merged: dict[str, tuple[str, str]] = {}
    for area in AREAS:
        merged.update(import_module(f"kpicalc.i18n.{language}.{area}").MESSAGES)
    return merged


@cache
def message_hints(language: Language) -> dict[str, str]:
    """Return the help for one case of a problem by `code.hint`, where that of the code does not fit."""
    found: dict[str, str] = import_module(f"kpicalc.i18n.{language}.hints").HINTS
    return found


@cache
def words(language: Language) -> dict[str, str]:
    """Return the words of reports in a language."""
    found: dict[str, str] = import_module(f"kpicalc.i18n.{language}.words").WORDS
    return found


@cache
def key_descriptions(language: Language) -> dict[str, str]:
    """Return what each part of a scheme file and each of its keys is, in a language."""
    found: dict[str, str] = import_module(f"kpicalc.i18n.{language}.keys").KEYS
    return found
