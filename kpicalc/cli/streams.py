"""The standard streams made safe: a character that they lack is replaced, never an error."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import TextIO


def prepare_streams() -> None:
    """Let stdout and stderr replace what their encoding lacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def write_for_programs(text: str) -> None:
    """Write a text on stdout that other programs read: in UTF-8, whatever the screen can show."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()


def silence(stream: TextIO) -> None:
    """Send a stream whose reader has gone away to nowhere, so that the interpreter can close it."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
