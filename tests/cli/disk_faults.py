"""Lets each operation of the disk fail, or kills runs, while any command writes: old files or the new set.

`python -m tests.cli.disk_faults` lets every operation of every command fail; with `kills 100 compute sheets`
as many runs of these are killed at moments of chance. What was wrong is told.
"""

from __future__ import annotations

import errno
import io
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

from kpicalc.cli.app import build_app
from kpicalc.cli.guard import run_guarded
from kpicalc.i18n.catalogue import Language
from kpicalc.report.writers.atomically import write_atomically
from kpicalc.report.writers.beside import open_workshop
from tests.cli.writing_commands import COMMANDS, Command, begin
from tests.typed import run_typed

ERRORS = (errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO)
# What is done to the disk, as the interpreter announces it.
_EVENTS = frozenset(
    f"os.{name}" for name in ("rename", "remove", "mkdir", "rmdir", "chmod", "truncate", "link", "symlink")
)
_EMPTY = b"(0,)"
_REFUSED = ("could not be written", "may not be written", "the system refused", "`pay.kpibook`")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def files_below(folder: Path) -> dict[str, bytes | None]:
    """Return what lies below a folder: the bytes of each file, and none of a folder."""
    return {
        str(each.relative_to(folder)): _content(each) if each.is_file() else None
        for each in folder.rglob("*")
        if each.suffix != ".kpibook" or _content(each) != _EMPTY
    }


def _content(path: Path) -> bytes:
    """Return what is in a file; of the book of months, which tells the hour, how many runs."""
    if path.suffix != ".kpibook":
        return path.read_bytes()
    with closing(sqlite3.connect(path)) as book:
        made = book.execute("select count(*) from sqlite_master where name = 'runs'").fetchone() != (0,)
        return str(book.execute("select count(*) from runs").fetchone()).encode() if made else _EMPTY


@dataclass(frozen=True)
class Ended:
    """How a run ended, what it said, and how many operations it came to."""

    code: int
    said: str
    operations: int
    lasting: bool = False

    @property
    def refused(self) -> bool:
        """True where something could not be written, and that was told."""
        return any(each in self.said for each in _REFUSED)


class _Failing(io.FileIO):
    """A file each of whose writings is one more operation."""

    may: Callable[[], None] = staticmethod(lambda: None)

    def write(self, data: Any, /) -> int:
        """Write, or fail."""
        self.may()
        return super().write(data)


