"""Workbooks of parts that are written out, and all that is read of them, each way of reading told apart."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from kpicalc.facts import archive, preflight
from kpicalc.facts.read_files import read_workbook
from kpicalc.facts.workbook import Percent, Raw, Sheet, Shown, Workbook
from kpicalc.model.diagnostic import Checked, rename_files
from tests.facts.corpus.sheets import cut_parts

_PLACE = "http://schemas.openxmlformats.org"
_MAIN, _OFFICE = f"{_PLACE}/spreadsheetml/2006/main", f"{_PLACE}/officeDocument/2006/relationships"
_PACKAGE = f"{_PLACE}/package/2006"
_ODS = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = " ".join(
    f'xmlns:{name}="{_ODS}:{space}:1.0"'
    for name, space in (
        ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"),
        ("number", "datastyle"), ("fo", "xsl-fo-compatible"),
    )
)  # fmt: skip
_LINK = f'<Relationship Id="%s" Type="{_OFFICE}/%s" Target="%s.xml"/>'
_LINKS = f'<Relationships xmlns="{_PACKAGE}/relationships">%s</Relationships>'
# What stands around the parts; the corpus writes only what it is about.
_AROUND = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>%s</Types>',
    "_rels/.rels": _LINKS % (_LINK % ("r", "officeDocument", "xl/workbook")) + "%s",
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">%s</workbook>',
    "xl/_rels/workbook.xml.rels": _LINKS,
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">%s</styleSheet>',
    "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">%s</sst>',
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}">%s</worksheet>',
    "content.xml": f"<office:document-content {_SPACES}>%s</office:document-content>",
    "styles.xml": f"<office:document-styles {_SPACES}>%s</office:document-styles>",
}
_USUAL = {
    "[Content_Types].xml": "",
    "_rels/.rels": "",
    "xl/workbook.xml": '<sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets>',
    "xl/_rels/workbook.xml.rels": "".join(
        _LINK % each
        for each in (
            ("r1", "worksheet", "worksheets/sheet1"),
            ("r2", "sharedStrings", "sharedStrings"),
            ("r3", "styles", "styles"),
        )
    ),
    "xl/styles.xml": '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/></cellXfs>',
    "xl/sharedStrings.xml": "<si><t>План</t></si><si><t>Факт</t></si>",
}


def tell_workbook(text: str, _: tuple[str, ...], folder: Path) -> Iterator[str]:
    """Tell what is read of a workbook, and whether it is read while it is scanned, where that is tried."""
    path = folder / "a.zip"
    _write(path, dict(cut_parts(text)))
    with mock.patch.object(preflight, "PlainRows", return_value=None):
        fast = list(tell_read(read_workbook((path,))))
    with mock.patch.object(archive, "_CHUNK", 300), mock.patch.object(preflight, "LARGE_SHEET", 0):
        quick = read_workbook((path,))
    told = list(tell_read(quick))
    yield from fast
    yield from (f"while it is scanned: {line}" for line in told if told != fast)
    plain = () if quick.value is None else filter(_is_plain, quick.value.sheets)
    yield from (f"{sheet.name} is plain" for sheet in plain)


def _write(path: Path, given: dict[str, str]) -> None:
    parts = given if "content.xml" in given else _USUAL | given
    with zipfile.ZipFile(path, "w") as book:
        for name, text in parts.items():
            around = _AROUND.get(name, "%s")
            book.writestr(name, text if text.startswith("<?") else around.replace("%s", text))


def _is_plain(sheet: Sheet) -> bool:
    return any(isinstance(column, list) for block in sheet.read_after(0) for column in block.columns)


def tell_read(read: Checked[Workbook]) -> Iterator[str]:
    """Tell what is wrong with files, and each sheet of them with its rows and what they show."""
    for problem in read.diagnostics:
        renamed = rename_files(problem, lambda _: "a")
        yield f"{problem.code} {renamed.primary and renamed.primary.place}: {dict(problem.params)}"
    for sheet in () if read.value is None else read.value.sheets:
        yield f"{sheet.name}: {sheet.reader}{' hidden' * sheet.hidden}, {len(sheet.head)} rows above"
        for block in sheet.read_after(0):
            for at, number in enumerate(block.numbers):
                yield f"{sheet.name}!{number}: {'; '.join(map(_show, block.row(at))).rstrip('; ')}"
        yield from _tell_looks(sheet)


def _tell_looks(sheet: Sheet) -> Iterator[str]:
    looks: dict[str, object] = {
        "hidden": sheet.hidden_rows,
        "struck": sorted(sheet.struck_rows),
        "levels": dict(sheet.levels),
        "merges": [(each.top, each.left, each.bottom, each.right) for each in sheet.merges],
        "errors as blanks": sheet.hides_errors,
    }
    yield from (f"{name}: {look}" for name, look in looks.items() if look)
    for column, shown in sheet.formats.items():
        for each in shown:
            mark = each.mark.measured, *sorted(each.mark.currencies)[:3], each.mark.factor
            told = f"{each.text} in {list(each.rows)}{' scaled' * each.scaled}"
            told += f", {' '.join(map(str, filter(None, mark)))}"
            yield f"format of {column}: {told}"
    if str(sheet.day_zero) != "1899-12-30":
        yield f"day 0: {sheet.day_zero}"


def _show(cell: Raw) -> str:
    if cell == "":
        return ""
    shown = f"{cell.text} of " if isinstance(cell, Shown) else ""
    told = repr(str(cell) if isinstance(cell, str) else cell)
    return f"{shown}{'%' * isinstance(cell, Percent)}{re.sub(r'^datetime.', '', told)}"
