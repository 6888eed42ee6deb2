"""A page holds nothing that is fetched, and a browser runs only what bears its fingerprint."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

import pytest

from kpicalc.i18n.catalogue import Language
from kpicalc.report.document import (
    Cell,
    Document,
    Entry,
    Gauge,
    Paragraph,
    Part,
    Roster,
    TableBlock,
    TableRow,
)
from kpicalc.report.picture import Picture
from kpicalc.report.writers.to_html import write_html
from kpicalc.report.writers.to_markdown import write_markdown

ENTRY = Entry(
    (Cell("01"), Cell("Ann & Co"), Cell("5")),
    ("01", "Ann & Co", "5"),
    (Document((Paragraph("told in full"),)), Picture(10, 10, "steps", "one step", ())),
)
ROSTER = Roster("People", (Cell("ID"), Cell("Name"), Cell("Total")), [ENTRY], key=2)


def write(*parts: Part, language: Language = Language.EN) -> str:
    return b"".join(write_html("Pay", parts, language)).decode()


def fingerprint(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@pytest.mark.parametrize("parts", [(ROSTER,), (Document(()),)])
def test_the_policy_names_the_only_script_and_style(parts: tuple[Part, ...]) -> None:
    page = write(*parts)
    policy = re.findall('Content-Security-Policy" content="([^"]*)"', page)
    scripts = re.findall("<script>(.*?)</script>", page, flags=re.DOTALL)
    (style,) = re.findall("<style>(.*?)</style>", page, flags=re.DOTALL)

    allowed = "".join(f"script-src {fingerprint(each)}; " for each in scripts)
    assert policy == [
        f"default-src 'none'; {allowed}style-src {fingerprint(style)}; base-uri 'none'; form-action 'none'"
    ]
    assert len(scripts) == (parts == (ROSTER,))


@pytest.mark.parametrize("language", Language)
def test_a_page_fetches_nothing_and_has_no_code_in_its_elements(language: Language) -> None:
    page = write(ROSTER, language=language)

    assert re.findall(r"(?:https?:)?//\w|@import|url\(|\ssrc=|\shref=|<link|<iframe", page) == []
    assert re.findall(r"<[^>]*\s(?:on\w+|style)=", page) == []


def test_an_entry_is_opened_without_a_script() -> None:
    page = write(ROSTER)

    assert '<details class="entry" data-find="01 Ann &amp; Co 5" data-order="[&quot;01&quot;' in page
    assert '<p class="plain">told in full</p>' in page
    assert '<div class="tools" hidden>' in page


def test_on_paper_the_entries_follow_each_other() -> None:
    written = b"".join(write_markdown("", [ROSTER], Language.EN)).decode()

    assert written == "## People\n\ntold in full\n\n*steps.* one step\n\n"


def test_a_bar_stands_beside_its_figure() -> None:
    cells = (Cell("90 %", gauge=Gauge(600, 667)), Cell("1", gauge=Gauge(5)))
    page = write(Document((TableBlock((), (TableRow(cells),)),)))

    assert page.count('<svg class="gauge"') == 2
    assert '<rect class="filled" width="600" height="10"/><rect class="mark" x="667"' in page
    assert '<rect class="filled" width="5" height="10"/></svg>' in page


@pytest.mark.parametrize(
    ("front", "annex", "size"),
    # Paragraphs of 19 points; a page takes 740 points, or 870 in the smallest letters.
    [
        (38, 0, "<main>"),
        (38, 38, "<main>"),
        (39, 1, '<main class="dense">'),
        (20, 18, "<main>"),
        (20, 19, '<main class="dense">'),
        (20, 25, '<main class="dense">'),
        (20, 26, "<main>"),
        (45, 1, '<main class="dense">'),
        (46, 1, '<main class="denser">'),
    ],
)
def test_what_stands_before_an_annex_is_printed_on_one_page(front: int, annex: int, size: str) -> None:
    shown = Document((Paragraph("a"),) * front)
    below = [Document((Paragraph("a"),) * annex, annex=True)] if annex else []

    assert size in write(shown, *below)
    # People one after another are no sheet.
    assert "<main>" in write(shown, *below, ROSTER)
