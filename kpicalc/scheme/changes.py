"""What differs between two schemes, entry by entry, and a scheme with some of its entries replaced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from kpicalc.model.comparison import ChangedWord
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode, SequenceNode

# What a scheme is called, whom it pays and how it is tested changes no amount of those it pays.
_NO_PAY = frozenset({"kpicalc", "scheme", "title", "description", "applies_to", "tests"})
# The order in which changes are tried: what formulas name comes before them.
_FIRST = ("currency", "period", "calendar", "facts", "parameters", "tables", "rules", "values")

Entry = tuple[ScalarNode, Node]


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One entry of a section in both schemes, None where it is absent.

    Without `key` the section as a whole is the entry.
    """

    section: ScalarNode
    key: str
    old: Entry | None
    new: Entry | None

    @property
    def words(self) -> tuple[ChangedWord, ...]:
        """The written values that differ."""
        path = (self.section.text, self.key) if self.key else (self.section.text,)
        old, new = (dict(_leaves(each[1])) if each else {} for each in (self.old, self.new))
        return tuple(
            ChangedWord((*path, *rest), old.get(rest, ""), new.get(rest, ""))
            for rest in dict.fromkeys((*old, *new))
            if old.get(rest) != new.get(rest)
        )


def list_changes(old: MappingNode, new: MappingNode) -> tuple[EntryChange, ...]:
    """Return the entries that differ in more than their spelling as YAML, in the order in which to try them.

    What is taken away comes last: until then something may need it.
    """
    sections = dict.fromkeys(key.text for key, _ in (*new.entries, *old.entries))
    changes = [
        change
        for section in sections
        if section not in _NO_PAY
        for change in compare_section(old.find(section), new.find(section))
    ]
    return tuple(sorted(changes, key=_turn))


def replace_entries(old: MappingNode, changes: Iterable[EntryChange]) -> MappingNode:
    """Return a scheme in which some entries are those of the other one."""
    tree = old
    for change in changes:
        if not change.key:
            tree = _put(tree, change.section.text, change.new)
            continue
        found = tree.find(change.section.text)
        inner = found[1] if found and isinstance(found[1], MappingNode) else MappingNode((), old.span)
        inner = _put(inner, change.key, change.new)
        tree = _put(tree, change.section.text, (change.section, inner) if inner.entries else None)
    return tree


def shape_document(tree: MappingNode) -> SchemeDocument | None:
    """Return the document of a tree; None where it is no scheme."""
    try:
        return SchemeDocument.model_validate(tree).written_out()
    except ValidationError:
        return None


def compare_section(old: Entry | None, new: Entry | None) -> Iterator[EntryChange]:
    """Yield the entries of a section that differ; a section without entries is one itself."""
    parts = [part for part in (old, new) if part is not None]
    key = parts[-1][0]
    if not all(isinstance(value, MappingNode) for _, value in parts):
        if _leaves_of(old) != _leaves_of(new):
            yield EntryChange(key, "", old, new)
        return
    before, after = _entries_of(old), _entries_of(new)
    for name in dict.fromkeys((*after, *before)):
        if _leaves_of(before.get(name)) != _leaves_of(after.get(name)):
            yield EntryChange(key, name, before.get(name), after.get(name))


def _entries_of(entry: Entry | None) -> dict[str, Entry]:
    value = entry[1] if entry else None
    return {each[0].text: each for each in value.entries} if isinstance(value, MappingNode) else {}


def _turn(change: EntryChange) -> tuple[bool, int]:
    section = change.section.text
    return change.new is None, _FIRST.index(section) if section in _FIRST else len(_FIRST)


def _put(tree: MappingNode, key: str, entry: Entry | None) -> MappingNode:
    """Return a mapping with an entry at its old place, or at the end; without it where there is none."""
    known = any(each.text == key for each, _ in tree.entries)
    kept = [entry if each[0].text == key else each for each in tree.entries]
    kept += [] if known else [entry]
    return MappingNode(tuple(each for each in kept if each is not None), tree.span)


def _leaves_of(entry: Entry | None) -> dict[tuple[str, ...], str] | None:
    return None if entry is None else dict(_leaves(entry[1]))


def _leaves(node: Node) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield each written value with the keys that lead to it; the items of a list are numbered."""
    match node:
        case MappingNode(entries=entries):
            named = [(key.text, value) for key, value in entries]
        case SequenceNode(items=items):
            named = [(str(number), item) for number, item in enumerate(items, 1)]
        case _:
            yield (), node.text
            return
    for name, value in named:
        for path, text in _leaves(value):
            yield (name, *path), text
