"""Write what is said now into the files of bad schemes, for review: `python -m tests.cases.record`."""

from __future__ import annotations

from pathlib import Path

from tests.cases.case import Case, diagnose, list_cases, read_case, write_case


def record(path: Path) -> None:
    """Put the problems of today in the place of the expected lines of a file."""
    scheme = read_case(path).scheme
    write_case(path, Case(scheme, diagnose(scheme)))


if __name__ == "__main__":
    for case in list_cases("bad"):
        record(case)
