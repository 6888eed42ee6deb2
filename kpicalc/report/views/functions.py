"""The functions of formulas as a report: how each is written in both languages, and what it gives."""

from __future__ import annotations

from kpicalc.formula.function import Described
from kpicalc.formula.functions import FAMILIES
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.report.document import Block, Document, Hanging, Heading

_INDENT = 6


def show_functions(language: Language) -> Document:
    """List the functions that can be written, family by family."""
    blocks: list[Block] = []
    for family, records in FAMILIES.items():
        blocks.append(Heading(phrase(f"functions.{family}", language), 2))
        blocks.extend(Hanging(_line(each, language), _INDENT) for each in records if each.name_ru)
    return Document(tuple(blocks))


def _line(record: Described, language: Language) -> str:
    own, other = record.name, record.name_ru
    doc = record.doc_en
    if language is Language.RU:
        own, other, doc = other, own, record.doc_ru
    return f"  {record.signature(own)} · {other}: {doc}"
