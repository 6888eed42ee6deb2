"""The whole regulation: sections and clauses numbered, with what the company adds in its own words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.model.program import Program
from kpicalc.model.worked_example import WorkedExample
from kpicalc.report.document import Block, Document, Heading, Paragraph, Tone
from kpicalc.report.views.regulation.closing_terms import (
    say_end,
    say_example,
    show_acquaintance,
    show_approval,
    show_mark,
)
from kpicalc.report.views.regulation.formula_words import Speaker, make_speaker
from kpicalc.report.views.regulation.general_terms import end_sentence, say_facts, say_general, say_parameters
from kpicalc.report.views.regulation.pay_terms import say_limits, say_pay, say_stop_factors
from kpicalc.report.views.regulation.result_terms import say_kpis, say_tables, say_values
from kpicalc.scheme.document import SchemeDocument

_SECTIONS: tuple[tuple[str, Callable[[Speaker], Iterator[Block]]], ...] = (
    ("general", say_general),
    ("facts", say_facts),
    ("parameters", say_parameters),
    ("kpis", say_kpis),
    ("tables", say_tables),
    ("values", say_values),
    ("pay", say_pay),
    ("stop_factors", say_stop_factors),
    ("limits", say_limits),
)


def write_regulation(
    document: SchemeDocument, program: Program, examples: Sequence[WorkedExample], language: Language
) -> Document:
    """Write a scheme out as a regulation."""
    speaker = make_speaker(document.written_out(), program, language)
    blocks: list[Block] = [show_approval(speaker), Heading(title_regulation(document, language))]
    sections = [(key, list(say(speaker))) for key, say in _SECTIONS]
    sections += [("example", list(say_example(examples, speaker))), ("end", list(say_end(speaker)))]
    number = 0
    for key, clauses in sections:
        own = [Paragraph(text) for text in _own_text(document, key)]
        if clauses or own:
            number += 1
            blocks.append(Heading(f"{number}. {speaker.say(f'section.{key}')}", 2))
            blocks += _number(number, (*clauses, *own))
    blocks += [
        Heading(speaker.say("section.acquaintance"), 2),
        show_acquaintance(speaker),
        show_mark(speaker),
    ]
    return Document(tuple(blocks))


def title_regulation(document: SchemeDocument, language: Language) -> str:
    """Return the title of the regulation of a scheme."""
    return phrase("regulation.title", language, title=str(document.title))


def _own_text(document: SchemeDocument, section: str) -> tuple[str, ...]:
    """Return the paragraphs that the company adds to a section."""
    text = "" if document.text is None else str(document.text.value_of(section))
    return tuple(end_sentence(part) for part in text.split("\n\n") if part.strip())


def _number(section: int, clauses: Iterable[Block]) -> Iterator[Block]:
    """Number the clauses of a section; tables and lines that belong to a clause have no number."""
    clause = 0
    for block in clauses:
        if isinstance(block, Paragraph) and block.tone is Tone.PLAIN:
            clause += 1
            yield Paragraph(f"{section}.{clause}. {block.text}")
        else:
            yield block
