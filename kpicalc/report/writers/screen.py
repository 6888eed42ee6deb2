"""Text for a screen: no control characters, nothing its encoding lacks, broken between words."""

from __future__ import annotations

import re
import unicodedata

from kpicalc.i18n.format import NBSP
from kpicalc.model.dataclass import dataclass
from kpicalc.report.document import Tone

# Control, bidirectional, zero-width and filler characters: they move the cursor or hide text.
# What Unicode has for no text: the last two of each plane, and a stretch between.
_NO_CHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(end - 1)}{chr(end)}" for end in range(0xFFFF, 0x110000, 0x10000)
)
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff"
    f"{_NO_CHARACTERS}]"
)
_STAND_INS = {
    "₽": ("руб.", "RUB"),
    "€": ("EUR",),
    "₸": ("тенге", "KZT"),
    "£": ("GBP",),
    "×": ("x",),
    "−": ("-",),
    "–": ("-",),
    "—": ("-",),
    "≥": (">=",),
    "≤": ("<=",),
    "≠": ("!=",),
    "≈": ("~",),
    "→": ("->",),
    "…": ("...",),
    "·": ("-",),
    "«": ('"',),
    "»": ('"',),
    "\u202f": ("\u00a0",),
    "─": ("-",),
    "═": ("=",),
    "│": ("|",),
    "├": ("|",),
    "└": ("`",),
    "█": ("#",),
    "░": (".",),
}


@dataclass(frozen=True, slots=True)
class Screen:
    """What is printed on: its width in columns (None: as wide as need be) and its encoding."""

    width: int | None = None
    encoding: str = "utf-8"
    colour: bool = False

    def spell(self, text: str) -> str:
        """Return the text as it may be printed here."""
        return spell_in(escape_unsafe(text), self.encoding)

    def finish(self, line: str) -> str:
        """Return a wrapped line as it is sent: figures no longer need their no-break spaces."""
        return line if _can_encode(NBSP, self.encoding) else line.replace(NBSP, " ")


def escape_unsafe(text: str) -> str:
    r"""Show characters that would move the cursor, turn the text round or hide in it as escapes.

    >>> escape_unsafe("a\x1b[31m\u202eb")
    'a\\x1b[31m\\u202eb'
    """
    return _UNSAFE.sub(_escape_character, text)


def spell_in(text: str, encoding: str) -> str:
    """Replace the characters that an encoding lacks by others that say the same, else by `?`.

    The no-break space stays until the text is wrapped.

    >>> spell_in("1 000 ₽ × 2", "cp1251")
    '1 000 руб. x 2'
    """
    if _can_encode(text, encoding):
        return text
    return "".join(_spell_character(character, encoding) for character in text)


# Letters, signs and frames that take one column each: nearly all that is shown.
_NARROW = re.compile(
    "[\x00-\x7f\xa0-\xff\u0400-\u0482\u048a-\u04ff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2500-\u257f]*"
)


def display_width(text: str) -> int:
    """Return how many columns of a terminal a text takes.

    >>> display_width("план"), display_width("計画")
    (4, 4)
    """
    if _NARROW.fullmatch(text):
        return len(text)
    return sum(map(_character_width, text))


def _escape_character(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _can_encode(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _spell_character(character: str, encoding: str) -> str:
    candidates = (character, *_STAND_INS.get(character, ()))
    return next((each for each in candidates if each == NBSP or _can_encode(each, encoding)), "?")


def _character_width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


@dataclass(frozen=True, slots=True)
class ScreenLine:
    """One line of a screen, already spelt for it."""

    text: str
    tone: Tone = Tone.PLAIN


def wrap_text(text: str, width: int | None) -> list[str]:
    r"""Break a text into lines; a word that is too long is cut only when it has no digit in it.

    >>> wrap_text("сумма 1\u00a0234,56\u00a0₽ за март", 12)
    ['сумма', '1\xa0234,56\xa0₽', 'за март']
    """
    if width is None or display_width(text) <= width:
        return [text]
    lines: list[str] = []
    for word in (part for whole in text.split(" ") for part in _cut_word(whole, width)):
        if lines and display_width(lines[-1]) + 1 + display_width(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def least_width(text: str, longest: int = 12) -> int:
    """Return the narrowest column that a text can be wrapped in: figures whole, words to so many letters.

    A word with hyphens may be broken behind them.
    """
    return max(
        display_width(word) if _is_whole(word) else min(max(map(display_width, _pieces(word))), longest)
        for word in text.split(" ")
    )


def align(text: str, width: int, *, right: bool) -> str:
    """Pad a text to a width."""
    padding = " " * (width - display_width(text))
    return padding + text if right else text + padding


def _cut_word(word: str, width: int) -> list[str]:
    if display_width(word) <= width or _is_whole(word):
        return [word]
    parts = [""]
    for piece in _pieces(word):
        if parts[-1] and display_width(parts[-1] + piece) > width:
            parts.append("")
        for letter in piece:
            if display_width(parts[-1] + letter) > width:
                parts.append("")
            parts[-1] += letter
    return parts


def _pieces(word: str) -> list[str]:
    """Return the parts of a word, each with the hyphen behind it."""
    *first, last = word.split("-")
    return [*(f"{each}-" for each in first), last]


def _is_whole(word: str) -> bool:
    return any(letter.isdigit() for letter in word)
