"""The real command line in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BOOK = (ROOT / "examples" / "company" / "march.xlsx",)
TWIN = tuple(sorted((ROOT / "examples" / "company-csv").glob("*.csv")))

_START = "from kpicalc.cli.app import main; main()"


def start(
    *arguments: object, folder: Path = ROOT, setting: Mapping[str, str] | None = None, before: str = ""
) -> subprocess.Popen[bytes]:
    """Start `kpicalc` in a folder and an environment; `before` is run first in the same process."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)} | dict(setting or {})
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", f"{before}\n{_START}", *map(str, arguments)],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def compute_arguments(facts: tuple[Path, ...], *outputs: Path) -> list[object]:
    """Return the arguments to compute March by all schemes into files."""
    outs = [part for path in outputs for part in ("--out", path)]
    schemes = ["--scheme", ROOT / "schemes", "--period", "2026-03", "--lang", "en", "--summary"]
    return ["compute", *facts, *schemes, *outs]
