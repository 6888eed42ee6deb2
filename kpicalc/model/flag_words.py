"""The words for yes and no, in cells, in schemes and in tests of schemes alike."""

from __future__ import annotations

_WORDS = {
    **dict.fromkeys(("да", "yes", "true", "истина", "1", "+", "y", "д"), True),
    **dict.fromkeys(("нет", "no", "false", "ложь", "0", "-", "n", "н"), False),
}


def read_flag_word(text: str) -> bool | None:
    """Return what a word says, or None when it says neither yes nor no.

    >>> read_flag_word("Да"), read_flag_word("no"), read_flag_word("perhaps")
    (True, False, None)
    """
    return _WORDS.get(text.strip().casefold())
