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
# Until it is known in which language is spoken.
_STOPPED = "kpicalc: stopped"


def main() -> None:
    """Run the program with the arguments it was started with, and end the process."""
    for stop in (SIGINT, SIGTERM):
        if getsignal(stop) is not SIG_IGN:
            signal(stop, _end_early)
    from kpicalc.cli.app import main as run  # noqa: PLC0415 - takes a while to load
    from kpicalc.cli.stopping import ending, listen  # noqa: PLC0415 - likewise

    listen(_STOPPED)
    with ending():
        run()


def _end_early(*_: object) -> None:
    try:
        os.write(2, f"{_STOPPED}\n".encode())
    finally:
        os._exit(_INTERRUPTED)
