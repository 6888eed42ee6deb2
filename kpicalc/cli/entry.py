"""The entry point of the program: it listens before anything that takes time is loaded."""

from __future__ import annotations

import os

# `signal` itself loads half of what is to be guarded; this is what it wraps.
from _signal import (  # type: ignore[import-not-found]
    SIG_IGN,
    SIGINT,
    SIGTERM,
    getsignal,
    signal,
)

_INTERRUPTED = 130


def main() -> None:
    """Run the program with the arguments it was started with, and end the process."""
    for stop in (SIGINT, SIGTERM):
        if getsignal(stop) is not SIG_IGN:
            signal(stop, lambda *_: os._exit(_INTERRUPTED))
    from kpicalc.cli.app import main as run  # noqa: PLC0415 - takes a while to load
    from kpicalc.cli.stopping import ending, listen  # noqa: PLC0415 - likewise

    listen()
    with ending():
        run()
