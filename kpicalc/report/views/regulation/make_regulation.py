"""The whole regulation: its sections and clauses numbered, and how it ends: an example, approval, mark."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_date, format_percent, format_value
from kpicalc.i18n.sentence import phrase
from kpicalc.model.grounds import WorkedExample
from kpicalc.model.kind import Kind
from kpicalc.model.program import EMPLOYEES, Program
from kpicalc.report.document import (
    Block,
    Cell,
    Document,
    Heading,
    KeyValues,
    Paragraph,
    TableBlock,
    TableRow,
    Tone,
)
from kpicalc.report.views.regulation.formula_words import Speaker, make_speaker
from kpicalc.report.views.regulation.general_terms import end_sentence, say_facts, say_general, say_parameters
from kpicalc.report.views.regulation.pay_terms import say_limits, say_pay, say_stop_factors
from kpicalc.report.views.regulation.result_terms import say_kpis, say_tables, say_values
from kpicalc.report.views.wording import title_value
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
        text = "" if document.text is None else str(document.text.value_of(key))
        own_text = tuple(end_sentence(part) for part in text.split("\n\n") if part.strip())
        own = [Paragraph(text) for text in own_text]
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


def _number(section: int, clauses: Iterable[Block]) -> Iterator[Block]:
    """Number the clauses of a section; tables and lines that belong to a clause have no number."""
    clause = 0
    for block in clauses:
        if isinstance(block, Paragraph) and block.tone is Tone.PLAIN:
            clause += 1
            yield Paragraph(f"{section}.{clause}. {block.text}")
        else:
            yield block


_SIGNATURES = 8
_LINE = "_" * 18


def say_example(examples: Sequence[WorkedExample], speaker: Speaker) -> Iterator[Block]:
    """Show facts and pay at each level side by side."""
    if not examples:
        return
    first = examples[0]
    key = "example_alone" if first.level is None else "example_moved" if first.moved else "example"
    yield Paragraph(speaker.say(key, fact=speaker.quote(first.moved)))
    levels = [_say_level(each, speaker) for each in examples]
    yield TableBlock(
        (Cell(speaker.say("example.facts")), *(Cell(each, Kind.MONEY) for each in levels)),
        tuple(_fact_rows(examples, speaker)),
    )
    yield TableBlock(
        (Cell(speaker.say("example.lines")), *(Cell(each, Kind.MONEY) for each in levels)),
        tuple(_pay_rows(examples, speaker)),
    )


def _say_level(example: WorkedExample, speaker: Speaker) -> str:
    if example.level is None:
        return speaker.say("example.amount")
    key = "example.moved" if example.moved else "example.level"
    return speaker.say(key, level=format_percent(example.level, speaker.language))


def _fact_rows(examples: Sequence[WorkedExample], speaker: Speaker) -> Iterator[TableRow]:
    inputs = {each.key: each for each in speaker.program.inputs}
    rows = zip(*(each.witness.rows for each in examples), strict=False)
    for same in rows:
        for place, (name, _) in enumerate(same[0].values):
            given = inputs[same[0].grain, name]
            told = given.label
            if given.grain != EMPLOYEES:
                told = f"{speaker.title((given.grain, ''))}: {told}"
            values = (each.values[place][1] for each in same)
            yield TableRow(
                (Cell(told), *(Cell(_write(value, given.kind, speaker), Kind.MONEY) for value in values))
            )


def _pay_rows(examples: Sequence[WorkedExample], speaker: Speaker) -> Iterator[TableRow]:
    program = speaker.program
    for line in program.pay_lines:
        amounts = [each.amounts.get(line.variable) for each in examples]
        if not line.kind.traits.written and all(amount == 0 for amount in amounts):
            continue
        title = title_value(line.name, line.label, speaker.language)
        kinds = {each.name: each.kind for each in program.variables() if each.grain == EMPLOYEES}
        kind = kinds.get(line.variable, Kind.MONEY)
        yield TableRow((Cell(title), *(Cell(_write(each, kind, speaker), Kind.MONEY) for each in amounts)))
    totals = (Cell(_write(each.total, Kind.MONEY, speaker), Kind.MONEY) for each in examples)
    yield TableRow((Cell(speaker.say("example.total")), *totals), strong=True)


def _write(value: object, kind: Kind, speaker: Speaker) -> str:
    if value is None:
        return "—"
    return format_value(value, kind, speaker.language, speaker.program.currency)  # type: ignore[arg-type]


def say_end(speaker: Speaker) -> Iterator[Block]:
    """Say when the regulation comes into force, who keeps it, until when it is reviewed, what computes it."""
    document, language = speaker.document, speaker.language
    if document.approved is None:
        yield Paragraph(speaker.say("in_force"))
    else:
        yield Paragraph(speaker.say("approved", day=format_date(document.approved, language)))
    if document.owner:
        yield Paragraph(speaker.say("owner", owner=document.owner))
    if document.review_by is not None:
        yield Paragraph(speaker.say("review_by", day=format_date(document.review_by, language)))
    yield Paragraph(speaker.say("changes"))
    yield Paragraph(speaker.say("computed", scheme=str(speaker.document.scheme)))


def show_mark(speaker: Speaker) -> Block:
    """Return what the regulation was made from."""
    return KeyValues(
        (
            (speaker.say("mark.scheme"), str(speaker.document.scheme)),
            (speaker.say("mark.digest"), speaker.document.digest),
        )
    )


def show_approval(speaker: Speaker) -> TableBlock:
    """Return the place for the approval."""
    rows = [(speaker.say("approval.post"), _LINE), (speaker.say("approval.name"), _LINE)]
    rows += [
        (speaker.say("approval.signature"), _LINE),
        (speaker.say("approval.day"), speaker.say("approval.date")),
    ]
    return TableBlock(
        (Cell(speaker.say("approval")), Cell("")), tuple(TableRow(tuple(map(Cell, row))) for row in rows)
    )


def show_acquaintance(speaker: Speaker) -> TableBlock:
    """Return the place for the signatures of those whom the regulation covers."""
    headings = tuple(
        Cell(speaker.say(f"acquaintance.{each}")) for each in ("number", "name", "post", "day", "signature")
    )
    rows = (TableRow((Cell(str(at)), *(Cell("") for _ in headings[1:]))) for at in range(1, _SIGNATURES + 1))
    return TableBlock(headings, tuple(rows))
