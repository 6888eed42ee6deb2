"""Words chosen by key and language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache

from kpicalc.i18n.stored_text import list_languages, list_tables, read_table
from kpicalc.model.dataclass import Faces

# The tables of `keys.toml` that describe no part.
_MEANT = frozenset({"meant_keys", "meant_words"})


class Language(StrEnum):
    """A language of the user interface.

    The two that are named say everything. A folder with other texts adds one: it is no member that one goes
    through, but `Language("lt")` is it, and what its files do not say is said in English.
    """

    RU = "ru"
    EN = "en"

    @classmethod
    def _missing_(cls, value: object) -> Language | None:
        if value not in list_languages():
            return None
        added = str.__new__(cls, str(value))
        added._name_, added._value_ = str(value).upper(), str(value)
        return cls._value2member_map_.setdefault(str(value), added)  # type: ignore[return-value]


class Words(Mapping[str, str]):
    """The headings, labels and phrases of a language: `table.name` → text."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def __getitem__(self, key: str) -> str:
        table, _, name = key.partition(".")
        own = read_table(self._language, "words", table)
        return own[name] if name in own else read_table(Language.EN, "words", table)[name]

    def __iter__(self) -> Iterator[str]:
        # English has them all; a language that was added may have fewer.
        named = self._language if self._language in set(Language) else Language.EN
        for table in list_tables(named, "words"):
            yield from (f"{table}.{name}" for name in read_table(named, "words", table))

    def __len__(self) -> int:
        return sum(1 for _ in self)


@cache
def words(language: Language) -> Words:
    """Return the words of reports in a language."""
    return Words(language)


@cache
def key_descriptions(language: Language) -> dict[str, str]:
    """Return what each part of a scheme file and each of its keys is, in a language.

    A part has its name as its key, a key of a part is `Part.key`; what is the same everywhere is a bare key.
    """
    if not list_tables(language, "keys"):
        language = Language.EN
    described = {
        ".".join(name for name in (part, key) if name not in {"", "itself"}): text
        for part in list_tables(language, "keys")
        if part not in _MEANT
        for key, text in read_table(language, "keys", part).items()
    }
    return Faces(f"{language}/keys.toml", described)


@cache
def meant_words(table: str) -> dict[str, tuple[str, ...]]:
    """Return what people write for keys (`meant_keys`) or values (`meant_words`), in any language.

    Each word has what may be meant by it, the likeliest first.
    """
    tables = (read_table(language, "keys", table) for language in Language)
    return {word: tuple(meant.split()) for each in tables for word, meant in each.items()}
