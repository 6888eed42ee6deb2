"""Comments that look like an allowance and are none: `# kpicalc: alow KPI344 - why`."""

from __future__ import annotations

import re

from kpicalc.model.diagnostic import Diagnostic, warning
from kpicalc.model.source import Span
from kpicalc.model.spelling import find_look_alike, find_nearest
from kpicalc.scheme.allowances import ALLOWANCE
from kpicalc.scheme.comments import find_comments, line_of, scalars_of

_COMMENT = re.compile(
    r"(?:(?<=\s)|^)#[ \t]*kpicalc\b[ \t]*(?P<colon>:?)[ \t]*(?P<word>[^\W\d]+)\b[ \t:]*"
    r"(?P<codes>KPI\d+(?:[ \t]*,[ \t]*KPI\d+)*)?[^\r\n]*",
    re.MULTILINE | re.IGNORECASE,
)
# What people write in its place, in either language; also with a letter wrong.
_WORDS = (
    "allow",
    "allowed",
    "disable",
    "ignore",
    "permit",
    "skip",
    "suppress",
    "допустить",
    "игнорировать",
    "можно",
    "пропустить",
    "разрешаю",
    "разрешено",
    "разрешить",
)
_SOME_CODE = "KPI344"


def find_misspelt(text: str, file: str) -> tuple[Diagnostic, ...]:
    """Tell the comments that name a code, or mean to allow, and do not begin with `# kpicalc: allow`."""
    text = text.removeprefix("\ufeff")
    if _COMMENT.search(text) is None:
        return ()
    found = find_comments(_COMMENT, text, scalars_of(text, file))
    return tuple(_told(each, text, file) for each in found if _looks_like_one(each))


def _looks_like_one(comment: re.Match[str]) -> bool:
    """Two of three signs are enough: the colon, a word for allowing, a code."""
    if ALLOWANCE.match(comment.string, comment.start()):
        return False
    written = comment["word"]
    meant = find_look_alike(written, _WORDS) or find_nearest(written, _WORDS)
    return sum(map(bool, (comment["colon"], meant, comment["codes"]))) > 1


def _told(comment: re.Match[str], text: str, file: str) -> Diagnostic:
    line, before = line_of(text, comment.start())
    start, end = len(before) + 1, len(before) + 1 + len(comment[0].rstrip())
    codes = (comment["codes"] or _SOME_CODE).upper()
    return warning("KPI364", Span(file, line, start, line, end), codes=codes)
