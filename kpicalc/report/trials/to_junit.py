"""Results of tests as a JUnit report: a suite for each scheme, a case for each test."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.model.trial import SchemeTrials, Trial, TrialRun
from kpicalc.report.trials.failure_text import sum_up_failure, write_failure
from kpicalc.report.writers.screen import escape_unsafe

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
# Letters that XML cannot have, beside those that `escape_unsafe` shows as escapes.
_NO_XML = {0xFFFE: "?", 0xFFFF: "?"}


def write_junit(run: TrialRun, language: Language) -> str:
    """Return the report; it has no times, so that the same files always give the same bytes."""
    root = Element("testsuites", {"name": "kpicalc test", **_counts(run.trials())})
    for each in run.schemes:
        root.append(_suite(each, language))
    indent(root)
    return f"{_DECLARATION}{tostring(root, encoding='unicode')}\n"


def _counts(trials: tuple[Trial, ...]) -> dict[str, str]:
    failures = sum(not each.passed for each in trials)
    return {"tests": str(len(trials)), "failures": str(failures), "errors": "0"}


def _suite(trials: SchemeTrials, language: Language) -> Element:
    suite = Element("testsuite", {"name": _plain(trials.file), **_counts(trials.trials), "skipped": "0"})
    for each in trials.trials:
        named = {"name": _plain(each.name), "classname": _plain(each.span.file)}
        case = SubElement(suite, "testcase", named)
        if not each.passed:
            failure = SubElement(case, "failure", {"message": _plain(sum_up_failure(each, language))})
            failure.text = _plain(write_failure(each, language))
        # The schema of these reports has no attributes for a file and a line.
        SubElement(case, "system-out").text = _plain(str(each.span))
    if trials.coverage is not None and trials.coverage.unreached:
        lines = [
            f"{each.span}: {phrase(each.key, language, **dict(each.params))}"
            for each in trials.coverage.unreached
        ]
        SubElement(suite, "system-out").text = _plain("\n".join(lines))
    return suite


def _plain(text: str) -> str:
    return "\n".join(escape_unsafe(line) for line in text.split("\n")).translate(_NO_XML)
