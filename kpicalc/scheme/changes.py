"""What differs between two schemes, entry by entry, and a scheme with some of its entries replaced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import ValidationError

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.key_names import key_names
from kpicalc.model.dataclass import dataclass
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.english_nodes import put_in_english
from kpicalc.scheme.key_language import meanings_of
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode, SequenceNode

# What a scheme is called, who answers for it and how it is tested changes no amount.
OF_NO_PAY = frozenset({"scheme", "title", "description", "tests", "approved", "review_by", "owner", "text"})
# Whom it pays changes none of those it pays.
_NO_PAY = OF_NO_PAY | {"kpicalc", "applies_to"}
# The order in which changes are tried: what formulas name comes before them.
_FIRST = ("currency", "period", "calendar", "facts", "parameters", "tables", "rules", "values")

_TITLES = ("title", key_names(Language.RU).key("", "title"))

Entry = tuple[ScalarNode, Node]


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One entry of a section in both schemes, None where it is absent.

    Without `key` the section as a whole is the entry. An entry that went and one that came are one where
    they say the same or have one title: `was` is what it was called.
    """

    section: ScalarNode
    key: str
    old: Entry | None
    new: Entry | None
    was: str = ""

    @property
    def meant(self) -> str:
        """The English key of the section."""
        return mean_section(self.section.text)


def mean_section(key: str) -> str:
    """Return the English key of a section, whatever language it is written in.

    >>> mean_section("показатели"), mean_section("pay")
    ('kpis', 'pay')
    """
    return meanings_of(SchemeDocument, Language.RU).get(key, key)


def list_changes(old: MappingNode, new: MappingNode) -> tuple[EntryChange, ...]:
    """Return the entries that differ in more than their spelling as YAML, in the order in which to try them.

    What is taken away comes last: until then something may need it.
    """
    sections = dict.fromkeys(key.text for key, _ in (*new.entries, *old.entries))
    changes = [
        change
        for section in sections
        if mean_section(section) not in _NO_PAY
        for change in compare_section(old.find(section), new.find(section))
    ]
    return tuple(sorted(changes, key=_turn))


def split_change(change: EntryChange) -> tuple[EntryChange, ...]:
    """Return a change of an entry as changes of one written value each, one after another."""
    if change.old is None or change.new is None or change.was or not change.key:
        return (change,)
    steps: list[EntryChange] = []
    before = change.old
    for node in _versions(before[1], change.new[1]):
        after = (change.new[0], node)
        steps.append(EntryChange(change.section, change.key, before, after))
        before = after
    return tuple(steps)


def _versions(old: Node, new: Node) -> Iterator[Node]:
    """Yield what leads from one node to another, each with one value more of the new one."""
    if isinstance(old, MappingNode) and isinstance(new, MappingNode):
        tree = old
        for key in dict.fromkeys(entry[0].text for entry in (*new.entries, *old.entries)):
            was, entry = tree.find(key), new.find(key)
            if was is None or entry is None:
                tree = _put(tree, key, entry)
                yield tree
                continue
            for node in _versions(was[1], entry[1]):
                tree = _put(tree, key, (entry[0], node))
                yield tree
    elif isinstance(old, SequenceNode) and isinstance(new, SequenceNode) and _keep_places(old, new):
        items = list(old.items)
        for at, item in enumerate(new.items):
            for node in _versions(items[at], item):
                items[at] = node
                yield SequenceNode(tuple(items), old.span)
    elif dict(_leaves(old)) != dict(_leaves(new)):
        yield new


def _keep_places(old: SequenceNode, new: SequenceNode) -> bool:
    """Say whether two lists have the same items but for some that are others at their places."""
    one, other = ([dict(_leaves(item)) for item in each.items] for each in (old, new))
    if len(one) != len(other):
        return False
    differ = sum(was != now for was, now in zip(one, other, strict=True))
    return differ == sum(now not in one for now in other) == sum(was not in other for was in one)


def replace_entries(old: MappingNode, changes: Iterable[EntryChange]) -> MappingNode:
    """Return a scheme in which some entries are those of the other one."""
    tree = old
    for change in changes:
        if not change.key:
            tree = _put(tree, change.section.text, change.new)
            continue
        found = tree.find(change.section.text)
        inner = found[1] if found and isinstance(found[1], MappingNode) else MappingNode((), old.span)
        inner = _put(inner, change.was or change.key, change.new)
        tree = _put(tree, change.section.text, (change.section, inner) if inner.entries else None)
    return tree


def shape_document(tree: MappingNode) -> SchemeDocument | None:
    """Return the document of a tree, in whichever keys it is written; None where it is no scheme."""
    try:
        return SchemeDocument.model_validate(put_in_english(tree, SchemeDocument)).written_out()
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
    gone = [name for name in before if name not in after]
    for name, entry in after.items():
        if name in before:
            if _leaves_of(before[name]) != _leaves_of(entry):
                yield EntryChange(key, name, before[name], entry)
            continue
        was = next((each for each in gone if _is_renamed(before[each], entry)), "")
        gone = [each for each in gone if each != was]
        yield EntryChange(key, name, before.get(was), entry, was)
    yield from (EntryChange(key, name, before[name], None) for name in gone)


def _is_renamed(old: Entry, new: Entry) -> bool:
    """Whether two entries of other names say the same, or have one title."""
    one, other = dict(_leaves(old[1])), dict(_leaves(new[1]))
    return one == other or any((key,) in one and one[key,] == other.get((key,)) for key in _TITLES)


def _entries_of(entry: Entry | None) -> dict[str, Entry]:
    value = entry[1] if entry else None
    return {each[0].text: each for each in value.entries} if isinstance(value, MappingNode) else {}


def _turn(change: EntryChange) -> tuple[bool, int]:
    section = change.meant
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
