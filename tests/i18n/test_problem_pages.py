"""What is told of a problem stands in the head of its page, in both languages alike."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import ProblemPage, find_page, parse_page
from kpicalc.i18n.stored_text import read_page
from tests.problem_texts import all_pages, placeholders

ENGLISH, RUSSIAN = all_pages(Language.EN), all_pages(Language.RU)


def test_every_code_has_a_page_in_both_languages() -> None:
    assert list(ENGLISH) == list(RUSSIAN)


def facts_of(page: ProblemPage) -> list[tuple[str, set[str]]]:
    """Return the placeholders of a sentence and of the help for each case."""
    return [
        ("says", placeholders(page.says)),
        *((case, placeholders(text)) for case, text in page.helps.items()),
    ]


def test_both_languages_ask_for_the_same_facts_in_the_same_cases() -> None:
    assert [code for code, page in ENGLISH.items() if facts_of(page) != facts_of(RUSSIAN[code])] == []


@pytest.mark.parametrize("language", list(Language))
def test_every_problem_is_told_in_a_sentence(language: Language) -> None:
    assert [code for code, page in all_pages(language).items() if not page.says] == []


@pytest.mark.parametrize("language", list(Language))
def test_sentences_begin_small_and_end_without_a_stop(language: Language) -> None:
    said = {
        code: page.says.removeprefix("KPI").removesuffix(" нед.")
        for code, page in all_pages(language).items()
    }

    assert [code for code, text in said.items() if text.endswith(".") or text[0].isupper()] == []


@pytest.mark.parametrize("language", list(Language))
def test_a_head_is_read_as_yaml_reads_it(language: Language) -> None:
    different = []
    for code, page in all_pages(language).items():
        _, head, text = (read_page(code, language) or "").split("---\n", 2)
        helps = {f"help.{case}".removesuffix("."): said for case, said in page.helps.items()}
        if yaml.safe_load(head) != {"says": page.says, **helps} or text != page.text:
            different.append(code)

    assert different == []


def test_a_page_taken_apart() -> None:
    page = parse_page(
        "---\nsays: >-\n  a {b}\n  c\nhelp: >-\n  d\nhelp.case: >-\n  e: f\n---\n# KPI100: title\n\nerror\n"
    )

    assert (page.says, dict(page.helps)) == ("a {b} c", {"": "d", "case": "e: f"})
    assert (page.title, page.text) == ("title", "# KPI100: title\n\nerror\n")


def test_a_page_without_a_head_says_nothing() -> None:
    page = parse_page("text\n---\nsays: >-\n  a\n---\n")

    assert (page.says, dict(page.helps), page.title, page.text[:5]) == ("", {}, "", "text\n")


def test_there_is_no_page_of_other_codes() -> None:
    assert [find_page("KPI000", language) for language in Language] == [None, None]


def test_pages_of_the_installed_package_come_first(tmp_path: Path) -> None:
    package = tmp_path / "kpicalc"
    for folder, text in (
        (package / "problems" / "ru", "installed"),
        (tmp_path / "docs" / "problems", "docs"),
    ):
        folder.mkdir(parents=True)
        (folder / "KPI100.md").write_text(text, encoding="utf-8")

    assert read_page("KPI100", "ru", package) == "installed"
    assert read_page("KPI100", "en", package) is None
    (package / "problems").rename(package / "gone")
    assert read_page("KPI100", "en", package) == "docs"
