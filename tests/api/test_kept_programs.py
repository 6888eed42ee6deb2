"""Programs that are kept: the same as compiled ones, and nothing that is damaged or of others is believed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from kpicalc.api import Request, compute
from kpicalc.api.compile_file import compile_text
from kpicalc.api.kept_programs import keep_program, open_shelf, read_program, recall_program, write_program
from kpicalc.api.schemes import compile_schemes
from kpicalc.model.diagnostic import Checked, warning
from kpicalc.model.period import Period, PeriodLength, parse_period

ROOT = Path(__file__).parents[2]
SCHEMES = tuple(sorted(path for path in (ROOT / "schemes").glob("*.yaml") if ".test." not in path.name))
MARCH = Period(2026, 3, PeriodLength.MONTH)
ONE = ROOT / "schemes" / "partner.yaml"


@pytest.mark.parametrize("path", SCHEMES, ids=lambda each: each.stem)
def test_a_program_is_read_back_as_it_was(path: Path) -> None:
    compiled = compile_text(path.read_text(encoding="utf-8"), path.name, MARCH)

    written = write_program(compiled)

    assert written is not None
    read = read_program(written)
    assert read == compiled
    assert read is not None
    assert read.value is not None
    assert compiled.value is not None
    # What is one thing in the program is one thing again, and the order of columns stays.
    assert write_program(read) == written
    assert list(read.value.grains) == list(compiled.value.grains)


def test_a_value_of_no_known_kind_is_not_kept(tmp_path: Path) -> None:
    compiled = compile_text(ONE.read_text(encoding="utf-8"), "partner.yaml", MARCH)
    strange = Checked(compiled.value, (warning("KPI312", None, found=1.5),))

    keep_program(tmp_path / "program.json", strange)

    assert write_program(strange) is None
    assert list(tmp_path.iterdir()) == []


NO_PROGRAMS = (
    '[["tuple"],["diagnostic.Checked","a",[0]]]',
    "",
    "{}",
    "[]",
    "[[]]",
    "[1]",
    "nul",
    '[["source.Span","a",1]]',
    '[["tuple",[3]]]',
)
OF_OTHERS = (
    '[["open","a"]]',
    '[["os.system","a"]]',
    '[["source.dataclass"]]',
    '[["period.parse_period","2026-03"]]',
)


@pytest.mark.parametrize("text", NO_PROGRAMS + OF_OTHERS)
def test_a_text_that_is_no_program_is_none(text: str) -> None:
    assert read_program(text) is None


@pytest.mark.parametrize("text", [*OF_OTHERS, '[["money.Decimal","1"]]'])
def test_what_is_no_noun_is_made_nowhere_in_a_program(text: str) -> None:
    kept = write_program(compile_text(ONE.read_text(encoding="utf-8"), "partner.yaml", MARCH))
    assert kept is not None
    *made, root = json.loads(kept)

    assert read_program(json.dumps([*made, root])) is not None
    assert read_program(json.dumps([*made, *json.loads(text), root])) is None


def test_schemes_are_recalled_until_they_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scheme = tmp_path / "partner.yaml"
    scheme.write_bytes(ONE.read_bytes())
    kept = tmp_path / "kept"
    first = compile_schemes([scheme], MARCH, kept)
    (file,) = kept.iterdir()

    with monkeypatch.context() as without:
        without.setattr("kpicalc.api.compile_file.compile_text", None)
        assert compile_schemes([scheme], MARCH, kept) == first
        with pytest.raises(TypeError):
            compile_schemes([scheme], Period(2026, 4, PeriodLength.MONTH), kept)
    assert compile_schemes([scheme], MARCH) == first

    # A file that is cut, or edited by hand, is not believed; it is written anew.
    whole = file.read_bytes()
    for damaged in (whole[:-9], whole.replace(b"0.35", b"0.36"), b"", b"\xff\xfe", whole[65:]):
        assert damaged != whole
        file.write_bytes(damaged)
        assert recall_program(file) is None
        assert compile_schemes([scheme], MARCH, kept) == first
        assert file.read_bytes() == whole
    assert len(list(kept.iterdir())) == 1


def test_a_scheme_with_errors_is_not_kept(tmp_path: Path) -> None:
    scheme = tmp_path / "wrong.yaml"
    scheme.write_text("kpicalc: 1\nscheme: a\n", encoding="utf-8")

    assert compile_schemes([scheme], MARCH, tmp_path / "kept").value is None
    assert list((tmp_path / "kept").iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="rights of this kind are those of POSIX")
def test_a_folder_into_which_others_write_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "kept"
    assert open_shelf(folder) is not None
    with monkeypatch.context() as patch:
        patch.setattr("os.getuid", lambda: folder.stat().st_uid + 1, raising=False)
        assert open_shelf(folder) is None
    folder.chmod(0o777)

    assert open_shelf(folder) is None
    assert open_shelf(ONE) is None
    assert open_shelf(None) is None


def test_old_programs_are_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpicalc.api.kept_programs._MOST", 4)
    monkeypatch.setattr("kpicalc.api.kept_programs._FEWER", 2)
    compiled = compile_text(ONE.read_text(encoding="utf-8"), "partner.yaml", MARCH)

    for number in range(6):
        keep_program(tmp_path / f"{number}.json", compiled)
        os.utime(tmp_path / f"{number}.json", (number, number))

    assert sorted(each.name for each in tmp_path.iterdir()) == ["3.json", "4.json", "5.json"]


def test_a_run_with_kept_programs_is_the_same_run(tmp_path: Path) -> None:
    facts = (ROOT / "examples" / "partner",)
    period = parse_period("2026-03")
    request = Request(facts, (ONE,), period, kept=tmp_path / "kept")

    runs = [compute(Request(facts, (ONE,), period)), compute(request), compute(request)]

    assert runs[0].diagnostics == runs[1].diagnostics == runs[2].diagnostics
    shown = [None if each.value is None else each.value.totals for each in runs]
    assert shown[0] == shown[1] == shown[2]
    assert shown[0] is not None
