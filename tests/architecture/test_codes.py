"""Every problem is raised by its name, with the facts that its page asks for, and a scheme shows it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

from kpicalc.analysis.proofs.practice import ON_REQUEST
from kpicalc.i18n.catalogue import Language
from kpicalc.model.problem import Problem, problem_names
from tests.architecture.sources import PACKAGE, ROOT, Source, called_name, snippet, sources, walk
from tests.problem_texts import all_pages, placeholders

CASES = ROOT / "tests" / "cases" / "bad"

# Told where files are opened or several are read together, which one text of a scheme cannot show.
_OF_FILES = frozenset({"KPI100", "KPI101", "KPI102", "KPI103", "KPI104", "KPI227", "KPI718"})
# Told of ten thousand words, and of an empty formula, which YAML takes for a missing value before.
_OUT_OF_REACH = frozenset({"KPI109", "KPI160"})
_CODE = re.compile(r"KPI\d{3}")
_RAISING = frozenset({"error", "warning", "advice"})

PAGES = all_pages(Language.EN)
# The names themselves stand there.
_NAMING = ("kpicalc.model.problem", "kpicalc.model.scheme_problem", "kpicalc.model.month_problem")


@cache
def raising() -> tuple[Source, ...]:
    """Return the files that may raise a problem; read when a test asks, and not while tests are gathered."""
    return tuple(source for source in sources(PACKAGE) if source.name not in _NAMING)


def wrong_facts(source: Source) -> list[str]:
    """Return the places where a problem lacks a fact that its page asks for, or has one too many.

    Facts that are handed on (`**facts`) are left to the tests of that place.
    """
    return [
        f"{source.place(call)}: {code} {', '.join(sorted(wrong))}"
        for call, code in _raised_in(source)
        if None not in _named(call)
        and (wrong := _missing(code, _named(call)) | _needless(code, _named(call)))
    ]


def missing_cases(codes: list[str], cases: list[str]) -> list[str]:
    """Return the codes of schemes, their formulas, proofs and tests that no case shows."""
    shown = {code for text in cases for code in _CODE.findall(_expected(text))}
    return [
        code
        for code in codes
        if code[3] in "1237" and code not in shown | _OF_FILES | _OUT_OF_REACH | ON_REQUEST
    ]


def _raised_in(source: Source) -> Iterator[tuple[ast.Call, str]]:
    for node in walk(source.tree):
        if isinstance(node, ast.Call) and called_name(node) in _RAISING and node.args:
            name = _name_of(node.args[0])
            if name:
                yield node, str(getattr(Problem, name))


def _name_of(node: ast.AST) -> str:
    """Return the name of a problem where a node is `Problem.NAME`."""
    match node:
        case ast.Attribute(value=ast.Name(id="Problem"), attr=name):
            return name
        case _:
            return ""


def _named(call: ast.Call) -> set[str | None]:
    return {keyword.arg for keyword in call.keywords}


def _missing(code: str, given: set[str | None]) -> set[str]:
    asked = placeholders(PAGES[code].says)
    helped = set() if "hint" in given else placeholders(PAGES[code].helps.get("", ""))
    return {fact for fact in asked | helped if fact not in given}


def _needless(code: str, given: set[str | None]) -> set[str]:
    asked = placeholders(PAGES[code].says, *PAGES[code].helps.values())
    return {fact for fact in given if fact is not None and fact not in asked | {"hint"}}


def _expected(text: str) -> str:
    """Return the lines at the end of a case that say what must be told."""
    return "\n".join(line for line in text.splitlines() if line.startswith("# "))


def test_every_name_has_a_page_and_every_page_has_a_name() -> None:
    assert list(problem_names()) == list(PAGES)


def test_every_problem_is_raised_by_its_name() -> None:
    raised = {_name_of(node) for source in raising() for node in walk(source.tree)}
    bare = [
        source.place(node)
        for source in raising()
        for node in walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _CODE.fullmatch(node.value)
    ]

    assert sorted(set(problem_names().values()) - raised) == []
    assert bare == []


def test_every_problem_brings_the_facts_that_its_page_asks_for() -> None:
    assert [found for source in raising() for found in wrong_facts(source)] == []
    assert len([call for source in raising() for call in _raised_in(source)]) > 300


def test_every_hint_is_given_somewhere() -> None:
    text = "".join(source.text for source in raising())

    assert [
        f"{code}.{case}"
        for code, page in PAGES.items()
        for case in page.helps
        if case and f'"{case}"' not in text
    ] == []


def test_every_code_of_schemes_has_a_bad_case() -> None:
    cases = [path.read_text(encoding="utf-8") for path in sorted(CASES.glob("*.yaml"))]

    assert missing_cases(list(PAGES), cases) == []


def test_a_code_without_a_case_is_found() -> None:
    case = "a: KPI202\n# error KPI201 1:1 a sentence\n"

    assert missing_cases(["KPI100", "KPI201", "KPI202", "KPI401"], [case]) == ["KPI202"]


def test_a_fact_that_is_missing_or_needless_is_found() -> None:
    text = (
        "error(Problem.TABLE_UNKNOWN, s, name=1)\n"
        "advice(Problem.TABLE_UNKNOWN, s, name=1, expected=2, other=3)\n"
        "error(Problem.TABLE_UNKNOWN, **all)"
    )

    assert wrong_facts(snippet(text)) == ["sample.py:1: KPI265 expected", "sample.py:2: KPI265 other"]
