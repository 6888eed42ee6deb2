"""The statement as a Parquet file: a row for each employee, a column for each pay line, amounts exact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kpicalc.engine.settle import people_in_parts, segment_of, settlement_total, sum_of_person
from kpicalc.model.dataclass import dataclass
from kpicalc.model.fault import Value
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Run, Settlement

if TYPE_CHECKING:
    from pyarrow import DataType

# Every figure has so many digits behind the point and 28 before it, whatever a month holds: files of several
# months or parts have the same columns.
_SCALE = 10
_LAST_DIGIT = Decimal(1).scaleb(-_SCALE)
# Rows written at once: the size of the groups that readers of such files skip or take whole.
_GROUP_ROWS = 65_536

_Place = tuple[Settlement, int]


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the file: its type by the library's name, and the value of each place."""

    name: str
    kind: str
    read: Callable[[_Place], object]


@dataclass(slots=True)
class _Chunks:
    """A file that hands out what was written to it since it was asked last."""

    waiting: list[bytes] = field(default_factory=list)
    size: int = 0
    closed: bool = False

    def write(self, data: Any) -> int:
        """Take bytes."""
        chunk = bytes(data)
        self.waiting.append(chunk)
        self.size += len(chunk)
        return len(chunk)

    def tell(self) -> int:
        """Return how many bytes were written in all."""
        return self.size

    def flush(self) -> None:
        """Do nothing: what was written waits to be asked for."""

    def close(self) -> None:
        """Take no more."""
        self.closed = True

    def take(self) -> Iterator[bytes]:
        """Yield what waits."""
        yield from self.waiting
        self.waiting.clear()


def write_parquet(run: Run, order: Sequence[_Place]) -> Iterator[bytes]:
    """Yield the statement as Parquet; `order` holds every employee shown.

    Lines of several schemes share a column when they bear the same name. Figures are decimals with ten
    digits behind the point, flags truth values; what is not computed is null.
    """
    import pyarrow as pa  # noqa: PLC0415 - heavy
    from pyarrow import parquet  # noqa: PLC0415 - heavy

    columns = _list_columns(run, order)
    types = [_data_type(each.kind) for each in columns]
    schema = pa.schema([(each.name, kind) for each, kind in zip(columns, types, strict=True)])
    chunks = _Chunks()
    with parquet.ParquetWriter(chunks, schema) as writer:
        for start in range(0, max(len(order), 1), _GROUP_ROWS):
            places = order[start : start + _GROUP_ROWS]
            arrays = [
                pa.array(map(each.read, places), type=kind, size=len(places))
                for each, kind in zip(columns, types, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            yield from chunks.take()
    yield from chunks.take()


def _data_type(kind: str) -> DataType:
    import pyarrow as pa  # noqa: PLC0415 - heavy

    return pa.decimal128(38, _SCALE) if kind == "decimal" else getattr(pa, kind)()


def _list_columns(run: Run, order: Sequence[_Place]) -> list[_Column]:
    lines, rests = _pay_columns(run)
    return [
        _Column("period", "string", lambda place: str(place[0].program.period)),
        _Column("employee_id", "string", lambda place: place[0].facts.frames[EMPLOYEES].keys[place[1]]),
        _Column("name", "string", lambda place: place[0].facts.frames[EMPLOYEES].labels[place[1]]),
        _Column("scheme", "string", lambda place: place[0].program.scheme),
        *lines,
        _Column("total", "decimal", lambda place: _figure(settlement_total(*place))),
        _Column("currency", "string", lambda place: place[0].program.currency),
        *rests,
        *_part_columns(run, order),
    ]


def _pay_columns(run: Run) -> tuple[list[_Column], list[_Column]]:
    """Return the columns of pay lines, and those of what lines leave for later periods."""
    lines: dict[tuple[str, str, int], dict[int, str]] = {}
    rests: dict[tuple[str, str, int], dict[int, str]] = {}
    for settlement in run.settlements:
        kinds = {each.name: each.kind for each in settlement.program.variables() if each.grain == EMPLOYEES}
        for line in settlement.program.pay_lines:
            flag = kinds.get(line.variable) is Kind.FLAG
            _add_variable(lines, (line.name, "bool_" if flag else "decimal"), settlement, line.variable)
            if line.left:
                _add_variable(rests, (line.left, "decimal"), settlement, line.left)
    return _number_names(lines), _number_names(rests)


def _add_variable(
    known: dict[tuple[str, str, int], dict[int, str]],
    key: tuple[str, str],
    settlement: Settlement,
    variable: str,
) -> None:
    """Note the variable of a column for a settlement, in the next column of that name where one is taken."""
    number = next(n for n in range(len(known) + 1) if id(settlement) not in known.get((*key, n), {}))
    known.setdefault((*key, number), {})[id(settlement)] = variable


def _number_names(known: Mapping[tuple[str, str, int], Mapping[int, str]]) -> list[_Column]:
    """Make the columns; of several that bear one name the later ones are numbered."""
    made: list[_Column] = []
    for (name, kind, _), variables in known.items():
        taken = sum(each.name.partition("#")[0] == name for each in made)
        made.append(_Column(f"{name}#{taken + 1}" if taken else name, kind, _reader(variables)))
    return made


def _reader(variables: Mapping[int, str]) -> Callable[[_Place], object]:
    def read(place: _Place) -> object:
        settlement, row = place
        variable = variables.get(id(settlement))
        return None if variable is None else _figure(settlement.values.columns[EMPLOYEES, variable][row])

    return read


def _part_columns(run: Run, order: Sequence[_Place]) -> list[_Column]:
    """Return the days of each row and what all rows of a person come to, where people may have several."""
    if not any(each.program.grains[EMPLOYEES].segmented for each in run.settlements):
        return []
    last = {(id(own[-1][0]), own[-1][1]): own for own in people_in_parts(order).values()}
    inner = {(id(each), row) for own in last.values() for each, row in own[:-1]}

    def sum_up(place: _Place) -> object:
        key = id(place[0]), place[1]
        return None if key in inner else _figure(sum_of_person(last.get(key, [place])))

    return [
        _Column("from", "date32", lambda place: getattr(segment_of(*place), "first", None)),
        _Column("to", "date32", lambda place: getattr(segment_of(*place), "last", None)),
        _Column("person_total", "decimal", sum_up),
    ]


def _figure(value: Value | None) -> Decimal | bool | None:
    """Return a value as the file holds it; digits behind the tenth are rounded off."""
    if isinstance(value, bool):
        return value
    if not isinstance(value, Decimal):
        return None
    exponent = value.as_tuple().exponent
    return CONTEXT.quantize(value, _LAST_DIGIT) if isinstance(exponent, int) and exponent < -_SCALE else value
