"""The statement as a workbook: what was asked for becomes a part of its record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpicalc.cli.options import ComputeOptions
from kpicalc.i18n.catalogue import Language
from kpicalc.model.result import Run
from kpicalc.report.book.make_book import make_book
from kpicalc.report.book.month import BreakDown, PaidMonth, Place
from kpicalc.report.writers.to_book import write_book


def write_statement_book(
    run: Run, places: Sequence[Place], break_down: BreakDown, options: ComputeOptions, language: Language
) -> Iterator[bytes]:
    """Yield the bytes of the workbook of a run."""
    month = PaidMonth(run, places, break_down, language, tuple(_typed(options)), options.formulas)
    return write_book(make_book(month))


def _typed(options: ComputeOptions) -> Iterator[tuple[str, str]]:
    """Yield what was typed and may change figures; paths of outputs change none."""
    for name, value in (
        ("FACTS", " ".join(path.as_posix() for path in options.facts)),
        ("--scheme", " ".join(path.as_posix() for path in options.scheme)),
        ("--period", options.period),
        ("--encoding", options.encoding),
        ("--employee", " ".join(options.employee)),
        ("--allow-partial", "✓" if options.allow_partial else ""),
        ("--formulas", "✓" if options.formulas else ""),
    ):
        if value:
            yield name, value
