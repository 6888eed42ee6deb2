"""The pages of the problem codes: in the installed package, or in `docs` of a working copy."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from kpicalc.i18n.catalogue import Language, message_templates

_TITLE = re.compile(r"# KPI\d{3}: (?P<title>[^\r\n]+)")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_PACKAGE = Path(__file__).resolve().parents[1]


def read_page(code: str, language: Language, package: Path = _PACKAGE) -> str | None:
    """Return the text of a page, or None where there is none in the language."""
    page = _folder(language, package) / f"{code}.md"
    return page.read_text(encoding="utf-8") if page.is_file() else None


def read_pages(codes: Iterable[str], language: Language, package: Path = _PACKAGE) -> dict[str, str]:
    """Return the pages of codes; a code without one is left out."""
    found = ((code, read_page(code, language, package)) for code in codes)
    return {code: text for code, text in found if text is not None}


def read_titles(codes: Iterable[str], language: Language, package: Path = _PACKAGE) -> dict[str, str]:
    """Return what each code means, in a few words: the title of its page, else its sentence."""
    return {code: _title(code, language, package) for code in codes}


def _folder(language: Language, package: Path) -> Path:
    """Return where the pages lie: English ones on top, others in a folder below."""
    installed = package / "problems"
    folder = installed if installed.is_dir() else package.parent / "docs" / "problems"
    return folder if language is Language.EN else folder / language


def _title(code: str, language: Language, package: Path) -> str:
    found = _TITLE.match(read_page(code, language, package) or "")
    if found is not None:
        return found["title"].strip()
    said, _ = message_templates(language).get(code, (code, ""))
    return _PLACEHOLDER.sub("…", said)
