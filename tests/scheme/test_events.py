"""libYAML reads a text only where it sees what the pure loader sees, at the same places."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from yaml.events import CollectionEndEvent, Event

from kpicalc.scheme import events
from kpicalc.scheme.events import end_of, find_text_problems, read_events, start_of

ROOT = Path(__file__).parents[2]
TEXTS = tuple(
    unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
    for folder in ("schemes", "tests/cases", "tests/scheme", "benchmarks")
    for path in sorted((ROOT / folder).rglob("*.yaml"))
)
# All of them say the same; each fifth is enough for every day.
EACH = 1 if "KPICALC_YAML_ROUNDS" in os.environ else 5
LINES = tuple(line for text in TEXTS for line in text.splitlines())
SPECIAL = (
    ":",
    ": ",
    " ",
    "- ",
    "#",
    " # ",
    '"',
    "'",
    "|",
    ">",
    "|-",
    "{",
    "}",
    "[",
    "]",
    ",",
    "?",
    "&a ",
    "*a",
)
ROUNDS = int(os.environ.get("KPICALC_YAML_ROUNDS", "100"))


def seen(found: tuple[Event, ...] | None, text: str) -> list[object] | None:
    """Return all that is asked of events; where a block ends is asked by nobody."""
    if found is None:
        return None
    shown: list[object] = []
    for event in found:
        start, end = start_of(event), end_of(event)
        place = (start.index, start.line, start.column, end.index, end.line, end.column)
        block_end = isinstance(event, CollectionEndEvent) and text[start.index : start.index + 1] not in {
            "}",
            "]",
        }
        words = [
            getattr(event, name, None) or "" for name in ("value", "style", "anchor", "tag", "flow_style")
        ]
        shown.append((type(event), *words, () if block_end else place))
    return shown


def read_purely(text: str, patch: pytest.MonkeyPatch) -> tuple[object, object]:
    with patch.context() as without:
        without.setattr(events, "_LIBYAML", None)
        read = read_events(text, "scheme.yaml")
    return seen(read.value, text), read.diagnostics


def test_all_our_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(TEXTS) > 100
    quick = 0
    for text in TEXTS[::EACH]:
        if find_text_problems(text, "scheme.yaml"):
            continue
        read = read_events(text, "scheme.yaml")
        assert (seen(read.value, text), read.diagnostics) == read_purely(text, monkeypatch)
        quick += events._read_quickly(text, "scheme.yaml") is not None  # noqa: SLF001 - is it used at all?
    assert quick > len(TEXTS[::EACH]) / 2 or not yaml.__with_libyaml__


@settings(max_examples=ROUNDS)
@given(st.data())
def test_texts_damaged_somewhere(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(LINES) - 1))
    text = "\n".join(LINES[start : start + data.draw(st.integers(1, 15))])
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(st.sampled_from(SPECIAL)) + text[at + data.draw(st.integers(0, 2)) :]
    if find_text_problems(text, "scheme.yaml"):
        return
    read = read_events(text, "scheme.yaml")
    with pytest.MonkeyPatch.context() as patch:
        assert (seen(read.value, text), read.diagnostics) == read_purely(text, patch)
