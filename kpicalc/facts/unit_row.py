"""Tell the row below the headings that says what the columns are counted in: «руб.», «%», «шт.»."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from kpicalc.facts.unit_text import read_unit
from kpicalc.facts.workbook import Raw

# What stands there in columns that are counted in nothing, or in something that no scheme is compared with.
_OTHERS = frozenset(
    re.findall(
        r"\S+",
        """
    - – — x х № n/n п/п №п/п ед.изм ед.изм. единицаизмерения единицыизмерения ед.измерения unit units uom
    measure кг г т ц л м км м2 м² м3 м³ кв.м куб.м га балл баллы баллов б. коэф коэф. доля раз разы кол-во
    текст дата год дд.мм.гггг чч:мм ч:мм да/нет kg g t l m km m2 m² m3 m³ points pts score ratio text date
    yes/no dd.mm.yyyy yyyy-mm-dd mm/dd/yyyy hh:mm h:mm
    """,
    )
)
# «руб. (без НДС)», `EUR net`: how the amount is meant, not what it is counted in.
_TAXED = re.compile(
    r"\s*[,(]?\s*\b(?:без|с|вкл\w*\.?|включая|с уч[её]том)\s+(?:ндс|ндфл|налог\w*)\b\s*\)?$"
    r"|\s*[,(]?\s*\b(?:net|gross|(?:excl?|incl?)\w*\.?\s+(?:vat|taxe?s?))\b\s*\)?$",
    re.IGNORECASE,
)


def find_unit_row(below: Iterable[Sequence[Raw]]) -> Mapping[int, str]:
    """Return the units of the columns when the first filled row below the headings says them.

    The same unit again in the next row is a column that names currencies row by row.
    """
    filled = [row for row in below if any(cell != "" for cell in row)]
    units = read_unit_row(filled[0]) if filled else {}
    again = read_unit_row(filled[1]) if units and len(filled) > 1 else {}
    return {} if again.keys() & units.keys() else units


def read_unit_row(row: Sequence[Raw]) -> dict[int, str]:
    """Return what a row says each column is counted in, nothing if it says anything else too.

    >>> read_unit_row(["", "-", "тыс. руб.", "(%)"]), read_unit_row(["", "Иванов", "руб."])
    ({3: 'тыс. руб.', 4: '%'}, {})
    """
    units: dict[int, str] = {}
    for column, cell in enumerate(row, start=1):
        if not isinstance(cell, str):
            return {}
        text = _TAXED.sub("", cell.strip()).strip("()[] ").rstrip(",;:")
        if read_unit(text) is not None:
            units[column] = text
        elif text and "".join(text.casefold().split()) not in _OTHERS:
            return {}
    return units
