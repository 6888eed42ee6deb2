"""Write what is said now into the files of bad schemes, for review: `python -m tests.cases.record`."""

from __future__ import annotations

from pathlib import Path

from tests.cases.case import diagnose, list_cases, read_case


def record(path: Path) -> None:
    """Put the problems of today in the place of the expected lines of a file."""
    scheme = read_case(path).scheme
    path.write_text(scheme + "".join(f"{line}\n" for line in diagnose(scheme)), encoding="utf-8")


if __name__ == "__main__":
    for case in list_cases("bad"):
        record(case)
