"""Every problem code has its page in each language with the same examples, and a scheme that shows it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kpicalc.i18n.catalogue import Language, message_templates
from tests.architecture.sources import ROOT

PAGES = ROOT / "docs" / "problems"
CASES = ROOT / "tests" / "cases" / "bad"

# Told where files are opened or several are read together, which one text of a scheme cannot show.
_OF_FILES = frozenset({"KPI100", "KPI101", "KPI102", "KPI103", "KPI104", "KPI227", "KPI718"})
# Told of ten thousand words, and of an empty formula, which YAML takes for a missing value before.
_OUT_OF_REACH = frozenset({"KPI109", "KPI160"})
_BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"KPI\d{3}")

CODES = sorted(message_templates(Language.EN))


def missing_cases(codes: list[str], cases: list[str]) -> list[str]:
    """Return the codes of schemes, their formulas, proofs and tests that no case shows."""
    shown = {code for text in cases for code in _CODE.findall(_expected(text))}
    return [code for code in codes if code[3] in "1237" and code not in shown | _OF_FILES | _OUT_OF_REACH]


def _expected(text: str) -> str:
    """Return the lines at the end of a case that say what must be told."""
    return "\n".join(line for line in text.splitlines() if line.startswith("# "))


def _folder(language: Language) -> Path:
    return PAGES if language is Language.EN else PAGES / language


def _pages(language: Language) -> set[str]:
    return {page.stem for page in _folder(language).glob("*.md") if page.stem != "README"}


@pytest.mark.parametrize("language", list(Language))
def test_every_code_has_a_page(language: Language) -> None:
    assert sorted(set(CODES) - _pages(language)) == []


@pytest.mark.parametrize("language", list(Language))
def test_every_page_belongs_to_a_code(language: Language) -> None:
    assert sorted(_pages(language) - set(CODES)) == []


def test_the_pages_of_a_code_show_the_same_examples_in_all_languages() -> None:
    differing = [
        code
        for code in sorted(_pages(Language.EN) & _pages(Language.RU))
        if len({tuple(_BLOCK.findall(_text(code, language))) for language in Language}) > 1
    ]

    assert differing == []


@pytest.mark.parametrize("language", list(Language))
def test_a_page_begins_with_its_code(language: Language) -> None:
    wrong = [code for code in sorted(_pages(language)) if not _text(code, language).startswith(f"# {code}: ")]

    assert wrong == []


def test_every_code_of_schemes_has_a_bad_case() -> None:
    cases = [path.read_text(encoding="utf-8") for path in sorted(CASES.glob("*.yaml"))]

    assert missing_cases(CODES, cases) == []


def test_a_code_without_a_case_is_found() -> None:
    case = "a: KPI202\n# error KPI201 1:1 a sentence\n"

    assert missing_cases(["KPI100", "KPI201", "KPI202", "KPI401"], [case]) == ["KPI202"]


def _text(code: str, language: Language) -> str:
    return (_folder(language) / f"{code}.md").read_text(encoding="utf-8")