def _let_fail(number: int, error: int, lasting: bool, places: tuple[str, ...]) -> list[int]:  # noqa: FBT001 - a script
    """Let the n-th operation from now on fail, or all from it on; return the count."""
    done = [0]

    def may() -> None:
        done[0] += 1
        if done[0] == number or (lasting and done[0] > number > 0):
            raise OSError(error, os.strerror(error))

    def listen(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if flags & _WRITES and isinstance(path, str | os.PathLike) and str(path).startswith(places):
                may()
        elif event in _EVENTS and any(str(each).startswith(places) for each in arguments[:2]):
            may()

    system: Any = os
    fsync, fdopen = os.fsync, os.fdopen

    def sync(handle: int) -> None:
        may()
        fsync(handle)

    def open_failing(handle: int, mode: str = "r", *rest: Any, **named: Any) -> Any:
        if mode not in {"w+b", "r+b"}:
            return fdopen(handle, mode, *rest, **named)
        raw = _Failing(handle, "r+")
        raw.may = may
        return io.BufferedRandom(raw)

    system.fsync, system.fdopen = sync, open_failing
    sys.addaudithook(listen)
    return done


def run(command: Command, prepare: Callable[[], list[int]], moment: float | None = None) -> Ended:
    """Run a command in a process of its own; with a `moment` kill it after so many seconds."""
    with tempfile.TemporaryFile(dir="/") as told:
        child = os.fork()
        if not child:
            os.dup2(told.fileno(), 1)
            os.dup2(told.fileno(), 2)
            sys.stdout, sys.stderr = (
                io.TextIOWrapper(io.FileIO(each, "w", closefd=False), write_through=True) for each in (1, 2)
            )
            _end(command, prepare())
        if moment is not None:
            time.sleep(moment)
            os.kill(child, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        told.seek(0)
        said, _, operations = told.read().decode().partition("\0")
    return Ended(code, said, int(operations or 0))


def _end(command: Command, done: list[int]) -> None:
    code = 0
    try:
        run_guarded(lambda: build_app(Language.EN, command.typed)(list(command.typed)), Language.EN)
    except SystemExit as ended:
        code = int(ended.code or 0)
    counted = done[0]
    os.write(2, f"\0{counted}".encode())
    os._exit(code)


def come_again(folder: Path) -> None:
    """Be another run that writes into each folder."""
    with open_workshop(), open_workshop(folder):
        places = [
            folder,
            *(each for each in folder.rglob("*") if each.is_dir() and "kpicalc-" not in each.name),
        ]
        assert write_atomically({each / "next.txt": [b""] for each in places}) is None
    for each in places:
        (each / "next.txt").unlink()


@dataclass(frozen=True)
class Bench:
    """A laid out folder of a command, what is in it before and after a run, and how long that takes."""

    command: Command
    before: dict[str, bytes | None]
    after: dict[str, bytes | None]
    ended: Ended
    seconds: float

    @property
    def touched(self) -> set[str]:
        """What the run writes."""
        return {name for name in self.after if self.after[name] != self.before.get(name)}


def _places(work: Path, command: Command) -> tuple[str, ...]:
    """Return how the paths begin that a command writes to."""
    named = (part for each in command.typed for part in (each, each.partition("=")[2]) if part)
    return (str(work), ".kpicalc", *(each for each in named if not each.startswith("-")), *command.files)


def lay_bench(work: Path, command: Command) -> Bench:
    """Run a command as it should go, and look at what it makes."""
    enter(work, command)
    before = files_below(work / "month")
    # What the command loads is loaded here once, and not by each of the runs.
    run_typed(Language.EN, command.typed)
    enter(work, command)
    began = time.monotonic()
    ended = run(command, lambda: _let_fail(0, 0, False, _places(work, command)))  # noqa: FBT003 - a script
    return Bench(command, before, files_below(work / "month"), ended, time.monotonic() - began)


def enter(work: Path, command: Command) -> None:
    """Begin anew in an empty folder."""
    os.chdir("/")
    shutil.rmtree(work, ignore_errors=True)
    (work / "month").mkdir(parents=True)
    (work / "system").mkdir()
    tempfile.tempdir = str(work / "system")
    os.chdir(work / "month")
    begin(work / "month", command)


def look(work: Path, bench: Bench, ended: Ended) -> Iterator[str]:
    """Yield what is wrong with what a run has left."""
    month = work / "month"
    found = files_below(month)
    killed = ended.code == -signal.SIGKILL
    written = {each for each in bench.touched if bench.after[each] is not None}
    old, new = ({each: state.get(each) for each in written} for state in (bench.before, bench.after))
    if not killed and ended.code not in {0, 1}:
        yield f"code {ended.code}"
    if "Traceback" in ended.said:
        yield "a traceback"
    now = {each: found.get(each) for each in written}
    if not killed and not ended.refused and now != new:
        yield "done, and not everything is there"
    if ended.refused and "next run" not in ended.said and now != old:
        yield "refused, and something is new"
    come_again(month)
    again = files_below(month)
    if {each: again.get(each) for each in written} not in (old, new):
        mixed = sorted(each for each in written if again.get(each) == new[each])
        yield f"a mix: {mixed} of {len(written)} are new"
    litter = set(again) - set(bench.before) - set(bench.after)
    if ended.refused and not ended.lasting:
        # A folder that cannot be removed either is left behind, and holds nothing.
        litter |= {each for each in again if again[each] is None and each not in bench.before}
    if litter:
        yield f"litter: {sorted(litter)}"
    left = [each.name for each in (work / "system").iterdir()]
    if left:
        yield f"left in the folder of the system: {left}"


def try_faults(work: Path, name: str, *, step: int = 1, most: int | None = None) -> Iterator[str]:
    """Let operation after operation of a command fail; yield what was wrong, and a count at the end."""
    bench = lay_bench(work, COMMANDS[name])
    if bench.ended.code not in {0, 1} or not bench.touched:
        yield f"{name}: does not work: {bench.ended}"
        return
    tried = 0
    for number in count(1, step):
        if number > bench.ended.operations or (most is not None and tried >= most):
            break
        error, lasting = ERRORS[number % len(ERRORS)], bool(number // len(ERRORS) % 2)
        enter(work, bench.command)
        ended = run(bench.command, lambda: _let_fail(number, error, lasting, _places(work, bench.command)))  # noqa: B023 - called at once
        ended = replace(ended, lasting=lasting)
        tried += 1
        for wrong in look(work, bench, ended):
            fault = f"operation {number}, {errno.errorcode[error]}{' lasting' * lasting}"
            yield f"{name}, {fault}: {wrong} | {ended.said.strip()[-160:]}"
    yield f"= {name}: {tried} of {bench.ended.operations} operations failed"


def try_kills(work: Path, name: str, rounds: int, seed: int = 1) -> Iterator[str]:
    """Kill runs at moments of chance; yield what was wrong, and a count at the end."""
    chance = random.Random(seed)  # noqa: S311 - moments, not keys
    bench = lay_bench(work, COMMANDS[name])
    killed = new = 0
    for at in range(rounds):
        enter(work, bench.command)
        ended = run(bench.command, lambda: [0], chance.uniform(0, bench.seconds))
        killed += ended.code == -signal.SIGKILL
        for wrong in look(work, bench, ended):
            yield f"{name}, kill {at}: {wrong}"
        new += all(files_below(work / "month").get(each) == bench.after[each] for each in bench.touched)
    yield f"= {name}: {killed} of {rounds} killed, {new} were new"


if __name__ == "__main__":
    place = Path(tempfile.mkdtemp(prefix="faults-"))
    typed = sys.argv[1:]
    if typed[:1] == ["kills"]:
        told = (line for name in typed[2:] for line in try_kills(place, name, int(typed[1])))
    else:
        told = (line for name in typed or COMMANDS for line in try_faults(place, name))
    for line in told:
        print(line, flush=True)  # noqa: T201 - a script
    os.chdir("/")
    shutil.rmtree(place)
