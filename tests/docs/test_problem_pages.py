"""Every page of a problem code is true: its wrong examples give the problem, its right ones give none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kpicalc.i18n.catalogue import Language, message_templates
from kpicalc.model.diagnostic import Severity
from tests.docs.problem_example import BASE, diagnose, whole_scheme
from tests.docs.problem_page import (
    HEADINGS,
    Block,
    Example,
    ProblemPage,
    blocks_of,
    examples_of,
    list_pages,
    page_path,
    prose_of,
    read_page,
)
from tests.flaws import find_flaws

ALL = [(path, language) for language in Language for path in list_pages(language)]
ENGLISH = list_pages(Language.EN)
# Examples on the base leave facts and values unused on purpose.
UNUSED = frozenset({"KPI344", "KPI345"})

PACKAGE = Path(__file__).resolve().parents[2] / "kpicalc"
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py")))


def _name(value: object) -> str:
    return value.stem if isinstance(value, Path) else str(value)


@pytest.mark.parametrize(("path", "language"), ALL, ids=_name)
def test_a_page_has_its_form(path: Path, language: Language) -> None:
    page = read_page(path, language)

    assert page.code == path.stem
    assert tuple(name for name, _ in page.sections) == HEADINGS[language]
    assert [name for name, body in page.sections[:2] if not prose_of(body).strip()] == []
    assert [name for name, body in page.sections[2:] if not blocks_of(body)] == []


@pytest.mark.parametrize(("path", "language"), ALL, ids=_name)
def test_a_page_fits_a_terminal(path: Path, language: Language) -> None:
    text = path.read_text(encoding="utf-8")

    assert [line for line in text.splitlines() if len(line) > 100 or line != line.rstrip()] == []
    assert re.findall(r"\{[a-z_]+\}", prose_of(text)) == []
    assert text.endswith("\n")
    assert text.count("```") == 2 * sum(
        len(blocks_of(body)) for _, body in read_page(path, language).sections
    )


@pytest.mark.parametrize("path", ENGLISH, ids=_name)
def test_both_languages_say_the_same(path: Path) -> None:
    english = read_page(path, Language.EN)
    russian = read_page(page_path(path.stem, Language.RU), Language.RU)

    assert _blocks(russian) == _blocks(english)
    assert (russian.severity, russian.also_told) == (english.severity, english.also_told)


@pytest.mark.parametrize("path", ENGLISH, ids=_name)
def test_the_wrong_examples_give_the_problem(path: Path, tmp_path: Path) -> None:
    page = read_page(path, Language.EN)

    for example in examples_of(page.sections[2][1]):
        problems = diagnose(page.code, example, tmp_path)
        errors = {each.code for each in problems if each.severity is Severity.ERROR}
        assert {each.severity for each in problems if each.code == page.code} == {page.severity}, problems
        assert errors - {page.code} == page.also_told
        assert find_flaws(problems) == []


@pytest.mark.parametrize("path", ENGLISH, ids=_name)
def test_the_right_examples_give_none(path: Path, tmp_path: Path) -> None:
    page = read_page(path, Language.EN)

    for example in examples_of(page.sections[3][1]):
        problems = diagnose(page.code, example, tmp_path)
        assert [each for each in problems if each.code not in UNUSED - {page.code}] == []


@pytest.mark.parametrize("path", ENGLISH, ids=_name)
def test_the_severity_is_the_one_in_the_source(path: Path) -> None:
    page = read_page(path, Language.EN)
    told = set(re.findall(rf'\b(error|warning|advice)\(\s*"{page.code}"', SOURCE))

    assert told <= {page.severity}


def test_every_code_has_its_pages() -> None:
    codes = sorted(message_templates(Language.EN))

    assert [path.stem for path in list_pages(Language.EN)] == codes
    assert [path.stem for path in list_pages(Language.RU)] == codes


def test_a_fragment_takes_the_place_of_what_the_base_says() -> None:
    fragment = "# a comment\npay:\n  премия:\n\nvalues: {а: 1}\n"

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
def test_a_page_without_its_head_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "KPI312.md"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(AssertionError):
        read_page(path, Language.EN)


def _blocks(page: ProblemPage) -> list[tuple[Block, ...]]:
    return [blocks_of(body) for _, body in page.sections]
