"""A key whose colon is forgotten: YAML reads it as a text, and stops further on or not at all."""

from __future__ import annotations

import re
from collections.abc import Collection

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.source import Span
from kpicalc.scheme.syntax_scene import Scene

_NOT_HERE = "values are not allowed here"
_NO_COLON = "could not find expected ':'"
_IN_BRACKETS = (
    "expected ',' or",
    "expected <block end>, but found '}'",
    "expected <block end>, but found ']'",
)
_KEY = r"(?P<start>[ ]*(?:- +)*)(?P<key>[\w.-]+)"
_BARE = re.compile(rf"{_KEY}(?:[ \t]+[^:#]*)?")
_BEFORE_BRACKET = re.compile(rf"{_KEY}[ \t]+[{{\[\"']")


def find_missing_colon(scene: Scene) -> Diagnostic | None:
    """Return the problem of a key without colon where it made the YAML reader stop, or None."""
    if scene.problem == _NO_COLON:
        return _told(scene, scene.first_line, _BARE.match(scene.lines[scene.first_line]))
    if not (scene.problem.endswith(_NOT_HERE) or scene.problem.startswith(_IN_BRACKETS)):
        return None
    found = _BEFORE_BRACKET.match(scene.lines[scene.line])
    if found is not None and scene.column > found.end():
        return _told(scene, scene.line, found)
    above = [number for number in range(scene.line) if scene.lines[number].strip()]
    if scene.problem.endswith(_NOT_HERE) and above and _begins_an_entry(scene, above):
        return _told(scene, above[-1], _BARE.fullmatch(scene.lines[above[-1]].rstrip()))
    return None


def split_lone_key(text: str, span: Span, known: Collection[str]) -> Diagnostic | None:
    """Return the problem of a key that swallowed its value: `kind fixed`, where `kind` is known."""
    key, _, value = text.partition(" ")
    return error("KPI253", span, key=key) if value and key in known else None


def _begins_an_entry(scene: Scene, above: list[int]) -> bool:
    """Say whether the last of some lines begins an entry, and does not go on with the text before it."""
    if len(above) == 1:
        return True
    before, line = scene.lines[above[-2]], scene.lines[above[-1]]
    return before.rstrip().endswith(":") or _indent(before) == _indent(line)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _told(scene: Scene, line: int, found: re.Match[str] | None) -> Diagnostic | None:
    if found is None:
        return None
    place = scene.span(line, found.end("key"))
    return error("KPI253", place, key=found["key"])
