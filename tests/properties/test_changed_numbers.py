"""Any one number of the company's March is changed: pay follows, or the explanation shows why not."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from kpicalc.api import compile_schemes, employee_rows, load_facts
from kpicalc.engine.explain import explain
from kpicalc.engine.settle import join_settlements, settle
from kpicalc.facts.read_files import read_workbook
from kpicalc.model.facts import Frame
from kpicalc.model.period import parse_period
from kpicalc.model.program import EMPLOYEES, Program
from kpicalc.model.result import Explanation, Run
from kpicalc.model.source import CellRef

ROOT = Path(__file__).resolve().parents[2]
FACTS = ROOT / "examples" / "company-csv"
KEY = "Таб. №"

# The numbers that say who and when, not how much.
LABELS = {"№ п/п", KEY, "Дата", "Дата приёма"}

# The pay systems that are looked at: in them nobody's pay hangs on the numbers of others.
SCHEMES = ("client-manager", "general-director", "internet-marketer", "salary-actions-bonus")
TABLES = ("Сотрудники", "Поступления", "Задолженность", "Допродажи", "Закрывающие документы")

# Whose pay stays as it is although both more and less was tried, and why.
# unread: his scheme does not read it; rows left out: a condition leaves the row out or has decided before;
# shown: it is in the explanation, where a threshold, a cap, a band or a rule makes nothing of the change.
EXCUSED: Mapping[tuple[str, str], str] = {
    ("00201", "Касания, план"): "left out",
    ("00201", "Касания, факт"): "left out",
    ("00201", "Поступления!13"): "left out",
    ("00201", "Допродажи!0"): "shown",
    ("00201", "Допродажи!1"): "shown",
    ("00202", "План допродаж"): "shown",
    ("00203", "Допродажи!2"): "shown",
    ("00203", "Допродажи!3"): "shown",
    ("00204", "Допродажи!5"): "shown",
    ("00202", "Касания, план"): "shown",
    ("00202", "Касания, факт"): "shown",
    ("00202", "Поступления!18"): "left out",
    ("00203", "Касания, план"): "left out",
    ("00203", "Касания, факт"): "left out",
    ("00203", "Поступления!32"): "left out",
    ("00204", "Поступления!34"): "left out",
    ("00204", "Поступления!9"): "left out",
    ("00203", "Задолженность!5"): "left out",
    ("00204", "Задолженность!6"): "shown",
    ("00303", "Прибыль, план"): "shown",
    ("00303", "Прибыль, факт"): "shown",
    ("00303", "Выручка на сотрудника, план"): "shown",
    ("00303", "Выручка на сотрудника, факт"): "shown",
    ("00303", "Повторные договоры, план"): "shown",
    ("00303", "Повторные договоры, факт"): "shown",
    ("00401", "Поступления!17"): "unread",
    ("00401", "Поступления!37"): "unread",
    ("00402", "Поступления!28"): "unread",
    ("00403", "Предложения"): "left out",
    ("00403", "Разговоры с ЛПР"): "left out",
}

Pay = dict[str, tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of a person in a table: the place of the row, and the heading."""

    person: str
    table: str
    row: int
    heading: str

    @property
    def name(self) -> tuple[str, str]:
        """How the cell is called in the list of excuses; receipts of a person are many."""
        return self.person, self.heading if self.table == "Сотрудники" else f"{self.table}!{self.row}"


Tables = dict[str, list[dict[str, str]]]


@cache
def _tables() -> Tables:
    """Return the rows of the tables that belong to the people of the schemes."""
    positions = {
        position for each in _programs() for asked in each.applies_to.named for position in asked.values
    }
    employees, *details = map(_read, TABLES)
    paid = [row for row in employees if row["Должность"] in positions]
    people = {row[KEY] for row in paid}
    of_people = [[row for row in rows if row[KEY] in people] for rows in details]
    return dict(zip(TABLES, [paid, *of_people], strict=True))


def _read(table: str) -> list[dict[str, str]]:
    content = (FACTS / f"{table}.csv").read_bytes().decode("cp1251")
    return list(csv.DictReader(io.StringIO(content), delimiter=";"))


def _numbers() -> Iterator[Cell]:
    for table, rows in _tables().items():
        for at, row in enumerate(rows):
            headings = [each for each in row if each not in LABELS and _number(row[each]) is not None]
            yield from (Cell(row[KEY], table, at, heading) for heading in headings)


def _number(written: str) -> Decimal | None:
    plain = re.sub(r"[\s%]", "", written).replace(",", ".")
    return Decimal(plain) if re.fullmatch(r"-?\d+(\.\d+)?", plain) else None


