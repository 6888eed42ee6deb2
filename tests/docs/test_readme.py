"""What the README shows is what the program prints."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
START = "from kpicalc.cli.app import main; main()"


def printed(*arguments: str) -> str:
    """Return what the program prints in a terminal of 100 columns."""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", START, "--lang", "en", *arguments],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"},
    )
    return done.stdout.decode()


@pytest.mark.parametrize(
    ("number", "arguments"),
    [
        (0, ("compute", "examples/internet-marketer/march.xlsx")),
        (1, ("compute", "examples/company/march.xlsx", "--employee", "00202")),
        (2, ("explain", "examples/company/march.xlsx", "00202", "К2")),
    ],
)
def test_the_output_in_the_readme_is_printed(number: int, arguments: tuple[str, ...]) -> None:
    shown = (ROOT / "README.md").read_text(encoding="utf-8").split("<!-- output -->")[1]
    blocks = re.findall(r"```text\n(.*?)\n```", shown, re.DOTALL)

    assert blocks[number] in printed(*arguments)
