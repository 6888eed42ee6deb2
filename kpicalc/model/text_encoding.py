"""The encodings of text files that may be asked for by name: what Python knows, but codecs for other ends."""

from __future__ import annotations

import codecs

_SAMPLE = "1;a\n"
# They decode texts, but no program saves a table so.
_NO_FILES = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7"})


def find_codec(name: str) -> str:
    """Return the codec of an encoding, "" for a name that is none of a text file.

    >>> find_codec("UTF-8"), find_codec("windows-1252"), find_codec("rot13"), find_codec("idna")
    ('utf-8-sig', 'cp1252', '', '')
    """
    try:
        found = codecs.lookup(name).name
        if found.replace("_", "-") in _NO_FILES or _SAMPLE.encode(found).decode(found) != _SAMPLE:
            return ""
    except (LookupError, ValueError, TypeError, AttributeError):
        return ""
    return "utf-8-sig" if found == "utf-8" else found
