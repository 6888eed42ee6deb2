"""A file written in the keys of another language, as the core reads it: in English, every place kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from functools import cache
from typing import cast

from kpicalc.formula.tokens import KEYWORDS
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.key_names import Names, key_names
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.kind import Kind
from kpicalc.model.problem import Problem
from kpicalc.model.source import SourceText, Span
from kpicalc.scheme.constructs.short_table import ShortTable, keys_of_table
from kpicalc.scheme.constructs.trials import TrialsDocument
from kpicalc.scheme.field_structure import Leaf, Many, Structure, structure_of
from kpicalc.scheme.formula_words import Chosen, WordsBetween, change_words
from kpicalc.scheme.key_language import Spot, SpotKind, Translated, meanings_of
from kpicalc.scheme.scalars import find_meant_key, find_meant_word, read_choice, unknown_key
from kpicalc.scheme.shapes import NAME
from kpicalc.scheme.spec import PartChoice, Spec, field_of
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode, SequenceNode
from kpicalc.scheme.words import Word

# The keys below which names stand that have figures, that are asked like functions, that are rows.
_CONSTRUCTS = frozenset({"kpis", "goals", "indexes", "pay", "rules", "stop_factors", "groups", "funds"})
_CALLED, _ROWS = "tables", "facts"


def translate_keys(root: Node, document: type[Spec], language: Language) -> Translated:
    """Read a tree that is written in a language; what the author chose himself stays as it is."""
    looked = _Walk(key_names(language), Chosen())
    looked.part(document, root)
    looked.found.unknown = document is TrialsDocument
    walk = _Walk(key_names(language), looked.found)
    english = walk.part(document, root)
    return Translated(english, tuple(walk.spots), tuple(walk.problems), walk.parts, walk.values, looked.found)


@cache
def _structure_at(part: type[Spec], key: str) -> Structure:
    return structure_of(field_of(part, key)[1])


def _keywords(names: Names) -> frozenset[str]:
    return frozenset(names.formulas[word] for word in KEYWORDS if word in names.formulas)


def _rewritten(node: ScalarNode, text: str) -> ScalarNode:
    if text == node.text:
        return node
    first = node.source.span(0, 1)
    return ScalarNode(SourceText(text, first.file, ((0, first.line, first.column),)), node.span, node.quoted)


@dataclass(slots=True)
class _Walk:
    """Goes through a tree along the parts of its document; `found` are the names its author has chosen."""

    names: Names
    chosen: Chosen
    found: Chosen = field(default_factory=Chosen)
    spots: list[Spot] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    parts: dict[Span, type[Spec]] = field(default_factory=dict)
    values: dict[Span, Span] = field(default_factory=dict)

    def part(self, part: type[Spec], node: Node) -> Node:
        """Translate what stands for a part."""
        short = part.stands_for(self._shallow((part,), node))
        if short:
            return self._field(part, short, self._columns_of(part, short, node))
        if not isinstance(node, MappingNode):
            return node
        self.parts[node.span] = part
        written = {key.text for key, _ in node.entries}
        return MappingNode(tuple(self._entry(part, *entry, written) for entry in node.entries), node.span)

    def _columns_of(self, part: type[Spec], short: str, node: Node) -> Node:
        """Return the columns of a short form: a key that speaks of the table and can be no column is told."""
        if not (issubclass(part, ShortTable) and isinstance(node, MappingNode)):
            return node
        column = cast("type[Spec]", cast("Many", _structure_at(part, short)).inner)
        shallow = cast("MappingNode", self._shallow((part,), node))
        entries = tuple((key, self._column_words(column, value)) for key, value in shallow.entries)
        told = {key.span for key in keys_of_table(MappingNode(entries, node.span))}
        self.problems += [
            error(Problem.TABLE_KEY_AMONG_COLUMNS, key.span, key=key.text)
            for key, _ in node.entries
            if key.span in told
        ]
        return MappingNode(tuple(each for each in node.entries if each[0].span not in told), node.span)

    def _column_words(self, column: type[Spec], node: Node) -> Node:
        """Return a column with its keys, or its type, in English."""
        if isinstance(node, ScalarNode):
            kinds = {self.names.word("type", kind.value): kind.value for kind in Kind}
            return _rewritten(node, kinds.get(node.word, node.text))
        return self._shallow((column,), node)

    def _entry(
        self, part: type[Spec], key: ScalarNode, value: Node, written: set[str]
    ) -> tuple[ScalarNode, Node]:
        self.values[key.span] = value.span
        english = self._key(part, key, written)
        if english is None:
            return key, value
        self.spots.append(Spot(SpotKind.KEY, key, english, part.owner_of(english)))
        self.parts.setdefault(key.span, part)
        return _rewritten(key, english), self._field(part, english, value)

    def _key(self, part: type[Spec], key: ScalarNode, written: set[str]) -> str | None:
        """Return what a key is in English; one that is not known is told, and read as it is meant."""
        meanings = meanings_of(part, self.names.language)
        if key.text in meanings or self.names.language is Language.EN:
            return meanings.get(key.text)
        known = part.known_keys()
        if part.open_form and key.text not in known:
            return None
        english = find_meant_key(key.text, known)
        if key.text in known:
            english = key.text
            problem = self._of_other_language(key, self.names.key(part.owner_of(english), english))
        elif english is not None:
            meant = self.names.key(part.owner_of(english), english)
            problem = error(Problem.KEY_MISSPELT, key.span, key=key.text, meant=meant)
        else:
            problem = unknown_key(Word(key.text, key.span), tuple(meanings))
            english = meanings.get(str(dict(problem.params).get("meant")))
        self.problems.append(problem)
        taken = english is None or self.names.key(part.owner_of(english), english) in written
        return None if taken else english

    def _of_other_language(self, node: ScalarNode, meant: str) -> Diagnostic:
        return error(Problem.WORD_OF_OTHER_LANGUAGE, node.span, text=node.text, meant=meant)

    def _shallow(self, parts: tuple[type[Spec], ...], node: Node) -> Node:
        """Return a mapping with its own keys in English, all below as it is."""
        if not isinstance(node, MappingNode):
            return node
        meanings = {
            name: key for part in parts for name, key in meanings_of(part, self.names.language).items()
        }
        entries = ((_rewritten(key, meanings.get(key.text, key.text)), value) for key, value in node.entries)
        return MappingNode(tuple(entries), node.span)

    def _field(self, part: type[Spec], key: str, node: Node) -> Node:
        return self._value(_structure_at(part, key), key, node)

    def _value(self, structure: Structure, key: str, node: Node) -> Node:
        match structure:
            case Leaf():
                return self._leaf(structure, key, node)
            case Many():
                return self._many(structure, key, node)
            case PartChoice():
                return self.part(structure.choose(self._choosing(structure, node)), node)
            case _:
                return self.part(structure, node)

    def _choosing(self, choice: PartChoice, node: Node) -> Node:
        """Return what the shape of a part is chosen by: its keys, and the word at one of them."""
        shallow = self._shallow(tuple(choice.options), node)
        if not isinstance(shallow, MappingNode):
            return shallow
        words = {self.names.word(choice.key, word): word for each in choice.options.values() for word in each}
        entries = (
            (key, _rewritten(value, words.get(value.text, value.text)))
            if key.text == choice.key and isinstance(value, ScalarNode)
            else (key, value)
            for key, value in shallow.entries
        )
        return MappingNode(tuple(entries), shallow.span)

    def _leaf(self, leaf: Leaf, key: str, node: Node) -> Node:
        if leaf.fixed.names:
            return self._keys_below(node, self._name)
        if isinstance(node, ScalarNode) and leaf.fixed.tables:
            return self._table(node)
        if isinstance(node, ScalarNode) and (fixed := self._fixed(leaf.fixed.words, key, node)) is not None:
            return fixed
        if leaf.words:
            return _each_scalar(node, lambda scalar: self._word(leaf.words, key, scalar))
        return _each_scalar(node, self._formula) if leaf.formula else node

    def _many(self, many: Many, key: str, node: Node) -> Node:
        match node:
            case ScalarNode():
                fixed = self._fixed(many.fixed.words, key, node)
                return self._value(many.inner, key, node) if fixed is None else fixed
            case SequenceNode(items=items):
                return SequenceNode(tuple(self._value(many.inner, key, each) for each in items), node.span)
            case _ if not many.keyed:
                return self._value(many.inner, key, node)
        entries = (
            (self._key_of_many(many, key, name, value), self._value(many.inner, key, value))
            for name, value in node.entries
        )
        return MappingNode(tuple(entries), node.span)

    def _key_of_many(self, many: Many, key: str, name: ScalarNode, value: Node) -> ScalarNode:
        if many.keys is not None and many.keys.options:
            return self._word(many.keys.options, key, name)
        self.values[name.span] = value.span
        found = self._table(name) if many.fixed.tables else self._name(name) if many.fixed.names else name
        if (
            many.keys is not None
            and many.keys.shape is NAME
            and found.text not in key_names(Language.RU).tables
        ):
            self._note_name(key, found)
        return found

    def _note_name(self, key: str, written: ScalarNode) -> None:
        name = written.text
        if name in _keywords(self.names):
            self.problems.append(error(Problem.NAME_IS_KEYWORD, written.span, name=name))
        self.found.names.add(name)
        if key in _CONSTRUCTS:
            self.found.constructs.add(name)
        if key == _CALLED:
            self.found.called.add(name)
        if key == _ROWS:
            self.found.rows.add(name)

    def _fixed(self, words: tuple[str, ...], key: str, node: ScalarNode) -> ScalarNode | None:
        """Return a text of the author's that is one of the few words that the program knows; else None."""
        meant = {self.names.word(key, word): word for word in words}.get(node.word)
        if meant is None:
            return self._word(words, key, node) if find_meant_word(node.text, words) else None
        self.spots.append(Spot(SpotKind.WORD, node, meant, key=key))
        return _rewritten(node, meant)

    def _word(self, words: tuple[str, ...], key: str, node: ScalarNode) -> ScalarNode:
        called = {self.names.word(key, word): word for word in words}
        if node.text in called:
            self.spots.append(Spot(SpotKind.WORD, node, called[node.text], key=key))
            return _rewritten(node, called[node.text])
        if node.word and self.names.language is not Language.EN:
            self.problems.append(self._wrong_word(words, key, node))
        return node

    def _wrong_word(self, words: tuple[str, ...], key: str, node: ScalarNode) -> Diagnostic:
        if node.text in words:
            return self._of_other_language(node, self.names.word(key, node.text))
        options = tuple(self.names.word(key, word) for word in words)
        meant = find_meant_word(node.text, words)
        if meant is None:
            return read_choice(node, options)  # type: ignore[return-value]
        nearest = self.names.word(key, meant)
        return error(
            Problem.CHOICE_UNKNOWN, node.span, text=node.text, options=options, nearest=nearest, hint="meant"
        )

    def _table(self, node: ScalarNode) -> ScalarNode:
        meant = {name: table for table, name in self.names.tables.items()}.get(node.text, node.text)
        if meant in key_names(Language.RU).tables:
            self.spots.append(Spot(SpotKind.TABLE, node, meant))
        return _rewritten(node, meant)

    def _keys_below(self, node: Node, change: Callable[[ScalarNode], ScalarNode]) -> Node:
        if not isinstance(node, MappingNode):
            return node
        entries = ((change(key), self._keys_below(value, change)) for key, value in node.entries)
        return MappingNode(tuple(entries), node.span)

    def _name(self, node: ScalarNode) -> ScalarNode:
        english = self._between().path(node.text)
        self.spots.append(Spot(SpotKind.NAME, node, english))
        return _rewritten(node, english)

    def _formula(self, node: ScalarNode) -> ScalarNode:
        self.spots.append(Spot(SpotKind.FORMULA, node, ""))
        if self.names.language is Language.EN:
            return node
        return ScalarNode(
            change_words(node.source, self._between().changes(node.text)), node.span, node.quoted
        )

    def _between(self) -> WordsBetween:
        return WordsBetween(self.names, key_names(Language.EN), self.chosen)


def _each_scalar(node: Node, change: Callable[[ScalarNode], ScalarNode]) -> Node:
    """Change the values of a node, whatever holds them."""
    match node:
        case ScalarNode():
            return change(node)
        case SequenceNode(items=items):
            return SequenceNode(tuple(_each_scalar(each, change) for each in items), node.span)
        case _:
            entries = tuple((key, _each_scalar(value, change)) for key, value in node.entries)
            return MappingNode(entries, node.span)
