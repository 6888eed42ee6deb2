"""Text files of a project: schemes and what belongs to them, written as one set."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kpicalc.cli.outputs import write_outputs
from kpicalc.cli.refusal import Refusal


def write_text_files(texts: Mapping[Path, str]) -> Refusal | None:
    """Write texts as UTF-8, their line ends as they are: all of them or none."""
    return write_outputs({path: (text.encode(),) for path, text in texts.items()})
