"""One receipt for each sheet, however many schemes read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from kpicalc.i18n.catalogue import Language
from kpicalc.model.facts import ColumnRead, RowsOfOthers, RowsSkipped, SheetReceipt
from kpicalc.report.views.receipt import SheetRead, join_receipts, show_receipt_briefly, show_receipt_in_full
from tests.report.golden_files import draw

D = Decimal


def _others(blocks: list[tuple[Sequence[int], set[int]]]) -> RowsSkipped:
    return RowsSkipped("other_scheme", RowsOfOthers([(rows, frozenset(own)) for rows, own in blocks]))


SALARY = ColumnRead("оклад", "Оклад", 3, D(40), 1, D(60))
SELLERS = SheetReceipt(
    file="march.xlsx",
    sheet="Март",
    sha256="0",
    reader="calamine",
    grain="employees",
    header_row=1,
    columns=(ColumnRead("план", "План", 4, D(5), 0, None), SALARY),
    rows_read=2,
    skipped=(RowsSkipped("other_scheme", (3, 5, 8)), RowsSkipped("total", (6,)), RowsSkipped("footer", (7,))),
    hidden_rows=(2,),
)
HEADS = replace(
    SELLERS,
    columns=(replace(SALARY, total=D(20), from_text=0), ColumnRead("фио", "ФИО", 2, None, 0, None)),
    rows_read=1,
    skipped=(RowsSkipped("other_scheme", (2, 4, 5, 7, 8)), RowsSkipped("total", (6,))),
    hidden_rows=(),
)


# The same as blocks of the sheet, whose own rows may be left out for another reason (6 and 7).
IN_BLOCKS = (
    replace(SELLERS, skipped=(_others([(range(2, 9), {2, 4, 6, 7})]), *SELLERS.skipped[1:])),
    replace(
        HEADS, skipped=(_others([(range(2, 6), {3}), ([7], set()), (range(8, 9), set())]), HEADS.skipped[1])
    ),
)


@pytest.mark.parametrize(("sellers", "heads"), [(SELLERS, HEADS), IN_BLOCKS, (SELLERS, IN_BLOCKS[1])])
def test_schemes_that_share_the_rows_are_joined(sellers: SheetReceipt, heads: SheetReceipt) -> None:
    assert (sellers, heads, hash(heads)) == (SELLERS, HEADS, hash(HEADS))
    (sheet,) = join_receipts([("seller", sellers), ("head", heads)])

    assert sheet.schemes == (("seller", 2), ("head", 1))
    assert (sheet.receipt.rows_read, sheet.receipt.hidden_rows) == (3, (2,))
    assert sheet.receipt.skipped == (
        RowsSkipped("footer", (7,)),
        RowsSkipped("other_scheme", (5, 8)),
        RowsSkipped("total", (6,)),
    )
    assert [(each.heading, each.total, each.from_text) for each in sheet.receipt.columns] == [
        ("ФИО", None, 0),
        ("Оклад", D(60), 1),
        ("План", D(5), 0),
    ]


def test_schemes_that_read_the_same_rows_count_them_once() -> None:
    firm = replace(HEADS, sheet="Фирма", skipped=())

    assert join_receipts([("seller", firm), ("head", firm)]) == (
        SheetRead(replace(firm, columns=firm.columns[::-1])),
    )


def test_a_single_scheme_is_not_named() -> None:
    (sheet,) = join_receipts([("head", HEADS)])

    assert sheet == SheetRead(replace(HEADS, columns=HEADS.columns[::-1]))


def test_the_joined_receipt_is_short() -> None:
    sheets = join_receipts([("seller", SELLERS), ("head", HEADS)])

    assert draw(show_receipt_briefly(sheets, Language.RU), 200) == (
        "Прочитано\n"
        "march.xlsx!Март: 3 строки (seller 2, head 1); пропущены строки: 7 (подписи внизу), "
        "5, 8 (другая схема), 6 (итог); "
        "скрытые строки прочитаны: 2; числа прочитаны из текста: Оклад 1\n"
        "контрольные суммы, равные «Итого» листа: Оклад 60\n"
        "контрольные суммы: План 5\n"
    )
    assert "3 (seller 2, head 1)" in draw(show_receipt_in_full(sheets, Language.RU))


def test_many_schemes_and_sums_are_only_counted() -> None:
    columns = tuple(ColumnRead(f"к{at}", f"К{at}", at, D(at), 0, None) for at in range(1, 12))
    wide = replace(HEADS, columns=columns)
    sheets = join_receipts([(f"s{at}", wide) for at in range(5)])

    drawn = draw(show_receipt_briefly(sheets, Language.RU), None)
    assert "5 строк (5 схем)" in drawn
    assert drawn.endswith("К8 40 … и ещё 3: --receipt\n")
