"""Read a Parquet file as a sheet, its numbers exactly as they are stored; folders may name more columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from kpicalc.facts.archive import hash_file
from kpicalc.facts.read_csv import TextProblem
from kpicalc.facts.workbook import HEAD_ROWS, Broken, Raw, RowBlock, Sheet
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.facts import BLOCK_ROWS
from kpicalc.model.money import CONTEXT
from kpicalc.model.problem import Problem
from kpicalc.model.source import FilePlace

if TYPE_CHECKING:
    from pyarrow import Table
    from pyarrow.parquet import ParquetFile

    Column = Any

# How writers of partitions spell the signs that a folder may not hold, and that there is no value.
_ENCODED = re.compile("(?:%[0-9A-Fa-f]{2})+")
_NO_VALUE = "__HIVE_DEFAULT_PARTITION__"
# A binary number gives back so many digits without loss.
_BINARY_DIGITS = 15


@dataclass(frozen=True, slots=True)
class _File:
    """A file and the columns that the folders above it name: `department=Sales/part-0.parquet`."""

    path: Path
    shown: str
    folders: tuple[tuple[str, str], ...]

    def stream_blocks(self, after: int) -> Iterator[RowBlock]:
        """Yield the rows below row `after`, in blocks that are full but for the last."""
        first = after + 1
        for batch in self._full_batches(after - 1):
            size = batch.num_rows
            columns = [*map(_read_column, batch.columns), *([value] * size for _, value in self.folders)]
            yield RowBlock(range(first, first + size), columns)
            first += size

    def _full_batches(self, skipped: int) -> Iterator[Table]:
        """Yield the rows of a file without the first ones, BLOCK_ROWS at a time however they are stored."""
        import pyarrow as pa  # noqa: PLC0415 - heavy

        waiting: list[Table] = []
        try:
            for batch in _open(self.path, self.shown).iter_batches(batch_size=BLOCK_ROWS):
                waiting.append(pa.Table.from_batches([batch.slice(min(skipped, batch.num_rows))]))
                skipped -= min(skipped, batch.num_rows)
                if sum(each.num_rows for each in waiting) >= BLOCK_ROWS:
                    joined = pa.concat_tables(waiting)
                    yield joined.slice(0, BLOCK_ROWS)
                    waiting = [joined.slice(BLOCK_ROWS)]
            rest = [each for each in waiting if each.num_rows]
            if rest:
                yield pa.concat_tables(rest)
        except (pa.ArrowException, OSError) as fault:
            raise TextProblem((_damaged(self.shown),)) from fault


def read_parquet(path: Path, shown: str) -> Checked[tuple[Sheet, ...]]:
    """Read the head of a Parquet file; its rows are streamed. Row 1 is the row of its column names."""
    if find_spec("pyarrow") is None:
        return Checked(None, (error(Problem.PARQUET_WITHOUT_LIBRARY, FilePlace(shown)),))
    try:
        return Checked((_read_head(path, shown),))
    except TextProblem as problem:
        return Checked(None, problem.problems)


def _read_head(path: Path, shown: str) -> Sheet:
    names = _open(path, shown).schema_arrow.names
    folders = tuple(each for each in partition_values(shown) if each[0] not in names)
    file = _File(path, shown, folders)
    # Its full blocks hold more rows than a header is looked for in.
    block = next(file.stream_blocks(1), RowBlock(range(0), []))
    first = [block.row(offset) for offset in range(min(HEAD_ROWS - 1, len(block.numbers)))]
    return Sheet(
        file=shown,
        name="",
        stem=path.stem,
        reader="parquet",
        sha256=hash_file(path),
        hidden=False,
        head=([*names, *(name for name, _ in folders)], *first),
        read_after=file.stream_blocks,
    )


def partition_values(path: str) -> Iterator[tuple[str, str]]:
    """Yield name and value of the folders `name=value` that lead to a file.

    >>> list(partition_values("facts/month=2026-03/team=North%20West/part-0.parquet"))
    [('month', '2026-03'), ('team', 'North West')]
    """
    for part in PurePath(path).parts[:-1]:
        name, sign, value = part.partition("=")
        if sign and name:
            yield _decode(name), "" if value == _NO_VALUE else _decode(value)


def _decode(text: str) -> str:
    """Return a name of a folder with the signs that no folder may hold: `North%2FWest` is North/West."""
    return _ENCODED.sub(_decode_run, text)


def _decode_run(found: re.Match[str]) -> str:
    return bytes.fromhex(found[0].replace("%", "")).decode(errors="replace")


def _open(path: Path, shown: str) -> ParquetFile:
    """Open a file; TextProblem where it is damaged."""
    import pyarrow as pa  # noqa: PLC0415 - heavy
    from pyarrow import parquet  # noqa: PLC0415 - heavy

    try:
        return parquet.ParquetFile(path)
    except (pa.ArrowException, OSError, ValueError) as fault:
        raise TextProblem((_damaged(shown),)) from fault


def _damaged(shown: str) -> Diagnostic:
    return error(Problem.FACTS_DAMAGED, FilePlace(shown))


def _read_column(column: Column) -> Sequence[Raw]:
    """Return the cells of a column; a null is a blank cell."""
    cells = _read_known(column.drop_null())
    if not column.null_count:
        return cells
    known = iter(cells)
    return [next(known) if here else "" for here in column.is_valid().to_pylist()]


def _read_known(column: Column) -> list[Raw]:
    """Return the cells of a column without nulls; a nested value is a cell that cannot be used."""
    from pyarrow import types  # noqa: PLC0415 - heavy

    kind = column.type
    if types.is_dictionary(kind):
        return _read_known(column.cast(kind.value_type))
    read = next((read for name, read in _READERS if getattr(types, f"is_{name}")(kind)), None)
    return [Broken(str(kind))] * len(column) if read is None else read(column)


def _read_plainly(column: Column) -> list[Raw]:
    cells: list[Raw] = column.to_pylist()
    return cells


def _read_short_binary(column: Column) -> list[Raw]:
    """Read numbers of four bytes or two by the digits that tell them: 0.1, not 0.100000001490116."""
    return [float(text) for text in column.cast("string").to_pylist()]


def _read_exactly(column: Column) -> list[Raw]:
    return [_number(Decimal(text)) for text in column.cast("string").to_pylist()]


def _number(value: Decimal) -> float | str:
    """Return a number as a cell that is read back to the last digit.

    A long one is a text, never with three digits behind the point: those might be thousands.

    >>> _number(Decimal("1234.50")), _number(Decimal("1234567890123456.125"))
    (1234.5, '1234567890123456.1250')
    """
    if len(value.normalize(CONTEXT).as_tuple().digits) <= _BINARY_DIGITS:
        return float(value)
    text = f"{value:f}"
    return f"{text}0" if text[-4:-3] == "." else text


def _read_text(column: Column) -> list[Raw]:
    return _read_plainly(column.cast("large_string"))


def _read_day(column: Column) -> list[Raw]:
    try:
        return _read_plainly(column)
    except (ValueError, OverflowError):
        # Days that Python has no date for, as texts: they are refused as such, each in its place.
        return _read_text(column)


def _read_moment(column: Column) -> list[Raw]:
    """Read moments to the microsecond; those of a zone as texts that name their distance to it."""
    from pyarrow import timestamp  # noqa: PLC0415 - heavy

    moments = _read_day(column.cast(timestamp("us", column.type.tz), safe=False))
    if column.type.tz is None:
        return moments
    return [each.isoformat() if isinstance(each, datetime) else each for each in moments]


def _read_span(column: Column) -> list[Raw]:
    from pyarrow import duration  # noqa: PLC0415 - heavy

    return _read_plainly(column.cast(duration("us"), safe=False))


# The kinds of columns by the names that the library gives them, and who reads them.
_READERS: tuple[tuple[str, Callable[[Column], list[Raw]]], ...] = (
    ("boolean", _read_plainly),
    ("integer", _read_exactly),
    ("float64", _read_plainly),
    ("floating", _read_short_binary),
    ("decimal", _read_exactly),
    ("date", _read_day),
    ("timestamp", _read_moment),
    ("time", _read_day),
    ("duration", _read_span),
    ("string", _read_text),
    ("large_string", _read_text),
    ("string_view", _read_text),
    ("null", _read_plainly),
)
