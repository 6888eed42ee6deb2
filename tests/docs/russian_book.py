"""The examples of the English book in Russian keys: `python -m tests.docs.russian_book` renews them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from textwrap import dedent, indent

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.key_names import key_names
from kpicalc.scheme.constructs.trials import TrialsDocument
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.formatting.change_keys import change_keys

BOOK = Path(__file__).resolve().parents[2] / "docs" / "language"
CHAPTERS = sorted(BOOK.glob("*.md"))

_BLOCK = re.compile(r"^```(?P<kind>yaml run|yaml|text)\n(?P<text>.*?)^```\n", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"^(# \S+\.yaml\n)", re.MULTILINE)
_COMMENT = re.compile(r"(?P<sign>(?:^|(?<= ))# )(?P<text>.+)$", re.MULTILINE)
# Comments that stand behind something, and how many of them are a column.
_BEHIND = re.compile(r"(?P<code>.*\S) +(?P<comment># .*)")
_FEW = 3
_RUSSIAN = re.compile("[а-яё]{3}")
_COMMENTS = tomllib.loads((Path(__file__).parent / "russian_comments.toml").read_text(encoding="utf-8"))
_CASE_WORDS = {"facts": "факты", "expect": "ожидается", "period": "период"}
_LINE_HEAD = re.compile(r"^(?P<indent> *)(?P<word>[a-z_]+):", re.MULTILINE)


def russian_chapter(chapter: Path) -> Path:
    """Return the Russian page of a chapter."""
    return BOOK / "ru" / chapter.name


def examples_of(page: str) -> list[str]:
    """Return the code blocks of a page, whole."""
    return [found[0] for found in _BLOCK.finditer(page)]


def in_russian(block: str) -> str:
    """Return a code block in Russian keys; it is shown, and run where it stands in English."""
    found = _BLOCK.fullmatch(block)
    assert found is not None
    if found["kind"] == "text":
        return block
    scheme, line, case = found["text"].partition("---\n")
    told = f"{_scheme_in_russian(scheme)}{line}{_case_in_russian(case)}"
    return f"```yaml\n{_align(_COMMENT.sub(_tell_comment, told))}```\n"


def _align(text: str) -> str:
    """Put the comments behind the lines of a block into one column, where there are several."""
    pairs = [_BEHIND.fullmatch(line) for line in text.splitlines()]
    widths = [len(pair["code"]) for pair in pairs if pair is not None]
    if len(widths) < _FEW:
        return text
    lines = (
        line if pair is None else f"{pair['code']:{max(widths)}}  {pair['comment']}"
        for line, pair in zip(text.splitlines(), pairs, strict=True)
    )
    return "".join(f"{line}\n" for line in lines)


def _tell_comment(found: re.Match[str]) -> str:
    """Say a comment in Russian; one that is Russian already, or names a file, stays."""
    text = found["text"]
    stays = _RUSSIAN.search(text) or text.endswith(".yaml")
    return found[0] if stays else f"{found['sign']}{_COMMENTS[text]}"


def _scheme_in_russian(text: str) -> str:
    """Translate an example; one of several files is cut at the comments that name them."""
    return "".join(map(_file_in_russian, filter(None, _FILE.split(text))))


def _file_in_russian(text: str) -> str:
    if _FILE.fullmatch(text):
        return text
    changed = change_keys(text, "example", SchemeDocument, Language.RU)
    assert changed.value is not None, (text, changed.diagnostics)
    return changed.value


def _case_in_russian(case: str) -> str:
    """Write the facts and figures of an example: names of figures as tests of schemes write them."""
    if not case:
        return ""
    facts, _, expect = case.partition("expect:\n")
    tables = key_names(Language.RU).tables
    named = _LINE_HEAD.sub(lambda head: _named(head, {**_CASE_WORDS, **tables}), facts)
    test = f"scheme: s\ntests:\n  - name: a\n    expect:\n{indent(expect, '    ')}"
    changed = change_keys(test, "case", TrialsDocument, Language.RU)
    assert changed.value is not None, (expect, changed.diagnostics)
    figures = dedent(changed.value.split("\n", 4)[4])
    return f"{named}{_CASE_WORDS['expect']}:\n{indent(figures, '  ')}"


def _named(head: re.Match[str], names: dict[str, str]) -> str:
    return f"{head['indent']}{names.get(head['word'], head['word'])}:"


def renew(chapter: Path) -> None:
    """Put the examples of a chapter into its Russian page, in order."""
    page = russian_chapter(chapter)
    examples = iter(map(in_russian, examples_of(chapter.read_text(encoding="utf-8"))))
    text = page.read_text(encoding="utf-8")
    page.write_text(_BLOCK.sub(lambda _: next(examples), text), encoding="utf-8")


if __name__ == "__main__":
    for each in CHAPTERS:
        renew(each)
