"""What is looked up, as a report: functions of formulas, the page of a problem code, the list of codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from kpicalc.formula.function import Described
from kpicalc.formula.functions import FAMILIES
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.report.document import Block, Document, Hanging, Heading, Paragraph, Verbatim

_INDENT = 6


def show_functions(language: Language) -> Document:
    """List the functions that can be written, family by family."""
    blocks: list[Block] = []
    for family, records in FAMILIES.items():
        blocks.append(Heading(phrase(f"functions.{family}", language), 2))
        blocks.extend(Hanging(_tell_function(each, language), _INDENT) for each in records if each.name_ru)
    return Document(tuple(blocks))


def _tell_function(record: Described, language: Language) -> str:
    own, other = record.name, record.name_ru
    doc = record.doc_en
    if language is Language.RU:
        own, other, doc = other, own, record.doc_ru
    return f"  {record.signature(own)} · {other}: {doc}"


_FENCE = "```"
_ITEM = "- "
_CODE_INDENT = "    "
# The first number of each group of codes; the groups are named in the catalogue.
_GROUPS = (100, 160, 200, 300, 340, 400, 500, 600, 700, 800)


def show_page(text: str) -> Document:
    """Show a page written in Markdown: headings, paragraphs, lists and blocks of code."""
    blocks: list[Block] = []
    for number, part in enumerate(text.split(f"\n{_FENCE}")):
        if number % 2:
            # The first line of a block of code names its language.
            blocks += (Verbatim(f"{_CODE_INDENT}{line}".rstrip()) for line in part.split("\n")[1:])
        else:
            blocks += _prose_blocks(part)
    return Document(tuple(blocks))


def list_codes(titles: Mapping[str, str], language: Language) -> Document:
    """List codes with their titles, group by group."""
    blocks: list[Block] = []
    for first, codes in groupby(sorted(titles), key=_group_of):
        blocks.append(Heading(phrase(f"rule.group.{first}", language), 2))
        blocks.extend(Hanging(f"  {code}  {titles[code]}", 10) for code in codes)
    return Document(tuple(blocks))


def _prose_blocks(part: str) -> Iterator[Block]:
    for blank, group in groupby(part.split("\n"), key=lambda line: not line.strip()):
        if not blank:
            yield from _paragraph_blocks(list(group))


def _paragraph_blocks(lines: list[str]) -> Iterator[Block]:
    """Yield the blocks of lines that stand together: a line goes on with the one before it."""
    text = ""
    for line in lines:
        if line.startswith("#"):
            yield from _running_text(text)
            text = ""
            yield Heading(line.lstrip("#").strip(), 1 if line.startswith("# ") else 2)
        elif line.startswith(_ITEM):
            yield from _running_text(text)
            text = line
        else:
            text = f"{text} {line.strip()}".lstrip()
    yield from _running_text(text)


def _running_text(text: str) -> Iterator[Block]:
    if text.startswith(_ITEM):
        yield Hanging(f"  {text}", 4)
    elif text:
        yield Paragraph(text)


def _group_of(code: str) -> int:
    return max(first for first in _GROUPS if first <= int(code[3:]))
