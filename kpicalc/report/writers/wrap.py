"""Running text broken into lines between words; a no-break space joins a figure and its unit."""

from __future__ import annotations

from dataclasses import dataclass

from kpicalc.report.document import Tone
from kpicalc.report.writers.screen import display_width


@dataclass(frozen=True, slots=True)
class Line:
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
    for word in _cut_words(text, width):
        if lines and display_width(lines[-1]) + 1 + display_width(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def least_width(text: str) -> int:
    """Return the narrowest column that a text can be wrapped in: figures whole, words to 12 letters."""
    return max(
        display_width(word) if _is_whole(word) else min(display_width(word), 12) for word in text.split(" ")
    )


def align(text: str, width: int, *, right: bool) -> str:
    """Pad a text to a width."""
    padding = " " * (width - display_width(text))
    return padding + text if right else text + padding


def _cut_words(text: str, width: int) -> list[str]:
    return [part for word in text.split(" ") for part in _cut_word(word, width)]


def _cut_word(word: str, width: int) -> list[str]:
    if display_width(word) <= width or _is_whole(word):
        return [word]
    parts = [""]
    for letter in word:
        if display_width(parts[-1] + letter) > width:
            parts.append("")
        parts[-1] += letter
    return parts


def _is_whole(word: str) -> bool:
    return any(letter.isdigit() for letter in word)
