"""Two commands at once on one book, again and again: `python -m tests.months.pairs 10`.

One waits or is told, nothing is lost: the book holds what each that ended well has done, whole, and no
process ends otherwise than it may.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.months.writing import COMMANDS, begin, lay_out_trials, list_written, look

_CHECK = ("months", "--check")
_PAIRS = (
    (COMMANDS["close"], COMMANDS["close"]),
    (COMMANDS["close"], COMMANDS["correct"]),
    (COMMANDS["close"], _CHECK),
    (COMMANDS["batch"], COMMANDS["batch"]),
    (COMMANDS["correct"], COMMANDS["correct"]),
    (COMMANDS["forget"], COMMANDS["close"]),
    (COMMANDS["reopen"], COMMANDS["close"]),
)
# Of two runs of one batch the second is told to wait until the first ends.
_ORDERLY = frozenset({0, 1, 2})


def try_pairs(folder: Path, rounds: int, seed: int = 1) -> list[str]:
    """Return what was wrong after some rounds of all pairs."""
    chance = random.Random(seed)  # noqa: S311 - moments, not keys
    lay_out_trials(folder)
    wrong: list[str] = []
    for number in range(rounds):
        for pair in _PAIRS:
            begin(folder, "close")
            before = list_written(folder)
            started = [_run(folder, pair[0])]
            time.sleep(chance.choice((0.0, 0.01, 0.1, 0.3)))
            started.append(_run(folder, pair[1]))
            said = [each.communicate()[0] for each in started]
            codes = [each.returncode for each in started]
            found = look(folder, before, (*before, *_new(list_written(folder), before)))
            found += [] if set(codes) <= _ORDERLY else [f"ended by {codes}: {said}"]
            found += [] if 0 in codes else [f"neither was done: {said}"]
            twice = [each for each in list_written(folder) if list_written(folder).count(each) > 1]
            found += [f"done twice: {twice}"] if twice else []
            wrong += [f"{number} {pair[0][0]} and {pair[1][0]}: {each}" for each in found]
    return wrong


def _new(now: tuple[str, ...], before: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each for each in now if each not in before)


def _run(folder: Path, typed: tuple[str, ...]) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", "from kpicalc.cli.entry import main; main()", *typed]
    return subprocess.Popen(  # noqa: S603 - our own program
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


if __name__ == "__main__":
    with TemporaryDirectory() as made:
        os.chdir(made)
        found = try_pairs(Path(made), int(sys.argv[1]))
        sys.stdout.write("\n".join([*found, f"{len(found)} wrong"]) + "\n")
        sys.exit(bool(found))
