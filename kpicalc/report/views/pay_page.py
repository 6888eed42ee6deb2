"""A month as a page: the sums, how totals are spread, and the people, each with all that his pay rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase, sentence
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.grounds import Grounds
from kpicalc.model.kind import Kind
from kpicalc.model.outline import PayShare
from kpicalc.model.result import Breakdown, Run, Settlement
from kpicalc.report.document import (
    Block,
    Cell,
    Document,
    Entry,
    Heading,
    KeyValues,
    Paragraph,
    Part,
    Roster,
    TableBlock,
    TableRow,
    Tone,
)
from kpicalc.report.views.amount_pictures import draw_spread
from kpicalc.report.views.breakdown import gauge_of, show_checks, show_days
from kpicalc.report.views.pay_rows import PayRow, list_pay, list_pay_rows, say_index
from kpicalc.report.views.sheet import SheetWords, show_pay_of_one, word_sheets
from kpicalc.report.views.summary import show_schemes, show_sums, title_run
from kpicalc.report.views.wording import name_employee

# As many problems as one reads; the rest is in the document for programs.
_MOST_PROBLEMS = 50
# A person as a row, taken apart, and with what his pay rests on.
Person = tuple[PayRow, Breakdown, Grounds]


def show_pay_page(
    run: Run,
    people: Iterable[Person],
    places: Sequence[tuple[Settlement, int]],
    reading: Iterable[Document],
    language: Language,
) -> Iterator[Part]:
    """Yield the parts of the page; the person of a place is taken apart when the writer comes to him."""
    yield Document((Heading(title_run(run, language)), KeyValues(tuple(show_sums(run, language)))))
    yield from draw_spread(run, language)
    if run.diagnostics:
        yield Document(tuple(_list_problems(run.diagnostics, language)))
    on_paper = partial(_list_rows, places, language)
    yield replace(_list_people(run, people, language), on_paper=on_paper)
    yield Document(tuple(show_schemes(run, language)))
    yield from reading


def _list_problems(problems: Sequence[Diagnostic], language: Language) -> Iterator[Block]:
    """Yield what the run warns of, as the screen does: each with its place."""
    yield Heading(phrase("pay_page.problems", language), 2)
    rows = (
        TableRow(
            (
                Cell(f"{phrase(f'severity.{each.severity}', language)} {each.code}"),
                Cell(sentence(each, language)),
                Cell("" if each.primary is None else str(each.primary.place)),
            )
        )
        for each in problems[:_MOST_PROBLEMS]
    )
    headings = (Cell(phrase(f"book.{each}", language)) for each in ("check", "what", "place"))
    yield TableBlock(tuple(headings), tuple(rows))
    if len(problems) > _MOST_PROBLEMS:
        more = phrase("pay_page.more_problems", language, count=len(problems) - _MOST_PROBLEMS)
        yield Paragraph(more, Tone.MUTED)


def _list_rows(places: Sequence[tuple[Settlement, int]], language: Language) -> Document:
    return Document(tuple(list_pay_rows(tuple(list_pay(places)), language)))


def _list_people(run: Run, people: Iterable[Person], language: Language) -> Roster:
    told = {each.program.scheme: word_sheets(each.program, language) for each in run.settlements}
    texts, figures = ("number", "name", "scheme", "marks"), tuple(map(str, PayShare))
    headings = (
        *(Cell(phrase(f"pay_table.{each}", language)) for each in texts),
        *(Cell(phrase(f"pay_table.{each}", language), Kind.MONEY) for each in figures),
        Cell(phrase("summary.total", language), Kind.MONEY),
        Cell(phrase("pay_table.index", language), Kind.RATIO),
    )
    entries = (_enter(person, told) for person in people)
    return Roster(phrase("pay_page.people", language), headings, entries, key=len(headings) - 2)


def _enter(person: Person, told: Mapping[str, SheetWords]) -> Entry:
    row, breakdown, grounds = person
    own = told[row.settlement.program.scheme]
    marks = ", ".join(own.wording.say(f"pay_mark.{each}") for each in row.marks)
    texts = (row.employee, row.label, breakdown.scheme_title, marks)
    figures = (*(row.shares[share] for share in PayShare), row.total)
    # Most people have nothing taken off: a blank says so at a glance.
    shown = (None if value == 0 and share is PayShare.TAKEN else value for share, value in row.shares.items())
    cells = [own.wording.cell(value, Kind.MONEY) for value in (*shown, row.total)]
    index = say_index(row, own.wording.language)
    if row.index_kind is Kind.RATIO:
        index = replace(index, gauge=gauge_of(row.index))
    order = (f"{value:f}" if isinstance(value, Decimal) else "" for value in (*figures, row.index))
    days = tuple(show_days(breakdown, own.program.period, own.wording))
    named = Heading(name_employee(row.employee, row.label), 2)
    title = Document((named, KeyValues(days)) if days else (named,))
    checks = [Document((show_checks(breakdown.checks, own.wording),))] if breakdown.checks else []
    parts = (title, *show_pay_of_one(breakdown, grounds, own), *checks)
    return Entry((*map(Cell, texts), *cells, index), (*texts, *order), parts)
