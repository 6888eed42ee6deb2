"""Of every tiny table of the corpus exactly that is told what its file says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.facts.corpus.corpus import Case, list_files, read_cases
from tests.facts.corpus.tell import tell_case

CASES = [case for path in list_files() for case in read_cases(path)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title.partition(" | ")[0].replace(" ", "-"))
def test_tiny_facts_are_read_as_told(case: Case, tmp_path: Path) -> None:
    told = tell_case(case, tmp_path)

    assert [each for each in told.items() if each[1] != case.fillings[each[0]]] == []
