"""What keys, fixed words and words of formulas are called in a language, also where sentences name them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.stored_text import list_tables, read_table
from kpicalc.model.dataclass import dataclass

# The tables of `names.toml` that are no part of a scheme.
_OF_WORDS = ("words", "tables", "formulas", "period", "figures")


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a language; whatever has none is called as in English, which the core speaks."""

    language: Language
    keys: Mapping[str, str]
    words: Mapping[str, str]
    tables: Mapping[str, str]
    formulas: Mapping[str, str]
    period: Mapping[str, str]
    figures: Mapping[str, str]

    def key(self, part: str, key: str) -> str:
        """Return what a key is called, in the part that brings it in.

        >>> names = key_names(Language.RU)
        >>> names.key("DeductionSpec", "from"), names.key("GateSpec", "from")
        ('из', 'от')
        """
        return self.keys.get(f"{part}.{key}") or self.keys.get(key, key)

    def word(self, key: str, word: str) -> str:
        """Return what a fixed word is called that stands as the value of a key.

        >>> key_names(Language.RU).word("formula", "ratio"), key_names(Language.EN).word("type", "ratio")
        ('отношение', 'ratio')
        """
        return self.words.get(f"{key}: {word}") or self.words.get(word, word)


@cache
def key_names(language: Language) -> Names:
    """Return the names of a language."""
    if language is Language.EN:
        return Names(language, {}, {}, {}, {}, {}, {})
    parts = (each for each in list_tables(language, "names") if each not in _OF_WORDS)
    keys = {
        f"{part}.{key}".removeprefix("."): name
        for part in parts
        for key, name in read_table(language, "names", part).items()
    }
    return Names(language, keys, *(read_table(language, "names", each) for each in _OF_WORDS))


@cache
def named_keys() -> Mapping[str, tuple[str, ...]]:
    """Return what each name of a key in another language than English may mean."""
    return _meanings(key_names(Language.RU).keys)


@cache
def named_words() -> Mapping[str, tuple[str, ...]]:
    """Return what each fixed word in another language than English may mean."""
    return _meanings(key_names(Language.RU).words)


def _meanings(names: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for known, name in names.items():
        meant = known.rpartition(".")[2].rpartition(": ")[2]
        if meant not in found.get(name, ()):
            found[name] = (*found.get(name, ()), meant)
    return found


_CODE = re.compile(r"`[^`]*`")
# Few runs speak of keys: these patterns are made when one does.
_KEY = r"(?<![\w.])(?P<key>[a-z_]+):(?=[\s`}]|$)(?P<gap> ?)(?P<word>[a-z_]+(?::[a-z]+)?(?![\w(.*:]))?"
_PATH = r"`(?P<parts>[a-z_]+(?:\.[a-z_]+)*)`"
# Words that are functions or operators too: alone they are not meant as keys.
_FUNCTIONS = frozenset({"count", "floor", "max", "min", "round", "sum", "then"})


def tell_keys(text: str, keys: str) -> str:
    """Return a text that names keys and their words as a language of keys does.

    >>> tell_keys("add `below: zero` to `facts`, or `max(a, b)`", "ru")
    'add `ниже: ноль` to `факты`, or `max(a, b)`'
    """
    if keys == Language.EN:
        return text
    names = key_names(Language(keys))
    return _CODE.sub(lambda found: _tell_code(found[0], names), text)


def _tell_code(code: str, names: Names) -> str:
    alone = re.fullmatch(_PATH, code)
    if alone is not None:
        return f"`{'.'.join(_tell_word(each, names) for each in alone['parts'].split('.'))}`"
    return re.sub(_KEY, lambda found: _tell_setting(found, names), code)


def _tell_word(word: str, names: Names) -> str:
    if word in _FUNCTIONS:
        return word
    return names.tables.get(word) or names.keys.get(word) or names.words.get(word, word)


def _tell_setting(found: re.Match[str], names: Names) -> str:
    key, word = found["key"], found["word"] or ""
    return f"{names.key('', key)}:{found['gap']}{names.word(key, word)}"
