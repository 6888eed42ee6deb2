"""Lets every write of a command fail in its turn, of SQLite too: `python -m tests.months.failing_writes`.

Each operation that changes a file (write, fsync, rename, unlink, truncate, create) fails once, with a full
disk and with a broken one; then this and all after it. Names of commands may be given. Needs Linux and `cc`.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from kpicalc.i18n.catalogue import Language
from tests.months.writing import COMMANDS, begin, lay_out_trials, list_written, look
from tests.typed import run_typed

_SOURCE = Path(__file__).with_suffix(".c")
_ENDS = 100_000
_REASONS = (errno.ENOSPC, errno.EIO)
# Exit codes: paid, problems with files, what was typed cannot be done (a file cannot be written).
_ORDERLY = frozenset({0, 1, 2})


def try_faults(folder: Path, names: tuple[str, ...]) -> Iterator[str]:
    """Yield what was wrong, and for each command how many operations failed."""
    lay_out_trials(folder)
    for name in names:
        begin(folder, name)
        before = list_written(folder)
        count = _run(name, _ENDS, 0, lasting=False)[2]
        after = list_written(folder)
        for reason, lasting, number in product(_REASONS, (False, True), range(1, count + 1)):
            begin(folder, name)
            code, said, _ = _run(name, number, reason, lasting=lasting)
            wrong = look(folder, before, after)
            done = list_written(folder) != before
            wrong += [] if code in _ORDERLY else [f"exit {code}: {said[-300:]}"]
            wrong += [] if done or code else ["nothing is done, and nobody is told"]
            wrong += [] if code == 0 or said.strip() else ["nothing is said"]
            at = f"{name}, {number} of {count}, {errno.errorcode[reason]}{' lasting' * lasting}"
            yield from (f"WRONG {at}: {each}" for each in wrong)
        yield f"{name}: {count} operations, each failed four times"


def _run(name: str, number: int, reason: int, *, lasting: bool) -> tuple[int, str, int]:
    """Run a command in a process of its own, one operation of which fails; return how it ended."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        shim = ctypes.CDLL(None)
        shim.fail_at(number, reason, int(lasting))
        try:
            done = run_typed(Language.EN, COMMANDS[name])
        finally:
            seen = shim.count_operations()
            shim.fail_at(0, 0, 0)
        # What nothing catches below its border the program tells there (`cli/guard`).
        refused = done.exception if isinstance(done.exception, OSError) else ""
        told = json.dumps([done.exit_code, f"{done.output}{refused}", seen]).encode()
        with os.fdopen(writing, "wb") as opened:
            opened.write(told)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as opened:
        told = opened.read()
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if not told:
        return ended or 70, f"ended by {ended}", 0
    code, said, seen = json.loads(told)
    return code, said, seen


def main() -> None:
    """Try all commands, or those that are named."""
    with TemporaryDirectory() as made:
        if "LD_PRELOAD" not in os.environ:
            library = Path(made) / "failing.so"
            subprocess.run(["cc", "-shared", "-fPIC", "-o", library, _SOURCE, "-ldl"], check=True)  # noqa: S603, S607 - our own source
            fixed = {"LD_PRELOAD": str(library), "SOURCE_DATE_EPOCH": "1775001600", "KPICALC_CACHE": "off"}
            again = [sys.executable, "-m", "tests.months.failing_writes", *sys.argv[1:]]
            sys.exit(subprocess.run(again, env={**os.environ, **fixed}, check=False).returncode)  # noqa: S603 - ourselves
        os.chdir(made)
        wrong = 0
        for each in try_faults(Path(made), tuple(sys.argv[1:]) or tuple(COMMANDS)):
            wrong += each.startswith("WRONG")
            sys.stdout.write(each + "\n")
            sys.stdout.flush()
        sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
