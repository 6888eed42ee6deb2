"""Texts of schemes spoilt in many ways, the same each time: other values, other keys, signs that are gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from kpicalc.scheme.nodes import read_nodes
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode, SequenceNode

# What is written where something else should stand: of another shape, of another kind, beyond bounds.
_VALUES = (
    *("[]", "{}", '""', "[[b]]", "{a: 5}", "{a: {b: c}}", "[план, 2]", "два слова", " - x", "a:b"),
    *("0", "-1", "1", "2", "101", "150%", "-5%", "1 000,5", "0,5%", "5 USD", "12345678901234567890.5"),
    *("2026-03", "2026-02-30", "да", "no", "true", "last", "first", "any", "otherwise", "employees"),
    *("money", "деньги", "mony", '" 0,5 "', "еmployees", "1план", "план-факт", "если", "план"),
    *("employees.план", "sum(deals.сумма)", "план * 2", "if план > 0 then 1 else 0", "(план", '"план"'),
    *("variable", "max"),
)
# The words that are chosen of a few, each in the place of all that stand at such a key.
_WORDS = {
    "type": ("money", "ratio", "number", "count", "hours", "date", "flag", "text"),
    "kind": ("fixed", "variable", "soft", "deduction", "entitlement", "pool", "prize", "guarantee"),
    "mode": ("lookup", "marginal", "interpolate", "up", "half_even"),
    "of": ("employees", "teams", "company", "receipts"),
}
_MISSPELT: Sequence[Callable[[str], str]] = (
    lambda key: key + key[-1],
    lambda key: key[1:] or "a",
    lambda key: key.replace("a", "а").replace("о", "o").replace("e", "е"),
    lambda key: key.upper(),
    lambda _: "zzz",
    lambda key: f"{key}: 1, {key}",
    lambda key: f"{key} x",
    lambda key: key.partition("_")[2] or f"{key}s",
    lambda _: "title",
    lambda _: "kind",
)
_SIGNS = ":,{}[]\"'#- \n"
_DEPTHS = range(6)

_Path = tuple[str, ...]
Spoil = Callable[[str], str]


def list_spoils() -> dict[str, Spoil]:
    """Return the ways to spoil a text by their names."""
    values = [(at, value, each) for at, value in enumerate(_VALUES) for each in (1, 5)]
    keys = [(at, change, depth) for at, change in enumerate(_MISSPELT) for depth in _DEPTHS]
    return {
        **{f"value-{at}-of-{each}": partial(_put_value, value, each) for at, value, each in values},
        **{f"{key}-{word}": partial(_put_word, key, word) for key, words in _WORDS.items() for word in words},
        **{f"key-{at}-at-{depth}": partial(_put_key, change, depth) for at, change, depth in keys},
    }


def cut_signs(text: str) -> Iterator[str]:
    """Yield the text without each of its signs in turn, and with each of them twice."""
    for at, sign in enumerate(text):
        if sign in _SIGNS:
            yield text[:at] + text[at + 1 :]
            yield text[:at] + sign + text[at:]


def _put_value(value: str, each: int, text: str) -> str:
    """Put a value in the place of every so manieth; with another version nothing else would be told."""
    values = [node for path, node in _leaves(text) if path != ("kpicalc",)]
    return _replace(text, [(node, value) for node in values[len(value) % each :: each]])


def _put_word(key: str, word: str, text: str) -> str:
    return _replace(text, [(node, word) for path, node in _leaves(text) if path[-1:] == (key,)])


def _put_key(change: Callable[[str], str], depth: int, text: str) -> str:
    keys = [each for path, each in _keys(text) if len(path) == depth]
    return _replace(text, [(key, change(key.text)) for key in keys[depth % 3 :: 3]])


def _leaves(text: str) -> list[tuple[_Path, ScalarNode]]:
    return [(path, node) for path, node, is_key in walk_texts((), read_nodes(text, "").value) if not is_key]


def _keys(text: str) -> list[tuple[_Path, ScalarNode]]:
    return [(path, node) for path, node, is_key in walk_texts((), read_nodes(text, "").value) if is_key]


def walk_texts(path: _Path, node: Node | None) -> Iterator[tuple[_Path, ScalarNode, bool]]:
    """Yield the texts of a tree with the keys above them, and whether they are keys themselves."""
    match node:
        case ScalarNode():
            yield path, node, False
        case MappingNode(entries=entries):
            for key, value in entries:
                yield path, key, True
                yield from walk_texts((*path, key.text), value)
        case SequenceNode(items=items):
            for item in items:
                yield from walk_texts(path, item)


def _replace(text: str, changes: Sequence[tuple[ScalarNode, str]]) -> str:
    lines = text.split("\n")
    for node, written in reversed(changes):
        place = node.span
        if place.line == place.end_line:
            line = lines[place.line - 1]
            lines[place.line - 1] = f"{line[: place.column - 1]}{written}{line[place.end_column - 1 :]}"
    return "\n".join(lines)
