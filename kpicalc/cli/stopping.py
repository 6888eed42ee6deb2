"""How a run is stopped from outside: at once, or, while files are written, after they are put back."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from kpicalc.cli.outcome import ExitCode
from kpicalc.model.dataclass import dataclass

_STOPS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
)
# The line of progress goes, and the cursor that a bar has hidden comes back.
_WIPE = b"\r\x1b[K\x1b[?25h"


@dataclass(frozen=True, slots=True)
class _Ending:
    """What ends the process at once; the line is ready beforehand, for nothing may be loaded by then."""

    line: bytes

    def __call__(self, *_: object) -> None:
        """End the process, as `signal` calls it."""
        wipe = _WIPE if sys.stderr is not None and sys.stderr.isatty() else b""
        with suppress(OSError):
            os.write(2, wipe + self.line)
        os._exit(ExitCode.INTERRUPTED)


def listen(told: str = "") -> None:
    """End at once with 130 from now on when the run is stopped, whatever code is being run or loaded.

    `told` is the line that is said then; a process that works for another says nothing. An exception would
    be caught, turned into another one, or printed by libraries that do not expect it.
    """
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    end_process = _Ending(f"{told}\n".encode(encoding, "replace") if told else b"")
    for stop in _STOPS:
        # A run that was started not to listen (`nohup`) goes on not listening.
        if signal.getsignal(stop) is not signal.SIG_IGN:
            signal.signal(stop, end_process)


@contextmanager
def ending() -> Iterator[None]:
    """Let nothing stop a run any more that has done its work: its exit code says how it went.

    What it made is not looked through for cycles twice before the process ends: a twentieth of a small month.
    """
    try:
        yield
    finally:
        gc.freeze()
        for stop in _STOPS:
            signal.signal(stop, signal.SIG_IGN)


@contextmanager
def unwinding() -> Iterator[None]:
    """Raise KeyboardInterrupt where the run is stopped, once, so that what is half done is put back first."""
    kept = {each: signal.getsignal(each) for each in _STOPS}
    ours = [each for each, handler in kept.items() if isinstance(handler, _Ending)]
    for stop in ours:
        signal.signal(stop, _raise_interrupt)
    try:
        yield
    finally:
        for stop in ours:
            signal.signal(stop, kept[stop])


def _raise_interrupt(number: int, frame: FrameType | None) -> None:
    for stop in _STOPS:
        signal.signal(stop, signal.SIG_IGN)
    signal.default_int_handler(number, frame)
