"""Runs commands as processes of their own, in turn: CPU time, wall time and peak memory."""

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
ROOT = HERE.parent
KILOBYTES = 1024 if sys.platform != "darwin" else 1024 * 1024  # macOS counts bytes


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took: CPU and wall seconds, peak memory in MB; and what it printed.

    The CPU is that of the process and of all that it started and waited for.
    """

    cpu: float
    wall: float
    peak_mb: float
    printed: str


@dataclass(frozen=True, slots=True)
class Paired:
    """Runs of two commands in turn."""

    ours: tuple[Cost, ...]
    peer: tuple[Cost, ...]


class CommandFailedError(Exception):
    """A measured command ended with an error."""

    def __init__(self, command: Sequence[str], printed: str) -> None:
        super().__init__(f"{' '.join(command)}\n{printed[-2000:]}")


def measure_in_turn(ours: Sequence[str], peer: Sequence[str], times: int) -> Paired:
    """Run two commands in turn, so that what else the machine does hits both alike.

    One run of each before warms the byte code and the cache of the files.
    """
    measure(ours)
    measure(peer)
    runs = [(measure(ours), measure(peer)) for _ in range(times)]
    return Paired(tuple(each for each, _ in runs), tuple(each for _, each in runs))


def measure_script(script: str, *arguments: object) -> Cost:
    """Run a script of this folder once."""
    return measure(script_command(script, *arguments))


def script_command(script: str, *arguments: object) -> list[str]:
    """Return the command that runs a script of this folder."""
    return [sys.executable, str(HERE / script), *map(str, arguments)]


def measure_inside(script: str, *arguments: object, times: int = 3) -> float:
    """Return the median of the seconds that a script of this folder measures itself and prints."""
    return median(float(measure_script(script, *arguments).printed) for _ in range(times))


def measure(command: Sequence[str]) -> Cost:
    """Run a command once. The process that measures stays small: a child's peak counts from its parent's."""
    with TemporaryFile() as output, TemporaryFile() as complaints:
        start = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - our own scripts
            command,
            stdout=output,
            stderr=complaints,
            stdin=subprocess.DEVNULL,
            env=_environment(),
            cwd=ROOT,
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        printed, complained = _text(output), _text(complaints)
    if process.returncode:
        raise CommandFailedError(command, printed + complained)
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / KILOBYTES, printed)


def _environment() -> dict[str, str]:
    """Return the environment with byte code on, as an installed program has it."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _text(file: BinaryIO) -> str:
    file.seek(0)
    return file.read().decode("utf-8", errors="replace")
