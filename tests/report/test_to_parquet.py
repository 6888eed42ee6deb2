"""The statement as Parquet: the same figures as in CSV, with types."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow import parquet

from kpicalc.model.result import Run, Settlement
from kpicalc.report.writers import to_parquet
from kpicalc.report.writers.to_parquet import write_parquet
from tests.report.run_sample import ONE_SCHEME, ORDER, RUN

if TYPE_CHECKING:
    import pytest


def table(run: Run, order: Sequence[tuple[Settlement, int]]) -> pa.Table:
    """Write a statement and read it back."""
    return parquet.read_table(BytesIO(b"".join(write_parquet(run, order))))


def test_two_schemes() -> None:
    found = table(RUN, ORDER)
    assert found.column("employee_id").to_pylist() == ["001", "002", "003"]
    assert found.column("name").to_pylist() == ["Иванов Иван Иванович", "Петров Пётр", "=Сидоров"]
    assert found.column("total").to_pylist() == [Decimal("69428.05"), Decimal(80000), None]
    assert found.column("прайс").to_pylist() == [True, None, False]
    assert (str(found.schema.field("оклад").type), str(found.schema.field("прайс").type)) == (
        "decimal128(38, 10)",
        "bool",
    )


def test_the_same_run_gives_the_same_bytes() -> None:
    assert b"".join(write_parquet(RUN, ORDER)) == b"".join(write_parquet(RUN, ORDER))


def test_groups_of_rows_hold_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = table(ONE_SCHEME, ORDER).to_pylist()
    monkeypatch.setattr(to_parquet, "_GROUP_ROWS", 1)
    assert table(ONE_SCHEME, ORDER).to_pylist() == whole


def test_nobody_is_a_table_of_no_rows() -> None:
    assert (table(RUN, ()).num_rows, table(RUN, ()).schema) == (0, table(RUN, ORDER).schema)
