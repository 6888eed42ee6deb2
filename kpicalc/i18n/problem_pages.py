"""The pages of the problem codes: what is said when a problem is told stands in the head of its page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.stored_text import read_page
from kpicalc.model.dataclass import dataclass

_HEAD = re.compile(r"---\n(?P<head>.*?)^---\n", re.DOTALL | re.MULTILINE)
_KEY = re.compile(r"^([a-z_.]+): >-\n", re.MULTILINE)
_TITLE = re.compile(r"# KPI\d{3}: (?P<title>.+)")


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """A page in one language.

    `says` is the sentence with placeholders, `helps` the help by the case of the problem that it fits: ""
    where no other does. `text` is the page below its head, in Markdown, `title` what the code means.
    """

    says: str
    helps: Mapping[str, str]
    text: str
    title: str


@cache
def find_page(code: str, language: Language) -> ProblemPage | None:
    """Return the page of a code in a language, None where the code is none of ours."""
    written = read_page(code, language) or read_page(code, Language.EN)
    return None if written is None else parse_page(written)


def parse_page(written: str) -> ProblemPage:
    """Take a page apart. Its head is YAML, of folded texts only."""
    head = _HEAD.match(written)
    text = written[head.end() :] if head else written
    _, *parts = _KEY.split(head["head"] if head else "")
    said = {key: " ".join(text.split()) for key, text in zip(parts[::2], parts[1::2], strict=True)}
    title = _TITLE.match(text)
    return ProblemPage(
        says=said.get("says", ""),
        helps=MappingProxyType(
            {key.removeprefix("help").removeprefix("."): text for key, text in said.items() if key != "says"}
        ),
        text=text,
        title=title["title"].strip() if title else "",
    )
