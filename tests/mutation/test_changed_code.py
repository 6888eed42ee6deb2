"""A mutant is really in the program that is tried: else every test would seem blind."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.mutation.changed_code import put_in
from tests.mutation.mutants import Mutant, find_mutants

_SOURCE = """
LEAST = 2


def may_be_paid(rows: int) -> bool:
    return rows >= LEAST
"""


@pytest.fixture
def module(tmp_path: Path) -> Iterator[ModuleType]:
    """Load a module of two lines that can be changed."""
    path = tmp_path / "paid_rows.py"
    path.write_text(_SOURCE, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("paid_rows", path)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    sys.modules["paid_rows"] = loaded
    spec.loader.exec_module(loaded)
    yield loaded
    del sys.modules["paid_rows"]


def _mutants() -> dict[str, Mutant]:
    return {each.kind: each for each in find_mutants("paid_rows.py", _SOURCE)}


@pytest.mark.parametrize(
    ("kind", "paid"), [("sign", [False, False, True]), ("constant", [False, False, True])]
)
def test_a_mutant_changes_the_functions_and_the_values_that_are_loaded(
    kind: str, paid: list[bool], module: ModuleType
) -> None:
    assert put_in(_mutants()[kind], str(module.__file__), _SOURCE)
    assert [module.may_be_paid(rows) for rows in (1, 2, 3)] == paid


def test_a_change_that_changes_nothing_is_told(module: ModuleType) -> None:
    same = Mutant("paid_rows.py", 2, "constant", 1, 1, "")

    assert not put_in(same, str(module.__file__), _SOURCE)
