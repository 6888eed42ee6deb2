"""Starting the program loads no library that only a later step needs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGE, ROOT, imports, sources

HEAVY = ("openpyxl", "python_calamine", "pydantic", "yaml", "xlsxwriter", "matplotlib", "fpdf")


@pytest.mark.parametrize("module", ["kpicalc", "kpicalc.cli.app"])
def test_heavy_libraries_wait_until_they_are_needed(module: str) -> None:
    program = f"import sys, {module}; print(*[name for name in {HEAVY!r} if name in sys.modules])"

    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own text

    assert (done.stdout.strip(), done.stderr) == ("", "")


def test_nouns_are_made_by_our_own_quick_decorator() -> None:
    used = {
        each.place.split(":")[0]
        for source in sources(PACKAGE)
        for each in imports(source)
        if each.target == "dataclasses.dataclass"
    }

    assert used == {"kpicalc/model/dataclass.py"}


MODULES_OF_A_RUN = 227
SCHEME = """
kpicalc: 1
scheme: seller
currency: RUB
facts: {employees: {sales: money}}
pay: {bonus: {kind: variable, amount: sales * 10%}}
"""
COUNTED = """
import atexit, sys
def count():
    print([name for name in ("pydantic", "yaml", "rich", "kpicalc.compiler") if name in sys.modules])
    print("loaded", sum(name.split(".")[0] == "kpicalc" for name in sys.modules))
atexit.register(count)
from kpicalc.cli.app import main
main()
"""


def test_a_run_of_two_rows_loads_few_of_our_modules_and_no_compiler_again(tmp_path: Path) -> None:
    (tmp_path / "seller.yaml").write_text(SCHEME, encoding="utf-8")
    (tmp_path / "march.csv").write_text("ID,Name,Sales\n1,Ann,100\n2,Ben,200\n", encoding="utf-8")
    arguments = ["compute", "march.csv", "--scheme", "seller.yaml", "--period", "2026-03", "--summary"]

    first, again = (
        subprocess.run(  # noqa: S603 - our own text
            [sys.executable, "-c", COUNTED, *arguments],
            capture_output=True,
            text=True,
            check=True,
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT), "KPICALC_CACHE": str(tmp_path / "kept")},
        ).stdout.splitlines()[-2:]
        for _ in range(2)
    )

    loaded = int(first[1].split()[-1])
    sys.stdout.write(f"{loaded} of our modules are loaded\n")  # shown by `pytest -s`
    assert loaded <= MODULES_OF_A_RUN
    # What is recalled is not compiled: that is what makes a small month quick.
    assert again[0] == "[]"
