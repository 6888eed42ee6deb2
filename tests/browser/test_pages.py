"""Search, order, opening, the keyboard, print and telephones: tried in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

FILES = (
    *("march.html", "out/2026-03_002.html", "out/2026-03_book.html", "seller.html"),
    *("compare.html", "draws.html", "tornado.html", "budget.html", "progress.html"),
    *("audit.html", "plan.html", "document.html"),
)
TELEPHONE = {"width": 375, "height": 800}


@cache
def axe_script() -> str:
    """Return the script of axe-core, which looks for what keeps people from using a page."""
    axe = pytest.importorskip("axe_playwright_python", reason="the extra `browser` is not installed")
    return (Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@dataclass
class Opened:
    """A page, and what the browser complained of."""

    page: Any
    said: list[str] = field(default_factory=list)

    def open(self, path: Path) -> Any:
        """Open a file."""
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda problem: self.said.append(str(problem)))
        self.page.on("request", lambda request: self._note(request.url))
        self.page.goto(path.as_uri())
        return self.page

    def _note(self, url: str) -> None:
        if not url.startswith("file:"):
            self.said.append(f"asks for {url}")


@pytest.fixture(name="system", scope="module", params=["light", "dark"])
def open_system(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Give a light or a dark system; pages of files keep nothing in it."""
    context = browser.new_context(color_scheme=request.param)
    yield context
    context.close()


@pytest.fixture(name="opened")
def open_page(system: Any) -> Iterator[Opened]:
    """Give a page that complains of nothing in the end."""
    opened = Opened(system.new_page())
    yield opened
    opened.page.close()
    assert opened.said == []


def numbers(page: Any) -> list[str]:
    """Return the numbers of the people that are shown, in their order."""
    found: list[str] = page.eval_on_selector_all(
        ".entry:not([hidden]) > summary > :first-child", "all => all.map(each => each.textContent)"
    )
    return found


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("size", [TELEPHONE, {"width": 1280, "height": 900}])
def test_no_page_is_wider_than_the_screen(
    opened: Opened, month: Path, file: str, size: dict[str, int]
) -> None:
    page = opened.open(month / file)
    page.set_viewport_size(size)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")

    wide = page.evaluate("document.documentElement.scrollWidth")
    cropped = page.eval_on_selector_all(
        "summary > *", "all => all.filter(each => each.scrollWidth > each.clientWidth + 1).length"
    )
    letters = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    assert (wide, letters >= 14, cropped) == (size["width"], True, 0)


def test_people_are_found_by_parts_of_what_is_said_of_them(opened: Opened, month: Path) -> None:
    page = opened.open(month / "march.html")
    search, found = page.locator("input[type=search]"), page.locator(".found")

    for typed, expected in (
        ("елкина", ["001"]),
        ("  ПЕТРОВ  пётр ", ["002"]),
        ("стоп", ["002"]),
        ("01", ["001", "010", "011"]),
        ("<script>", ["003"]),
        ("nobody", []),
        ("", ["001", "002", "003", "004", "010", "011"]),
    ):
        search.fill(typed)
        assert numbers(page) == expected
        assert found.text_content() == f"показано {len(expected)} из 6"


def test_a_heading_sorts_and_turns_the_order_round(opened: Opened, month: Path) -> None:
    page = opened.open(month / "march.html")

    page.get_by_role("button", name="Итого").click()
    rising = numbers(page)
    page.get_by_role("button", name="Итого").click()
    assert (rising[0], numbers(page)) == ("003", rising[::-1])
    page.get_by_role("button", name="Сотрудник").click()
    assert numbers(page)[1:3] == ["010", "001"]
    assert page.locator(".heads button[aria-pressed=true]").text_content() == "Сотрудник"
    page.get_by_role("button", name="Таб. №").click()
    assert numbers(page) == ["001", "002", "003", "004", "010", "011"]


def test_a_person_is_opened_down_to_the_cells_by_the_keyboard(opened: Opened, month: Path) -> None:
    page = opened.open(month / "march.html")
    body = page.locator(".entry").nth(1).locator(".body")
    assert not body.is_visible()

    page.locator(".entry > summary").nth(0).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert body.is_visible()
    text = body.inner_text().replace("\u00a0", " ")
    for part in ("= 20 000 × 1 × 50 %", "стоп-фактор", "D3", "Директор", "Шкала премии"):
        assert part in text
    assert body.locator("svg.picture").bounding_box()["width"] > 300
    page.keyboard.press("Enter")
    assert not body.is_visible()


def test_all_are_opened_and_closed_that_were_found(opened: Opened, month: Path) -> None:
    page = opened.open(month / "march.html")

    page.locator("input[type=search]").fill("петров")
    page.get_by_role("button", name="Раскрыть всех").click()
    page.locator("input[type=search]").fill("")
    assert page.locator(".entry[open]").count() == 1
    page.get_by_role("button", name="Свернуть").click()
    assert page.locator(".entry[open]").count() == 0


def test_what_is_open_is_printed_each_on_a_page_of_his_own(opened: Opened, month: Path) -> None:
    page = opened.open(month / "march.html")
    closed = PdfReader(BytesIO(page.pdf(format="A4"))).pages
    page.get_by_role("button", name="Раскрыть всех").click()
    read = [each.extract_text() for each in PdfReader(BytesIO(page.pdf(format="A4"))).pages]

    assert len(closed) <= 2
    assert sum("Из чего сложилась сумма" in text for text in read) == 6
    assert all("Раскрыть всех" not in text for text in read)


def test_a_book_is_printed_with_a_page_for_each(opened: Opened, month: Path) -> None:
    page = opened.open(month / "out" / "2026-03_book.html")
    read = [each.extract_text() for each in PdfReader(BytesIO(page.pdf(format="A4"))).pages]

    assert sum("Statement of variable pay" in text for text in read) == 6
    assert "Statement of variable pay" in read[0]


@pytest.mark.parametrize("file", FILES)
def test_text_stands_out_from_its_ground(opened: Opened, month: Path, file: str) -> None:
    page = opened.open(month / file)

    ratio = page.evaluate(
        """() => {
          const light = text => {
            const [r, g, b] = text.match(/[0-9.]+/g).slice(0, 3).map(each => {
              const part = each / 255;
              return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
            });
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const ground = light(getComputedStyle(document.body).backgroundColor);
          const seen = [...document.querySelectorAll('p, td, th, h1, h2, button, label')];
          return Math.min(...seen.map(each => {
            const ink = light(getComputedStyle(each).color);
            return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
          }));
        }"""
    )
    assert ratio >= 4.5


@pytest.mark.parametrize("file", FILES)
def test_those_who_hear_or_type_can_use_every_page(opened: Opened, month: Path, file: str) -> None:
    page = opened.open(month / file)
    page.set_viewport_size(TELEPHONE)
    page.evaluate(
        "[...document.querySelectorAll('details')].slice(0, 2).forEach(each => { each.open = true; })"
    )
    page.evaluate(axe_script())

    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [(each["id"], each["impact"], each["nodes"][0]["html"]) for each in found] == []
