"""What the program says: a template, for problems from the head of its page, with its places filled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from kpicalc.i18n.catalogue import Language, words
from kpicalc.i18n.format import format_date, format_number, format_percent, format_period, format_value
from kpicalc.i18n.key_names import tell_keys
from kpicalc.i18n.stored_text import read_page
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, KindedValue, Listing, ToldShare
from kpicalc.model.kind import Kind
from kpicalc.model.period import Period, PeriodLength

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


def sentence(diagnostic: Diagnostic, language: Language) -> str:
    """Say what is wrong. A code or placeholder we forgot gives a plain listing, never a failure."""
    page = find_page(diagnostic.code, language)
    said = tell_keys(page.says, diagnostic.keys) if page else diagnostic.code
    return fill(said, dict(diagnostic.params), language)


def help_text(diagnostic: Diagnostic, language: Language) -> str:
    """Say how to mend it; "" when the sentence says it all.

    Where a code has several ways out, the parameter `hint` of the problem chooses between them.
    """
    page = find_page(diagnostic.code, language)
    params = dict(diagnostic.params)
    helps = page.helps if page else {}
    said = helps.get(str(params.get("hint")), helps.get("", ""))
    return fill(tell_keys(said, diagnostic.keys), params, language)


def phrase(key: str, language: Language, /, **params: object) -> str:
    """Return the words of a key with its placeholders filled; an unknown key is said as it is."""
    return fill(words(language).get(key, key), params, language)


def fill(template: str, params: Mapping[str, object], language: Language) -> str:
    """Fill a template; when it asks for what is not there, the values are listed after it."""
    spoken = {name: spell_param(value, language) for name, value in params.items()}
    if "reason" in spoken:
        # Why the system refused is told by it in English only.
        spoken["reason"] = words(language).get(f"system.{spoken['reason']}", spoken["reason"])
    try:
        return template.format(**spoken)
    except (LookupError, ValueError, AttributeError, TypeError):
        listing = ", ".join(f"{name}={value}" for name, value in spoken.items())
        return f"{template} ({listing})"


def spell_param(value: object, language: Language) -> str:
    """Write a parameter of a sentence in words of the language."""
    match value:
        case Kind():
            return words(language)[f"kind.{value}"]
        case bool():
            return format_value(value, Kind.FLAG, language)
        case Decimal():
            return format_number(value, language)
        case date():
            return format_date(value, language)
        case tuple():
            return ", ".join(spell_param(part, language) for part in value)
        case Listing(parts=parts, between=between):
            return between.join(spell_param(part, language) for part in parts)
        case ToldShare(value=ratio) | KindedValue(value=Decimal() as ratio, kind=Kind.RATIO):
            return format_percent(ratio, language)
        case Diagnostic():
            return sentence(value, language)
        case KindedValue(value=inner):
            return spell_param(inner, language)
        case Period():
            return format_period(value, language)
        case PeriodLength():
            return words(language)[f"length.{value}"]
        case _:
            return str(value)
