"""Workbooks made of cells of many kinds, read while they are scanned and by the fast reader: the same.

`python -m tests.facts.plain_books [FILES] [SEED]` tries as many as wanted.
"""

from __future__ import annotations

import random
import sys
import tempfile
import zipfile
from collections import Counter
from pathlib import Path
from unittest import mock

from kpicalc.facts import archive, preflight
from kpicalc.facts.read_xlsx import read_xlsx
from kpicalc.facts.workbook import Sheet, Shown

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<Default Extension="xml" ContentType="application/xml"/>'
_TYPES = f'<Types xmlns="{_PACKAGE}/content-types">{_XML}</Types>'
_BOOK = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr date1904="%d"/>'
    '<sheets><sheet name="A" sheetId="1" r:id="r1"/><sheet name="B" sheetId="2" r:id="r2"/></sheets>'
    "</workbook>"
)
_LINKS = f'<Relationships xmlns="{_PACKAGE}/relationships">%s</Relationships>'
_CODES = (
    "0.00", "dd.mm.yyyy", "0%", "0000", '#,##0.00" руб."', "[$$-409]#,##0", "General",
    "yyyy\\-mm\\-dd;@", "[$-419]d mmm yyyy;@", "dd/mm/yy hh:mm", "mmm yy", "h:mm", "mmmm",
    "[$-F800]dddd d.m.yyyy",
)  # fmt: skip
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts>'
    + "".join(
        f'<numFmt numFmtId="{164 + at}" formatCode="{code.replace(chr(34), "&quot;")}"/>'
        for at, code in enumerate(_CODES)
    )
    + '</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/>'
    + "".join(f'<xf numFmtId="{164 + at}"/>' for at in range(len(_CODES)))
    + "</cellXfs></styleSheet>"
)
_SHARED = (
    "<t>План</t>", "<t>Иванов &amp; сын</t>", "<t></t>", '<t xml:space="preserve"> a </t>', "<t> b </t>",
    "<r><t>два </t></r><r><t>вида</t></r>", "<t>c_x000D_d</t>", "<t>e&#10;f</t>", "<t>g\nh</t>",
    "<t>12,5</t>", "<t/>", "<t>T0001</t>",
)  # fmt: skip
_NUMBERS = ("0", "12", "-7.25", "1.5E3", "1e-7", "100000.10", "0.30000000000000004", "46083", "-0", "1e400")
_DAYS = ("46083", "46083", "46084", "61", "43101", "999999", "1000000", "46083", "45000", "1500")
_USUAL = ("number", "number", "shared", "shared", "blank", "missing", "day")
_RARE = ("inline", "formula", "styled", "day_of_any", "bool", "error", "string", "spaces", "uncached")


def make_book(path: Path, chance: random.Random) -> None:
    """Write a workbook of two sheets, plain or with some cells that are not."""
    rare = chance.choice(((), (), _RARE[:2], _RARE[:4], _RARE))
    sheets = [_make_sheet(chance, (*_USUAL, *rare)) for _ in range(2)]
    shared = "".join(f"<si>{text}</si>" for text in _SHARED)
    kinds = (("r1", "worksheet", "worksheets/sheet1"), ("r2", "worksheet", "worksheets/sheet2"),
             ("r3", "sharedStrings", "sharedStrings"), ("r4", "styles", "styles"))  # fmt: skip
    links = "".join(
        f'<Relationship Id="{number}" Type="{_OFFICE}/{kind}" Target="{target}.xml"/>'
        for number, kind, target in kinds
    )
    root = f'<Relationship Id="r" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _LINKS % root,
        "xl/workbook.xml": _BOOK % chance.randrange(2),
        "xl/_rels/workbook.xml.rels": _LINKS % links,
        "xl/styles.xml": _STYLES,
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{shared}</sst>',
        "xl/worksheets/sheet1.xml": sheets[0],
        "xl/worksheets/sheet2.xml": sheets[1],
    }
    with zipfile.ZipFile(path, "w") as book:
        for name, text in parts.items():
            book.writestr(name, text)


def _make_sheet(chance: random.Random, kinds: tuple[str, ...]) -> str:
    columns = sorted(
        chance.sample(("A", "B", "C", "D", "Z", "AA"), chance.randint(1, 5)),
        key=lambda each: (len(each), each),
    )
    column_kinds = {column: chance.choice(kinds) for column in columns}
    rows: list[str] = []
    row = chance.choice((0, 0, 3))
    for _ in range(chance.randint(0, 60)):
        row += chance.choice((1,) * 30 + (2, 5))
        cells = "".join(
            _make_cell(
                chance,
                f"{column}{row}",
                column_kinds[column] if chance.random() < 0.9 else chance.choice(kinds),
            )
            for column in columns
        )
        spans = chance.choice(("", "", ' spans="1:5"'))
        rows.append(
            f'<row r="{row}"{spans}>{cells}</row>' if cells or chance.random() < 0.5 else f'<row r="{row}"/>'
        )
    return (
        f'<?xml version="1.0"?><worksheet xmlns="{_MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'
    )


