"""What pydantic refused, as problems with places and in our own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, cast

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.source import Span
from kpicalc.scheme.place_hints import hint_at
from kpicalc.scheme.scalars import unknown_key
from kpicalc.scheme.shape import Refused
from kpicalc.scheme.spec import HIDDEN_MARK, UnknownKey
from kpicalc.scheme.tree import MappingNode, Node, SequenceNode

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails


# The section whose entries have many formulas, each of which can be looked at without the others.
_OF_FORMULAS = "pay"


def shape_problems(failure: ValidationError, root: Node) -> Iterator[Diagnostic]:
    """Yield the problems of a document whose nodes begin at `root`.

    Fields are read by our own readers, so three things can be wrong: a reader's problem, an unknown key,
    a missing key.
    """
    errors = failure.errors(include_url=False)
    misspelt = set(_misspelt(errors))
    for each in errors:
        match each["type"]:
            case "value_error":
                for problem in cast("Refused", each["ctx"]["error"]).diagnostics:
                    yield hint_at(problem, root, each["loc"])
            case "extra_forbidden":
                found = cast("UnknownKey", each["input"])
                yield unknown_key(found.word, found.known)
            case _ if each["loc"] not in misspelt:
                yield _missing(each, root)
            case _:
                continue


def unknown_places(failure: ValidationError) -> frozenset[Span]:
    """Return the places of the keys that nobody knows."""
    errors = failure.errors(include_url=False)
    unknown = [cast("UnknownKey", each["input"]) for each in errors if each["type"] == "extra_forbidden"]
    return frozenset(each.word.span for each in unknown)


def _misspelt(errors: list[ErrorDetails]) -> Iterator[tuple[int | str, ...]]:
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
            places |= {_place(root, keys[:3])}
    return frozenset(places)


def _missing(details: ErrorDetails, root: Node) -> Diagnostic:
    *holder, key = details["loc"]
    return error("KPI133", _place(root, holder), key=str(key))


def _place(root: Node, path: Sequence[int | str]) -> Span:
    """Return the place of the key that holds the nodes at `path`; parts that are no keys are passed over."""
    node, place = root, _start(root)
    for part in path:
        if isinstance(node, SequenceNode):
            node = node.items[cast("int", part)]
            place = node.span
        elif isinstance(node, MappingNode) and (entry := node.find(str(part))) is not None:
            place, node = entry[0].span, entry[1]
    return place


def _start(root: Node) -> Span:
    return root.entries[0][0].span if isinstance(root, MappingNode) and root.entries else root.span
