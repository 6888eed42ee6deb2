"""A file of jobs: which facts are paid by which schemes into which files, with patterns for many."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import Field

from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.period import parse_period
from kpicalc.model.problem import Problem
from kpicalc.model.spelling import propose_name
from kpicalc.scheme.english_nodes import read_document
from kpicalc.scheme.fields import WordField
from kpicalc.scheme.file_text import load_text
from kpicalc.scheme.readers import Entries, OneOrItems
from kpicalc.scheme.spec import Spec
from kpicalc.scheme.words import Word

SLOT = re.compile(r"\{(\w+)\}")
"""A place in a pattern where a name stands: files that differ in it belong to different jobs."""

PERIOD, JOB = "period", "job"


class JobSpec(Spec):
    """Jobs of one pattern: a job for each set of names that its first facts have in the places of braces."""

    facts: OneOrItems[WordField]
    schemes: OneOrItems[WordField] = ()
    out: OneOrItems[WordField] = ()
    period: OneOrItems[WordField] = ()
    encoding: WordField | None = None

    short_form = "facts"

    @property
    def names(self) -> tuple[str, ...]:
        """The names in braces that other patterns of the jobs may have."""
        return tuple(dict.fromkeys((*SLOT.findall(self.facts[0]), PERIOD, JOB)))

    def find_problems(self) -> Iterator[Diagnostic]:
        """Yield names in braces that nothing fills, and periods that are none."""
        yield from _find_unknown((*self.facts[1:], *self.schemes, *self.out), self.names)
        yield from _find_no_periods(self.period)


class BatchDocument(Spec):
    """A file of jobs; `schemes`, `out` and `period` hold for every job that says nothing of its own."""

    period: OneOrItems[WordField] = ()
    schemes: OneOrItems[WordField] = ()
    out: OneOrItems[WordField] = ()
    shared_people: OneOrItems[WordField] = ()
    jobs: Entries[JobSpec] = Field()

    def find_problems(self) -> Iterator[Diagnostic]:
        """Yield periods that are none, and places of `out` that a job does not fill."""
        yield from _find_no_periods(self.period)
        for job in self.jobs.values():
            patterns = (*(() if job.out else self.out), *(() if job.schemes else self.schemes))
            yield from _find_unknown(patterns, job.names)


def load_batch(path: Path, shown: str) -> Checked[BatchDocument]:
    """Read a file of jobs (UTF-8) whose places are shown as `shown`."""
    text = load_text(path, shown)
    return Checked(None, text.diagnostics) if text.value is None else read_batch(text.value, shown)


def read_batch(text: str, file: str) -> Checked[BatchDocument]:
    """Read the text of a file of jobs, with all problems at once."""
    read = read_document(text, file, BatchDocument)
    return Checked(None if read.diagnostics else read.value, read.diagnostics)


def _find_no_periods(written: tuple[Word, ...]) -> Iterator[Diagnostic]:
    for word in written:
        if parse_period(word) is None:
            yield error(Problem.JOB_PERIOD_INVALID, word.span, text=str(word))


def _find_unknown(patterns: tuple[Word, ...], known: tuple[str, ...]) -> Iterator[Diagnostic]:
    for pattern in patterns:
        for name in SLOT.findall(pattern):
            if name not in known:
                near = propose_name(name, known)
                shown = known if near is None else (near,)
                yield error(Problem.JOB_NAME_UNKNOWN, pattern.span, name=name, known=shown)
