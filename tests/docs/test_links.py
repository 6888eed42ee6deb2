"""Every link of the documentation leads somewhere, and the chapters of the language follow each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")))
CONTENTS = ROOT / "docs" / "language.md"
WIDTH = 160
CHAPTERS = sorted((ROOT / "docs" / "language").glob("*.md"))

_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"\]\((?P<file>[^)#\s]*)(?:#(?P<anchor>[^)\s]*))?\)")
_HEADING = re.compile(r"^(?P<level>#+) (?P<text>.+)$", re.MULTILINE)


def headings(text: str) -> Iterator[tuple[int, str]]:
    """Yield the headings of a page with their levels."""
    for found in _HEADING.finditer(_FENCED.sub("", text)):
        yield len(found["level"]), found["text"]


def anchor_of(heading: str) -> str:
    """Return the anchor that sites give a heading: small letters, spaces as hyphens, no other signs."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def lost_links(page: Path) -> Iterator[str]:
    """Yield the links of a page that lead nowhere."""
    text = _CODE.sub("", _FENCED.sub("", page.read_text(encoding="utf-8")))
    for link in _LINK.finditer(text):
        if "://" in link["file"]:
            continue
        target = (page.parent / link["file"]).resolve() if link["file"] else page
        if not target.exists() or (link["anchor"] and link["anchor"] not in _anchors(target)):
            yield link.group()


def _anchors(page: Path) -> set[str]:
    return {anchor_of(text) for _, text in headings(page.read_text(encoding="utf-8"))}


def test_every_link_leads_somewhere() -> None:
    lost = [f"{page.relative_to(ROOT)}: {link}" for page in PAGES for link in lost_links(page)]

    assert lost == []


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# A: `b` c\n\n[x](#a-b-c) [x](#a) [x](page.md#a-b-c) [x](other.md) `[x](y)`\n\n"
        "```text\n# z\n[x](y)\n```\n",
        encoding="utf-8",
    )

    assert list(lost_links(page)) == ["](#a)", "](other.md)"]


def test_the_contents_list_every_chapter_and_section_in_order() -> None:
    text = CONTENTS.read_text(encoding="utf-8").split("## Contents")[1].split("\n## ")[0]
    listed = re.findall(r"(?:^(\d+)\. |- )\[(.*?)\]\(language/(.*?)\)$", text, re.MULTILINE)

    expected = []
    for chapter in CHAPTERS:
        for level, heading in headings(chapter.read_text(encoding="utf-8")):
            number, title = heading.split(" ", 1)
            if level == 1:
                expected.append((number.rstrip("."), title, chapter.name))
            elif level == 2 and number[0].isdigit():
                expected.append(("", f"{number.rstrip('.')} {title}", f"{chapter.name}#{anchor_of(heading)}"))
    assert listed == expected


def test_a_chapter_leads_to_those_beside_it() -> None:
    titles = [next(headings(each.read_text(encoding="utf-8")))[1] for each in CHAPTERS]
    names = [each.name for each in CHAPTERS]

    for number, chapter in enumerate(CHAPTERS):
        before = [f"← [{titles[number - 1]}]({names[number - 1]})"] if number else []
        after = [f"[{title}]({name}) →" for title, name in zip(titles, names, strict=True)][number + 1 :][:1]
        line = " · ".join([*before, "[Contents](../language.md)", *after])
        assert chapter.read_text(encoding="utf-8").splitlines()[2] == line


def test_lines_of_the_book_fit_a_screen() -> None:
    """No line of text is longer; a row of a table cannot be broken, and an example is shown as it is."""
    pages = (CONTENTS, *sorted((ROOT / "docs" / "language").rglob("*.md")))
    texts = {page: _FENCED.sub("", page.read_text(encoding="utf-8")) for page in pages}

    assert [
        f"{page.relative_to(ROOT)}: {line[:60]}…"
        for page, text in texts.items()
        for line in text.splitlines()
        if len(line) > WIDTH and not line.startswith(("|", "#", "←"))
    ] == []
