"""The statement as CSV: a row for each employee, a column for each pay line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from kpicalc.engine.settle import people_in_parts, segment_of, sum_of_person
from kpicalc.i18n.catalogue import Language
from kpicalc.model.dataclass import dataclass
from kpicalc.model.facts import BLOCK_ROWS, WholeNumbers
from kpicalc.model.fault import Value
from kpicalc.model.kind import Kind
from kpicalc.model.money import minor_unit
from kpicalc.model.outline import PayLine
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Run, Settlement
from kpicalc.report.formats import CsvDialect
from kpicalc.report.views.wording import title_left, title_value
from kpicalc.report.writers.plain import write_amounts, write_number, write_whole_amounts

_LINE_END = "\r\n"
# What may need quotes, and what may be taken for a formula where a text begins with it.
_QUOTED = '",;\r\0'
_FORMULA = "=+-@\t"


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a dialect is written."""

    mark: str
    delimiter: str
    point: str
    before: tuple[str, str, str]
    after: tuple[str, str]
    flags: tuple[str, str]
    fault: str
    parts: tuple[str, str, str]
    day: str
    file: str
    key: Callable[[PayLine], str]
    left: Callable[[PayLine], str]


# A column: its heading and, for columns of equal heading in one scheme, its number.
_Column = tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Layout:
    """The columns of lines and of what they leave, and the end of each row where people have several."""

    columns: list[_Column]
    rests: list[_Column]
    tails: Mapping[tuple[int, int], str]


_MANNERS = {
    CsvDialect.EXCEL_RU: _Manner(
        mark="\ufeff",
        delimiter=";",
        point=",",
        before=("Таб. №", "Сотрудник", "Схема"),
        after=("Итого", "Валюта"),
        flags=("нет", "да"),
        fault="не рассчитано",
        parts=("С", "По", "Итого сотруднику"),
        day="%d.%m.%Y",
        file="Файл",
        key=lambda line: title_value(line.name, line.label, Language.RU),
        left=lambda line: title_left(line, Language.RU),
    ),
    CsvDialect.RFC4180: _Manner(
        mark="",
        delimiter=",",
        point=".",
        before=("employee_id", "name", "scheme"),
        after=("total", "currency"),
        flags=("false", "true"),
        fault="not computed",
        parts=("from", "to", "person_total"),
        day="%Y-%m-%d",
        file="file",
        key=lambda line: line.name,
        left=lambda line: line.left,
    ),
}


def write_statement(
    run: Run, order: Sequence[tuple[Settlement, int]], dialect: CsvDialect
) -> Iterator[bytes]:
    """Yield the statement as UTF-8, block by block.

    `order` holds every employee shown, in the order of the sheet; the rows of one settlement stand in it in
    ascending order. Lines of several schemes share a column when they bear the same title (or name). What
    lines leave for later periods stands behind the total. Where people may have several rows, the days of
    each stand at its end, and behind the last row of a person what all of them come to.
    """
    manner = _MANNERS[dialect]
    columns = list(dict.fromkeys(key for each in run.settlements for key in _keyed_lines(each, manner)))
    rests = list(dict.fromkeys(key for each in run.settlements for key in _keyed_rests(each, manner)))
    titles = [title for title, _ in columns]
    tails = _write_tails(run, order, manner)
    parts = manner.parts if tails else ()
    headings = (*manner.before, *titles, *manner.after, *(title for title, _ in rests), *parts)
    yield (manner.mark + manner.delimiter.join(_write_texts(headings, manner)) + _LINE_END).encode()
    for rows in _merge_rows(run, order, _Layout(columns, rests, tails), manner):
        yield (_LINE_END.join(rows) + _LINE_END).encode("utf-8", "replace")


def _write_tails(
    run: Run, order: Sequence[tuple[Settlement, int]], manner: _Manner
) -> dict[tuple[int, int], str]:
    """Return the end of each row: its days and, in the last row of a person, the sum of all of them."""
    if not any(each.program.grains[EMPLOYEES].segmented for each in run.settlements):
        return {}
    parts = {(id(each), row): places for places in people_in_parts(order).values() for each, row in places}
    tails: dict[tuple[int, int], str] = {}
    for settlement in run.settlements:
        for row in range(settlement.facts.frames[EMPLOYEES].size):
            place = settlement, row
            own = parts.get((id(settlement), row), [place])
            segment = segment_of(settlement, row)
            days = ("", "") if segment is None else (segment.first, segment.last)
            total = sum_of_person(own) if own[-1] == place else None
            currency = settlement.program.currency
            amount = "" if total is None else write_amounts([total], currency, manner.fault)[0]
            texts = (*(f"{each:{manner.day}}" if each else "" for each in days), _with_point(amount, manner))
            tails[id(settlement), row] = "".join(f"{manner.delimiter}{each}" for each in texts)
    return tails


def _with_point(text: str, manner: _Manner) -> str:
    return text.replace(".", manner.point)


def write_mailing_list(rows: Iterable[tuple[str, str, str]], dialect: CsvDialect) -> Iterator[bytes]:
    """Yield the list by which files are sent: number, name and file of each employee."""
    manner = _MANNERS[dialect]
    first = (manner.before[0], manner.before[1], manner.file)
    yield manner.mark.encode()
    for row in (first, *rows):
        line = manner.delimiter.join(_write_texts(row, manner)) + _LINE_END
        yield line.encode("utf-8", "replace")


