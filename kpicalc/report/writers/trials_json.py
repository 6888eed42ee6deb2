"""Results of tests as one JSON document."""

from __future__ import annotations

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.model.fault import Fault
from kpicalc.model.trial import Comparison, Coverage, Point, SchemeTrials, Trial, TrialRun
from kpicalc.report.views.trials import difference_of
from kpicalc.report.writers.plain import (
    Json,
    begin_document,
    describe_diagnostic,
    describe_place,
    dump_document,
    write_plainly,
)


def write_trials(run: TrialRun, _: Language) -> str:
    """Return the document; figures are texts, and what is said is said in all languages."""
    document: Json = {
        **begin_document(),
        "passed": len(run.trials()) - run.failed,
        "failed": run.failed,
        "schemes": [_describe_scheme(each) for each in run.schemes],
    }
    return dump_document(document)


def _describe_scheme(trials: SchemeTrials) -> Json:
    return {
        "scheme": trials.scheme,
        "title": trials.title,
        "file": trials.file,
        "tests": [_describe_trial(each) for each in trials.trials],
        "coverage": None if trials.coverage is None else _describe_coverage(trials.coverage),
    }


def _describe_trial(trial: Trial) -> Json:
    currency = "" if trial.program is None else trial.program.currency
    return {
        "name": trial.name,
        "passed": trial.passed,
        "period": None if trial.program is None else str(trial.program.period),
        "place": describe_place(trial.span),
        "figures": [_describe_figure(each, currency) for each in trial.comparisons],
        "missed": list(trial.missed),
        "problems": [describe_diagnostic(each) for each in trial.problems],
    }


def _describe_figure(comparison: Comparison, currency: str) -> Json:
    expected, difference = comparison.expected, difference_of(comparison)
    actual = comparison.actual
    kind = comparison.kind
    return {
        "employee": comparison.who or None,
        "name": comparison.name,
        "kind": str(kind),
        "passed": comparison.passed,
        "expected": None if expected is None else write_plainly(expected, kind, currency),
        "expected_codes": list(comparison.codes),
        "actual": write_plainly(actual, kind, currency),
        "actual_codes": [each.code for each in actual.causes] if isinstance(actual, Fault) else [],
        "difference": None if difference is None else write_plainly(difference, kind, currency),
        "place": describe_place(comparison.span),
    }


def _describe_coverage(coverage: Coverage) -> Json:
    return {
        "percent": coverage.percent,
        "points": len(coverage.points),
        "reached": len(coverage.reached),
        "unreached": [_describe_point(each) for each in coverage.unreached],
    }


def _describe_point(point: Point) -> Json:
    said = {str(language): phrase(point.key, language, **dict(point.params)) for language in Language}
    kind = point.key.removeprefix("point.")
    return {"kind": kind, "params": dict(point.params), "place": describe_place(point.span), "sentence": said}
