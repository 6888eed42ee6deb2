"""Deals that stand twice in a sheet, the same in every cell, are not paid twice in silence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from kpicalc.api import load_facts
from kpicalc.facts import repeated_deals
from kpicalc.model.audience import EVERYBODY
from kpicalc.model.facts import RowsSkipped
from kpicalc.model.program import Program
from kpicalc.model.writing import RowRules, Shaded
from tests.facts.builders import (
    bind,
    bound,
    codes,
    column,
    grain,
    money,
    open_files,
    pays,
    places,
    program,
    receipt,
    show,
    values,
    write_csv,
    write_xlsx,
)

PEOPLE: list[list[object]] = [["Таб. №", "ФИО", "План"], ["1", "Иванов Иван", 10], ["2", "Петров Пётр", 20]]
AVA, AVA_LATER = ["D-1", "1", "ООО А", "05.03.2026", 100], ["D-1", "1", "ООО А", "06.03.2026", 100]
BAY, NEW = ["D-2", "2", "ООО Б", "06.03.2026", 50], ["D-3", "1", "ООО В", "07.03.2026", 10]
TWICE = [AVA, BAY, AVA, NEW]


def wanted(said: Shaded | None = None, scheme: str = "seller", payee: str = "") -> Program:
    """A scheme of everybody, or of one of the two, with deals that are added up."""
    deals = grain("deals", "employees", sheet="Сделки*", rows=RowRules(repeated=said))
    inputs = column("План"), column("Сумма", table="deals")
    return program(
        *inputs, grains=(deals,), scheme=scheme, applies_to=pays(ФИО=payee) if payee else EVERYBODY
    )


def write(folder: Path, heading: str, rows: Sequence[Sequence[object]], *, text: bool = False) -> list[Path]:
    """Write people and deals as one workbook, or as two text files."""
    deals: list[Sequence[object]] = [[heading, "Таб. №", "Клиент", "Дата", "Сумма"], *rows]
    if not text:
        return [write_xlsx(folder / "a.xlsx", {"Люди": PEOPLE, "Сделки": deals})]
    tables: dict[str, Sequence[Sequence[object]]] = {"Люди": PEOPLE, "Сделки": deals}
    return [
        write_csv(folder / f"{name}.csv", *(";".join(map(str, row)) for row in table))
        for name, table in tables.items()
    ]


NAMED = ["№ сделки", "Deal ID", "Invoice_No", "Счёт №", "Номер заказа", "Внутренний номер договора", "DealID"]
PERHAPS = ["ID", "№", "Номер", "Договор"]
OTHERS = ["№ заказчика", "Sales ID", "ID клиента", "Код товара", "Комментарий"]


@pytest.mark.parametrize("text", [False, True])
@pytest.mark.parametrize(
    ("heading", "rows", "asked"),
    [
        *((heading, TWICE, True) for heading in (*NAMED, *PERHAPS)),
        *((heading, TWICE, False) for heading in OTHERS),
        ("№ сделки", [AVA] * 5, True),
        ("ID", [AVA] * 5, False),
        ("№ сделки", [AVA, BAY, AVA_LATER], False),
        ("№ сделки", [["", *AVA[1:]], BAY, ["", *AVA[1:]]], False),
        ("№ сделки", [AVA, BAY, ["Итого", "", "", "", 150], ["Итого", "", "", "", 150]], False),
    ],
)
def test_deals_that_stand_twice_are_asked_about(
    tmp_path: Path, heading: str, rows: list[list[object]], *, asked: bool, text: bool
) -> None:
    """The number is in a column that says so; parts of one deal and blank numbers are left alone."""
    found = bind(wanted(), *write(tmp_path, heading, rows, text=text))
    assert codes(found.diagnostics) == ["KPI615"] * asked


@pytest.mark.parametrize("kept", [20_000, 0])
@pytest.mark.parametrize("text", [False, True])
def test_the_rows_are_named_and_the_scheme_settles_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: int, *, text: bool
) -> None:
    monkeypatch.setattr(repeated_deals, "_KEPT", kept)
    files = write(tmp_path, "№ сделки", TWICE, text=text)
    asked = bind(wanted(), *files).diagnostics
    assert show(asked) == [
        "строки стоят дважды, одинаковые во всех ячейках вместе с номером сделки: 4 = 2 `D-1`"
    ]
    assert (places(asked)[0][-2:], [str(each.place)[-2:] for each in asked[0].others]) == ("A4", ["A2"])
    for said, expected, left in (
        (Shaded.KEEP, money("100", "50", "100", "10"), ()),
        (Shaded.SKIP, money("100", "50", "10"), (RowsSkipped("twice", (4,)),)),
    ):
        facts = bound(wanted(said), *files)
        assert (values(facts, "Сумма", "deals"), receipt(facts, "deals").skipped) == (expected, left)


def test_schemes_that_share_the_sheet_are_told_once(tmp_path: Path) -> None:
    files = write(tmp_path, "№ сделки", TWICE)
    people = {"a": "Иванов Иван", "b": "Петров Пётр"}
    asked = load_facts(tuple(wanted(None, *each) for each in people.items()), open_files(*files))
    assert codes(asked.diagnostics) == ["KPI615"]
    loaded = load_facts(tuple(wanted(Shaded.SKIP, *each) for each in people.items()), open_files(*files))
    assert loaded.value is not None, show(loaded.diagnostics)
    assert [values(facts, "Сумма", "deals") for _, facts in loaded.value] == [money("100", "10"), money("50")]


def test_two_files_with_the_same_deals(tmp_path: Path) -> None:
    """Of two exports that overlap, one has the deals that count; a copy of a whole file is told as such."""
    heads, weeks = (
        ["№ сделки", "Таб. №", "Клиент", "Дата", "Сумма"],
        ([AVA, BAY], [["D-2", *AVA[1:]], BAY, NEW]),
    )
    files = [write_xlsx(tmp_path / "a.xlsx", {"Люди": PEOPLE})]
    files += [
        write_xlsx(tmp_path / f"{at}.xlsx", {"Сделки": [heads, *rows]}) for at, rows in enumerate(weeks)
    ]
    asked = bind(wanted(), *files).diagnostics
    assert codes(asked) == ["KPI615"]
    assert places(asked) == ["1.xlsx!Сделки!A3"]
    assert show(asked)[0].endswith(f": {files[2]}!Сделки!A3 = {files[1]}!Сделки!A3 `D-2`")
    assert values(bound(wanted(Shaded.KEEP), *files), "Сумма", "deals") == money(
        "100", "50", "100", "50", "10"
    )
    facts = bound(wanted(Shaded.SKIP), *files)
    assert values(facts, "Сумма", "deals") == money("100", "50", "100", "10")
    said = [each for each in facts.receipts if each.grain == "deals"]
    assert [each.skipped for each in said] == [(), (RowsSkipped("repeated", (3,)),)]
    assert [each.columns[0].total for each in said] == money("150", "110")
    (tmp_path / "copy.xlsx").write_bytes(files[1].read_bytes())
    copied = bind(wanted(), *files[:2], tmp_path / "copy.xlsx")
    assert not copied.diagnostics


def test_what_counts_the_rows_tells_no_deal_from_another(tmp_path: Path) -> None:
    """Nor does another order of the columns on the second sheet; another client does."""
    counted: list[list[object]] = [["№ п/п", "№ сделки", "Таб. №", "Клиент", "Дата", "Сумма"]]
    counted += [[str(at), *row] for at, row in enumerate(TWICE, start=1)]
    turned: list[list[object]] = [["Сумма", "Клиент", "№", "№ сделки", "Дата", "Таб. №"]]
    turned += [[row[4], row[2], str(at), row[0], row[3], row[1]] for at, row in enumerate((NEW, BAY), 1)]
    for sheets, asked, amounts in (
        ({"Сделки": counted}, True, money("100", "50", "10")),
        ({"Сделки": [*counted[:3], counted[4]], "Сделки 2": turned}, True, money("100", "50", "10")),
        (
            {"Сделки": counted[:3], "Сделки 2": [turned[0], [50, "Я", *turned[2][2:]]]},
            False,
            money("100", "50", "50"),
        ),
    ):
        path = write_xlsx(tmp_path / "a.xlsx", {"Люди": PEOPLE, **sheets})
        assert codes(bind(wanted(), path).diagnostics) == ["KPI615"] * asked
        assert values(bound(wanted(Shaded.SKIP), path), "Сумма", "deals") == amounts
