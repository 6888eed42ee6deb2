"""Write what is told now into the files of the corpus, for review: `python -m tests.facts.corpus.record`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.facts.corpus.corpus import list_files, read_cases, write_fillings
from tests.facts.corpus.tell import tell_case


def record(path: Path) -> None:
    """Put what is told today in the place of what stands in a file."""
    with tempfile.TemporaryDirectory() as folder:
        write_fillings(path, {each.title: tell_case(each, Path(folder)) for each in read_cases(path)})


if __name__ == "__main__":
    for file in list_files():
        record(file)
