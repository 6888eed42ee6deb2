"""A mutant is really in the program that is tried: else every test would seem blind."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.mutation.changed_code import list_functions, put_in
from tests.mutation.mutants import Mutant, find_mutants

_SOURCE = """
LEAST = 2


def may_be_paid(rows: int) -> bool:
    return rows >= LEAST
"""


_MADE_OF_IT = """
import re

from paid_rows import LEAST

PATTERN = re.compile(f"{'x' * 300}{LEAST}")
"""


@pytest.fixture
def module(tmp_path: Path) -> Iterator[ModuleType]:
    """Load a module of two lines that can be changed, and one that makes a long pattern of its value."""
    loaded = [_load(tmp_path, *each) for each in (("paid_rows", _SOURCE), ("paid_rows.words", _MADE_OF_IT))]
    yield loaded[0]
    for each in loaded:
        del sys.modules[each.__name__]


def _load(folder: Path, name: str, source: str) -> ModuleType:
    path = folder / f"{name}.py"
    path.write_text(source, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


def _mutants() -> dict[str, Mutant]:
    return {each.kind: each for each in find_mutants("paid_rows.py", _SOURCE)}


@pytest.mark.parametrize(
    ("kind", "paid"), [("sign", [False, False, True]), ("constant", [False, False, True])]
)
def test_a_mutant_changes_the_functions_and_the_values_that_are_loaded(
    kind: str, paid: list[bool], module: ModuleType
) -> None:
    assert put_in(_mutants()[kind], str(module.__file__), _SOURCE, list_functions())
    assert [module.may_be_paid(rows) for rows in (1, 2, 3)] == paid


def test_what_another_module_made_of_a_changed_value_is_changed(module: ModuleType) -> None:
    put_in(_mutants()["constant"], str(module.__file__), _SOURCE, list_functions())

    assert sys.modules["paid_rows.words"].PATTERN.pattern[-2:] == "x3"


def test_a_change_that_changes_nothing_is_told(module: ModuleType) -> None:
    same = Mutant("paid_rows.py", 2, "constant", 1, 1, "")

    assert not put_in(same, str(module.__file__), _SOURCE, list_functions())
