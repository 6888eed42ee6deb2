"""Starting the program loads no library that only a later step needs."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("openpyxl", "python_calamine", "pydantic", "yaml", "xlsxwriter", "matplotlib")


@pytest.mark.parametrize("module", ["kpicalc", "kpicalc.cli.app"])
def test_heavy_libraries_wait_until_they_are_needed(module: str) -> None:
    program = f"import sys, {module}; print(*[name for name in {HEAVY!r} if name in sys.modules])"

    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own text

    assert (done.stdout.strip(), done.stderr) == ("", "")
