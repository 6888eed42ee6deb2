"""Draw mutants, run the tests that execute the changed line, and tell which no test notices.

`python -m tests.mutation.run --count 100 --seed 1`; `--package facts` draws from one package only. The first
run records which test executes which line (a whole run of the suite); `--lines FILE` keeps that record.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

from coverage import CoverageData

from tests.mutation.mutants import Mutant, find_mutants

ROOT = Path(__file__).parents[2]
_LEFT_OUT = ("kpicalc/i18n", "kpicalc/scheme/scaffold")
# So many tests are tried before the suite of the package; a mutant that lives through all of them is told.
_FIRST, _MOST = 150, 1200
# A mutant that makes a loop endless is noticed by the clock.
_SECONDS = 240


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mutant: whether a test failed, and how many were run."""

    mutant: Mutant
    killed: bool
    tests: int


def main() -> int:
    """Draw, run and print; the exit code is 1 where a mutant lived."""
    options = _read_options()
    lines = Path(options.lines)
    if not lines.exists():
        _record_lines(lines)
    drawn = _draw(options.count, options.seed, options.package)
    verdicts = list(_run_all(drawn, CoverageData(str(lines)), options.workers))
    _tell(verdicts)
    return 0 if all(each.killed for each in verdicts) else 1


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--package", default="")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--lines", default=str(Path(tempfile.gettempdir()) / "kpicalc-lines.coverage"))
    return parser.parse_args()


def _record_lines(target: Path) -> None:
    """Run the suite once and record for each line the tests that execute it."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "2", "--cov=kpicalc"]
    command += ["--cov-context=test", "--cov-report=", "--ignore=tests/architecture"]
    subprocess.run(command, cwd=ROOT, check=False, env=_environment(target))  # noqa: S603 - our own command


def _environment(coverage: Path | None = None) -> dict[str, str]:
    import os  # noqa: PLC0415 - the one place that asks the environment

    found = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": ""}
    return found if coverage is None else {**found, "COVERAGE_FILE": str(coverage)}


def _draw(count: int, seed: int, package: str) -> list[Mutant]:
    """Draw mutants at random, from every package in proportion to its size."""
    found: list[Mutant] = []
    for path in sorted((ROOT / "kpicalc" / package).rglob("*.py")):
        file = path.relative_to(ROOT).as_posix()
        if not file.startswith(_LEFT_OUT):
            found += find_mutants(file, path.read_text(encoding="utf-8"))
    return random.Random(seed).sample(found, min(count, len(found)))  # noqa: S311 - a draw, no secret


def _run_all(drawn: Sequence[Mutant], lines: CoverageData, workers: int) -> Iterator[Verdict]:
    lines.read()
    trees: Queue[Path] = Queue()
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(workers) as pool:
        for number in range(workers):
            trees.put(_copy_tree(Path(scratch) / str(number)))

        def run(mutant: Mutant) -> Verdict:
            tree = trees.get()
            try:
                return _run_one(mutant, tree, _tests_of(mutant, lines))
            finally:
                trees.put(tree)

        for verdict in pool.map(run, drawn):
            print("." if verdict.killed else "L", end="", flush=True)  # noqa: T201 - a script
            yield verdict
    print()  # noqa: T201 - likewise


def _copy_tree(target: Path) -> Path:
    shutil.copytree(ROOT, target, ignore=shutil.ignore_patterns(".git", "__pycache__", "*.egg-info"))
    return target


def _tests_of(mutant: Mutant, lines: CoverageData) -> list[str]:
    """Return the tests that run the line, its own package first; of a constant those of its file."""
    contexts = lines.contexts_by_lineno(str(ROOT / mutant.file))
    named = [each for each in contexts.get(mutant.line, []) if each]
    if not named:
        named = sorted({each for found in contexts.values() for each in found if each})
    own = f"tests/{Path(mutant.file).parts[1]}/"
    ids = dict.fromkeys(
        each.partition("|")[0] for each in sorted(named, key=lambda each: not each.startswith(own))
    )
    return list(ids)


def _run_one(mutant: Mutant, tree: Path, tests: Sequence[str]) -> Verdict:
    path = tree / mutant.file
    source = path.read_text(encoding="utf-8")
    path.write_text(mutant.apply(source), encoding="utf-8")
    try:
        for part in (tests[:_FIRST], tests[_FIRST:_MOST]):
            if part and _fails(part, tree):
                return Verdict(mutant, killed=True, tests=len(tests))
        return Verdict(mutant, killed=False, tests=len(tests))
    finally:
        path.write_text(source, encoding="utf-8")


def _fails(tests: Sequence[str], tree: Path) -> bool:
    chosen = tree / "chosen-tests.txt"
    chosen.write_text("\n".join(tests), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", f"@{chosen}"]
    try:
        done = subprocess.run(  # noqa: S603 - our own command
            command, cwd=tree, check=False, capture_output=True, timeout=_SECONDS, env=_environment()
        )
    except subprocess.TimeoutExpired:
        return True
    # 4: a test named by its figures is gone, since they changed; 5: none was found.
    return done.returncode in {1, 2, 3, 4}


def _tell(verdicts: Sequence[Verdict]) -> None:
    packages = Counter(Path(each.mutant.file).parts[1] for each in verdicts)
    killed = Counter(Path(each.mutant.file).parts[1] for each in verdicts if each.killed)
    for package, count in sorted(packages.items()):
        print(f"{package:12} {killed[package]:4} of {count}")  # noqa: T201 - a script
    print(f"{'all':12} {killed.total():4} of {packages.total()}")  # noqa: T201 - likewise
    for each in verdicts:
        if not each.killed:
            print(_show(each))  # noqa: T201 - likewise


def _show(verdict: Verdict) -> str:
    mutant = verdict.mutant
    was = (ROOT / mutant.file).read_text(encoding="utf-8")[mutant.start : mutant.end]
    return f"{mutant.file}:{mutant.line} {mutant.kind}: {was!r} -> {mutant.text!r} ({verdict.tests} tests)"


if __name__ == "__main__":
    raise SystemExit(main())