def _keyed_lines(settlement: Settlement, manner: _Manner) -> dict[_Column, str]:
    """Return the variables of the pay lines by column."""
    return _number_titles((manner.key(line), line.variable) for line in settlement.program.pay_lines)


def _keyed_rests(settlement: Settlement, manner: _Manner) -> dict[_Column, str]:
    """Return the variables of what the pay lines leave for later periods, by column."""
    return _number_titles(
        (manner.left(line), line.left) for line in settlement.program.pay_lines if line.left
    )


def _number_titles(titled: Iterable[tuple[str, str]]) -> dict[_Column, str]:
    keyed: dict[_Column, str] = {}
    for title, variable in titled:
        keyed[(title, sum(title == known for known, _ in keyed))] = variable
    return keyed


def _merge_rows(
    run: Run,
    order: Sequence[tuple[Settlement, int]],
    layout: _Layout,
    manner: _Manner,
) -> Iterator[list[str]]:
    blocks = {id(each): _row_blocks(each, layout, manner) for each in run.settlements}
    if len(blocks) == 1:
        yield from next(iter(blocks.values()))
        return
    rows = {key: (row for block in each for row in block) for key, each in blocks.items()}
    for start in range(0, len(order), BLOCK_ROWS):
        yield [next(rows[id(settlement)]) for settlement, _ in order[start : start + BLOCK_ROWS]]


def _row_blocks(settlement: Settlement, layout: _Layout, manner: _Manner) -> Iterator[list[str]]:
    variables = (_keyed_lines(settlement, manner), _keyed_rests(settlement, manner))
    frame, program = settlement.facts.frames[EMPLOYEES], settlement.program
    kinds = {each.name: each.kind for each in program.variables() if each.grain == EMPLOYEES}
    scheme, currency = _write_texts([program.scheme, program.currency], manner)
    for start in dict.fromkeys(row - row % BLOCK_ROWS for row in settlement.rows):
        rows = slice(start, min(start + BLOCK_ROWS, frame.size))
        blank = [""] * (rows.stop - start)
        figures, rests = (
            [
                _write_figures(settlement, known[key], rows, kinds, manner) if key in known else blank
                for key in wanted
            ]
            for known, wanted in zip(variables, (layout.columns, layout.rests), strict=True)
        )
        cells = zip(
            _write_texts(frame.keys[rows], manner),
            _write_texts(frame.labels[rows], manner),
            [scheme] * len(blank),
            *figures,
            _write_totals(settlement, rows, kinds, manner),
            [currency] * len(blank),
            *rests,
            strict=True,
        )
        lines = list(map(manner.delimiter.join, cells))
        if layout.tails:
            lines = [f"{line}{layout.tails[id(settlement), row]}" for row, line in enumerate(lines, start)]
        shown = settlement.shown
        yield lines if shown is None else [lines[row - start] for row in shown if start <= row < rows.stop]


def _write_figures(
    settlement: Settlement, variable: str, rows: slice, kinds: Mapping[str, Kind], manner: _Manner
) -> list[str]:
    column = settlement.values.columns[(EMPLOYEES, variable)]
    if kinds.get(variable, Kind.MONEY) is Kind.MONEY:
        return _write_amounts(column, settlement.program.currency, rows, manner)
    return _with_points([_write_entitlement(value, manner) for value in column[rows]], manner)


def _write_amounts(column: Sequence[Value], currency: str, rows: slice, manner: _Manner) -> list[str]:
    block = range(rows.start, rows.stop)
    whole = column.whole_numbers(block) if isinstance(column, WholeNumbers) else None
    if whole is None or minor_unit(currency).scaleb(whole[1]) != 1:
        return _with_points(write_amounts(list(column[rows]), currency, manner.fault), manner)
    return write_whole_amounts(*whole, manner.point)


def _with_points(texts: list[str], manner: _Manner) -> list[str]:
    return texts if manner.point == "." else [_with_point(each, manner) for each in texts]


def _write_totals(
    settlement: Settlement, rows: slice, kinds: Mapping[str, Kind], manner: _Manner
) -> list[str]:
    """Write the totals; who has pay but fails a check of the scheme has none."""
    texts = _write_figures(settlement, settlement.program.total, rows, kinds, manner)
    for row in settlement.held:
        if rows.start <= row < rows.stop:
            texts[row - rows.start] = manner.fault
    return texts


def _write_entitlement(value: Value, manner: _Manner) -> str:
    match value:
        case bool():
            return manner.flags[value]
        case Decimal():
            return write_number(value)
        case _:
            return manner.fault


def _write_texts(texts: Sequence[str], manner: _Manner) -> list[str]:
    """Write texts as fields; a block in which no text needs care is told by a few looks at the whole."""
    joined = "\n" + "\n".join(texts)
    starts = [f"\n{sign}" for sign in _FORMULA if sign in joined]
    careful = any(sign in joined for sign in (*_QUOTED, *starts))
    if careful or joined.count("\n") != len(texts):
        return [_write_text(text, manner) for text in texts]
    return list(texts)


def _write_text(text: str, manner: _Manner) -> str:
    """Keep a spreadsheet from taking a text for a formula, and quote it where the format asks for that."""
    calm = f"'{text}" if text.startswith((*_FORMULA, "\r", "\0")) else text
    if any(mark in calm for mark in (manner.delimiter, '"', "\r", "\n")):
        return '"' + calm.replace('"', '""') + '"'
    return calm
