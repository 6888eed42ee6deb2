"""How names compare: their normal form, their look-alikes, the nearest known name."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

# Letters and digits that readers cannot tell apart (after UTS 39, confusables), reduced to those of
# European alphabets; the value is the shared skeleton.
_LETTERS = {
    **dict(zip("АВЕКМНОРСТУХЅІЈ", "ABEKMHOPCTYXSIJ", strict=True)),
    **dict(zip("аеорсухѕіј", "aeopcyxsij", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρ", "ABEZHIKMNOPTYXovp", strict=True)),
    **dict(zip("օÐƉ", "oĐĐ", strict=True)),
}
# The letters that look like one of another alphabet.
LOOKED_ALIKE = frozenset({*_LETTERS, *_LETTERS.values()})
_LOOK_ALIKES = str.maketrans(
    {
        **_LETTERS,
        "З": "3",
        "з": "3",
        "0": "O",
        "l": "I",
        "1": "I",
    }
)


# Among more names than this only the neighbours in the alphabet are compared: comparing all is too slow.
_MOST = 400
# Names of one letter are never near one another.
_SHORTEST = 2


@lru_cache(maxsize=20_000)
def skeleton(name: str) -> str:
    """Return a form that is equal for names that look alike.

    >>> skeleton("К1") == skeleton("K1"), skeleton("\u0451") == skeleton("\u00eb")
    (True, True)
    """
    # Taken apart, so that a letter with a sign is found by the letter under it: Cyrillic and Latin ё.
    return unicodedata.normalize("NFD", name).translate(_LOOK_ALIKES)


def find_look_alike(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that looks like `name` but is spelt with other letters."""
    wanted = skeleton(name)
    return next((each for each in known if each != name and skeleton(each) == wanted), None)


def find_nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name nearest in spelling, or None when none is near."""
    wanted, by_fold = name.casefold(), {each.casefold(): each for each in known}
    names = _neighbours(wanted, by_fold)
    found = get_close_matches(wanted, names, cutoff=0.7)
    slip = found[0] if found else next((each for each in names if _is_one_slip(wanted, each)), None)
    return None if slip is None else by_fold[slip]


def propose_name(name: str, known: Iterable[str]) -> str | None:
    """Return what the writer of an unknown name may have meant: a look-alike, else the nearest."""
    candidates = sorted(known)
    return find_look_alike(name, candidates) or find_nearest(name, candidates)


def _is_one_slip(written: str, name: str) -> bool:
    """Say whether one letter is wrong, missing, too many, or two are swapped: all that tells in short names.

    >>> _is_one_slip("pey", "pay"), _is_one_slip("к2", "к1"), _is_one_slip("x", "y")
    (True, True, False)
    """
    if min(len(written), len(name)) < _SHORTEST or abs(len(written) - len(name)) > 1:
        return False
    at = next((at for at, pair in enumerate(zip(written, name, strict=False)) if pair[0] != pair[1]), -1)
    rest, other = written[at:], name[at:]
    swapped = rest[1:2] + rest[:1] + rest[2:]
    return rest[1:] == other[1:] or rest[1:] == other or rest == other[1:] or swapped == other


def _neighbours(name: str, known: Iterable[str]) -> list[str]:
    """Return the names around a name in the alphabet; of a few names, all as they come."""
    names = list(known)
    if len(names) <= _MOST:
        return names
    names.sort()
    middle = max(bisect_left(names, name), _MOST // 2)
    return names[middle - _MOST // 2 : middle + _MOST // 2]
