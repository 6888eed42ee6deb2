"""Data of people taken out of the book, to be read: what goes, what stays, and when it was done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.model.month import MonthRecord, Removal
from kpicalc.report.document import Block, Document, Heading, KeyValues, Paragraph
from kpicalc.report.views.months import name_month


def show_forgetting(
    number: str, records: Sequence[MonthRecord], language: Language, *, done: bool
) -> Document:
    """Show what is taken out of the book with a person, or has been."""
    title = phrase("months.forgotten" if done else "months.to_forget", language, number=number)
    months = ", ".join(dict.fromkeys(name_month(each, language) for each in records))
    pairs = (
        (phrase("months.forgets_months", language), months),
        (phrase("months.forgets", language), phrase("months.forgets_what", language)),
        (phrase("months.keeps", language), phrase("months.keeps_what", language)),
    )
    return Document((Heading(title), KeyValues(pairs)))


def tell_removals(removals: Sequence[Removal], language: Language) -> Iterator[Block]:
    """Yield a line for each time that data was taken out."""
    for each in removals:
        signature = each.signature
        told = {"who": signature.who, "at": signature.at, "reason": signature.reason, "record": each.number}
        numbers = ", ".join(str(run) for run, _ in each.contents)
        yield Paragraph(phrase("months.told_removal", language, records=numbers, **told))
