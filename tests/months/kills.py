"""Kills the commands that write into the book at random moments, and looks at what is left.

`python -m tests.months.kills 100`: after each kill the book must open and be whole, and hold the old state
or the new one; the statement must be there where the month is closed, and only there, once the next command
has put things in order. Names of commands may follow.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.months.writing import COMMANDS, begin, lay_out_trials, list_written, look

# What is done by a second run where the first one was killed, also where that had done all.
_GOES_ON = frozenset({"batch", "correct"})


def try_kills(
    folder: Path, rounds: int, names: tuple[str, ...] = tuple(COMMANDS), seed: int = 1
) -> list[str]:
    """Return what was wrong after each of some kills."""
    chance = random.Random(seed)  # noqa: S311 - moments, not keys
    lay_out_trials(folder)
    measured = {name: _measure(folder, name) for name in names}
    wrong: list[str] = []
    for number in range(rounds):
        name = names[number % len(names)]
        took, before, after = measured[name]
        begin(folder, name)
        started = _run(folder, name)
        time.sleep(took * chance.uniform(0.5, 1.05))
        started.send_signal(signal.SIGKILL)
        started.wait()
        wrong += [f"{number} {each}" for each in _look_on(folder, name, before, after)]
    return wrong


def _look_on(folder: Path, name: str, before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[str]:
    """Yield what is wrong after a kill, and once the command was typed again where that goes on.

    Nothing that was left may stand in its way.
    """
    yield from (f"{name}: {each}" for each in look(folder, before, after))
    if name in _GOES_ON or sorted(list_written(folder)) != sorted(after):
        ended = _run(folder, name).wait()
        if ended or sorted(list_written(folder)) != sorted(after):
            yield f"{name} again: {ended}, {list_written(folder)}"
        yield from (f"{name} again: {each}" for each in look(folder, before, after))


def _measure(folder: Path, name: str) -> tuple[float, tuple[str, ...], tuple[str, ...]]:
    begin(folder, name)
    before, began = list_written(folder), time.monotonic()
    _run(folder, name).wait()
    return time.monotonic() - began, before, list_written(folder)


def _run(folder: Path, name: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from kpicalc.cli.entry import main; main()", *COMMANDS[name]]
    return subprocess.Popen(  # noqa: S603 - our own program
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


if __name__ == "__main__":
    with TemporaryDirectory() as made:
        os.chdir(made)
        found = try_kills(Path(made), int(sys.argv[1]), tuple(sys.argv[2:]) or tuple(COMMANDS))
        sys.stdout.write("\n".join([*found, f"{len(found)} wrong"]) + "\n")
        sys.exit(bool(found))
