"""How many people have been written: said on a terminal, not when the output is piped."""

from __future__ import annotations

from io import StringIO

from kpicalc.cli.console import watch_counts
from kpicalc.i18n.catalogue import Language


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_counts_are_told_on_a_terminal_and_wiped() -> None:
    stream = Terminal()

    with watch_counts(stream, Language.EN, 3, short=0) as count:
        passed = []
        for each in count("abc"):
            passed.append(each)
            while "writing" not in stream.getvalue():
                pass  # the line begins in a thread of its own

    assert passed == ["a", "b", "c"]
    assert "writing: 1 of 3 people …" in stream.getvalue()
    assert stream.getvalue().endswith("\r\x1b[K")


def test_nothing_is_told_in_a_pipe() -> None:
    stream = StringIO()

    with watch_counts(stream, Language.RU, 3, short=0) as count:
        assert list(count("abc")) == ["a", "b", "c"]

    assert stream.getvalue() == ""
