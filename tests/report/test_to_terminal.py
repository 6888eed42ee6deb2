"""Printing on terminals and into pipes."""

from __future__ import annotations

from io import BytesIO, StringIO, TextIOWrapper

import pytest

from kpicalc.report.document import Document, Heading, Paragraph, Tone, Verbatim
from kpicalc.report.writers.screen import Screen
from kpicalc.report.writers.to_terminal import measure_screen, print_document

SAMPLE = Document((Heading("[bold] :smile: 1\u00a0000 ₽", 2), Paragraph("ok", Tone.ERROR)))


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.mark.parametrize(
    ("environment", "width", "colour"),
    [
        ({}, 120, False),
        ({"COLUMNS": "77"}, 77, False),
        ({"COLUMNS": "0"}, 120, False),
        ({"COLUMNS": "x"}, 120, False),
        ({"FORCE_COLOR": "1"}, 120, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, 120, False),
    ],
)
def test_a_pipe(environment: dict[str, str], width: int, *, colour: bool) -> None:
    assert Screen(width, "utf-8", colour) == measure_screen(StringIO(), environment)


@pytest.mark.parametrize(
    ("environment", "colour"),
    [({}, True), ({"TERM": "dumb"}, False), ({"NO_COLOR": "1"}, False), ({"TERM": "xterm"}, True)],
)
def test_a_terminal(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, *, colour: bool) -> None:
    monkeypatch.setenv("COLUMNS", "90")

    assert Screen(90, "utf-8", colour) == measure_screen(Terminal(), environment)


def test_the_encoding_is_that_of_the_stream() -> None:
    assert measure_screen(TextIOWrapper(BytesIO(), encoding="cp1251"), {}).encoding == "cp1251"


def test_plain_text_has_no_escapes() -> None:
    stream = StringIO()

    print_document(SAMPLE, stream)

    assert stream.getvalue() == "[bold] :smile: 1\u00a0000 ₽\nok\n"


def test_colour_adds_escapes_and_changes_no_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    stream = StringIO()

    print_document(SAMPLE, stream, Screen(80, colour=True))

    title = "\x1b[1m[bold] :smile: 1\u00a0000 ₽\x1b[0m"
    assert f"{title}\n\x1b[1;31mok\x1b[0m\n" == stream.getvalue()


def test_a_long_line_is_not_cut_in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    stream = StringIO()
    line = "слово " * 40 + "конец"

    print_document(Document((Verbatim(line),)), stream, Screen(20, colour=True))

    assert f"{line}\n" == stream.getvalue()


@pytest.mark.parametrize("encoding", ["cp1251", "cp866", "ascii"])
def test_a_poor_encoding_never_fails(encoding: str) -> None:
    buffer = BytesIO()
    stream = TextIOWrapper(buffer, encoding=encoding, newline="\n")

    print_document(Document((Paragraph("Итого −5\u00a0₽ 😀"),)), stream)
    stream.flush()

    total = "?????" if encoding == "ascii" else "Итого"
    money = "RUB" if encoding == "ascii" else "руб."
    assert f"{total} -5 {money} ?\n" == buffer.getvalue().decode(encoding).replace("\u00a0", " ")
