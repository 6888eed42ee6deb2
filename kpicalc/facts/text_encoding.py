"""The encodings of text files that may be asked for by name."""

from __future__ import annotations

from enum import StrEnum


class TextEncoding(StrEnum):
    """How the letters of a text file are stored; `utf-8` with or without its mark."""

    UTF_8 = "utf-8"
    UTF_16 = "utf-16"
    CP1251 = "cp1251"
    CP866 = "cp866"
    KOI8_R = "koi8-r"
    MAC_CYRILLIC = "mac-cyrillic"

    @property
    def codec(self) -> str:
        """The name by which Python knows it."""
        return "utf-8-sig" if self is TextEncoding.UTF_8 else self.value
