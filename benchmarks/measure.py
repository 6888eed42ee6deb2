"""Runs a command as a process of its own and measures its time and its peak memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryFile
from typing import BinaryIO

HERE = Path(__file__).resolve().parent
KILOBYTES = 1024 if sys.platform != "darwin" else 1024 * 1024  # macOS counts bytes


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took: seconds on the wall, peak memory in MB, and what it printed."""

    seconds: float
    peak_mb: float
    printed: str


class CommandFailedError(Exception):
    """A measured command ended with an error."""

    def __init__(self, command: Sequence[str], printed: str) -> None:
        super().__init__(f"{' '.join(command)}\n{printed[-2000:]}")


def measure(command: Sequence[str], times: int = 3) -> Cost:
    """Run a command several times and return the median of its seconds and of its peak memory.

    One run before warms the byte code and the cache of the files. The process that measures must stay
    small itself: a child's peak memory counts from the memory of its parent.
    """
    if times > 1:
        _measure_once(command)
    costs = [_measure_once(command) for _ in range(times)]
    return Cost(
        median(cost.seconds for cost in costs), median(cost.peak_mb for cost in costs), costs[-1].printed
    )


def measure_script(script: str, *arguments: object, times: int = 3) -> Cost:
    """Measure a script of this folder."""
    return measure([sys.executable, str(HERE / script), *map(str, arguments)], times)


def measure_inside(script: str, *arguments: object, times: int = 3) -> float:
    """Return the median of the seconds that a script of this folder measures itself and prints."""
    printed = (measure_script(script, *arguments, times=1).printed for _ in range(times))
    return median(float(text) for text in printed)


def _measure_once(command: Sequence[str]) -> Cost:
    with TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - our own scripts
            command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, env=_environment()
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        printed = _text(output)
    if process.returncode:
        raise CommandFailedError(command, printed)
    return Cost(seconds, usage.ru_maxrss / KILOBYTES, printed)


def _environment() -> dict[str, str]:
    """Return the environment with byte code on, as an installed program has it."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _text(file: BinaryIO) -> str:
    file.seek(0)
    return file.read().decode("utf-8", errors="replace")
