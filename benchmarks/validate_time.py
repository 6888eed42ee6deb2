"""How much CPU `kpicalc validate` needs for all schemes of the repository, start-up included.

Run it as `python benchmarks/validate_time.py`; it ends with 1 when the goal is missed.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
COMMAND = [sys.executable, "-c", "from kpicalc.cli.app import main; main()", "validate", "schemes"]
GOAL = 1
RUNS = 5


def measure() -> float:
    """Return the CPU seconds of one run."""
    before = getrusage(RUSAGE_CHILDREN)
    subprocess.run(COMMAND, cwd=ROOT, check=True, capture_output=True)  # noqa: S603 - our own program
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the median of some runs after one to warm up."""
    measure()
    seconds = median(measure() for _ in range(RUNS))
    schemes = len(list((ROOT / "schemes").glob("*.yaml")))
    print(f"validate of {schemes} schemes: {seconds:.2f} s of CPU (goal: under {GOAL} s)")
    sys.exit(seconds >= GOAL)


if __name__ == "__main__":
    main()
