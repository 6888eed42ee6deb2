"""Draw mutants, run the tests that execute the changed line, and tell which no test notices.

`python -m tests.mutation.run --package facts --count 40 --seed 1 tests/facts tests/golden` (Python 3.12 or
newer) collects these tests once, runs them once to see which executes which line, and then tries each mutant
in a copy of that process: nothing is imported or collected again. Without folders: those that pay.
`--package facts=60 months=30` draws from several packages, so many from each.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

from tests.mutation.changed_code import Loaded, list_functions, put_in
from tests.mutation.lines import Reached, record_lines
from tests.mutation.mutants import Mutant, find_mutants

ROOT = Path(__file__).parents[2]
_LEFT_OUT = ("kpicalc/i18n", "kpicalc/scheme/scaffold")
_ELSEWHERE = ("tests/golden", "tests/cases", "tests/transcripts", "tests/properties/test_second_evaluator.py")
# More tests of one line than this are not tried: they would find the same.
_MOST = 400
# A mutant that makes a loop endless, or waits for what never comes, is noticed by the clock on the wall (that
# of the processor stands while one waits): no test takes a tenth of it, even beside other work.
_SECONDS = 120
# The process of a mutant ends with this where nothing of the program could be changed by it.
_NOT_PUT_IN = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mutant: whether it was put in, whether a test failed, how many were to be run."""

    mutant: Mutant
    put_in: bool
    killed: bool
    tests: int


