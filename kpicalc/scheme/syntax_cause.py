"""Why a text is not YAML: the usual accidents recognised, each with its own sentence and place."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.problem import Problem
from kpicalc.model.source import Span

if TYPE_CHECKING:
    from yaml import MarkedYAMLError


@dataclass(frozen=True, slots=True)
class StoppedReading:
    """The place where reading stopped (`line`, `column`, from 0) and where it began to go wrong."""

    file: str
    lines: tuple[str, ...]
    problem: str
    line: int
    column: int
    first_line: int
    first_column: int

    @property
    def before(self) -> str:
        """The line up to the place where reading stopped."""
        return self.lines[self.line][: self.column]

    @property
    def first_character(self) -> str:
        """The character where it began to go wrong, "" at the end of a line."""
        return self.lines[self.first_line][self.first_column : self.first_column + 1]

    def span(self, line: int, column: int) -> Span:
        """Return the place of one character."""
        return Span(self.file, line + 1, column + 1, line + 1, column + 2)


def find_scene(failure: MarkedYAMLError, text: str, file: str) -> StoppedReading:
    """Return the scene of a failure of the YAML reader."""
    lines = (*text.splitlines(), "")
    marks = [mark for mark in (failure.context_mark, failure.problem_mark) if mark is not None]
    first, last = marks[0], marks[-1]
    return StoppedReading(file, lines, str(failure.problem), last.line, last.column, first.line, first.column)


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


def find_missing_colon(scene: StoppedReading) -> Diagnostic | None:
    """Return the problem of a key without colon where it made the YAML reader stop, or None."""
    if scene.problem == _NO_COLON:
        return _no_colon_after(scene, scene.first_line, _BARE.match(scene.lines[scene.first_line]))
    if not (scene.problem.endswith(_NOT_HERE) or scene.problem.startswith(_IN_BRACKETS)):
        return None
    found = _BEFORE_BRACKET.match(scene.lines[scene.line])
    if found is not None and scene.column > found.end():
        return _no_colon_after(scene, scene.line, found)
    above = [number for number in range(scene.line) if scene.lines[number].strip()]
    if scene.problem.endswith(_NOT_HERE) and above and _begins_an_entry(scene, above):
        return _no_colon_after(scene, above[-1], _BARE.fullmatch(scene.lines[above[-1]]))
    return None


def split_lone_key(text: str, span: Span, known: Collection[str]) -> Diagnostic | None:
    """Return the problem of a key that swallowed its value: `kind fixed`, where `kind` is known."""
    key, _, _ = text.partition(" ")
    return error(Problem.COLON_MISSING, span, key=key) if key in known else None


def _begins_an_entry(scene: StoppedReading, above: list[int]) -> bool:
    """Say whether the last of some lines begins an entry, and does not go on with the text before it."""
    if len(above) == 1:
        return True
    before, line = scene.lines[above[-2]], scene.lines[above[-1]]
    return before.rstrip().endswith(":") or _depth_of(before) == _depth_of(line)


def _depth_of(line: str) -> int:
    return len(line) - len(line.lstrip())


def _no_colon_after(scene: StoppedReading, line: int, found: re.Match[str] | None) -> Diagnostic | None:
    if found is None:
        return None
    place = scene.span(line, found.end("key"))
    return error(Problem.COLON_MISSING, place, key=found["key"])


_GLUED = re.compile(r"[ ]*(?:- +)*(?P<key>[\w.-]+)(?P<colon>:)[^ \t]")
_FLOW_ENDS_EARLY = "expected ',' or"
_OPENING = ("got '['", "got '{'", "got '?'")
_CLOSING = ("found '}'", "found ']'", "got '}'", "got ']'")
_NO_VALUE = re.compile("expected the node content, but found '.'")
_CANNOT_START = (
    "cannot start any token",
    "indicators, but found",
    "comment or a line break",
    "expected alphabetic or numeric character",
    "sequence entries are not allowed",
    "mapping keys are not allowed",
    "undefined tag handle",
)


def explain_syntax_error(failure: MarkedYAMLError, text: str, file: str) -> Diagnostic:
    """Return one problem for text that is not YAML, at the place to mend, not where reading stopped."""
    scene = find_scene(failure, text, file)
    found = (cause(scene) for cause in _CAUSES)
    return next((each for each in found if each is not None), _unreadable_text(scene))


def _find_tab(scene: StoppedReading) -> Diagnostic | None:
    if scene.lines[scene.line][scene.column :].startswith("\t"):
        return error(Problem.TAB_CHARACTER, scene.span(scene.line, scene.column))
    return None


def _cut_formula(scene: StoppedReading) -> Diagnostic | None:
    """Find `{x: round(a, 1, "d")}`: the comma makes the quoted word a key, and a bracket follows it."""
    flow_line = scene.before[scene.first_column :] if scene.line == scene.first_line else scene.before
    at = _open_bracket(flow_line)
    if at < 0 or not scene.problem.startswith(_FLOW_ENDS_EARLY):
        return None
    column = scene.column - len(flow_line) + at
    written = scene.lines[scene.line]
    start = column - len(re.split(r"\W", written[:column])[-1])
    return error(Problem.COMMA_CUTS_FORMULA, scene.span(scene.line, start), text=_call_in(written[start:]))


def _open_bracket(text: str) -> int:
    """Return where the outermost `(` without a partner stands, or -1."""
    level = 0
    for at in range(len(text) - 1, -1, -1):
        level += {"(": 1, ")": -1}.get(text[at], 0)
        if level > 0:
            return at
    return -1


def _call_in(text: str) -> str:
    """Return the text up to the bracket that closes its first one."""
    level = 0
    for at, character in enumerate(text):
        level += {"(": 1, ")": -1}.get(character, 0)
        if character == ")" and not level:
            return text[: at + 1]
    return text


def _unclosed_quote(scene: StoppedReading) -> Diagnostic | None:
    if "unexpected end of stream" in scene.problem or "unexpected document separator" in scene.problem:
        place = scene.span(scene.first_line, scene.first_column)
        return error(Problem.QUOTE_NOT_CLOSED, place, quote=scene.first_character)
    return None


def _text_after_quote(scene: StoppedReading) -> Diagnostic | None:
    if "'<scalar>'" in scene.problem and scene.before.rstrip().endswith(("'", '"')):
        return error(Problem.TEXT_AFTER_QUOTE, scene.span(scene.line, scene.column))
    return None


def _empty_key(scene: StoppedReading) -> Diagnostic | None:
    at_colon = scene.lines[scene.line][scene.column :].startswith(":")
    if at_colon and scene.before.rstrip()[-1:] in ("", "{", ",", "-"):
        return error(Problem.KEY_EMPTY, scene.span(scene.line, scene.column))
    return None


def _missing_space(scene: StoppedReading) -> Diagnostic | None:
    if not scene.problem.endswith((_NOT_HERE, _NO_COLON)):
        return None
    above = [number for number in range(scene.line) if scene.lines[number].strip()]
    for number in (*above[-1:], scene.line):
        found = _GLUED.match(scene.lines[number])
        if found:
            return error(
                Problem.COLON_WITHOUT_SPACE, scene.span(number, found.start("colon")), key=found["key"]
            )
    return None


def _second_colon(scene: StoppedReading) -> Diagnostic | None:
    in_flow = scene.problem.endswith("got ':'")
    value = re.split(r"[,{\[]", scene.before)[-1] if in_flow else scene.before
    if (scene.problem.endswith(_NOT_HERE) or in_flow) and ": " in value:
        return error(Problem.SECOND_COLON, scene.span(scene.line, scene.column))
    return None


def _lone_bracket(scene: StoppedReading) -> Diagnostic | None:
    if scene.problem.endswith(_CLOSING):
        return error(
            Problem.BRACKET_UNPAIRED, scene.span(scene.line, scene.column), bracket=scene.problem[-2]
        )
    if scene.problem.startswith(_FLOW_ENDS_EARLY):
        place = scene.span(scene.first_line, scene.first_column)
        return error(Problem.BRACKET_UNPAIRED, place, bracket=scene.first_character)
    return None


def _special_inside(scene: StoppedReading) -> Diagnostic | None:
    """Find `{title: Plan [A]}`, and signs where a value should begin."""
    bare = scene.problem.endswith(_OPENING) and scene.before.strip()
    if bare or _NO_VALUE.fullmatch(scene.problem):
        return error(
            Problem.CHARACTER_NEEDS_QUOTES, scene.span(scene.line, scene.column), character=scene.problem[-2]
        )
    return None


def _special_start(scene: StoppedReading) -> Diagnostic | None:
    if any(each in scene.problem for each in _CANNOT_START):
        place = scene.span(scene.first_line, scene.first_column)
        return error(Problem.CHARACTER_NEEDS_QUOTES, place, character=scene.first_character)
    return None


def _wrong_indent(scene: StoppedReading) -> Diagnostic | None:
    if "expected <block end>" in scene.problem or scene.problem.endswith(_NOT_HERE):
        written = scene.lines[scene.line]
        return error(Problem.INDENT_DIFFERS, scene.span(scene.line, len(written) - len(written.lstrip())))
    return None


def _unreadable_text(scene: StoppedReading) -> Diagnostic:
    if scene.problem == _NO_COLON:
        return error(Problem.YAML_INVALID, scene.span(scene.first_line, scene.first_column))
    return error(Problem.YAML_INVALID, scene.span(scene.line, scene.column))


_CAUSES = (
    _find_tab,
    _cut_formula,
    _unclosed_quote,
    _text_after_quote,
    _empty_key,
    _missing_space,
    find_missing_colon,
    _second_colon,
    _special_inside,
    _lone_bracket,
    _special_start,
    _wrong_indent,
)
