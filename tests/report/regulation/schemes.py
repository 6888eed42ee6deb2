"""Schemes with something of everything that a regulation has to say."""

from __future__ import annotations

from collections.abc import Sequence

from kpicalc.compiler.passes import compile_scheme
from kpicalc.i18n.catalogue import Language
from kpicalc.model.grounds import WorkedExample
from kpicalc.report.document import Document, Heading, KeyValues, Paragraph, TableBlock
from kpicalc.report.views.regulation.make_regulation import write_regulation
from kpicalc.scheme.load import read_scheme
from kpicalc.scheme.periods import periods_to_check

HEAD = "kpicalc: 1\nscheme: s\ntitle: Продавец\ncurrency: RUB\n"


def regulate(
    text: str, language: Language = Language.RU, head: str = HEAD, examples: Sequence[WorkedExample] = ()
) -> Document:
    """Write a scheme out."""
    document = read_scheme(head + text, "s.yaml").value
    assert document is not None
    program = compile_scheme(document, periods_to_check(document)[-1])
    assert program.value is not None, program.diagnostics
    return write_regulation(document, program.value, examples, language)


def lines_of(document: Document) -> list[str]:
    """Return all that is said, a line for each clause, row and heading."""
    lines: list[str] = []
    for block in document.blocks:
        match block:
            case Heading(text=text) | Paragraph(text=text):
                lines.append(text)
            case TableBlock(rows=rows):
                lines += [" | ".join(cell.text for cell in row.cells) for row in rows]
            case KeyValues(pairs=pairs):
                lines += [f"{name}: {value}" for name, value in pairs]
            case _:
                raise AssertionError(block)
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]


def said(text: str, language: Language = Language.RU) -> str:
    """Return all that the regulation of a scheme says."""
    return "\n".join(lines_of(regulate(text, language)))
