"""What schemes are compiled to, whole: the problems, or each part of the program on a line.

They are those of the book and of the folders, each as it is and each without some of its keys.
`python -m tests.compiler.told_programs` writes anew what was kept, a digest for each scheme of a group; with
a folder it writes the texts themselves there, to be compared with those of another state.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from functools import partial
from pathlib import Path

from pydantic import ValidationError

from kpicalc.compiler.passes import compile_scheme
from kpicalc.model.period import Period, parse_period
from kpicalc.model.program import Program
from kpicalc.model.source import Span
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.load import read_scheme, read_tree
from kpicalc.scheme.tree import Node, without_keys
from tests.cases.case import list_cases, read_case
from tests.compiler.builders import HEAD
from tests.docs.snippet import read_snippets
from tests.kept_digests import Told, order_sets, write_told
from tests.scheme.spoilt_texts import walk_texts

KEPT = Path(__file__).parent / "told_programs.txt"
_RARE = Path(__file__).parent / "rare_schemes.txt"
_NAME = re.compile(r"^--- (.+)\n", re.MULTILINE)
_ROOT = Path(__file__).resolve().parents[2]
_BOOK = _ROOT / "docs" / "language"
# Each is compiled for two periods: dated values, calendars and memories differ between them.
_PERIODS = tuple(filter(None, map(parse_period, ("2026-03", "2025-Q4"))))
# One key in so many is left out, each by itself.
_EACH = 41


def list_told() -> Told:
    """Return the groups of schemes, each with what its schemes are compiled to."""
    return {name: partial(_tell_group, texts) for name, texts in _texts_by_group()}


def _texts_by_group() -> Iterator[tuple[str, Sequence[str]]]:
    for page in sorted(_BOOK.glob("*.md")):
        yield f"book-{page.stem}", [each.scheme for each in read_snippets(page)]
    for path in list_cases("good"):
        yield f"good-{path.stem}", [read_case(path).scheme]
    # They turn what no other scheme turns; each stands without its head, below its name.
    rare = iter(_NAME.split(_RARE.read_text(encoding="utf-8"))[1:])
    for name, text in zip(rare, rare, strict=True):
        yield f"rare-{name.replace(' ', '-')}", [HEAD.format("RUB") + text]
    yield "schemes", [path.read_text(encoding="utf-8") for path in sorted((_ROOT / "schemes").glob("*.yaml"))]


def _tell_group(texts: Sequence[str]) -> Mapping[str, str]:
    return {str(at): "\n".join(_tell_text(text, at)) for at, text in enumerate(texts)}


def _tell_text(text: str, at: int) -> Iterator[str]:
    document = read_scheme(text, "s").value
    if document is not None:
        yield from _tell_compiled(document, _PERIODS)
    tree = read_tree(text, "s")
    keys = [node.span for _, node, is_key in walk_texts((), tree) if is_key]
    for place in keys[at % _EACH :: _EACH]:
        yield f"without the key at {place.line}:{place.column}"
        yield from _tell_without(tree, place)


def _tell_without(tree: Node | None, place: Span) -> Iterator[str]:
    try:
        document = SchemeDocument.model_validate(tree and without_keys(tree, frozenset({place})))
    except ValidationError:
        return
    yield from _tell_compiled(document.written_out(), _PERIODS[:1])


def _tell_compiled(document: SchemeDocument, periods: Sequence[Period]) -> Iterator[str]:
    for each in (compile_scheme(document, period) for period in periods):
        yield from map(repr, each.diagnostics)
        yield from () if each.value is None else map(order_sets, _tell_program(each.value))


def _tell_program(program: Program) -> Iterator[str]:
    for field in fields(program):
        match getattr(program, field.name):
            case tuple() as parts:
                yield from (f"{field.name}: {part}" for part in parts)
            case Mapping() as parts:
                yield from (f"{field.name}: {key}: {part}" for key, part in parts.items())
            case part:
                yield f"{field.name}: {part}"


if __name__ == "__main__":
    write_told(KEPT, list_told())
