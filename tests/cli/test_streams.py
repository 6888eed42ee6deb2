"""The standard streams and the line of progress."""

from __future__ import annotations

import sys
import time
from io import BytesIO, StringIO, TextIOWrapper

import pytest  # noqa: TC002 - the tests import plainly

from kpicalc.cli.console import watch_progress
from kpicalc.cli.guard import prepare_streams
from kpicalc.i18n.catalogue import Language


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_streams_replace_what_they_lack(monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = BytesIO()
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(buffer, encoding="ascii"))
    monkeypatch.setattr(sys, "stderr", StringIO())

    prepare_streams()
    sys.stdout.write("план")
    sys.stdout.flush()

    assert buffer.getvalue() == b"????"


def test_nobody_watches_a_pipe() -> None:
    stream = StringIO()

    with watch_progress(stream, Language.EN, short=0) as show:
        show("reading")

    assert stream.getvalue() == ""


def test_a_short_run_shows_nothing() -> None:
    stream = Terminal()

    with watch_progress(stream, Language.EN, short=60) as show:
        show("reading")

    assert stream.getvalue() == ""


def test_a_long_run_shows_its_stages_and_wipes_them() -> None:
    stream = Terminal()

    with watch_progress(stream, Language.RU, short=0.01) as show:
        show("reading")
        while not stream.getvalue():
            time.sleep(0.01)
        show("что-то ещё")

    assert stream.getvalue() == "\r\x1b[Kчтение фактов …\r\x1b[Kчто-то ещё\r\x1b[K"
