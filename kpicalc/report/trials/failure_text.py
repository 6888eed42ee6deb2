"""A failed test as plain lines, for reports that have no tables."""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import sentence
from kpicalc.model.trial import Trial
from kpicalc.report.trials.figures import (
    name_value,
    say_missed,
    write_actual,
    write_difference,
    write_expected,
    wrong_figures,
)
from kpicalc.report.views.wording import word_program


def sum_up_failure(trial: Trial, language: Language) -> str:
    """Say in one line what failed first."""
    return next(_lines(trial, language))


def write_failure(trial: Trial, language: Language) -> str:
    """Write what failed: each wrong figure with its place, missed problems, unexpected problems."""
    return "\n".join(_lines(trial, language))


def _lines(trial: Trial, language: Language) -> Iterator[str]:
    if trial.program is not None:
        wording = word_program(trial.program, language)
        for each in wrong_figures(trial):
            apart = write_difference(each, wording)
            figures = {
                "value": name_value(each),
                "expected": write_expected(each, wording),
                "actual": f"{write_actual(each, wording)} ({apart})"
                if apart
                else write_actual(each, wording),
            }
            yield wording.say("trials.wrong", place=str(each.span), **figures)
    if trial.missed:
        yield say_missed(trial, language)
    for problem in trial.problems:
        place = f" {problem.primary.place}" if problem.primary else ""
        yield f"{problem.code}{place}: {sentence(problem, language)}"
