"""A new function is one record: every room takes what it needs of it from there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kpicalc.formula.function import AggregateFunction, Function, WindowFunction
from kpicalc.formula.functions import AGGREGATES, FUNCTIONS, WINDOWS

ROOT = Path(__file__).parents[2]
RECORDS = (*FUNCTIONS.values(), *AGGREGATES.values(), *WINDOWS.values())


def test_two_functions_are_added_by_their_records_alone() -> None:
    command = [sys.executable, "-m", "tests.properties.added_functions"]
    shown = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, encoding="utf-8")  # noqa: S603

    assert json.loads(shown.stdout) == {
        "pay": "130.00",
        "median": "0 <= x <= 50 or missing",
        "narrowed": "100 <= x <= 1000",
        "most": "1050.00",
        "turns": 1,
        "told": ["медиана («s»)", "сверх (x; y)"],
        "forks": ["point.decides", "point.fails", "point.holds", "point.missing", "point.there"],
    }


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: f"{type(record).__name__}-{record.name}")
def test_every_record_has_every_face(record: Function | AggregateFunction | WindowFunction) -> None:
    fields = type(record).__dataclass_fields__
    faces = {name: getattr(record, name) for name in fields}

    assert [name for name, field in fields.items() if field.default is not field.default_factory] == []
    assert callable(faces["domain"])
    assert callable(faces["inverse"])
    assert callable(faces["grid"])
    assert record.doc_en.strip()
    assert record.doc_ru.strip()
