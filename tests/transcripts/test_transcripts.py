"""What commands print over a folder of every construct is, to the letter, what was kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.transcripts.transcript import list_transcripts, read_commands, run_command


@pytest.mark.parametrize(
    ("path", "typed", "printed"),
    [(path, *each) for path in list_transcripts() for each in read_commands(path)],
    ids=lambda each: each.split(" && ")[0] if isinstance(each, str) and "\n" not in each else "",
)
def test_a_command_prints_what_was_kept(path: Path, typed: str, printed: str) -> None:
    assert run_command(path, typed).splitlines() == printed.splitlines()
