"""Says which of the worked examples pass: `python tests/golden/report.py`."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.golden.worked_case import FOLDER, differences, read_case  # noqa: E402 - the script runs by itself


def main() -> None:
    """Print the examples that are missing or fail, and how many of all pass."""
    identifiers = (FOLDER.parent / "ids.txt").read_text(encoding="utf-8").split()
    outcomes = {identifier: _outcome(identifier) for identifier in identifiers}
    for identifier, outcome in outcomes.items():
        if outcome:
            sys.stdout.write(f"{identifier}: {outcome}\n")
    passed = sum(1 for outcome in outcomes.values() if not outcome)
    sys.stdout.write(f"{passed}/{len(identifiers)}\n")


def _outcome(identifier: str) -> str:
    path = FOLDER / f"{identifier}.yaml"
    if not path.exists():
        return "missing"
    with TemporaryDirectory() as folder:
        differing = differences(read_case(path), Path(folder))
    return f"fails: {'; '.join(differing)}" if differing else ""


if __name__ == "__main__":
    main()
