"""Two states of schemes: what changed in words, what it does to bounds and cliffs, and to pay on a sample."""

from __future__ import annotations

from pathlib import Path

from kpicalc.analysis.analyse import analyse_program
from kpicalc.api.compare import compare_schemes
from kpicalc.api.compile_file import compile_alone
from kpicalc.api.run import Request
from kpicalc.model.comparison import Diff, PayComparison, PayRange, SchemeDiff
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic
from kpicalc.model.period import Period
from kpicalc.scheme.file_text import load_text
from kpicalc.scheme.told_changes import tell_changes


@dataclass(frozen=True, slots=True)
class FilePair:
    """A scheme file in both states: its name and a copy to read, None where it is not there."""

    old_name: str
    new_name: str
    old: Path | None
    new: Path | None


@dataclass(frozen=True, slots=True)
class DiffRequest:
    """What to compare: the names of the states, the files, whether bounds are proved, and the period."""

    base: str
    head: str
    pairs: tuple[FilePair, ...]
    bounds: bool = True
    period: Period | None = None


def diff_schemes(asked: DiffRequest, request: Request | None, new: tuple[Path, ...] = ()) -> Checked[Diff]:
    """Compare two states of schemes; with a request its facts are paid by its schemes and by the new ones."""
    problems: list[Diagnostic] = []
    schemes = tuple(found for pair in asked.pairs if (found := _diff_file(pair, asked, problems)) is not None)
    pay: PayComparison | None = None
    if request is not None:
        compared = compare_schemes(request, new)
        problems += compared.diagnostics
        pay = compared.value
    return Checked(Diff(asked.base, asked.head, schemes, pay), tuple(dict.fromkeys(problems)))


def _diff_file(pair: FilePair, asked: DiffRequest, problems: list[Diagnostic]) -> SchemeDiff | None:
    texts = []
    for path in (pair.old, pair.new):
        text = Checked("") if path is None else load_text(path, str(path))
        problems += text.diagnostics
        texts.append(text.value or "")
    changes = tell_changes(texts[0], texts[1])
    if not changes:
        return None
    names = [path for path in (pair.new, pair.old) if path is not None]
    program = compile_alone(names[0], asked.period)
    # A state that cannot be computed is called as the other one.
    known = program.value or compile_alone(names[-1], asked.period).value
    title = "" if known is None else known.title
    currency = "" if known is None else known.currency
    by_pay = asked.bounds and any(each.of_pay for each in changes)
    before, after = (_find_range(path, asked) if by_pay else None for path in (pair.old, pair.new))
    problems += [] if pair.new is None else program.diagnostics
    return SchemeDiff(pair.old_name, pair.new_name, title, currency, changes, before, after)


def _find_range(path: Path | None, asked: DiffRequest) -> PayRange | None:
    """Return what a scheme can pay; None where it is not there or cannot be computed."""
    program = Checked(None) if path is None else compile_alone(path, asked.period)
    if program.value is None:
        return None
    found = analyse_program(program.value, {}, {})
    cliffs = sum(len([each for each in study.cliffs if not each.slight]) for study in found.curves)
    return PayRange(found.total.lowest.value, found.total.highest.value, cliffs)
