"""The text of a file with its keys and words in another language; values under each other stay so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from kpicalc.formula.functions import english_name
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.key_names import Names, key_names
from kpicalc.model.diagnostic import Checked, Diagnostic, error, has_errors
from kpicalc.model.problem import Problem
from kpicalc.model.source import SourceText
from kpicalc.scheme.english_nodes import read_in_english
from kpicalc.scheme.events import BREAK
from kpicalc.scheme.formatting.cut_rows import TokenRole, TokenRow, cut_rows
from kpicalc.scheme.formatting.lay_out import (
    AlignedEntry,
    Gaps,
    common_column,
    entries_on_rows,
    find_edges,
    find_gaps,
    groups_of_entries,
    rows_alike,
)
from kpicalc.scheme.formula_words import Change, WordsBetween
from kpicalc.scheme.key_language import Spot, SpotKind, Translated, language_of_keys
from kpicalc.scheme.key_translation import translate_keys
from kpicalc.scheme.nodes import read_nodes
from kpicalc.scheme.spec import Spec
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode


def keep_aligned(before: str, after: str) -> str:
    r"""Return a text whose words were changed with its values under each other where they were before.

    Both have the same lines. What stands beyond the longest key stays. Keys that are all equally long have a
    space more, for with one space nobody could say whether their values were put there: so that the words of
    two languages can be changed there and back.

    >>> print(keep_aligned("plan:   1\nactual: 2", "план:   1\nфакт: 2"))
    план:  1
    факт:  2
    """
    old, rows = cut_rows(before), cut_rows(after)
    changed = {each.row: each for each in entries_on_rows(rows)}
    lines = after.split("\n")
    for entries in groups_of_entries(old):
        column = common_column(entries)
        held = [each for each in entries if each.column == column]
        now = [changed[each.row] for each in held]
        beyond = column - _least_column(held)
        for each in now if [each.width for each in held] != [each.width for each in now] else ():
            colon, value = rows[each.row].pieces[each.place : each.place + 2]
            gap = " " * (_least_column(now) + beyond - each.width)
            lines[each.row] = f"{lines[each.row][: colon.end]}{gap}{lines[each.row][value.start :]}"
    for numbers in rows_alike(old):
        _keep_items([old[each] for each in numbers], [rows[each] for each in numbers], numbers, lines)
    return "\n".join(lines)


def _least_column(entries: Sequence[AlignedEntry]) -> int:
    """Return the first column in which values stand under each other that were put there on purpose."""
    widths = {each.width for each in entries}
    return max(widths, default=0) + (1 if len(widths) > 1 else 2)


def _keep_items(
    old: Sequence[TokenRow], new: Sequence[TokenRow], numbers: Sequence[int], lines: list[str]
) -> None:
    """Put the values of items in braces under each other as they stood, as far beyond the longest."""
    before, usual = ([find_gaps(row) for row in rows] for rows in (old, new))
    edges = find_edges(old, before)
    if not edges or list(map(_words_of, old)) == list(map(_words_of, new)):
        return
    places = [at for at, piece in enumerate(new[0].pieces) if piece.role is TokenRole.TEXT]
    met = dict(zip(places, edges, strict=True))
    made = [row.pieces[0].text for row in new]
    for at in range(1, len(new[0].pieces)):
        columns = [len(text) + gaps[at - 1] for text, gaps in zip(made, usual, strict=True)]
        words = [row.pieces[at].text for row in new]
        if any(met.get(at, ())):
            ends = not met[at][0]
            edge = _edge_of(columns, words, ends=ends) + _beyond(old, before, at, ends=ends)
            columns = [edge - len(word) * ends for word in words]
        made = [text.ljust(column) + word for text, column, word in zip(made, columns, words, strict=True)]
    for number, row, text in zip(numbers, new, made, strict=True):
        lines[number] = " " * row.pieces[0].start + text + lines[number][row.pieces[-1].end :]


def _words_of(row: TokenRow) -> list[str]:
    return [piece.text for piece in row.pieces]


def _edge_of(columns: Sequence[int], words: Sequence[str], *, ends: bool) -> int:
    """Return the first column in which words that may begin at some columns all begin, or all end."""
    return max(column + len(word) * ends for column, word in zip(columns, words, strict=True))


def _beyond(rows: Sequence[TokenRow], gaps: Sequence[Gaps], at: int, *, ends: bool) -> int:
    """Return how far beyond the first such column a piece of all rows stands."""
    columns = [row.pieces[at - 1].end + gap[at - 1] for row, gap in zip(rows, gaps, strict=True)]
    piece = rows[0].pieces[at]
    found = piece.end if ends else piece.start
    return found - _edge_of(columns, [row.pieces[at].text for row in rows], ends=ends)


_CALLED = re.compile(r"\w+(?=\s*\()")
_BOM = "\ufeff"


def change_keys(text: str, file: str, document: type[Spec], language: Language) -> Checked[str]:
    r"""Return the text of a document with the keys of a language; comments and layout stay as they are.

    It says the same as before, or there is no value but the problem of what would mean something else.
    """
    plain = text.removeprefix(_BOM)
    nodes = read_nodes(plain, file)
    root = None if has_errors(nodes.diagnostics) else nodes.value
    if root is None:
        return Checked(None, nodes.diagnostics)
    source = language_of_keys(root, document)
    if source is language:
        return Checked(text, nodes.diagnostics)
    found = translate_keys(root, document, source)
    if has_errors(found.problems):
        return Checked(None, found.problems)
    between = WordsBetween(key_names(source), key_names(language), found.chosen)
    changed = _apply(plain, (each for spot in found.spots for each in _edits(spot, between)))
    ends = [*BREAK.findall(plain), ""]
    lines = ["\n".join(BREAK.split(each)) for each in (plain, changed)]
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
    written = spot.node.word
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
    starts = [0, *(found.end() for found in BREAK.finditer(text))]
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
