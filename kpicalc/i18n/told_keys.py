"""Keys and fixed words that sentences name in backticks, as the scheme calls them that they speak of."""

from __future__ import annotations

import re

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.key_names import Names, key_names

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
