"""What the README shows is what the program prints."""

from __future__ import annotations

import re
from contextlib import chdir
from pathlib import Path

import pytest

from kpicalc.i18n.catalogue import Language
from tests.typed import run_typed

ROOT = Path(__file__).resolve().parents[2]


def printed(*arguments: str) -> str:
    """Return what the program prints in a terminal of 100 columns."""
    with chdir(ROOT):
        done = run_typed(Language.EN, arguments, env={"COLUMNS": "100"})
    assert done.exit_code == 0, done.output
    return done.stdout


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