def _changed(written: str, factor: Decimal) -> str:
    """Write another number in the same way: a percent stays a percent, a whole number whole."""
    number = _number(written)
    assert number is not None
    other = number * factor if number else factor - Decimal("0.5")
    places = Decimal(1).scaleb(-len(written.rstrip("%").partition(",")[2]))
    return f"{other.quantize(places):f}".replace(".", ",") + ("%" if written.endswith("%") else "")


def _write(folder: Path, changes: Mapping[Cell, Decimal]) -> tuple[Path, ...]:
    """Write the tables with some of their numbers changed."""
    paths = []
    for table, rows in _tables().items():
        paths.append(folder / f"{table}.csv")
        changed = [dict(row) for row in rows]
        for cell, factor in changes.items():
            if cell.table == table:
                changed[cell.row][cell.heading] = _changed(rows[cell.row][cell.heading], factor)
        with paths[-1].open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
            writer.writeheader()
            writer.writerows(changed)
    return tuple(paths)


@cache
def _programs() -> tuple[Program, ...]:
    period = parse_period("2026-03")
    assert period is not None
    programs = compile_schemes([ROOT / "schemes" / f"{name}.yaml" for name in SCHEMES], period)
    assert programs.value is not None, programs.diagnostics
    return programs.value


def _run(folder: Path, changes: Mapping[Cell, Decimal]) -> Run:
    workbook = read_workbook(_write(folder, changes))
    assert workbook.value is not None, workbook.diagnostics
    bound = load_facts(_programs(), workbook.value)
    assert bound.value is not None, bound.diagnostics
    return join_settlements(_programs()[0].period, [settle(program, facts) for program, facts in bound.value])


def _pay(run: Run) -> Pay:
    """Return the lines of everybody, by number."""
    return {
        each.facts.frames[EMPLOYEES].keys[row]: tuple(
            each.values.columns[EMPLOYEES, line.variable][row] for line in each.program.pay_lines
        )
        for each, row in employee_rows(run)
    }


def _rounds() -> list[list[Cell]]:
    """Put the cells in rounds with one cell of each person: nobody's pay hangs on another's numbers."""
    by_person: dict[str, list[Cell]] = {}
    for cell in _numbers():
        by_person.setdefault(cell.person, []).append(cell)
    longest = max(map(len, by_person.values()))
    return [[cells[at] for cells in by_person.values() if at < len(cells)] for at in range(longest)]


@pytest.fixture(scope="module", name="unmoved")
def find_unmoved(tmp_path_factory: pytest.TempPathFactory) -> list[Cell]:
    """Return the cells of which neither more nor less changes the person's pay."""
    folder = tmp_path_factory.mktemp("facts")
    before = _pay(_run(folder, {}))
    unmoved = []
    for cells in _rounds():
        more, less = (_pay(_run(folder, dict.fromkeys(cells, Decimal(each)))) for each in ("1.4", "0.6"))
        unmoved += [cell for cell in cells if before[cell.person] == more[cell.person] == less[cell.person]]
    return unmoved


def test_pay_follows_every_number_or_there_is_an_excuse(unmoved: list[Cell]) -> None:
    assert set(EXCUSED) == {cell.name for cell in unmoved}


def test_the_explanations_show_the_excuses(unmoved: list[Cell], tmp_path: Path) -> None:
    run = _run(tmp_path, {})

    assert {cell.name: _excuse(run, cell) for cell in unmoved} == EXCUSED


def _excuse(run: Run, cell: Cell) -> str:
    """Say how the cell is treated in the explanation of the person's total."""
    settlement, row = next(
        (each, row)
        for each, row in employee_rows(run)
        if each.facts.frames[EMPLOYEES].keys[row] == cell.person
    )
    column = list(_tables()[cell.table][0]).index(cell.heading) + 1
    read = any(_reads(frame, cell.table, column) for frame in settlement.facts.frames.values())
    told = explain(settlement, row, settlement.program.total)
    shown = any((each.row, each.column) == (cell.row + 2, column) for each in _cells(told, cell.table))
    return "shown" if shown else "left out" if read else "unread"


def _reads(frame: Frame, table: str, column: int) -> bool:
    origin = frame.origin
    sheets = () if origin is None else origin.sheets
    return any(Path(each.file).stem == table and column in each.columns.values() for each in sheets)


def _cells(explanation: Explanation, table: str) -> Iterator[CellRef]:
    if explanation.cell is not None and Path(explanation.cell.file).stem == table:
        yield explanation.cell
    for child in explanation.children:
        yield from _cells(child, table)
