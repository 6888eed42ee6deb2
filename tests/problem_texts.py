"""What the pages of the problem codes say, for tests: by code, and filled so strictly that a gap fails."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from string import Formatter

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import ProblemPage, find_page
from kpicalc.model.diagnostic import Diagnostic

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "problems"


@cache
def all_pages(language: Language) -> dict[str, ProblemPage]:
    """Return every page of a language by its code."""
    folder = FOLDER if language is Language.EN else FOLDER / language
    found = {path.stem: find_page(path.stem, language) for path in sorted(folder.glob("*.md"))}
    return {code: page for code, page in found.items() if page is not None}


def help_of(problem: Diagnostic, page: ProblemPage) -> str:
    """Return the help that fits the case of a problem, with its placeholders open."""
    return page.helps.get(str(dict(problem.params).get("hint")), page.helps.get("", ""))


def fill_strictly(problem: Diagnostic, language: Language) -> tuple[str, str]:
    """Return the sentence and the help; a placeholder that the problem does not bring is a KeyError."""
    page, params = all_pages(language)[problem.code], dict(problem.params)
    return page.says.format(**params), help_of(problem, page).format(**params)


def placeholders(*templates: str) -> set[str]:
    """Return the names that templates ask for."""
    return {name for each in templates for _, name, _, _ in Formatter().parse(each) if name}
