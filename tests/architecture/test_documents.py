"""The pages lead where they say, and the README speaks of the command line as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from kpicalc.cli.app import build_app
from kpicalc.cli.commands import COMMANDS
from kpicalc.i18n.catalogue import Language
from tests.architecture.sources import ROOT

LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)(?:#[^)]*)?\)")
NAMES = "|".join(each.name for each in COMMANDS)
COMMAND = re.compile(rf"kpicalc (--lang \w+ )?({NAMES})\b[^`\n;}}]*")
OPTION = re.compile(r"(?<!\w)--[a-z][a-z-]*")


def broken_links(page: Path) -> list[str]:
    """Return the relative links of a page that lead to no file."""
    text = page.read_text(encoding="utf-8")
    return [target for target in LINK.findall(text) if not (page.parent / target).exists()]


def _pages() -> Iterator[Path]:
    yield from sorted(ROOT.glob("*.md"))
    for folder in ("docs", "benchmarks", "examples", "schemes"):
        yield from sorted((ROOT / folder).rglob("*.md"))


def _options() -> dict[str, set[str]]:
    group = typer.main.get_command(build_app(Language.EN))
    common = {option for parameter in group.params for option in parameter.opts}
    commands: dict[str, typer.core.TyperCommand] = getattr(group, "commands", {})
    return {
        name: common | {option for parameter in command.params for option in parameter.opts}
        for name, command in commands.items()
    }


def test_every_link_leads_somewhere() -> None:
    assert {page.name: broken for page in _pages() if (broken := broken_links(page))} == {}


def test_a_broken_link_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("[here](page.md#top) [there](nowhere.md) [web](https://example.org)", encoding="utf-8")

    assert broken_links(page) == ["nowhere.md"]


def test_the_readme_shows_every_command() -> None:
    shown = {command for _, command in COMMAND.findall((ROOT / "README.md").read_text(encoding="utf-8"))}

    assert shown == set(_options())


@pytest.mark.parametrize("page", ["README.md", "CHANGELOG.md"])
def test_a_page_names_only_options_that_exist(page: str) -> None:
    known = _options()
    written = COMMAND.finditer((ROOT / page).read_text(encoding="utf-8"))
    unknown = [
        f"{match.group()}: {option}"
        for match in written
        for option in OPTION.findall(match.group())
        if option not in known[match[2]]
    ]

    assert unknown == []
