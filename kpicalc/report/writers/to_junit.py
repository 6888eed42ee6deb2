"""Problems and results of tests as JUnit reports; they have no times, so that bytes stay the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import help_text, phrase, sentence
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.trial import SchemeTrials, Trial, TrialRun
from kpicalc.report.checked_files import CheckedFiles
from kpicalc.report.views.problems import write_line
from kpicalc.report.views.trials import sum_up_failure, write_failure
from kpicalc.report.writers.screen import escape_unsafe

# Letters that XML cannot have, beside those that `escape_unsafe` shows as escapes.
_NO_XML = {0xFFFE: "?", 0xFFFF: "?"}


def write_problem_cases(checked: CheckedFiles, language: Language) -> str:
    """Return a report in which each file is a test case, and a clean one has passed."""
    told = sum(len(checked.problems_of(file)) for file in checked.files)
    # "" stands for the problems that lie in none of the files.
    tested = checked.files if told == len(checked.problems) else (*checked.files, "")
    cases = [_file_case(file, checked, language) for file in tested]
    counts = _count_cases(len(cases), sum(case.find("failure") is not None for case in cases))
    suite = Element("testsuite", {"name": checked.command, **counts, "skipped": "0"})
    suite.extend(cases)
    return _write_suites({"name": "kpicalc", **counts}, [suite])


def write_trial_cases(run: TrialRun, language: Language) -> str:
    """Return a report with a suite for each scheme and a case for each test."""
    suites = [_scheme_suite(trials, language) for trials in run.schemes]
    return _write_suites({"name": "kpicalc test", **_count_trials(run.trials())}, suites)


def _write_suites(attributes: dict[str, str], suites: Sequence[Element]) -> str:
    root = Element("testsuites", attributes)
    root.extend(suites)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _count_cases(cases: int, failures: int) -> dict[str, str]:
    return {"tests": str(cases), "failures": str(failures), "errors": "0"}


def _count_trials(trials: Sequence[Trial]) -> dict[str, str]:
    return _count_cases(len(trials), sum(not trial.passed for trial in trials))


def _file_case(file: str, checked: CheckedFiles, language: Language) -> Element:
    case = Element("testcase", {"name": _spell_xml(file) or checked.command, "classname": checked.command})
    own = checked.problems_of(file)
    failing = [problem for problem in own if checked.fails(problem)]
    if failing:
        first = _spell_xml(f"{failing[0].code} {sentence(failing[0], language)}")
        failure = SubElement(case, "failure", {"type": failing[0].code, "message": first})
        failure.text = "\n".join(_list_problems(failing, language))
    if passing := [problem for problem in own if not checked.fails(problem)]:
        SubElement(case, "system-out").text = "\n".join(_list_problems(passing, language))
    return case


def _list_problems(problems: Sequence[Diagnostic], language: Language) -> Iterator[str]:
    for problem in problems:
        yield _spell_xml(write_line(problem, language))
        if helped := help_text(problem, language):
            yield f"  {_spell_xml(helped)}"


def _scheme_suite(trials: SchemeTrials, language: Language) -> Element:
    counts = _count_trials(trials.trials)
    suite = Element("testsuite", {"name": _spell_xml(trials.file), **counts, "skipped": "0"})
    for trial in trials.trials:
        named = {"name": _spell_xml(trial.name), "classname": _spell_xml(trial.span.file)}
        case = SubElement(suite, "testcase", named)
        if not trial.passed:
            failure = SubElement(case, "failure", {"message": _spell_xml(sum_up_failure(trial, language))})
            failure.text = _spell_lines(write_failure(trial, language).split("\n"))
        # The schema of these reports has no attributes for a file and a line.
        SubElement(case, "system-out").text = _spell_xml(str(trial.span))
    if trials.coverage is not None and trials.coverage.unreached:
        unreached = [
            f"{point.span}: {phrase(point.key, language, **dict(point.params))}"
            for point in trials.coverage.unreached
        ]
        SubElement(suite, "system-out").text = _spell_lines(unreached)
    return suite


def _spell_lines(lines: Sequence[str]) -> str:
    return "\n".join(map(_spell_xml, lines))


def _spell_xml(text: str) -> str:
    return escape_unsafe(text).translate(_NO_XML)
