"""What pydantic refused, as problems with places and in our own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from kpicalc.i18n.key_names import named_keys
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.problem import Problem
from kpicalc.model.source import Span
from kpicalc.scheme.readers import Refused
from kpicalc.scheme.scalars import unknown_key
from kpicalc.scheme.spec import HIDDEN_MARK, UnknownKey
from kpicalc.scheme.tree import MappingNode, Node, SequenceNode

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails


# The keys of a column of facts that nobody calls a column.
_OF_COLUMNS = frozenset({"column", "type", "min", "max", "above", "from", "missing", "unit"})

# What a part looks like is shown where a single value or a list stands in its place.
_SHAPES = {
    "round": "rounding",
    "snap": "rounding",
    "bands": "bands",
    "rules": "rules",
    "gate": "gate",
    "pay": "pay_line",
    "kpis": "kpi",
    "tables": "table",
    "total": "limit",
    "groups": "limit",
}


def hint_at(problem: Diagnostic, path: Sequence[int | str]) -> Diagnostic:
    """Return the problem with the hint that fits its place; as it is where its help fits everywhere."""
    keys = [str(part) for part in path if isinstance(part, str) and not part.startswith(HIDDEN_MARK)]
    return _with_hint(problem, _HINTS[problem.code](keys) if problem.code in _HINTS else "")


def _with_hint(problem: Diagnostic, hint: object) -> Diagnostic:
    if not hint:
        return problem
    params = {**dict(problem.params), "hint": hint}
    return replace(problem, params=tuple(sorted(params.items())))


def _of_choice(keys: Sequence[str]) -> str:
    """Of some words it is worth saying what they mean; a key of a column, read as a column, has no table."""
    if keys[:1] == ["facts"] and keys[2:3] == ["columns"] and keys[-1] == "type":
        meant = named_keys().get(keys[3], (keys[3],))
        return "" if _OF_COLUMNS.isdisjoint(meant) else "no_table"
    return "mode" if keys[-1:] == ["mode"] and "tables" in keys else ""


def _of_shape(keys: Sequence[str]) -> str:
    if keys[:1] == ["facts"] and len(keys) == 2:
        return "no_table"
    known = [_SHAPES[key] for key in keys[-2:] if key in _SHAPES]
    return known[-1] if known else ""


def _of_list(keys: Sequence[str]) -> str:
    return keys[-1] if keys[-1:] in (["bands"], ["rules"]) else ""


_HINTS = {
    Problem.CHOICE_UNKNOWN: _of_choice,
    Problem.MAPPING_EXPECTED: _of_shape,
    Problem.LIST_EXPECTED: _of_list,
}


# The section whose entries have many formulas, each of which can be looked at without the others.
_OF_FORMULAS = "pay"


def shape_problems(failure: ValidationError, root: Node, told: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield the problems of a document whose nodes begin at `root`: those `told` already, then the others.

    What was told of a text without its place in the document takes the hint that fits the place. Fields are
    read by our own readers, so three things can be wrong: a reader's problem, an unknown key, a missing key.
    """
    found, before = tuple(_refused_fields(failure, root)), tuple(told)
    hints = {each.primary: dict(each.params).get("hint") for each in found}
    yield from (_with_hint(each, dict(each.params).get("hint") or hints.get(each.primary)) for each in before)
    places = {each.primary for each in before}
    yield from (each for each in found if each.primary not in places)


def _refused_fields(failure: ValidationError, root: Node) -> Iterator[Diagnostic]:
    errors = failure.errors(include_url=False)
    misspelt = set(_misspelt_places(errors))
    for each in errors:
        match each["type"]:
            case "value_error":
                for problem in cast("Refused", each["ctx"]["error"]).diagnostics:
                    yield hint_at(problem, each["loc"])
            case "extra_forbidden":
                found = cast("UnknownKey", each["input"])
                yield unknown_key(found.word, found.known)
            case _ if each["loc"] not in misspelt:
                *holder, key = each["loc"]
                yield error(Problem.KEY_MISSING, _place_of_key(root, holder), key=str(key))
            case _:
                continue


def unknown_places(failure: ValidationError) -> frozenset[Span]:
    """Return the places of the keys that nobody knows."""
    errors = failure.errors(include_url=False)
    unknown = [cast("UnknownKey", each["input"]) for each in errors if each["type"] == "extra_forbidden"]
    return frozenset(each.word.span for each in unknown)


def _misspelt_places(errors: list[ErrorDetails]) -> Iterator[tuple[int | str, ...]]:
    """Yield the places of the keys that are there, but written otherwise: they are not missing besides."""
    for each in errors:
        if each["type"] == "extra_forbidden":
            found = cast("UnknownKey", each["input"])
            meant = dict(unknown_key(found.word, found.known).params)
            yield *each["loc"][:-1], str(meant.get("meant", meant.get("key", "")))


def wrong_fields(failure: ValidationError, root: Node) -> frozenset[Span]:
    """Return the places of the keys of pay lines whose values were refused."""
    places = set()
    for each in failure.errors(include_url=False):
        keys = [part for part in each["loc"] if isinstance(part, str) and not part.startswith(HIDDEN_MARK)]
        if each["type"] == "value_error" and len(keys) > 2 and keys[0] == _OF_FORMULAS:
            places |= {_place_of_key(root, keys[:3])}
    return frozenset(places)


def _place_of_key(root: Node, path: Sequence[int | str]) -> Span:
    """Return the place of the key that holds the nodes at `path`; parts that are no keys are passed over."""
    start = root.entries[0][0].span if isinstance(root, MappingNode) and root.entries else root.span
    node, place = root, start
    for part in path:
        if isinstance(node, SequenceNode):
            node = node.items[cast("int", part)]
            place = node.span
        elif isinstance(node, MappingNode) and (entry := node.find(str(part))) is not None:
            place, node = entry[0].span, entry[1]
    return place
