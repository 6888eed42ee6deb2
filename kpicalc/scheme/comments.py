"""Comments of a scheme's text: what stands behind a `#` that is part of no value."""

from __future__ import annotations

import re

from yaml.events import ScalarEvent

from kpicalc.scheme.events import end_of, read_events, start_of

BREAK = re.compile(r"\r\n?|\n")


def find_comments(pattern: re.Pattern[str], text: str, scalars: list[ScalarEvent]) -> list[re.Match[str]]:
    """Return the comments that a pattern meets; a `#` inside quotes or in a block of text is no comment."""
    return [
        found
        for found in pattern.finditer(text)
        if not any(start_of(each).index <= found.start() < end_of(each).index for each in scalars)
    ]


def scalars_of(text: str, file: str) -> list[ScalarEvent]:
    """Return the values and keys of a text; none where it is no YAML."""
    return [each for each in read_events(text, file).value or () if isinstance(each, ScalarEvent)]


def line_of(text: str, at: int) -> tuple[int, str]:
    """Return the number of the line of a character, and what of the line stands before it."""
    before = BREAK.split(text[:at])
    return len(before), before[-1]
