"""How names compare: their normal form, their look-alikes, the nearest known name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

# Letters and digits that readers cannot tell apart (after UTS 39, confusables), reduced to those of
# Russian and English text; the value is the shared skeleton.
_LOOK_ALIKES = str.maketrans(
    {
        **dict(zip("АВЕКМНОРСТУХЅІЈ", "ABEKMHOPCTYXSIJ", strict=True)),
        **dict(zip("аеорсухѕіј", "aeopcyxsij", strict=True)),
        "З": "3",
        "з": "3",
        "0": "O",
        "l": "I",
        "1": "I",
    }
)


def skeleton(name: str) -> str:
    """Return a form that is equal for names that look alike.

    >>> skeleton("К1") == skeleton("K1")
    True
    """
    return unicodedata.normalize("NFC", name).translate(_LOOK_ALIKES)


def find_look_alike(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that looks like `name` but is spelt with other letters."""
    wanted = skeleton(name)
    return next((each for each in known if each != name and skeleton(each) == wanted), None)


def find_nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name nearest in spelling, or None when none is near."""
    by_fold = {each.casefold(): each for each in known}
    found = get_close_matches(name.casefold(), by_fold, n=1, cutoff=0.7)
    return by_fold[found[0]] if found else None


def propose_name(name: str, known: Iterable[str]) -> str | None:
    """Return what the writer of an unknown name may have meant: a look-alike, else the nearest."""
    candidates = sorted(known)
    return find_look_alike(name, candidates) or find_nearest(name, candidates)
