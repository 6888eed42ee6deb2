"""The changes between two texts of a scheme, as a reviewer names them: entries, bands, renamings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.key_names import key_names
from kpicalc.model.comparison import ChangeKind, ToldChange, ToldWord
from kpicalc.scheme.changes import OF_NO_PAY, Entry, EntryChange, compare_section, mean_section
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.english_nodes import read_in_english
from kpicalc.scheme.key_language import language_of_keys
from kpicalc.scheme.nodes import read_nodes
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode, SequenceNode

_VERSION = "kpicalc"
_ROUND = "round"


def tell_changes(old: str, new: str) -> tuple[ToldChange, ...]:
    """Return the changes between two texts of a scheme; "" is one that is not there.

    Keys are told as the new file writes them; where the two are written in different languages, in English.
    """
    before, after = (_sections_of(tree) for tree in read_alike(old, new))
    return tuple(
        tell_entry(each)
        for key in dict.fromkeys((*after, *before))
        if mean_section(key) != _VERSION
        for each in compare_section(before.get(key), after.get(key))
    )


def read_alike(old: str, new: str) -> tuple[Node | None, Node | None]:
    """Read two texts of a scheme as their keys are written; in English where they are of two languages."""
    one, other = (read_nodes(text, "").value if text else None for text in (old, new))
    languages = {language_of_keys(tree, SchemeDocument) for tree in (one, other) if tree is not None}
    if len(languages) > 1:
        one, other = (read_in_english(text, "", SchemeDocument).value for text in (old, new))
    return one, other


@cache
def _meanings() -> Mapping[str, str]:
    """Return the English key of each name that another language has for one."""
    return {name: key.rpartition(".")[2] for key, name in key_names(Language.RU).keys.items()}


def _sections_of(tree: Node | None) -> dict[str, Entry]:
    return {entry[0].text: entry for entry in tree.entries} if isinstance(tree, MappingNode) else {}


def tell_entry(change: EntryChange) -> ToldChange:
    """Say what happened to an entry, and which of its words differ."""
    old, new = (None if each is None else each[1] for each in (change.old, change.new))
    kind = ChangeKind.RENAMED if change.was else ChangeKind.CHANGED
    kind = ChangeKind.ADDED if old is None else ChangeKind.REMOVED if new is None else kind
    words = tuple(_mean(word) for word in _compare((), old, new))
    section = change.meant
    return ToldChange(kind, section, change.key, words, change.was, of_pay=section not in OF_NO_PAY)


def _mean(word: ToldWord) -> ToldWord:
    """Return a word with the English key that it is of; all that stands in a rounding is of it."""
    meanings = _meanings()
    inside = _ROUND in (meanings.get(part, part) for part in word.path)
    return replace(word, aspect=_ROUND if inside else meanings.get(word.aspect, word.aspect))


def _compare(path: tuple[str, ...], old: Node | None, new: Node | None) -> Iterator[ToldWord]:
    """Yield the words in which two nodes differ."""
    if isinstance(old, MappingNode) and isinstance(new, MappingNode):
        before, after = (dict(_named(each)) for each in (old, new))
        for key in dict.fromkeys((*after, *before)):
            yield from _compare((*path, key), before.get(key), after.get(key))
    elif isinstance(old, SequenceNode) and isinstance(new, SequenceNode):
        yield from _compare_items(path, old.items, new.items)
    elif _write(old) != _write(new):
        whole = old is None or new is None
        yield ToldWord(path, _aspect(path), _write(old), _write(new), whole=whole)


def _compare_items(path: tuple[str, ...], old: Sequence[Node], new: Sequence[Node]) -> Iterator[ToldWord]:
    """Yield what differs in lists: items of one beginning are compared, the others came, went, or moved."""
    if sorted(map(_write, old)) == sorted(map(_write, new)):
        if list(map(_write, old)) != list(map(_write, new)):
            yield ToldWord(path, _aspect(path), ", ".join(map(_write, old)), ", ".join(map(_write, new)))
        return
    rest = [each for each in old if not any(_write(each) == _write(other) for other in new)]
    fresh = [each for each in new if not any(_write(each) == _write(other) for other in old)]
    for item in tuple(fresh):
        same = next((each for each in rest if _call(each) == _call(item)), None)
        if same is not None:
            rest.remove(same)
            fresh.remove(item)
            yield from _compare((*path, _call(item)), same, item)
    if len(rest) == len(fresh):
        for was, item in zip(rest, fresh, strict=True):
            yield from _compare((*path, _call(was)), was, item)
        return
    yield from (ToldWord(path, _aspect(path), _write(each), "", whole=True) for each in rest)
    yield from (ToldWord(path, _aspect(path), "", _write(each), whole=True) for each in fresh)


def _named(node: MappingNode) -> Iterator[tuple[str, Node]]:
    yield from ((key.text, value) for key, value in node.entries)


def _aspect(path: tuple[str, ...]) -> str:
    """Return the last key of a path; items of lists are no keys."""
    return next((part for part in reversed(path) if ": " not in part), "")


def _call(item: Node) -> str:
    """Return what an item is known by: its first key with its value, as a band by where it begins."""
    match item:
        case MappingNode(entries=((key, value), *_)):
            return f"{key.text}: {_write(value)}"
        case _:
            return _write(item)


def _write(node: Node | None) -> str:
    """Write a node on one line, as YAML could be."""
    match node:
        case ScalarNode():
            return " ".join(node.text.split())
        case MappingNode(entries=entries):
            return ", ".join(f"{key.text}: {_bracket(value)}" for key, value in entries)
        case SequenceNode(items=items):
            return ", ".join(map(_bracket, items))
        case _:
            return ""


def _bracket(node: Node) -> str:
    return _write(node) if isinstance(node, ScalarNode) else f"({_write(node)})"
