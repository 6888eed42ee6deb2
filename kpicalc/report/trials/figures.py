"""The figures of a test: what was expected, what came out, and how far apart they are."""

from __future__ import annotations

from decimal import Decimal

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.model.fault import Fault
from kpicalc.model.money import CONTEXT
from kpicalc.model.trial import Comparison, Trial
from kpicalc.report.views.wording import Wording


def name_value(comparison: Comparison) -> str:
    """Name what is compared, with the employee where there are several."""
    return f"{comparison.who} · {comparison.name}" if comparison.who else comparison.name


def write_expected(comparison: Comparison, wording: Wording) -> str:
    """Write what was expected: a figure, or the codes of problems."""
    if comparison.expected is None:
        return ", ".join(comparison.codes)
    return wording.write(comparison.expected, comparison.kind)


def write_actual(comparison: Comparison, wording: Wording) -> str:
    """Write what came out; of a value that cannot be computed the codes of its problems."""
    if isinstance(comparison.actual, Fault):
        codes = ", ".join(dict.fromkeys(each.code for each in comparison.actual.causes))
        return codes or wording.write(comparison.actual, comparison.kind)
    return wording.write(comparison.actual, comparison.kind)


def difference_of(comparison: Comparison) -> Decimal | None:
    """Return how much came out above what was expected; None where nothing can be subtracted."""
    actual, expected = comparison.actual, comparison.expected
    if isinstance(actual, Decimal) and isinstance(expected, Decimal):
        return CONTEXT.subtract(actual, expected)
    return None


def write_difference(comparison: Comparison, wording: Wording) -> str:
    """Write the difference with its sign, "" where there is none."""
    difference = difference_of(comparison)
    if difference is None:
        return ""
    written = wording.write(difference, comparison.kind)
    return f"+{written}" if difference > 0 else written


def wrong_figures(trial: Trial) -> tuple[Comparison, ...]:
    """Return the comparisons that failed."""
    return tuple(each for each in trial.comparisons if not each.passed)


def say_missed(trial: Trial, language: Language) -> str:
    """Say which expected problems did not come."""
    return phrase("trials.missed", language, codes=", ".join(trial.missed))
