"""Short ways to make programs, workbooks and bound facts for the tests."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, cast

import openpyxl

from kpicalc.facts.assign import People, key_of
from kpicalc.facts.bind import bind_facts
from kpicalc.facts.locate_sheets import find_people_sheets
from kpicalc.facts.read_files import read_workbook
from kpicalc.facts.workbook import Workbook
from kpicalc.i18n.catalogue import Language
from kpicalc.model.audience import EVERYBODY, AskedHeading, Audience
from kpicalc.model.diagnostic import Checked, Diagnostic
from kpicalc.model.expr import Text
from kpicalc.model.facts import Facts, SheetReceipt
from kpicalc.model.kind import Kind
from kpicalc.model.period import Period, PeriodLength
from kpicalc.model.program import Grain, Input, Program
from kpicalc.model.source import Span
from tests.problem_texts import fill_strictly

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SPAN = Span("scheme.yaml", 1, 1, 1, 2)
MARCH = Period(2026, 3, PeriodLength.MONTH)
COMPANY = Grain("company", None, SPAN, label="Компания")
EMPLOYEES = Grain("employees", "company", SPAN, label="Сотрудники")

Rows = Sequence[Sequence[object]]


def grain(name: str, parent: str, **more: object) -> Grain:
    """Make a grain with the defaults of the language."""
    fields: dict[str, object] = {"label": name, **more}
    return Grain(name=name, parent=parent, span=SPAN, **fields)  # type: ignore[arg-type]


def column(name: str, kind: Kind = Kind.MONEY, table: str = "employees", **more: object) -> Input:
    """Make an input whose heading is its name."""
    fields: dict[str, object] = {"headings": (name,), "label": name, "span": SPAN, **more}
    return Input(grain=table, name=name, kind=kind, **fields)  # type: ignore[arg-type]


def pays(**asked: str | tuple[str, ...]) -> Audience:
    """Make the audience of those who have one of some texts in each column."""
    texts = {heading: (said,) if isinstance(said, str) else said for heading, said in asked.items()}
    return Audience(
        tuple(
            AskedHeading(heading, tuple(Text(each, SPAN) for each in said)) for heading, said in texts.items()
        )
    )


def program(
    *inputs: Input,
    grains: tuple[Grain, ...] = (),
    scheme: str = "seller",
    applies_to: Audience = EVERYBODY,
) -> Program:
    """Make a program that only reads; company and employees are always there."""
    named = {each.name: each for each in (COMPANY, EMPLOYEES, *grains)}
    return Program(
        scheme=scheme,
        title=scheme,
        currency="RUB",
        period=MARCH,
        applies_to=applies_to,
        grains=named,
        inputs=inputs,
        steps=(),
        tables={},
        kpis=(),
        indexes=(),
        factors=(),
        pay_lines=(),
        total="",
        digest="",
    )


def write_xlsx(
    path: Path, sheets: Mapping[str, object], change: Callable[[Worksheet], object] | None = None
) -> Path:
    """Write a workbook; `change` may alter the first sheet before it is saved."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in cast("Rows", rows):
            sheet.append(list(row))
    if change is not None:
        change(book.worksheets[0])
    book.save(path)
    return path


def edit_member(path: Path, member: str, edit: Callable[[bytes], bytes], rename: str = "") -> Path:
    """Rewrite one member of a zip, or give it another name."""
    with zipfile.ZipFile(path) as source:
        members = {each: source.read(each) for each in source.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            changed = edit(content) if name == member else content
            target.writestr(rename if rename and name == member else name, changed)
    return path


def write_csv(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    """Write a text file with one line for each text."""
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode(encoding))
    return path


def open_files(*paths: Path) -> Workbook:
    """Read files that are expected to be readable."""
    checked = read_workbook(paths)
    assert checked.value is not None, show(checked.diagnostics)
    return checked.value


def bind(wanted: Program, *paths: Path, rows: frozenset[int] | None = None) -> Checked[Facts]:
    """Read files and bind them to a program that pays all rows, or some of its first sheet."""
    workbook = open_files(*paths)
    if rows is None:
        return bind_facts(wanted, workbook, None)
    first = (find_people_sheets(wanted, workbook).value or ())[:1]
    return bind_facts(wanted, workbook, People(first, {key_of(each): rows for each in first}))


def bound(wanted: Program, *paths: Path) -> Facts:
    """Bind files that are expected to be clean of errors."""
    checked = bind(wanted, *paths)
    assert checked.ok, show(checked.diagnostics)
    assert checked.value is not None
    return checked.value


def values(facts: Facts, name: str, table: str = "employees") -> list[object]:
    """Return a column as a list."""
    return list(facts.frames[table].columns[name])


def receipt(facts: Facts, table: str = "employees") -> SheetReceipt:
    """Return the receipt of a table."""
    return next(each for each in facts.receipts if each.grain == table)


def codes(diagnostics: Sequence[Diagnostic]) -> list[str]:
    """Return the codes of some problems, in order."""
    return [each.code for each in diagnostics]


def places(diagnostics: Sequence[Diagnostic]) -> list[str]:
    """Return the places of some problems without the folder of the file."""
    return [str(each.primary.place).rsplit("/", 1)[-1] for each in diagnostics if each.primary is not None]


def show(diagnostics: Sequence[Diagnostic]) -> list[str]:
    """Return the Russian sentences of some problems, having proved that all placeholders are filled."""
    filled = {language: [fill_strictly(each, language) for each in diagnostics] for language in Language}
    return [said for said, _ in filled[Language.RU]]


def money(*amounts: str) -> list[Decimal]:
    """Make exact amounts."""
    return [Decimal(each) for each in amounts]
