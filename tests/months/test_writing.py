"""Every command that writes into the book: what it leaves is whole, and is told from a part of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kpicalc.i18n.catalogue import Language
from tests.months.writing import COMMANDS, begin, lay_out_trials, list_written, look
from tests.typed import run_typed

if TYPE_CHECKING:
    import pytest


def test_what_the_commands_leave_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lay_out_trials(tmp_path)

    for name in ("close", "reopen", "forget", "import"):
        begin(tmp_path, name)
        before = list_written(tmp_path)
        done = run_typed(Language.EN, COMMANDS[name])
        after = list_written(tmp_path)

        assert (done.exit_code, len(after) - len(before)) == (0, 1), done.output
        assert look(tmp_path, before, after) == []
        assert look(tmp_path, before, before) != []

    begin(tmp_path, "close")
    (tmp_path / "paid.csv").write_text("half", encoding="utf-8")

    before = list_written(tmp_path)
    assert [each.split(" beside ")[0] for each in look(tmp_path, before, before)] == ["['paid.csv']"]
