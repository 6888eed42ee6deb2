"""Tell signatures and remarks below the rows from rows of data."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kpicalc.facts.workbook import Block, Raw
from kpicalc.model.plain_text import clean_text

_POSTS = r"директора?|руководител[ья]|начальник|бухгалтер|экономист|director|head|manager|accountant"
_SIGNED = (
    r"составил[аи]?|составлено|составитель|подготовил[аи]?|подготовлено|проверил[аи]?|проверено|исполнитель"
    r"|утверждаю|утвердил[аи]?|утверждено|согласован[оа]?|согласовал[аи]?|ответственный|подпись|подписи|дата|м\s?\.\s?п"
    r"|(?:prepared|approved|checked|reviewed|signed|authori[sz]ed)\s+by|signatures?|date"
)
# «Главный бухгалтер ____ Иванова», «Составил: Петров», «М.П.», a line to sign on.
_SIGNATURE = re.compile(
    rf"(?:(?:[\w.-]+\s+){{0,2}}(?:{_POSTS})|{_SIGNED})(?:[\s.:,/(_].*)?|.*_{{3}}.*", re.IGNORECASE | re.DOTALL
)
_FIGURE = re.compile("[0-9]")
_WITHOUT_FIGURE = re.compile("^[^0-9\n]*$", re.MULTILINE)
_MOST_SIGNED, _MOST_REMARKED = 4, 2


def find_rows_without_figures(block: Block, inputs: Sequence[int]) -> list[int]:
    """Return the offsets of the rows that have no number or date in any of the columns that are read."""
    columns = [block.columns[column - 1] for column in inputs]
    if any(map(_all_figures, columns)):
        return []
    rows = range(len(block.numbers))
    return [offset for offset in rows if not any(_is_figure(cells[offset]) for cells in columns)]


def has_figures(row: Sequence[Raw], inputs: Sequence[int]) -> bool:
    """Say whether a row has a number or date in any of the columns that are read."""
    return any(_is_figure(row[column - 1]) for column in inputs)


def is_footer(row: Sequence[Raw], identity: Sequence[int], *, below_total: bool) -> bool:
    """Say whether a row without figures is a signature, or a remark below the grand total.

    `identity` are the columns of key and name. A row that may be a person whose cells are blank, because it
    has a number there or fills both, is no footer.

    >>> is_footer(("Руководитель", "____", "Иванов И. И."), (1, 2), below_total=False)
    True
    >>> is_footer(("0017", "Иванов И. И.", "Руководитель"), (1, 2), below_total=True)
    False
    """
    filled = [cell for cell in row if not isinstance(cell, str) or clean_text(cell)]
    known = [cell for cell in (row[column - 1] for column in identity) if cell in filled]
    if len(filled) <= _MOST_SIGNED and any(map(_is_signature, known or filled)):
        return True
    person = len(known) > 1 or any(map(_is_figure, known))
    return below_total and not person and len(filled) <= _MOST_REMARKED


def _is_signature(cell: Raw) -> bool:
    return isinstance(cell, str) and _SIGNATURE.fullmatch(clean_text(cell)) is not None


def _all_figures(cells: Sequence[Raw]) -> bool:
    types = set(map(type, cells))
    if types == {str}:
        # A line break inside a cell only makes more lines: none of them can stand for another cell.
        return not _WITHOUT_FIGURE.search("\n".join(cells))  # type: ignore[arg-type]
    return str not in types


def _is_figure(cell: Raw) -> bool:
    return not isinstance(cell, str) or _FIGURE.search(cell) is not None
