"""Reading the texts that are kept beside the program: words as TOML, and the pages of problem codes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kpicalc.model.dataclass import Faces

_FOLDER = Path(__file__).parent
_PACKAGE = _FOLDER.parent
# With the line break before it in place of `^` the search is five times as quick: 1.6 ms of each start.
_HEADER = re.compile(r"\n\[(\w+)\](?=\n)")


@cache
def read_table(language: str, file: str, name: str) -> Mapping[str, str]:
    """Return the texts of one table of a file, none where there is no such table.

    Only the tables that a run asks for are parsed: a whole file costs more than all else that a start does.
    """
    return Faces(
        f"[{name}] of {language}/{file}.toml", tomllib.loads(_cut_tables(language, file).get(name, ""))
    )


@cache
def list_languages() -> tuple[str, ...]:
    """Return the languages that have words: a folder for each."""
    return tuple(sorted(path.parent.name for path in _FOLDER.glob("*/words.toml")))


@cache
def list_tables(language: str, file: str) -> tuple[str, ...]:
    """Return the names of the tables of a file, in its order; "" is what stands before the first."""
    return tuple(_cut_tables(language, file))


@cache
def _cut_tables(language: str, file: str) -> dict[str, str]:
    """Return the text of each table by its name."""
    path = _FOLDER / language / f"{file}.toml"
    if not path.is_file() and language in list_languages():
        return {}  # a language that was added says what it has files for
    text = path.read_text(encoding="utf-8")
    before, *named = _HEADER.split(f"\n{text}")
    return {"": before, **dict(zip(named[::2], named[1::2], strict=True))}


@cache
def read_snippets() -> Mapping[str, list[dict[str, Any]]]:
    """Return what an editor offers to fill in, by the parts of a scheme."""
    found: dict[str, list[dict[str, Any]]] = tomllib.loads(
        (_FOLDER / "snippets.toml").read_text(encoding="utf-8")
    )
    return found


def read_page(code: str, language: str, package: Path = _PACKAGE) -> str | None:
    """Return the page of a problem code, None where there is none in the language."""
    # Where the pages lie: in the installed package, or in `docs` of a working copy. English ones are on top,
    # others in a folder below.
    installed = package / "problems"
    folder = installed if installed.is_dir() else package.parent / "docs" / "problems"
    page = (folder if language == "en" else folder / language) / f"{code}.md"
    return page.read_text(encoding="utf-8") if page.is_file() else None
