"""Texts that a report must give letter for letter, kept as files."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from kpicalc.report.document import Document
from kpicalc.report.writers.screen import Screen
from kpicalc.report.writers.to_terminal import print_document

FOLDER = Path(__file__).parent / "golden"


def draw(document: Document, width: int | None = 80, encoding: str = "utf-8") -> str:
    """Return a document as it stands on a screen."""
    stream = StringIO()
    print_document(document, stream, Screen(width, encoding))
    return stream.getvalue()


def golden(name: str) -> str:
    """Return the text of a golden file."""
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
