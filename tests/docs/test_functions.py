"""The table of functions in the book is that of the records, and `kpicalc functions` prints it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpicalc.formula.functions import written_functions
from kpicalc.i18n.catalogue import Language
from tests.cli.stand_in import invoke

PAGE = Path(__file__).parents[2] / "docs" / "language" / "02-formulas.md"
HEAD = "| written | in Russian | gives |"


def test_the_page_lists_every_function_as_its_record_says() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    table = lines[lines.index(HEAD) + 2 :]
    rows = table[: table.index("")]

    assert rows == [
        f"| `{each.signature(each.name)}` | `{each.name_ru}` | {each.doc_en} |"
        for each in written_functions()
    ]


@pytest.mark.parametrize("language", list(Language))
def test_the_command_tells_every_function(language: Language) -> None:
    done = invoke("functions", language=language)
    told = " ".join(done.stdout.split())

    assert (done.exit_code, done.stderr) == (0, "")
    for each in written_functions():
        name, doc = (each.name, each.doc_en) if language is Language.EN else (each.name_ru, each.doc_ru)
        assert f"{each.signature(name)} · " in told
        assert doc in told
