"""A line on stderr that says what a long run is doing; none when nobody watches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer
from typing import TextIO

from kpicalc.i18n.catalogue import Language, words

SHORT = 1.0

_WIPE = "\r\x1b[K"


@contextmanager
def watch_progress(
    stream: TextIO, language: Language, short: float = SHORT
) -> Iterator[Callable[[str], None] | None]:
    """Give a function that shows the stage of a run once it has lasted for `short` seconds."""
    if not stream.isatty():
        yield None
        return
    line = _Line(stream, language)
    timer = Timer(short, line.begin)
    timer.daemon = True
    timer.start()
    try:
        yield line.tell
    finally:
        timer.cancel()
        line.wipe()


class _Line:
    """The line on the screen; before `begin` a stage is only remembered."""

    def __init__(self, stream: TextIO, language: Language) -> None:
        self._stream = stream
        self._words = words(language)
        self._stage = ""
        self._shown = False

    def tell(self, stage: str) -> None:
        """Name the stage that begins."""
        self._stage = self._words.get(f"progress.{stage}", stage)
        if self._shown:
            self._write(self._stage)

    def begin(self) -> None:
        """Show the stage, now and from now on."""
        self._shown = True
        self._write(self._stage)

    def wipe(self) -> None:
        """Leave the line as it was before."""
        if self._shown:
            self._write("")

    def _write(self, text: str) -> None:
        self._stream.write(_WIPE + text)
        self._stream.flush()
