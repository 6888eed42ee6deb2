"""Every page of a problem code is true: its wrong examples give the problem, its right ones give none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpicalc.i18n.catalogue import Language
from kpicalc.model.diagnostic import Severity
from kpicalc.model.problem import Problem
from tests.docs.problem_example import BASE, diagnose, whole_scheme
from tests.docs.problem_page import (
    HEADINGS,
    Block,
    Example,
    ProblemPage,
    blocks_of,
    examples_of,
    prose_of,
    take_apart,
)
from tests.flaws import find_flaws
from tests.problem_texts import all_pages

ENGLISH = {code: take_apart(page.text, Language.EN) for code, page in all_pages(Language.EN).items()}
RUSSIAN = {code: take_apart(page.text, Language.RU) for code, page in all_pages(Language.RU).items()}
OF = {Language.EN: ENGLISH, Language.RU: RUSSIAN}
# Examples on the base leave facts and values unused on purpose.
UNUSED = frozenset({"KPI344", "KPI345"})

PACKAGE = Path(__file__).resolve().parents[2] / "kpicalc"
RAISED = re.compile(r"\b(error|warning|advice)\(\s*Problem\.(\w+)")


def faults_of_form(code: str, page: ProblemPage, language: Language) -> Iterator[str]:
    """Yield what is wrong with the head and the sections of a page."""
    if page.code != code:
        yield f"{code}: begins with {page.code}"
    if tuple(name for name, _ in page.sections) != HEADINGS[language]:
        yield f"{code}: other headings"
    for name, body in page.sections[:2]:
        if not prose_of(body).strip():
            yield f"{code}: nothing under {name}"
    for name, body in page.sections[2:]:
        if not blocks_of(body):
            yield f"{code}: no example under {name}"


def faults_of_text(code: str, language: Language) -> Iterator[str]:
    """Yield what a terminal, or Markdown, would show badly."""
    text = all_pages(language)[code].text
    yield from (f"{code}: {line}" for line in text.splitlines() if len(line) > 100 or line != line.rstrip())
    yield from (f"{code}: {name}" for name in re.findall(r"\{[a-z_]+\}", prose_of(text)))
    blocks = sum(len(blocks_of(body)) for _, body in OF[language][code].sections)
    if not text.endswith("\n") or text.count("```") != 2 * blocks:
        yield f"{code}: a block or the last line is not closed"


def faults_of_wrong(code: str, folder: Path) -> Iterator[str]:
    """Yield the wrong examples of a page that do not give its problem, or give others too."""
    page = ENGLISH[code]
    for number, example in enumerate(examples_of(page.sections[2][1]), 1):
        problems = diagnose(code, example, folder)
        errors = {each.code for each in problems if each.severity is Severity.ERROR}
        told = {each.severity for each in problems if each.code == code}
        if told != {page.severity} or errors - {code} != page.also_told:
            yield f"{code}, example {number}: {[(each.code, each.severity.value) for each in problems]}"
        yield from find_flaws(problems)


def faults_of_right(code: str, folder: Path) -> Iterator[str]:
    """Yield the right examples of a page that give problems."""
    for number, example in enumerate(examples_of(ENGLISH[code].sections[3][1]), 1):
        problems = diagnose(code, example, folder)
        if wrong := [each.code for each in problems if each.code not in UNUSED - {code}]:
            yield f"{code}, example {number}: {wrong}"


@pytest.mark.parametrize("language", list(Language))
def test_pages_have_their_form(language: Language) -> None:
    pages = OF[language]

    assert [fault for code, page in pages.items() for fault in faults_of_form(code, page, language)] == []


@pytest.mark.parametrize("language", list(Language))
def test_pages_fit_a_terminal(language: Language) -> None:
    assert [fault for code in OF[language] for fault in faults_of_text(code, language)] == []


def test_both_languages_show_the_same_examples_each_with_names_of_its_own() -> None:
    assert [fault for code in ENGLISH for fault in faults_of_translation(code)] == []


def test_examples_that_differ_in_more_than_names_are_found() -> None:
    assert _same_but_names("  plan: {type: money}  # the plan", "  план: {type: money}  # план")
    assert not _same_but_names("plan: 5", "план: 6")
    assert not _same_but_names("plan: money", "план: text")


# In parts by the hundreds of the codes, so that they can run side by side.
@pytest.mark.parametrize("hundred", sorted({code[3] for code in ENGLISH}))
def test_the_wrong_examples_give_the_problem(hundred: str, tmp_path: Path) -> None:
    codes = [code for code in ENGLISH if code[3] == hundred]

    assert [fault for code in codes for fault in faults_of_wrong(code, _folder(tmp_path, code))] == []


@pytest.mark.parametrize("hundred", sorted({code[3] for code in ENGLISH}))
def test_the_right_examples_give_none(hundred: str, tmp_path: Path) -> None:
    codes = [code for code in ENGLISH if code[3] == hundred]

    assert [fault for code in codes for fault in faults_of_right(code, _folder(tmp_path, code))] == []


def test_severities_are_those_in_the_source() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py")))

    raised = {(told, getattr(Problem, name)) for told, name in RAISED.findall(source)}

    assert len(raised) > 250
    assert [(told, code) for told, code in sorted(raised) if told != ENGLISH[code].severity] == []


def test_a_fragment_takes_the_place_of_what_the_base_says() -> None:
    fragment = "# a comment\npay:\n  bonus:\n\nvalues: {a: 1}\n"

    scheme = whole_scheme(fragment)

    assert scheme == BASE[: BASE.index("pay:")] + fragment


@pytest.mark.parametrize("text", ["kpicalc: 1\nscheme: other\n", "- a list\n", "  indented: 1\n"])
def test_a_whole_file_stays_as_it_is(text: str) -> None:
    assert whole_scheme(text) == text


def test_sheets_belong_to_the_scheme_above_them(tmp_path: Path) -> None:
    text = "```csv\nа\n```\n```text\nx\n```\n```yaml\nb: 1\n```\n```csv продажи\nб\n```\n```yaml\nc: 1\n```\n"
    first, second, third = examples_of(text)

    assert first == Example("", (Block("csv", "", "а\n"),))
    assert second == Example("b: 1\n", (Block("csv", "продажи", "б\n"),))
    assert third == Example("c: 1\n", ())
    assert {each.code for each in diagnose("KPI470", first, tmp_path)} == {"KPI470"}


@pytest.mark.parametrize(
    "text", ["KPI312: no mark\n\nerror\n", "# KPI312: a full stop.\n\nerror\n", "# KPI312: x y\n"]
)
def test_a_page_without_its_head_is_refused(text: str) -> None:
    with pytest.raises(AssertionError):
        take_apart(text, Language.EN)


def test_faults_of_a_page_are_found() -> None:
    page = take_apart("# KPI312: a b\n\nerror\n\n## What it means\n\n## Wrong\ntext\n", Language.EN)

    assert list(faults_of_form("KPI311", page, Language.EN)) == [
        "KPI311: begins with KPI312",
        "KPI311: other headings",
        "KPI311: nothing under What it means",
    ]


def faults_of_translation(code: str) -> Iterator[str]:
    """Yield what the pages of a code show otherwise in one language than in the other, names aside."""
    pages = ENGLISH[code], RUSSIAN[code]
    blocks = [[block for _, body in page.sections for block in blocks_of(body)] for page in pages]
    if (
        len({(page.severity, page.also_told, len(each)) for page, each in zip(pages, blocks, strict=True)})
        > 1
    ):
        yield f"{code}: another severity, other codes, or more examples"
    for english, russian in zip(*blocks, strict=False):
        lines = english.text.splitlines(), russian.text.splitlines()
        same = english.kind == russian.kind and len(lines[0]) == len(lines[1])
        if not same or not all(map(_same_but_names, (english.name, *lines[0]), (russian.name, *lines[1]))):
            yield f"{code}: {english.text}"


# Names and texts, some words long: `Таб. №`, `Abramova Z. V.`.
_NAMED = re.compile(r"([^\W\d_](?:[ _.-]{0,2}[\w№])*\.?)")


def _same_but_names(english: str, russian: str) -> bool:
    """Say whether two lines differ in nothing but what is written in Russian letters, and in spaces."""
    first, second = (_NAMED.split(re.sub(" +", " ", each)) for each in (english, russian))
    return len(first) == len(second) and all(
        one == other or (place % 2 and re.search("[А-яЁё]", other))
        for place, (one, other) in enumerate(zip(first, second, strict=True))
    )


def _folder(parent: Path, code: str) -> Path:
    folder = parent / code
    folder.mkdir()
    return folder
