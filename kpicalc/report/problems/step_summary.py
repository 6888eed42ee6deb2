"""Problems as a table in Markdown, for the summary page of a step of GitHub Actions."""

from __future__ import annotations

from itertools import accumulate

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase, sentence
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.report.problems.checked_files import CheckedFiles
from kpicalc.report.problems.closing import close
from kpicalc.report.writers.screen import escape_unsafe

# GitHub refuses a summary of more than 1 MiB; other steps of the job have their own.
LARGEST = 1024 * 1024

_ESCAPED = str.maketrans({mark: f"\\{mark}" for mark in "\\|`*_[]<>#"})


def write_summary(checked: CheckedFiles, language: Language, room: int = LARGEST) -> str:
    """Return the summary in at most `room` bytes; rows that do not fit are counted.

    Where not even the heading fits, there is nothing to add.
    """
    head = [f"### kpicalc validate\n\n{close(checked, language)}\n\n"]
    if not checked.problems:
        return _fit(head, [], language, room)
    names = (phrase(f"validate.column.{each}", language) for each in ("severity", "code", "place", "problem"))
    head.append(f"| {' | '.join(names)} |\n|---|---|---|---|\n")
    return _fit(head, [_row(each, language) for each in checked.problems], language, room)


def _row(problem: Diagnostic, language: Language) -> str:
    place = str(problem.primary.place) if problem.primary else ""
    cells = (
        phrase(f"severity.{problem.severity}", language),
        problem.code,
        place,
        sentence(problem, language),
    )
    return f"| {' | '.join(map(_escape, cells))} |\n"


def _escape(text: str) -> str:
    return escape_unsafe(text).translate(_ESCAPED)


def _fit(head: list[str], rows: list[str], language: Language, room: int) -> str:
    """Join as many rows as fit, with a line that says how many did not."""
    whole = "".join((*head, *rows))
    if len(whole.encode()) <= room:
        return whole
    left = room - len("".join((*head, _more(len(rows), language))).encode())
    if left < 0:
        return ""
    kept = sum(size <= left for size in accumulate(len(row.encode()) for row in rows))
    return "".join((*head, *rows[:kept], _more(len(rows) - kept, language)))


def _more(count: int, language: Language) -> str:
    return f"\n{phrase('problem.more', language, count=count)}\n"
