"""Look through a workbook before any reader opens it: sizes, declarations, parts, and each sheet."""

from __future__ import annotations

import posixpath
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from xml.etree import ElementTree as ET

from kpicalc.facts.archive import (
    SHARED_TEXTS,
    XML,
    Archive,
    DamagedArchiveError,
    UnsafeXmlError,
    inflate,
    inflate_safely,
    read_texts,
)
from kpicalc.facts.number_format import is_shape, read_format, shows_day, shows_length
from kpicalc.facts.plain_sheet import column_number, read_shared
from kpicalc.facts.read_plain import PlainRows
from kpicalc.facts.scan_sheet import Formats, SheetScan, scan_sheet
from kpicalc.facts.workbook import DAY_ZERO, DAY_ZERO_1904
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, error
from kpicalc.model.problem import Problem
from kpicalc.model.source import FilePlace

_DAYS_AND_TIMES = (*range(14, 23), *range(27, 37), 45, 47, *range(50, 59))
_BUILTIN = {9: "0%", 10: "0.00%", **dict.fromkeys(_DAYS_AND_TIMES, "d"), 46: "[h]"}
_NEVER_DAYS = frozenset({*range(14), *range(37, 45), 48, 49})
# Letters by which a format says days and times, in whatever place.
_OF_DAYS = re.compile(r"[admyhs\[]", re.IGNORECASE)
# Day, month and year, with signs between them, and the language in front; the built-in ones likewise.
_PLAIN_DAY = re.compile(
    r"(?:\[\$-[0-9A-Fa-f]{3,7}\])?(?=[^;]*[dy])(?:d{1,4}|m{1,4}|y{2}|y{4}|\\?[./ -])+(?:;@)?"
)
# What says nothing of days: texts, blanks, colours, digits and signs.
_QUIET = r'"[^"]*"|\\[^;]|_[^;"\\\[]|\*[ -]|\[(?!(?:h+|m+|s+)\])[^\[\]"\\_]*\]|[^A-Z"\\_*;\[\]]|E(?=[+-])'
# The formats that every reader knows: of bare numbers, of days, of lengths of time that begin with one.
_SURE = re.compile(
    rf'(?:{_QUIET})*+(?:General(?:"[^"]*"|\\[^;]| )*+|(?:\[(?:h+|m+|s+)\])?(?:{_QUIET}|[dmyhs]|AM/PM)*+)'
    r"(?:;.*)?",
    re.IGNORECASE | re.DOTALL,
)
_PLAIN_DAYS = frozenset({14, 15, 16, 17})
# The largest that was seen holds 65 000 styles; a tree of XML takes ten times its text in memory.
_LARGEST_PART = 32 << 20
# The patterns by which a sheet is read while it is scanned take some milliseconds to make: the fast reader
# reads about so many bytes in that time.
LARGE_SHEET = 1 << 20
_SHARED = re.compile(rb"<si\b(?:[^>]*/>|.*?</si>)", re.DOTALL)
_STRUCK = re.compile(rb'<strike\b(?! val="(?:0|false)")')
_RAISED = re.compile(rb'<vertAlign val="superscript"')
_LOOKS = b"<strike", b"<vertAlign"
# The mark of a cell with a shared text is not longer.
_CELL = 256
_PARTS = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One sheet of cells as the workbook lists it."""

    name: str
    hidden: bool
    scan: SheetScan
    member: str
    day_zero: date = DAY_ZERO


@dataclass(frozen=True, slots=True)
class Preflight:
    """What is known of a workbook before it is read; `book` and `styles` are the XML of these parts."""

    archive: Archive
    sheets: tuple[SheetPart, ...]
    book: bytes
    styles: bytes


def inspect_workbook(archive: Archive, shown: str) -> Checked[Preflight]:
    """Unpack every XML part once, counting; refuse what is unsafe, scan the sheets."""
    place = FilePlace(shown)
    try:
        book, relations, styles = (_read_part(archive, each) for each in _PARTS)
        formats = find_formats(styles)
        # Name, visibility and part of each sheet; sheets of charts hold no cells.
        listed: list[tuple[str, bool, str]] = []
        parts = {each.get("Id", ""): each for each in ET.fromstring(relations)}  # noqa: S314 - as above
        for each in ET.fromstring(book).iterfind("{*}sheets/{*}sheet"):  # noqa: S314 - as above
            link = next((value for name, value in each.attrib.items() if name.endswith("}id")), "")
            if not parts[link].get("Type", "").endswith("/chartsheet"):
                hidden = each.get("state", "visible") != "visible"
                listed.append((each.get("name", ""), hidden, _absolute(parts[link].get("Target", ""))))
        wanted = {target for _, _, target in listed}
        zero = find_day_zero(book)
        scans = _inspect_parts(archive, formats, wanted, zero)
        sheets = tuple(
            SheetPart(name, hidden, scans[target], target, zero) for name, hidden, target in listed
        )
    except UnsafeXmlError:
        return Checked(None, (error(Problem.FACTS_WITH_DECLARATIONS, place),))
    except (DamagedArchiveError, ET.ParseError, KeyError, ValueError):
        # A KeyError here is a sheet that is listed but not in the archive, a ValueError a number of a format.
        return Checked(None, (error(Problem.FACTS_DAMAGED, place),))
    if len({each.name.casefold() for each in sheets}) != len(sheets):
        return Checked(None, (error(Problem.FACTS_DAMAGED, place),))
    return Checked(Preflight(archive, sheets, book, styles))


def find_formats(styles: bytes) -> Formats:
    """Return the cell styles that say more of a number than its digits."""
    return make_formats(list_formats(styles), find_struck(styles))


def make_formats(listed: Iterable[tuple[int, str | None]], struck: frozenset[int] = frozenset()) -> Formats:
    """Return what each style shows, from the number of its format, and its code where that is given.

    A workbook that lists no styles has the first one, which shows bare numbers.
    """
    listed = list(listed) or [(0, None)]
    codes = [_BUILTIN.get(number, "") if code is None else code for number, code in listed]
    days, lengths, doubtful = (
        frozenset(style for style, code in enumerate(codes) if shows(code))
        for shows in (shows_day, shows_length, is_doubtful)
    )
    never = frozenset(style for style, (number, code) in enumerate(listed) if _is_never_day(number, code))
    shown = {style: found for style, code in enumerate(codes) if (found := read_format(code)) is not None}
    return Formats(
        frozenset(style for style, found in shown.items() if found.is_percent),
        {style: code for style, code in enumerate(codes) if is_shape(code)},
        days,
        {style: (codes[style], found) for style, found in shown.items() if not found.is_percent},
        never,
        frozenset(style for style, (number, code) in enumerate(listed) if _is_whole_day(number, code)),
        lengths,
        doubtful,
        struck,
    )


def _is_whole_day(number: int, code: str | None) -> bool:
    return number in _PLAIN_DAYS if code is None else _PLAIN_DAY.fullmatch(code) is not None


def _is_never_day(number: int, code: str | None) -> bool:
    return number in _NEVER_DAYS if code is None else code == "General" or not _OF_DAYS.search(code)


def is_doubtful(code: str) -> bool:
    """Say whether readers may differ in what a format shows: a day, a length of time or a number.

    >>> [is_doubtful(each) for each in ("dd.mm.yyyy", "[h]:mm", '0.00" d"', "General")]
    [False, False, False, False]
    >>> [is_doubtful(each) for each in ("d [h]:mm", "*d0", '0"d')]
    [True, True, True]
    """
    return _SURE.fullmatch(code) is None


def list_formats(styles: bytes) -> list[tuple[int, str | None]]:
    """Return the number format of each cell style: its number, and its code where the workbook gives one.

    A code without a number belongs to no style, as spreadsheets see it.
    """
    if not styles:
        return []
    root = ET.fromstring(styles)  # noqa: S314 - a DOCTYPE was refused before
    codes = {
        int(each.attrib["numFmtId"]): each.get("formatCode", "")
        for each in root.iterfind("{*}numFmts/{*}numFmt[@numFmtId]")
    }
    used = [int(each.get("numFmtId", "0")) for each in root.iterfind("{*}cellXfs/{*}xf")]
    return [(number, codes.get(number)) for number in used]


def find_struck(styles: bytes) -> frozenset[int]:
    """Return the cell styles whose font strikes out what stands there."""
    if b"strike" not in styles:
        return frozenset()
    root = ET.fromstring(styles)  # noqa: S314 - a DOCTYPE was refused before
    lines = [each.find("{*}strike") for each in root.iterfind("{*}fonts/{*}font")]
    fonts = {
        str(at) for at, line in enumerate(lines) if line is not None and line.get("val", "1") in {"1", "true"}
    }
    used = enumerate(root.iterfind("{*}cellXfs/{*}xf"))
    return frozenset(style for style, each in used if each.get("fontId", "0") in fonts)


def find_day_zero(book: bytes) -> date:
    """Return the day that the workbook counts from.

    >>> find_day_zero(b'<workbook><workbookPr date1904="1"/></workbook>')
    datetime.date(1904, 1, 1)
    """
    setting = ET.fromstring(book).find("{*}workbookPr")  # noqa: S314 - a DOCTYPE was refused before
    counts_from_1904 = setting is not None and setting.get("date1904", "0") in {"1", "true"}
    return DAY_ZERO_1904 if counts_from_1904 else DAY_ZERO


def _read_part(archive: Archive, name: str) -> bytes:
    info = archive.members.get(name)
    if info is not None and info.file_size > _LARGEST_PART:
        raise DamagedArchiveError
    return b"" if info is None else b"".join(inflate_safely(archive, info))


def _inspect_parts(archive: Archive, formats: Formats, sheets: set[str], zero: date) -> dict[str, SheetScan]:
    """Unpack every XML part; return the scans of those that are sheets."""
    scans: dict[str, SheetScan] = {}
    rich = False

    @cache
    def read_texts() -> Sequence[str | None] | None:
        return read_shared(_read_part(archive, SHARED_TEXTS))

    for name, info in archive.members.items():
        if not name.endswith(XML):
            continue
        parts = inflate_safely(archive, info)
        if name in sheets:
            large = info.file_size >= LARGE_SHEET
            rows = PlainRows(formats.never_days, formats.whole_days, zero, read_texts) if large else None
            scans[name] = scan_sheet(parts, formats, rows)
        elif name == SHARED_TEXTS:
            rich = sum(any(mark in each for mark in _LOOKS) for each in _overlapping(parts)) > 0
        else:
            deque(parts, maxlen=0)
    if rich:
        _scan_looks(archive, scans)
    return scans


def _scan_looks(archive: Archive, scans: Mapping[str, SheetScan]) -> None:
    """Note in which rows a part of a shared text is struck out, and the cells where one is raised."""
    shared = list(enumerate(_SHARED.findall(_read_part(archive, SHARED_TEXTS))))
    struck, raised = ({at for at, text in shared if each.search(text)} for each in (_STRUCK, _RAISED))
    texts = dict(enumerate(read_texts(archive))) if raised else {}
    ids = b"|".join(b"%d" % each for each in sorted(struck | raised))
    cell = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^>]*\bt="s"[^>]*>\s*<v>(' + ids + b")</v>")
    for name, scan in scans.items() if ids else ():
        parts = _overlapping(inflate(archive, archive.members[name]))
        found = [
            (int(row), column_number(letters), int(at))
            for part in parts
            for letters, row, at in cell.findall(part)
        ]
        scan.struck.update(row for row, _, at in found if at in struck)
        scan.raised.update(((row, column), texts[at]) for row, column, at in found if at in raised)


def _overlapping(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the parts, each with the last bytes of the one before."""
    tail = b""
    for part in parts:
        yield tail + part
        tail = part[-_CELL:]


def _absolute(target: str) -> str:
    path = target[1:] if target.startswith("/") else f"xl/{target}"
    return posixpath.normpath(path).lower()
