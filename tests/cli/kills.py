"""Kills a run while it writes a workbook, other files and a hand-off: the old set is left, or the new one.

`python -m tests.cli.kills 100` kills as many runs at moments spread over the writing; says what was wrong.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
from pathlib import Path

from tests.cli.pay_month import lay_out_month
from tests.cli.stand_in import invoke
from tests.report.test_killed_writes import OPERATIONS, deadly

ROWS = ("001;Абрамова Зоя;100;110;50 %;нет", "002;Белов Игорь;100;70;20 %;да")
NAMES = ("a.xlsx", "a.csv", "a.html", "a.json", "acc.xlsx", "ind.csv")
TYPED = (
    *("compute", "march.csv", "--period", "2026-03", "--summary", "--formulas"),
    *(part for name in NAMES[:4] for part in ("--out", name)),
    *("--hand-off", "1c-accruals=acc.xlsx", "--hand-off", "1c-indicators=ind.csv"),
)
OLD = b"old"
# So many operations come before the last one.
OPERATIONS_OF_A_RUN = 45


def begin(folder: Path) -> None:
    """Lay out the month with an old file in the place of each new one."""
    lay_out_month(folder, ROWS)
    for name in NAMES:
        (folder / name).write_bytes(OLD)


def look(folder: Path, workshops: Path) -> list[str]:
    """Return what is wrong once another run has been there."""
    assert invoke("compute", "march.csv", "--period", "2026-03", "--out", "next.xlsx").exit_code == 0
    wrong = []
    kept = [name for name in NAMES if (folder / name).read_bytes() == OLD]
    if len(kept) not in {0, len(NAMES)}:
        wrong.append(f"a mix: {kept} are old")
    litter = {each.name for each in folder.iterdir()} - {*NAMES, "march.csv", "schemes", "next.xlsx"}
    wrong += [f"litter: {sorted(litter)}"] if litter else []
    left = [each.name for each in workshops.iterdir()]
    return wrong + ([f"left in the folder of the system: {left}"] if left else [])


def kill_at(number: int) -> bool:
    """Write in another process that is killed before its n-th operation; say whether it came so far."""
    child = os.fork()
    if not child:
        countdown = [number]
        for owner, name in OPERATIONS:
            setattr(owner, name, deadly(getattr(owner, name), countdown))
        code = invoke(*TYPED).exit_code
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def try_kills(rounds: int, seed: int = 1) -> tuple[int, list[str]]:
    """Return how many runs were killed, and what was wrong after each."""
    chance = random.Random(seed)  # noqa: S311 - moments, not keys
    wrong: list[str] = []
    killed = 0
    for at in range(rounds):
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as workshops:
            os.chdir(folder)
            tempfile.tempdir = workshops
            begin(Path(folder))
            number = chance.randrange(OPERATIONS_OF_A_RUN)
            killed += kill_at(number)
            wrong += [f"{at}, operation {number}: {each}" for each in look(Path(folder), Path(workshops))]
            tempfile.tempdir = None
            os.chdir("/")
    return killed, wrong


if __name__ == "__main__":
    print(*try_kills(int(sys.argv[1])), sep="\n")  # noqa: T201 - a script
