"""The Russian book follows the English one: chapters, sections, tables, and examples in Russian keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpicalc.formula.functions import written_functions
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.key_names import key_names
from kpicalc.scheme.constructs.pay import LINES
from tests.docs.russian_book import BOOK, CHAPTERS, examples_of, in_russian, russian_chapter
from tests.docs.test_links import headings
from tests.docs.test_tables import mark, rows_of

RU = key_names(Language.RU)
PAGES = [russian_chapter(chapter) for chapter in CHAPTERS]
# What a Russian page may name in English: the version, names that results keep, functions beside their own.
KEPT = {"kpicalc", "order", "period", "manager", *(each.name for each in written_functions())}

_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]*)`")


def numbers_of(page: str) -> list[tuple[int, str]]:
    """Return the level and number of each heading."""
    return [(level, text.split(" ")[0]) for level, text in headings(page)]


def tables_of(page: str) -> list[int]:
    """Return how many rows each table of a page has, its head with it."""
    prose = _FENCED.sub("", page)
    return [len(found[0].splitlines()) for found in re.finditer(r"(?:^\|.*\n)+", prose, re.MULTILINE)]


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.stem)
def test_a_chapter_has_a_russian_page_with_the_same_parts(chapter: Path) -> None:
    english = chapter.read_text(encoding="utf-8")
    russian = russian_chapter(chapter).read_text(encoding="utf-8")

    assert numbers_of(russian) == numbers_of(english)
    assert tables_of(russian) == tables_of(english)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.stem)
def test_its_examples_are_those_of_the_chapter(chapter: Path) -> None:
    shown = examples_of(russian_chapter(chapter).read_text(encoding="utf-8"))

    expected = [in_russian(block) for block in examples_of(chapter.read_text(encoding="utf-8"))]
    assert shown == expected, "python -m tests.docs.russian_book"


def test_the_contents_list_every_chapter_and_section_in_order() -> None:
    text = (BOOK / "ru" / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^(?:\d+\.|   -) \[(.*?)\]\(", text, re.MULTILINE)

    expected = [
        heading.split(" ", 1)[1] if level == 1 else heading.replace(". ", " ", 1)
        for page in PAGES
        for level, heading in headings(page.read_text(encoding="utf-8"))
    ]
    assert listed == expected


def test_the_functions_are_told_in_russian() -> None:
    lines = PAGES[1].read_text(encoding="utf-8").splitlines()
    table = lines[lines.index("| написано | по-английски | даёт |") + 2 :]

    assert table[: table.index("")] == [
        f"| `{each.signature(each.name_ru)}` | `{each.name}` | {each.doc_ru} |"
        for each in written_functions()
    ]


def test_keys_of_pay_lines_stand_with_their_kinds() -> None:
    rows = {
        name: row[1:]
        for row in rows_of("ru/09-pay.md", "| ключ | `постоянная`")
        for name in _CODE.findall(row[0])
    }
    expected: dict[str, list[str]] = {}
    for key in dict.fromkeys(key for part in LINES for key in part.known_keys()):
        for name in {RU.key(part.owner_of(key), key) for part in LINES if key in part.known_keys()}:
            expected[name] = [mark(part, key) for part in LINES]

    # What two keys are called stands in two rows.
    shared = {"от"}
    assert set(rows) == set(expected)
    assert [name for name in set(rows) - shared if rows[name] != expected[name]] == []


def english_keys(text: str) -> Iterator[str]:
    """Yield the English keys that stand in the code of a text, alone or before a colon."""
    for piece in _CODE.findall(_FENCED.sub("", text)):
        words = re.findall(r"(?<![\w.-])([a-z_]+)(?=:(?: |$))", piece)
        words += [piece] if re.fullmatch("[a-z_]+", piece) else []
        yield from (word for word in words if word in RU.keys and word not in KEPT)


@pytest.mark.parametrize("page", [*PAGES, BOOK / "ru" / "README.md"], ids=lambda page: page.stem)
def test_a_russian_page_names_keys_in_russian(page: Path) -> None:
    assert list(english_keys(page.read_text(encoding="utf-8"))) == []


def test_an_english_key_is_found() -> None:
    assert list(english_keys("`weight` `{kind: приз}` `вес: 1`\n```yaml\nkind: x\n```\n")) == [
        "weight",
        "kind",
    ]