# What stands behind the address of a cell, by kind: `#` is a number, `%` a style, `@` a text that is shared.
_CELLS = {
    "number": ("%><v>#</v>", "><v>#</v>", '% t="n"><v>#</v>'),
    "shared": ('% t="s"><v>@</v>', '% t="s"><v>11</v>', ' t="s"><v>9</v>'),
    "blank": (' s="1"/>', ' s="4"/>', "/>", ">"),
    "inline": tuple(f' t="inlineStr"><is><t>{text}</t></is>' for text in ("Пётр", "a &lt; b", "c")),
    "formula": ("%><f>A1+1</f><v>#</v>", '%><f t="shared" si="0"/><v>#</v>'),
    "styled": tuple(f' s="{style}"><v>#</v>' for style in range(17)),
    "day": (' s="1"><v>~</v>', ' s="4"><v>~</v>', ' s="10"><v>~</v>', ' s="11"><v>~</v>', ' s="13"><v>~</v>'),
    "day_of_any": (*(f' s="{style}"><v>~</v>' for style in range(17)), ' s="4"><f>A1+1</f><v>~</v>'),
    "bool": (' t="b"><v>1</v>',),
    "error": (' t="e"><v>#N/A</v>',),
    "string": (' t="str"><f>A1</f><v>да</v>',),
    "spaces": (' t="inlineStr"><is><t xml:space="preserve"> d </t></is>',),
    "uncached": ("><f>A1</f>",),
}


def _make_cell(chance: random.Random, at: str, kind: str) -> str:
    if kind == "missing":
        return ""
    inside = chance.choice(_CELLS[kind])
    number, style = chance.choice(_NUMBERS), chance.choice(("", "", ' s="0"', ' s="3"', ' s="9"'))
    text = str(chance.randrange(len(_SHARED)) if chance.random() < 1 / 9 else chance.choice((0, 1, 2, 9)))
    filled = inside.replace("%", style).replace("@", text)
    filled = filled if kind == "error" else filled.replace("#", number).replace("~", chance.choice(_DAYS))
    return f'<c r="{at}"{filled}' + ("" if filled.endswith("/>") and "<" not in filled else "</c>")


def see_both_ways(path: Path) -> tuple[object, object, int]:
    """Return what a workbook holds both ways, and how many sheets were plain."""
    # So small pieces make many stretches of rows even of a small sheet.
    with mock.patch.object(archive, "_CHUNK", 700), mock.patch.object(preflight, "LARGE_SHEET", 0):
        quick = read_xlsx(path, "a.xlsx")
    with mock.patch.object(preflight, "PlainRows", return_value=None):
        fast = read_xlsx(path, "a.xlsx")
    seen = [
        read.diagnostics if read.value is None else [_see(sheet) for sheet in read.value]
        for read in (quick, fast)
    ]
    return seen[0], seen[1], sum(map(is_plain, quick.value or ()))


def is_plain(sheet: Sheet) -> bool:
    """Say whether a sheet was read while it was scanned: its blocks come without the fast reader's tuples."""
    return any(isinstance(column, list) for block in sheet.read_after(0) for column in block.columns)


def _see(sheet: Sheet) -> object:
    blocks = [
        [
            (
                list(block.numbers),
                [[(type(cell), repr(cell), _shown(cell)) for cell in column] for column in block.columns],
            )
            for block in sheet.read_after(after)
        ]
        for after in (0, 1, 7)
    ]
    looks = sheet.hidden_rows, sheet.merges, sheet.levels, repr(sheet.formats), sheet.reader, sheet.day_zero
    return sheet.name, repr(sheet.head), blocks, looks


def _shown(cell: object) -> str:
    return cell.text if isinstance(cell, Shown) else ""


def try_books(files: int, seed: int) -> tuple[Counter[str], list[str]]:
    """Make workbooks and read them both ways; count plain sheets, name the files that differ."""
    met, found = Counter[str](), []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.xlsx"
        for at in range(files):
            make_book(path, random.Random(f"{seed}.{at}"))  # noqa: S311 - chance that can be had again
            plain, fast, count = see_both_ways(path)
            met["plain"] += count
            met["files"] += 1
            if plain != fast:
                found.append(f"{seed}.{at}")
    return met, found


if __name__ == "__main__":
    asked = [int(each) for each in sys.argv[1:]] + [1000, 1][len(sys.argv) - 1 :]
    counted, differing = try_books(*asked)
    sys.stdout.write(f"{counted}\n{differing}\n")
    sys.exit(bool(differing))
