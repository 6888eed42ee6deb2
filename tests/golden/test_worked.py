"""Every worked example gives its published figures, or the recomputed ones where the publication erred."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden.worked_case import FOLDER, differences, read_case

CASES = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_worked_example(path: Path, tmp_path: Path) -> None:
    case = read_case(path)

    assert path.stem == case.identifier
    assert differences(case, tmp_path) == []


def test_the_examples_are_known() -> None:
    known = (FOLDER.parent / "ids.txt").read_text(encoding="utf-8").split()

    assert {path.stem for path in CASES} <= set(known)
    assert len(known) == 75


def test_a_wrong_figure_is_found(tmp_path: Path) -> None:
    path = tmp_path / "seed-05-conversion.yaml"
    right = (FOLDER / path.name).read_text(encoding="utf-8")
    path.write_text(right.replace('equals: "0.25"', 'equals: "0.26"'), encoding="utf-8")

    assert differences(read_case(path), tmp_path) == ["conversion: expected 0.26, got 0.25"]
