"""Kills `close`, `correct` and `batch --close` at random moments, and looks at what is left.

`python -m tests.months.kills 100`: after each kill the book must open and be whole, and hold the old state
or the new one; the statement must be there where the month is closed, and only there, once the next command
has put things in order.
"""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from kpicalc.months.book_file import holds_months, read_book
from kpicalc.months.check_book import check_book
from kpicalc.months.month_records import list_records
from kpicalc.report.writers.announced import mend_folders
from tests.months.quarter import lay_out_company, write_month

_CLOSE = ("close", "2.csv", "--period", "2026-02", "--out", "paid.csv", "--out", "paid.html")
_CORRECT = ("correct", "mended.csv", "--period", "2026-01")
_BATCH = ("batch", "month.yaml", "--period", "2026-02", "--close", "--resume", "--workers", "1")
_COMMANDS = (_CLOSE, _CORRECT, _BATCH)
_JOBS = """\
jobs:
  one: {facts: 2.csv, out: paid-one.csv}
  two: {facts: two.csv, out: paid-two.csv}
"""


def try_kills(folder: Path, rounds: int, seed: int = 1) -> list[str]:
    """Return what was wrong after each of some kills."""
    chance = random.Random(seed)  # noqa: S311 - moments, not keys
    lay_out_company(folder)
    write_month(folder / "mended.csv", 1, {1: (100_000, 70_000)})
    (folder / "month.yaml").write_text(_JOBS, encoding="utf-8")
    rows = (folder / "2.csv").read_text(encoding="utf-8").splitlines()
    (folder / "two.csv").write_text(f"{rows[0]}\n777,Person 777,1000,2000\n", encoding="utf-8")
    _run(folder, "close", "1.csv", "--period", "2026-01").wait()
    start = (folder / "pay.kpibook").read_bytes()
    took = {command: _measure(folder, command, start) for command in _COMMANDS}
    wrong: list[str] = []
    for number in range(rounds):
        command = _COMMANDS[number % len(_COMMANDS)]
        _begin(folder, start)
        started = _run(folder, *command)
        time.sleep(took[command] * chance.uniform(0.5, 1.05))
        started.send_signal(signal.SIGKILL)
        started.wait()
        wrong += [f"{number} {command[0]}: {each}" for each in _look(folder)]
        if command is _BATCH:
            # What a stopped batch has not closed is closed by the next run; what it has is left alone.
            ended = _run(folder, *_BATCH).wait()
            wrong += [] if ended == 0 and _departments(folder) == ["one", "two"] else [f"{number}: {ended}"]
            wrong += [f"{number} resumed: {each}" for each in _look(folder)]
    return wrong


def _departments(folder: Path) -> list[str]:
    records = read_book(folder / "pay.kpibook", list_records).value or ()
    return sorted(each.department for each in records if str(each.period) == "2026-02")


def _measure(folder: Path, command: tuple[str, ...], start: bytes) -> float:
    _begin(folder, start)
    began = time.monotonic()
    _run(folder, *command).wait()
    return time.monotonic() - began


def _begin(folder: Path, start: bytes) -> None:
    for path in (*folder.glob("paid*"), *folder.glob(".*kpi*"), *folder.glob("pay.kpibook-*")):
        path.unlink()
    (folder / "pay.kpibook").write_bytes(start)


def _look(folder: Path) -> list[str]:
    """Return what is wrong with the folder, looked at as the next command would."""
    book = folder / "pay.kpibook"
    found = read_book(book, lambda opened: (list_records(opened), check_book(opened, book)))
    if found.value is None or not holds_months(book):
        return [f"the book cannot be read: {[each.code for each in found.diagnostics]}"]
    records, problems = found.value
    mend_folders([folder])
    written = sorted(path.name for path in folder.glob("paid*"))
    closed = {each.department for each in records if str(each.period) == "2026-02"}
    files = {"": ("paid.csv", "paid.html"), "one": ("paid-one.csv",), "two": ("paid-two.csv",)}
    expected = sorted(name for each in closed for name in files[each])
    left = [path.name for path in folder.glob(".kpicalc-*")]
    return [
        *(each.code for each in problems),
        *([] if written == expected else [f"{written} beside {len(records)} records"]),
        *([f"left behind: {left}"] if left else []),
    ]


def _run(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from kpicalc.cli.entry import main; main()", *arguments]
    return subprocess.Popen(  # noqa: S603 - our own program
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


if __name__ == "__main__":
    with TemporaryDirectory() as made:
        found = try_kills(Path(made), int(sys.argv[1]))
        sys.stdout.write("\n".join([*found, f"{len(found)} wrong"]) + "\n")
        shutil.rmtree(made, ignore_errors=True)
        sys.exit(bool(found))
