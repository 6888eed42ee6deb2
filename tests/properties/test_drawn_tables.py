"""Tables on a screen of any width: whatever has to give way, no amount is cut and nobody's name is lost."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_money
from kpicalc.model.kind import Kind
from kpicalc.report.document import Cell, Document, TableBlock, TableRow
from tests.report.golden_files import draw
from tests.tries import tries

NAMES = st.lists(
    st.text("абвгдежзиклмнопрстуфхцчшщэюя-", min_size=1, max_size=24).filter(lambda each: each.strip("-")),
    min_size=1,
    max_size=3,
).map(" ".join)
AMOUNTS = st.decimals(-(10**12), 10**12, places=2).map(
    lambda amount: format_money(amount, "RUB", Language.RU)
)


@st.composite
def tables(draw_from: st.DrawFn) -> TableBlock:
    """Return a table of names and amounts; some of its columns may be spared."""
    amounts = draw_from(st.integers(1, 5))
    spare = draw_from(st.lists(st.integers(0, 2), min_size=amounts, max_size=amounts))
    heads = draw_from(st.lists(NAMES, min_size=amounts, max_size=amounts))
    headings = (Cell("Кто"), *(Cell(head, Kind.MONEY, to) for head, to in zip(heads, spare, strict=True)))
    row = st.tuples(NAMES, st.lists(AMOUNTS, min_size=amounts, max_size=amounts))
    rows = tuple(
        TableRow((Cell(name), *(Cell(each, Kind.MONEY) for each in sums)))
        for name, sums in draw_from(st.lists(row, min_size=1, max_size=4))
    )
    return TableBlock(headings, rows, narrowed="Не показано:")


def stands_in_order(wanted: str, drawn: str) -> bool:
    """Say whether the letters of a text stand one after the other among others, as when it is wrapped."""
    rest = iter(drawn)
    return all(letter in rest for letter in wanted)


@settings(max_examples=tries(100), deadline=None)
@given(tables(), st.integers(1, 160))
def test_no_amount_is_cut_and_no_name_is_lost(table: TableBlock, width: int) -> None:
    drawn = draw(Document((table,)), width, "utf-8")
    letters = "".join(drawn.split())
    spared = {head.text for head in table.headings if head.spare} if "показано" in letters else set()

    kept = [
        cell.text
        for row in table.rows
        for head, cell in zip(table.headings[1:], row.cells[1:], strict=True)
        if head.text not in spared
    ]
    missing = [amount for amount in kept if amount not in drawn]
    names = [row.cells[0].text for row in table.rows]
    lost = [name for name in names if not stands_in_order(name.replace(" ", ""), letters)]

    assert (missing, lost) == ([], [])
