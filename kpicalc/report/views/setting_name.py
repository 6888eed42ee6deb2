"""What a change of a scheme is called: the entry, and the value in it as the file writes its keys."""

from __future__ import annotations

from kpicalc.i18n.catalogue import Language, words
from kpicalc.i18n.sentence import phrase
from kpicalc.model.comparison import ChangeStep, ToldChange, ToldWord


def name_step(step: ChangeStep, language: Language) -> str:
    """Name what was changed at once, each entry once; of one value alone also where it stands."""
    if len(step.changes) == 1 and len(step.changes[0].words) == 1 and not step.changes[0].was:
        return name_place(step.changes[0], step.changes[0].words[0], language)
    return ", ".join(dict.fromkeys(name_entry(each, language) for each in step.changes))


def name_place(change: ToldChange, word: ToldWord, language: Language) -> str:
    """Name a value by its entry and its keys; the value of a parameter is the parameter."""
    entry = name_entry(change, language)
    where = "" if len(word.path) == 1 and word.aspect == "value" else name_word(word, language)
    return f"{entry}, {where}" if where else entry


def name_entry(change: ToldChange, language: Language) -> str:
    """Name an entry by its section and its own name.

    >>> from kpicalc.model.comparison import ChangeKind
    >>> name_entry(ToldChange(ChangeKind.CHANGED, "parameters", "rate", ()), Language.EN)
    'parameter rate'
    """
    return f"{name_section(change.section, language)} {change.name}".rstrip()


def name_section(section: str, language: Language) -> str:
    """Return the noun for the entries of a section."""
    known = words(language).get(f"diff.section.{section}")
    return known or phrase("diff.section.other", language, section=section)


def name_word(word: ToldWord, language: Language) -> str:
    """Say what a value within its entry means, and by which keys it is found there."""
    aspect = words(language).get(f"diff.aspect.{word.aspect}", "")
    where = ", ".join(word.path)
    return f"{aspect} ({where})" if aspect and where and aspect not in word.path else where
