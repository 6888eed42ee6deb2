"""Which columns of a statement are looked for: the total, our lines, and those that were declared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from kpicalc.facts.headings import normalise_heading
from kpicalc.facts.read_statement import (
    MARK_OF_OURS,
    TOTAL_HEADINGS,
    WEAK_HEADINGS,
    StatementColumn,
    list_headings,
)
from kpicalc.facts.workbook import Workbook
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.outline import LineKind, PayLine
from kpicalc.model.problem import Problem
from kpicalc.model.reconciliation import TOTAL
from kpicalc.model.result import Run
from kpicalc.model.source import FilePlace
from kpicalc.model.spelling import propose_name
from kpicalc.report.views.wording import title_value

# As many headings as a message takes.
_SHOWN = 12


def list_compared_columns(
    run: Run, declared: Mapping[str, str], language: Language
) -> Iterator[StatementColumn]:
    """Yield what is looked for: the total and each line, under the declared headings or the usual ones.

    Lines that the program adds by itself (limits, differences of earlier months) are called as in a statement
    of ours.
    """
    named = [heading for heading, line in declared.items() if line == TOTAL]
    yield StatementColumn(TOTAL, TOTAL, tuple(named) or (*TOTAL_HEADINGS, *WEAK_HEADINGS))
    joined = join_titles(run, language)
    titles: dict[str, dict[str, None]] = {}
    kinds: dict[LineKind, None] = {}
    for line in _money_lines(run):
        title = joined[title_value(line.name, line.label, language)]
        titles.setdefault(title, {}).update(dict.fromkeys(_names_of(line)))
        kinds[line.kind] = None
    uses = Counter(name for names in titles.values() for name in names)
    for title, names in titles.items():
        said = [heading for heading, line in declared.items() if line in names]
        # A name of several lines is a heading of none; nor is one that is declared to be another line.
        own = dict.fromkeys((title, *(name for name in names if uses[name] == 1)))
        usual = [each for each in own if each not in declared]
        yield StatementColumn(title, title, tuple(said) or tuple(usual))
    yield StatementColumn(MARK_OF_OURS, "", tuple(phrase("book.taken", each) for each in Language))
    for kind in kinds:
        headings = tuple(phrase(f"line.{kind}", each) for each in Language)
        yield StatementColumn(kind_key(kind), headings[0], headings, of_kind=True)


def join_titles(run: Run, language: Language) -> dict[str, str]:
    """Return for each title of a line the first that reads as the same heading: they are one column."""
    first: dict[str, str] = {}
    titles = (title_value(line.name, line.label, language) for line in _money_lines(run))
    return {each: first.setdefault(normalise_heading(each), each) for each in titles}


def _names_of(line: PayLine) -> Iterator[str]:
    """Yield what a line is called: its name, and its titles in statements of ours."""
    yield line.name
    yield from (title_value(line.name, line.label, each) for each in Language)


def kind_key(kind: LineKind) -> str:
    """Return the name under which all lines of a kind are compared; no title begins with a blank."""
    return f" {kind}"


def find_wrong_columns(
    file: Path, declared: Sequence[tuple[str, str]], run: Run, workbook: Workbook
) -> Iterator[Diagnostic]:
    """Yield what was declared of lines that we do not have, or of headings that the statement lacks."""
    if not declared:
        return
    known = dict.fromkeys(chain.from_iterable(map(_names_of, _money_lines(run))))
    written = dict.fromkeys(list_headings(workbook))
    headings = {normalise_heading(each) for each in written}
    for heading, line in declared:
        if line != TOTAL and line not in known:
            near = propose_name(line, known)
            shown = tuple(known) if near is None else (near,)
            yield error(
                Problem.DECLARED_LINE_UNKNOWN, FilePlace(str(file)), name=line, heading=heading, known=shown
            )
        if normalise_heading(heading) not in headings:
            near = propose_name(heading, written)
            shown = tuple(written)[:_SHOWN] if near is None else (near,)
            place = FilePlace(str(file))
            yield error(Problem.DECLARED_HEADING_ABSENT, place, heading=heading, known=shown)


def _money_lines(run: Run) -> Iterator[PayLine]:
    for settlement in run.settlements:
        yield from (line for line in settlement.program.pay_lines if line.kind.traits.money)
