"""`kpicalc import`: nothing outside the folder of an export is read."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kpicalc.i18n.catalogue import Language
from tests.transcripts.transcript import FOLDER
from tests.typed import run_typed


@pytest.mark.parametrize(("named", "exit_code"), [("facts/january.csv", 0), ("../january.csv", 1)])
def test_nothing_outside_the_folder_is_read(
    named: str, exit_code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file above the folder holds the very bytes that were closed."""
    monkeypatch.chdir(shutil.copytree(FOLDER / "past", tmp_path / "work"))
    run_typed(Language.EN, ("close", "january.csv", "--period", "2026-01"))
    run_typed(Language.EN, ("export", "2026-01", "x"))
    manifest = Path("x/manifest.json")
    said = json.loads(manifest.read_text(encoding="utf-8"))
    text = manifest.read_text(encoding="utf-8").replace("facts/january.csv", named)
    manifest.write_text(text, encoding="utf-8")
    done = run_typed(Language.EN, ("import", "x", "--book", "b.kpibook"))

    assert "facts/january.csv" in said["written"]
    assert (done.exit_code, Path("b.kpibook").exists()) == (exit_code, exit_code == 0)
