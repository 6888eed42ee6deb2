"""The text of a file with its keys, fixed words and the words of formulas in another language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from kpicalc.formula.functions import english_name
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.key_names import Names, key_names
from kpicalc.model.diagnostic import Checked, Diagnostic, error, has_errors
from kpicalc.model.problem import Problem
from kpicalc.model.source import SourceText
from kpicalc.scheme.english_nodes import read_in_english
from kpicalc.scheme.formatting.keep_aligned import keep_aligned
from kpicalc.scheme.formula_words import Change, WordsBetween
from kpicalc.scheme.key_language import Spot, SpotKind, Translated, language_of_keys
from kpicalc.scheme.key_translation import translate_keys
from kpicalc.scheme.nodes import read_nodes
from kpicalc.scheme.spec import Spec
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode

_BREAK = re.compile(r"\r\n?|\n")
_CALLED = re.compile(r"\w+(?=\s*\()")
_BOM = "\ufeff"


def change_keys(text: str, file: str, document: type[Spec], language: Language) -> Checked[str]:
    r"""Return the text of a document with the keys of a language; comments and layout stay as they are.

    It says the same as before, or there is no value but the problem of what would mean something else.
    """
    plain = text.removeprefix(_BOM)
    nodes = read_nodes(plain, file)
    if nodes.value is None or has_errors(nodes.diagnostics):
        return Checked(None, nodes.diagnostics)
    source = language_of_keys(nodes.value, document)
    if source is language:
        return Checked(text, nodes.diagnostics)
    found = translate_keys(nodes.value, document, source)
    if has_errors(found.problems):
        return Checked(None, found.problems)
    between = WordsBetween(key_names(source), key_names(language), found.chosen)
    changed = _apply(plain, (each for spot in found.spots for each in _edits(spot, between)))
    ends = [*_BREAK.findall(plain), ""]
    lines = ["\n".join(_BREAK.split(each)) for each in (plain, changed)]
    changed = "".join(chain(*zip(keep_aligned(*lines).split("\n"), ends, strict=True)))
    after = read_in_english(changed, file, document)
    problems = (*filter(_is_error, after.diagnostics), *_find_difference(found, after.value))
    if problems:
        return Checked(None, problems[:1])
    return Checked((_BOM if text.startswith(_BOM) else "") + changed, nodes.diagnostics)


def _edits(spot: Spot, between: WordsBetween) -> Iterator[tuple[SourceText, Change]]:
    """Yield what is written otherwise at a spot."""
    source = spot.node.source
    if spot.kind is SpotKind.FORMULA:
        yield from ((source, each) for each in between.changes(source.text))
        return
    written = source.text.strip()
    other = _name_of(spot, between)
    if other != written:
        start = source.text.index(written)
        yield source, Change(start, start + len(written), other)


def _name_of(spot: Spot, between: WordsBetween) -> str:
    names: Names = between.target
    match spot.kind:
        case SpotKind.KEY:
            return names.key(spot.part, spot.english)
        case SpotKind.WORD:
            return names.word(spot.key, spot.english)
        case SpotKind.TABLE:
            return names.tables.get(spot.english, spot.english)
        case _:
            return between.path(spot.node.text)


def _apply(text: str, edits: Iterator[tuple[SourceText, Change]]) -> str:
    starts = [0, *(found.end() for found in _BREAK.finditer(text))]
    placed = []
    for source, change in edits:
        place = source.span(change.start, change.end)
        start, end = (
            starts[place.line - 1] + place.column - 1,
            starts[place.end_line - 1] + place.end_column - 1,
        )
        placed.append((start, end, change.word))
    pieces, taken = [], 0
    for start, end, word in sorted(placed):
        pieces += [text[taken:start], word]
        taken = end
    return "".join((*pieces, text[taken:]))


def _is_error(problem: Diagnostic) -> bool:
    return has_errors([problem])


def _find_difference(before: Translated, after: Node | None) -> Iterator[Diagnostic]:
    """Yield the texts that would be read otherwise: names of the author's that are words there."""
    pairs = () if after is None else zip(_scalars(before.root), _scalars(after), strict=False)
    for one, other in pairs:
        if _in_english(one.text) != _in_english(other.text):
            yield error(Problem.NAME_RESERVED, one.span, name=one.text)


def _in_english(text: str) -> str:
    """Return a text with its functions in English: a file in English may have called them in Russian."""
    return _CALLED.sub(lambda called: english_name(called[0]), text)


def _scalars(node: Node) -> Iterator[ScalarNode]:
    match node:
        case ScalarNode():
            yield node
        case MappingNode(entries=entries):
            for key, value in entries:
                yield key
                yield from _scalars(value)
        case _:
            for item in node.items:
                yield from _scalars(item)
