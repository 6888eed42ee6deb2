"""Blocks laid out as lines."""

from __future__ import annotations

import pytest

from kpicalc.model.kind import Kind
from kpicalc.report.document import (
    Block,
    Cell,
    Document,
    Heading,
    KeyValues,
    Paragraph,
    TableBlock,
    TableRow,
    Tree,
    Verbatim,
)
from tests.report.golden_files import draw

TABLE = TableBlock(
    (Cell("Строка"), Cell("Сумма за месяц", Kind.MONEY)),
    (
        TableRow((Cell("Премия за результат"), Cell("1\u00a0000,00", Kind.MONEY)), ("= план × 2",)),
        TableRow((Cell("Итого"), Cell("", Kind.MONEY)), strong=True),
    ),
)


def lines(block: Block, width: int | None = 80, encoding: str = "utf-8") -> list[str]:
    """Return the lines of one block."""
    return draw(Document((block,)), width, encoding).splitlines()


def test_a_table_with_room() -> None:
    assert lines(TABLE) == [
        "Строка               Сумма за",
        "                        месяц",
        "─────────────────────────────",
        "Премия за результат  1\u00a0000,00",
        "    = план × 2",
        "Итого",
    ]


def test_a_narrow_table_wraps_texts() -> None:
    assert lines(TABLE, 20) == [
        "Строка      Сумма за",
        "               месяц",
        "────────────────────",
        "Премия за   1\u00a0000,00",
        "результат",
        "    = план × 2",
        "Итого",
    ]


def test_too_narrow_a_table_is_stacked() -> None:
    assert lines(TABLE, 15) == [
        "Премия за",
        "результат",
        "  Сумма за месяц  1\u00a0000,00",
        "    = план × 2",
        "Итого",
    ]


def test_a_stacked_row_of_texts() -> None:
    table = TableBlock(
        (Cell("Имя"), Cell("Роль")),
        (
            TableRow(
                (Cell("Станислав Константинович"), Cell("Начальник")),
            ),
        ),
    )

    assert lines(table, 18) == ["Станислав", "Константинович", "  Роль  Начальник"]


def test_columns_shrink_widest_first() -> None:
    words = "слово " * 10
    table = TableBlock((Cell("А"), Cell("Б")), (TableRow((Cell(words.strip()), Cell("слово слово"))),))

    assert all(len(each) <= 30 for each in lines(table, 30))


def test_pairs() -> None:
    block = KeyValues((("Схема", "Продавец, месячная оплата"), ("Ид", "7")))

    assert lines(block, None) == ["Схема  Продавец, месячная оплата", "Ид     7"]
    assert lines(block, 24) == ["Схема  Продавец,", "       месячная оплата", "Ид     7"]


def test_a_tree_with_guides() -> None:
    tree = Tree(
        "а", ("ещё",), (Tree("б", ("раз два три четыре пять шесть",), (Tree("в"),)), Tree("г", ("д",)))
    )

    assert lines(tree, 20) == [
        "а",
        "│  ещё",
        "├─ б",
        "│  │  раз два три четыре пять",
        "│  │  шесть",
        "│  └─ в",
        "└─ г",
        "      д",
    ]
    assert lines(tree, None, "cp1251") == [
        "а",
        "|  ещё",
        "|- б",
        "|  |  раз два три четыре пять шесть",
        "|  `- в",
        "`- г",
        "      д",
    ]


def test_a_long_node_of_a_tree_is_wrapped() -> None:
    assert lines(Tree("раз два три четыре пять шесть"), 10) == ["раз два три четыре пять", "   шесть"]


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ((Paragraph("а"), Paragraph("б")), ["а", "б"]),
        ((Verbatim("а"), Verbatim("б")), ["а", "б"]),
        ((Paragraph("а"), Verbatim("б")), ["а", "", "б"]),
        ((Heading("а"), KeyValues((("б", "в"),))), ["а", "═", "б  в"]),
        ((Heading("а", 2), Paragraph("б"), Heading("в", 2)), ["а", "б", "", "в"]),
        ((Heading("а"), Heading("б", 2)), ["а", "═", "б"]),
    ],
)
def test_empty_lines_between_blocks(blocks: tuple[Block, ...], expected: list[str]) -> None:
    assert expected == draw(Document(blocks)).splitlines()


def test_a_table_stands_apart_from_the_title() -> None:
    assert [each.split("  ")[0] for each in draw(Document((Heading("а"), TABLE))).splitlines()[:4]] == [
        "а",
        "═",
        "",
        "Строка",
    ]


def test_a_verbatim_line_is_never_wrapped() -> None:
    assert lines(Verbatim("слово " * 20 + "конец"), 30) == ["слово " * 20 + "конец"]


SPARED = TableBlock(
    (Cell("Кто"), Cell("Оклад", Kind.MONEY, 1), Cell("Премия", Kind.MONEY, 2), Cell("Итого", Kind.MONEY)),
    (TableRow((Cell("Ян"), *(Cell("1000,00", Kind.MONEY) for _ in range(3)))),),
    "не видно:",
)


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (31, ["Кто    Оклад   Премия    Итого", "─" * 30, "Ян   1000,00  1000,00  1000,00"]),
        (29, ["Кто    Оклад    Итого", "─" * 21, "Ян   1000,00  1000,00", "не видно: Премия"]),
        (20, ["Кто    Итого", "─" * 12, "Ян   1000,00", "не видно: Оклад,", "Премия"]),
    ],
)
def test_columns_that_can_be_spared_go_first(width: int, expected: list[str]) -> None:
    assert lines(SPARED, width) == expected


def test_a_screen_without_room_for_any_column_shows_all_of_them() -> None:
    assert "\n".join(lines(SPARED, 9)).count("1000,00") == 3