@dataclass(slots=True)
class Trial:
    """The collected tests and what they reach; a plug-in of pytest that runs mutants instead of tests."""

    drawn: Sequence[Mutant]
    workers: int
    verdicts: list[Verdict] = field(default_factory=list)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Record once, then try every mutant."""
        with tempfile.TemporaryDirectory() as scratch:
            told = Path(scratch) / "lines.json"
            _wait(_apart(lambda: _record(session.items, told)))
            lines, failed = json.loads(told.read_text(encoding="utf-8"))
        reached: Reached = {(file, int(line)): numbers for file, line, numbers in lines}
        print(f"{len(session.items)} tests, {len(failed)} fail without a change")  # noqa: T201 - a script
        self.verdicts = list(self._judge(session.items, reached))
        return True

    def _judge(self, items: Sequence[pytest.Item], reached: Reached) -> Iterator[Verdict]:
        running: dict[int, tuple[Mutant, int]] = {}
        loaded = list_functions()
        # A search for garbage would touch, and so copy, all memory of each process made from this one.
        gc.freeze()
        for mutant in self.drawn:
            chosen = [items[number] for number in _tests_of(mutant, reached, items)]
            running[_apart(lambda: _try(mutant, chosen, loaded))] = (mutant, len(chosen))  # noqa: B023 - runs at once
            if len(running) >= self.workers:
                yield _next_of(running)
        while running:
            yield _next_of(running)


def main() -> int:
    """Draw, run and print; the exit code is 1 where a mutant lived."""
    options = _read_options()
    packages = [each.partition("=")[0] for each in options.package]
    own = [f"{room}/{package}" for package in packages for room in ("tests", "kpicalc")]
    folders = options.tests or [*own, *_ELSEWHERE]
    trial = Trial(_draw(options), options.workers)
    pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:xdist", *folders], plugins=[trial])
    _tell(trial.verdicts)
    return 0 if all(each.killed for each in trial.verdicts) else 1


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tests", nargs="*")
    parser.add_argument("--package", required=True, nargs="+", help="names, or names with counts: facts=60")
    parser.add_argument("--count", type=int, default=40, help="of a package without a count of its own")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", nargs="*", help="files or lines of the package, such as row_sums.py:97")
    return parser.parse_args()


def _draw(options: argparse.Namespace) -> list[Mutant]:
    """Draw mutants of each package at random, or take all those of some files or lines."""
    drawn: list[Mutant] = []
    for package in options.package:
        name, _, count = package.partition("=")
        found = list(_mutants_of(name))
        if options.only:
            drawn += [
                each
                for each in found
                if any(f"/{only}:" in f"/{each.file}:{each.line}:" for only in options.only)
            ]
            continue
        draw = random.Random(options.seed)  # noqa: S311 - a draw, no secret
        drawn += draw.sample(found, min(int(count or options.count), len(found)))
    return drawn


def _mutants_of(package: str) -> Iterator[Mutant]:
    for path in sorted((ROOT / "kpicalc" / package).rglob("*.py")):
        file = path.relative_to(ROOT).as_posix()
        if not file.startswith(_LEFT_OUT):
            yield from find_mutants(file, path.read_text(encoding="utf-8"))


def _apart(work: Callable[[], int]) -> int:
    """Do something in a copy of this process that says nothing; return its number."""
    sys.stdout.flush()
    child = os.fork()
    if not child:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        code = 2
        try:
            code = work()
        finally:
            os._exit(code)
    return child


def _wait(child: int) -> None:
    os.waitpid(child, 0)


def _next_of(running: dict[int, tuple[Mutant, int]]) -> Verdict:
    """Wait for one of the copies; return what became of its mutant."""
    child, status = os.wait()
    mutant, tests = running.pop(child)
    put = not (os.WIFEXITED(status) and os.WEXITSTATUS(status) == _NOT_PUT_IN)
    verdict = Verdict(mutant, put_in=put, killed=put and status != 0, tests=tests)
    print("." if verdict.killed else f"\n{_show(verdict)}", end="", flush=True)  # noqa: T201 - a script
    return verdict


def _record(items: Sequence[pytest.Item], told: Path) -> int:
    runs = ((number, lambda at=number: not _fails(items, at)) for number in range(len(items)))
    reached, failed = record_lines(str(ROOT / "kpicalc"), runs)
    lines = [(file, line, numbers) for (file, line), numbers in reached.items()]
    told.write_text(json.dumps([lines, failed]), encoding="utf-8")
    return 0


def _fails(items: Sequence[pytest.Item], at: int) -> bool:
    following = items[at + 1] if at + 1 < len(items) else None
    return any(each.failed for each in runtestprotocol(items[at], log=False, nextitem=following))


def _tests_of(mutant: Mutant, reached: Reached, items: Sequence[pytest.Item]) -> list[int]:
    """Return the tests that run the line, the quickest first.

    Of a line that too many run they are the quickest, and those that go where few others go in its file. Of a
    value of a module they are those of its file, too, then all of its package: a test may look at it alone.
    """
    file = str(ROOT / mutant.file)
    own = reached.get((file, mutant.line))
    if own is not None and len(own) <= _MOST:
        return own
    in_file = sorted((numbers for (path, _), numbers in reached.items() if path == file), key=len)
    if own is not None:
        among = frozenset(own)
        rare = (each for each in chain.from_iterable(in_file) if each in among)
        return list(dict.fromkeys((*own[: _MOST // 2], *rare)))[:_MOST]
    folder = f"tests/{mutant.file.split('/')[1]}/"
    beside = [number for number, item in enumerate(items) if item.nodeid.startswith(folder)]
    return list(dict.fromkeys((*list(dict.fromkeys(chain.from_iterable(in_file)))[:_MOST], *beside)))


def _try(mutant: Mutant, chosen: Sequence[pytest.Item], loaded: Loaded) -> int:
    """Return 1 where a test notices, `_NOT_PUT_IN` where there is nothing to notice."""
    path = ROOT / mutant.file
    signal.setitimer(signal.ITIMER_REAL, _SECONDS)
    try:
        if not put_in(mutant, str(path), path.read_text(encoding="utf-8"), loaded):
            return _NOT_PUT_IN
    except Exception:  # noqa: BLE001 - a module that cannot be loaded any more is noticed by everybody
        return 1
    for at in range(len(chosen)):
        # Wound up anew for each test: many tests of a mutant that lives take longer than one without end.
        signal.setitimer(signal.ITIMER_REAL, _SECONDS)
        if _fails(chosen, at):
            return 1
    return 0


def _tell(verdicts: Sequence[Verdict]) -> None:
    killed = sum(each.killed for each in verdicts)
    print(f"\n{killed} of {len(verdicts)} killed")  # noqa: T201 - a script


def _show(verdict: Verdict) -> str:
    mutant = verdict.mutant
    was = (ROOT / mutant.file).read_text(encoding="utf-8")[mutant.start : mutant.end]
    tests = f"{verdict.tests} tests" if verdict.put_in else "it could not be put in: try it by hand"
    return f"{mutant.file}:{mutant.line} {mutant.kind}: {was!r} -> {mutant.text!r} ({tests})"


if __name__ == "__main__":
    raise SystemExit(main())
