"""Words that people write for the keys and words of a scheme, in any language, with what is meant."""

from __future__ import annotations

from collections.abc import Collection

from kpicalc.i18n.catalogue import meant_words


def find_meant_key(written: str, known: Collection[str]) -> str | None:
    """Return the key among the known ones that a word stands for, or None.

    >>> find_meant_key("Вид", ("type", "column")), find_meant_key("вид", ("from", "to"))
    ('type', None)
    """
    # A word may be said of several keys; which of them is meant the place tells.
    meant = meant_words("meant_keys").get(written.casefold().replace("-", "_"), ())
    return next((each for each in meant if each in known), None)


def find_meant_word(written: str, known: Collection[str]) -> str | None:
    """Return the word among the known ones that another word stands for, or None.

    >>> find_meant_word("percent", ("money", "ratio")), find_meant_word("percent", ("month",))
    ('ratio', None)
    """
    return next(
        (each for each in meant_words("meant_words").get(written.casefold(), ()) if each in known), None
    )
