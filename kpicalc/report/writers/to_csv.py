"""The statement as CSV: a row for each employee, a column for each pay line; lists of pay and of files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from operator import attrgetter

from kpicalc.engine.settle import people_in_parts, segment_of, sum_of_person
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.model.dataclass import dataclass
from kpicalc.model.facts import BLOCK_ROWS, WholeNumbers
from kpicalc.model.fault import Value
from kpicalc.model.kind import Kind
from kpicalc.model.money import minor_unit
from kpicalc.model.month import PaidAmount
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
    paid: Mapping[str, Callable[[PaidAmount], object]]
    key: Callable[[PayLine], str]
    left: Callable[[PayLine], str]

    def write_tails(self, run: Run, order: Sequence[tuple[Settlement, int]]) -> dict[tuple[int, int], str]:
        """Return the end of each row: its days and, in the last row of a person, the sum of all of them."""
        if not any(each.program.grains[EMPLOYEES].segmented for each in run.settlements):
            return {}
        parts = {
            (id(each), row): places for places in people_in_parts(order).values() for each, row in places
        }
        tails: dict[tuple[int, int], str] = {}
        for settlement in run.settlements:
            for row in range(settlement.facts.frames[EMPLOYEES].size):
                place = settlement, row
                own = parts.get((id(settlement), row), [place])
                segment = segment_of(settlement, row)
                days = ("", "") if segment is None else (segment.first, segment.last)
                total = sum_of_person(own) if own[-1] == place else None
                currency = settlement.program.currency
                amount = "" if total is None else write_amounts([total], currency, self.fault)[0]
                texts = (*(f"{each:{self.day}}" if each else "" for each in days), self.with_point(amount))
                tails[id(settlement), row] = "".join(f"{self.delimiter}{each}" for each in texts)
        return tails

    def with_point(self, text: str) -> str:
        """Write a number with the point of the dialect."""
        return text.replace(".", self.point)

    def keyed_lines(self, settlement: Settlement) -> dict[_Column, str]:
        """Return the variables of the pay lines by column."""
        return _number_titles((self.key(line), line.variable) for line in settlement.program.pay_lines)

    def keyed_rests(self, settlement: Settlement) -> dict[_Column, str]:
        """Return the variables of what the pay lines leave for later periods, by column."""
        return _number_titles(
            (self.left(line), line.left) for line in settlement.program.pay_lines if line.left
        )

    def merge_rows(
        self,
        run: Run,
        order: Sequence[tuple[Settlement, int]],
        layout: _Layout,
    ) -> Iterator[list[str]]:
        blocks = {id(each): self._row_blocks(each, layout) for each in run.settlements}
        if len(blocks) == 1:
            yield from next(iter(blocks.values()))
            return
        rows = {key: (row for block in each for row in block) for key, each in blocks.items()}
        for start in range(0, len(order), BLOCK_ROWS):
            yield [next(rows[id(settlement)]) for settlement, _ in order[start : start + BLOCK_ROWS]]

    def _row_blocks(self, settlement: Settlement, layout: _Layout) -> Iterator[list[str]]:
        variables = (self.keyed_lines(settlement), self.keyed_rests(settlement))
        frame, program = settlement.facts.frames[EMPLOYEES], settlement.program
        kinds = {each.name: each.kind for each in program.variables() if each.grain == EMPLOYEES}
        scheme, currency = self.write_texts([program.scheme, program.currency])
        for start in dict.fromkeys(row - row % BLOCK_ROWS for row in settlement.rows):
            rows = slice(start, min(start + BLOCK_ROWS, frame.size))
            blank = [""] * (rows.stop - start)
            figures, rests = (
                [
                    self._write_figures(settlement, known[key], rows, kinds) if key in known else blank
                    for key in wanted
                ]
                for known, wanted in zip(variables, (layout.columns, layout.rests), strict=True)
            )
            cells = zip(
                self.write_texts(frame.keys[rows]),
                self.write_texts(frame.labels[rows]),
                [scheme] * len(blank),
                *figures,
                self._write_totals(settlement, rows, kinds),
                [currency] * len(blank),
                *rests,
                strict=True,
            )
            lines = list(map(self.delimiter.join, cells))
            if layout.tails:
                lines = [
                    f"{line}{layout.tails[id(settlement), row]}" for row, line in enumerate(lines, start)
                ]
            shown = settlement.shown
            yield (
                lines if shown is None else [lines[row - start] for row in shown if start <= row < rows.stop]
            )

    def _write_figures(
        self, settlement: Settlement, variable: str, rows: slice, kinds: Mapping[str, Kind]
    ) -> list[str]:
        column = settlement.values.columns[(EMPLOYEES, variable)]
        if kinds.get(variable, Kind.MONEY) is Kind.MONEY:
            return self._write_amounts(column, settlement.program.currency, rows)
        return self._with_points([self._write_entitlement(value) for value in column[rows]])

    def _write_amounts(self, column: Sequence[Value], currency: str, rows: slice) -> list[str]:
        block = range(rows.start, rows.stop)
        whole = column.whole_numbers(block) if isinstance(column, WholeNumbers) else None
        if whole is None or minor_unit(currency).scaleb(whole[1]) != 1:
            return self._with_points(write_amounts(list(column[rows]), currency, self.fault))
        return write_whole_amounts(*whole[:2], self.point)

    def _with_points(self, texts: list[str]) -> list[str]:
        return texts if self.point == "." else [self.with_point(each) for each in texts]

    def _write_totals(self, settlement: Settlement, rows: slice, kinds: Mapping[str, Kind]) -> list[str]:
        """Write the totals; who has pay but fails a check of the scheme has none."""
        texts = self._write_figures(settlement, settlement.program.total, rows, kinds)
        for row in settlement.held:
            if rows.start <= row < rows.stop:
                texts[row - rows.start] = self.fault
        return texts

    def _write_entitlement(self, value: Value) -> str:
        match value:
            case bool():
                return self.flags[value]
            case Decimal():
                return write_number(value)
            case _:
                return self.fault

    def write_texts(self, texts: Sequence[str]) -> list[str]:
        """Write texts as fields; a block in which no text needs care is told by a few looks at the whole."""
        joined = "\n" + "\n".join(texts)
        starts = [f"\n{sign}" for sign in _FORMULA if sign in joined]
        careful = any(sign in joined for sign in (*_QUOTED, *starts))
        if careful or joined.count("\n") != len(texts):
            return [self._write_text(text) for text in texts]
        return list(texts)

    def _write_text(self, text: str) -> str:
        """Keep a spreadsheet from taking a text for a formula; quote it where the format asks for that."""
        calm = f"'{text}" if text.startswith((*_FORMULA, "\r", "\0")) else text
        if any(mark in calm for mark in (self.delimiter, '"', "\r", "\n")):
            return '"' + calm.replace('"', '""') + '"'
        return calm


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
        paid={
            "Таб. №": lambda paid: paid.employee,
            "Сотрудник": lambda paid: paid.name,
            "Схема": lambda paid: paid.scheme,
            "Часть": lambda paid: paid.part + 1,
            "Строка": lambda paid: title_value(paid.line, paid.label, Language.RU),
            "Вид": lambda paid: phrase(f"line.{paid.kind}", Language.RU),
            "Валюта": lambda paid: paid.currency,
            "Сумма": lambda paid: paid.amount,
        },
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
        paid={each.name: attrgetter(each.name) for each in fields(PaidAmount)},
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
    columns = list(dict.fromkeys(key for each in run.settlements for key in manner.keyed_lines(each)))
    rests = list(dict.fromkeys(key for each in run.settlements for key in manner.keyed_rests(each)))
    titles = [title for title, _ in columns]
    tails = manner.write_tails(run, order)
    parts = manner.parts if tails else ()
    headings = (*manner.before, *titles, *manner.after, *(title for title, _ in rests), *parts)
    yield (manner.mark + manner.delimiter.join(manner.write_texts(headings)) + _LINE_END).encode()
    for rows in manner.merge_rows(run, order, _Layout(columns, rests, tails)):
        yield (_LINE_END.join(rows) + _LINE_END).encode("utf-8", "replace")


def write_mailing_list(rows: Iterable[tuple[str, str, str]], dialect: CsvDialect) -> Iterator[bytes]:
    """Yield the list by which files are sent: number, name and file of each employee."""
    manner = _MANNERS[dialect]
    first = (manner.before[0], manner.before[1], manner.file)
    yield manner.mark.encode()
    for row in (first, *rows):
        line = manner.delimiter.join(manner.write_texts(row)) + _LINE_END
        yield line.encode("utf-8", "replace")


def write_pay_list(amounts: Iterable[PaidAmount], dialect: CsvDialect) -> Iterator[bytes]:
    """Yield what was paid in a closed month: a row for each person and line, the amount at its end."""
    manner = _MANNERS[dialect]
    yield (manner.mark + manner.delimiter.join(manner.paid) + _LINE_END).encode()
    for each in amounts:
        *texts, amount = (tell(each) for tell in manner.paid.values())
        cells = (*manner.write_texts(list(map(str, texts))), manner.with_point(f"{amount:f}"))
        yield (manner.delimiter.join(cells) + _LINE_END).encode("utf-8", "replace")


def _number_titles(titled: Iterable[tuple[str, str]]) -> dict[_Column, str]:
    keyed: dict[_Column, str] = {}
    for title, variable in titled:
        keyed[(title, sum(title == known for known, _ in keyed))] = variable
    return keyed
