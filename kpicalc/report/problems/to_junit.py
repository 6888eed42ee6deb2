"""Problems as a JUnit report: each file is a test case, a clean one has passed."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import help_text, sentence
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.report.problems.checked_files import CheckedFiles
from kpicalc.report.problems.concise import write_line
from kpicalc.report.writers.screen import escape_unsafe

_SUITE = "kpicalc validate"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
# Letters that XML cannot have, beside those that `escape_unsafe` shows as escapes.
_NO_XML = {0xFFFE: "?", 0xFFFF: "?"}


def write_junit(checked: CheckedFiles, language: Language) -> str:
    """Return the report; it has no times, so that the same files always give the same bytes."""
    cases = [_case(file, checked, language) for file in _tested(checked)]
    failures = sum(case.find("failure") is not None for case in cases)
    counts = {"tests": str(len(cases)), "failures": str(failures), "errors": "0"}
    root = Element("testsuites", {"name": "kpicalc", **counts})
    suite = SubElement(root, "testsuite", {"name": _SUITE, **counts, "skipped": "0"})
    suite.extend(cases)
    indent(root)
    return f"{_DECLARATION}{tostring(root, encoding='unicode')}\n"


def _tested(checked: CheckedFiles) -> tuple[str, ...]:
    """Return the files, and "" where a problem stands in none of them."""
    told = sum(len(checked.problems_of(file)) for file in checked.files)
    return checked.files if told == len(checked.problems) else (*checked.files, "")


def _case(file: str, checked: CheckedFiles, language: Language) -> Element:
    case = Element("testcase", {"name": _plain(file) or _SUITE, "classname": _SUITE})
    own = checked.problems_of(file)
    failing = [each for each in own if checked.fails(each)]
    if failing:
        first = _plain(f"{failing[0].code} {sentence(failing[0], language)}")
        failure = SubElement(case, "failure", {"type": failing[0].code, "message": first})
        failure.text = _listing(failing, language)
    if passing := [each for each in own if not checked.fails(each)]:
        SubElement(case, "system-out").text = _listing(passing, language)
    return case


def _listing(problems: list[Diagnostic], language: Language) -> str:
    return "\n".join(line for each in problems for line in _lines(each, language))


def _lines(problem: Diagnostic, language: Language) -> Iterator[str]:
    yield _plain(write_line(problem, language))
    if helped := help_text(problem, language):
        yield f"  {_plain(helped)}"


def _plain(text: str) -> str:
    return escape_unsafe(text).translate(_NO_XML)
