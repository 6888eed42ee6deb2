"""Places of a scheme that changed, in words: of a path of keys what it leads to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpicalc.i18n.catalogue import Language, words
from kpicalc.i18n.key_names import key_names
from kpicalc.i18n.sentence import phrase
from kpicalc.model.comparison import ChangeStep


def name_step(step: ChangeStep, language: Language) -> str:
    """Name what was changed at once, each entry once."""
    return ", ".join(dict.fromkeys(name_setting(word.path[:2], language) for word in step.changes))


def name_setting(path: Sequence[str], language: Language) -> str:
    """Name the number or text of a scheme to which keys lead: its section, its name, what of it is meant.

    >>> name_setting(("tables", "scale", "bands", "2", "from"), Language.EN)
    'table scale, bands 2, threshold'
    >>> name_setting(("parameters", "rate", "value"), Language.RU)
    'параметр rate'
    """
    section, *rest = path[:-1] if path[-1] == "value" and len(path) > 1 else path
    known = words(language).get(f"diff.section.{section}")
    called = known or phrase("diff.section.other", language, section=section)
    name, *keys = rest or [""]
    return ", ".join((f"{called} {name}".rstrip(), *_name_keys(keys, language)))


def _name_keys(keys: Sequence[str], language: Language) -> Iterator[str]:
    """Yield what each key means; a number goes with the list of which it is an item."""
    names = key_names(language)
    for at, key in enumerate(keys):
        if key.isdecimal() and at:
            continue
        said = words(language).get(f"diff.aspect.{key}") or names.key("", key).replace("_", " ")
        item = next(iter(keys[at + 1 : at + 2]), "")
        yield f"{said} {item}" if item.isdecimal() else said
