"""A page about one problem code, taken apart: its headings, its severity and its examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kpicalc.i18n.catalogue import Language

HEADINGS = {
    Language.EN: ("What it means", "Why it harms pay", "Wrong", "Right"),
    Language.RU: ("Что это значит", "Чем это вредит оплате", "Неверно", "Верно"),
}
SEVERITIES = {
    Language.EN: {"error": "error", "warning": "warning", "advice": "advice"},
    Language.RU: {"ошибка": "error", "предупреждение": "warning", "совет": "advice"},
}

_TITLE = re.compile(r"# (?P<code>KPI\d{3}): (?P<title>\S.*[^.\s])")
_BLOCK = re.compile(
    r"^```(?P<kind>yaml|csv|text)(?: (?P<name>\S[^\n]*))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
_MONTH = re.compile(r"\d{4}-\d{2}")
_ALSO = re.compile(r"^(?:Also told|Вместе с ней): (?P<codes>KPI\d{3}(?:, KPI\d{3})*)\.$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A code block; `name` is the sheet that a `csv` block stands for."""

    kind: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Example:
    """What a reader may try: a part of a scheme ("" for the base alone), sheets of facts, and scenarios.

    Blocks that are called by a month are the facts, and the scheme if it was another one, of that month.
    """

    scheme: str
    sheets: tuple[Block, ...]
    scenarios: str = ""
    earlier: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """One page; `severity` is the English word, `sections` the text below each heading, in order."""

    code: str
    title: str
    severity: str
    sections: tuple[tuple[str, str], ...]
    also_told: frozenset[str]


def take_apart(text: str, language: Language) -> ProblemPage:
    """Take apart what stands below the head of a page; a page without its title or severity is refused."""
    head, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    title, _, severity = head.partition("\n")
    found = _TITLE.fullmatch(title)
    assert found is not None, f"{title}: must be `# KPI000: title`, without a full stop"
    assert severity.strip() in SEVERITIES[language], f"{title}: the next line must name the severity"
    also = _ALSO.search(text)
    return ProblemPage(
        code=found["code"],
        title=found["title"],
        severity=SEVERITIES[language][severity.strip()],
        sections=tuple((name, body) for name, _, body in (each.partition("\n") for each in sections)),
        also_told=frozenset(also["codes"].split(", ") if also else ()),
    )


def blocks_of(text: str) -> tuple[Block, ...]:
    """Return the code blocks of a text, in order."""
    return tuple(Block(each["kind"], each["name"] or "", each["text"]) for each in _BLOCK.finditer(text))


def prose_of(text: str) -> str:
    """Return a text without its code blocks."""
    return _BLOCK.sub("", text)


def examples_of(text: str) -> list[Example]:
    """Return the examples of a section: a `yaml` block begins one, the `csv` blocks below belong to it."""
    return list(_examples(blocks_of(text)))


def _examples(blocks: tuple[Block, ...]) -> Iterator[Example]:
    scheme: str | None = None
    sheets: list[Block] = []
    earlier: list[Block] = []
    scenarios = ""
    for block in blocks:
        if block.name == "scenarios":
            scenarios = block.text
        elif _MONTH.fullmatch(block.name):
            earlier.append(block)
        elif block.kind == "yaml":
            if scheme is not None:
                yield Example(scheme, tuple(sheets), scenarios, tuple(earlier))
            scheme, sheets, scenarios, earlier = block.text, [], "", []
        elif block.kind == "csv":
            scheme = scheme or ""
            sheets.append(block)
    if scheme is not None:
        yield Example(scheme, tuple(sheets), scenarios, tuple(earlier))
