"""Open the zip of a workbook without trusting what it says of itself; its XML as a stream of elements."""

from __future__ import annotations

import hashlib
import re
import struct
import zipfile
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.problem import Problem
from kpicalc.model.source import FilePlace


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal text."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# What `zipfile` raises of a file that it cannot open, or that is packed as it does not know.
UNREADABLE = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError)

# A year of a large company has some thousand parts and unpacks to a tenth of this; Excel's XML is packed 10
# to 30 times, a bomb 1 000 times.
_MOST_MEMBERS = 10_000
_MOST_BYTES = 3 << 30
_SUSPECT_BYTES = 64 << 20
_SUSPECT_RATIO = 200
_CHUNK = 1 << 18
XML = (".xml", ".rels", ".vml")
_UNSAFE = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding=["'](?!utf-8["']|us-ascii["'])[^"']*["']""", re.IGNORECASE)
_LOCAL_HEADER = struct.Struct("<4s2B4HL2L2H")


class UnsafeXmlError(Exception):
    """A part of the workbook declares a document type or an unusual encoding."""


class DamagedArchiveError(Exception):
    """A member does not unpack to what the archive declares."""


@dataclass(frozen=True, slots=True)
class Archive:
    """A zip whose declared sizes are acceptable; members by lower-case name."""

    path: Path
    members: dict[str, zipfile.ZipInfo]


def open_archive(path: Path, shown: str) -> Checked[Archive]:
    """Check the directory of a zip: passwords, doubled members, declared sizes and ratios."""
    place = FilePlace(shown)
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except UNREADABLE:
        return Checked(None, (error(Problem.FACTS_DAMAGED, place),))
    problem = _check_directory(infos, path.stat().st_size, place)
    if problem is not None:
        return Checked(None, (problem,))
    return Checked(Archive(path, {each.filename.lower(): each for each in infos}))


def _check_directory(infos: list[zipfile.ZipInfo], size: int, place: FilePlace) -> Diagnostic | None:
    if any(each.flag_bits & 1 for each in infos):
        return error(Problem.FACTS_PROTECTED, place)
    if len({each.filename.lower() for each in infos}) != len(infos):
        return error(Problem.FACTS_DAMAGED, place)
    declared = sum(each.file_size for each in infos)
    sizes = [(declared, size), *((each.file_size, each.compress_size) for each in infos)]
    if len(infos) > _MOST_MEMBERS or declared > _MOST_BYTES or any(_is_bomb(*each) for each in sizes):
        return error(Problem.FACTS_UNPACK_TOO_LARGE, place, megabytes=declared >> 20)
    return None


def _is_bomb(unpacked: int, packed: int) -> bool:
    """Say whether so much comes out of so little; many members may be a bomb where none of them is."""
    return unpacked > _SUSPECT_BYTES and unpacked > _SUSPECT_RATIO * max(packed, 1)


def inflate(archive: Archive, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the unpacked bytes of a member; DamagedArchiveError when they are not as declared.

    The bytes are counted as they come out, so a member that lies about its size stops here.
    """
    size = checksum = 0
    for part in _unpacked(archive, info):
        size += len(part)
        if size > info.file_size:
            raise DamagedArchiveError
        checksum = zlib.crc32(part, checksum)
        yield part
    if size != info.file_size or checksum != info.CRC:
        raise DamagedArchiveError


def _unpacked(archive: Archive, info: zipfile.ZipInfo) -> Iterator[bytes]:
    if info.compress_type == zipfile.ZIP_STORED:
        yield from _packed(archive, info)
        return
    if info.compress_type != zipfile.ZIP_DEFLATED:
        raise DamagedArchiveError
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for part in _packed(archive, info):
            yield engine.decompress(part, _CHUNK * 8)
            while engine.unconsumed_tail:
                yield engine.decompress(engine.unconsumed_tail, _CHUNK * 8)
    except zlib.error as fault:
        raise DamagedArchiveError from fault
    yield engine.flush()


def _packed(archive: Archive, info: zipfile.ZipInfo) -> Iterator[bytes]:
    if info.header_offset < 0:  # the directory says that it begins behind itself
        raise DamagedArchiveError
    with archive.path.open("rb") as file:
        file.seek(info.header_offset)
        header = file.read(_LOCAL_HEADER.size)
        if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
            raise DamagedArchiveError
        *_, name_length, extra_length = _LOCAL_HEADER.unpack(header)
        file.seek(name_length + extra_length, 1)
        rest = info.compress_size
        while part := file.read(min(rest, _CHUNK)):
            rest -= len(part)
            yield part


def inflate_safely(archive: Archive, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the bytes of an XML part; UnsafeXmlError at a document type or a foreign encoding."""
    tail = b""
    start = True
    for part in inflate(archive, info):
        seen = tail + part
        # One rare byte is found much faster than a mark of two.
        if (
            start and (seen.startswith((b"\xff\xfe", b"\xfe\xff", b"\0")) or _ENCODING.search(seen[:200]))
        ) or (b"!" in seen and _UNSAFE.search(seen)):
            raise UnsafeXmlError
        start = start and len(seen) < 200
        tail = seen[-9:] if not start else seen
        yield part


def open_parts(path: Path, shown: str) -> Checked[Archive]:
    """Open a zip and unpack every part once: sizes, checksums, no document type."""
    archive = open_archive(path, shown)
    if archive.value is None:
        return archive
    try:
        for name, info in archive.value.members.items():
            deque(inflate_safely(archive.value, info) if name.endswith(XML) else (), maxlen=0)
    except DamagedArchiveError:
        return Checked(None, (error(Problem.FACTS_DAMAGED, FilePlace(shown)),))
    except UnsafeXmlError:
        return Checked(None, (error(Problem.FACTS_WITH_DECLARATIONS, FilePlace(shown)),))
    return archive


_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_USUAL = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAIN = f"{{{_USUAL.decode()}}}"
"""The namespace of sheets, as the names of tags begin."""

_STRING, _TEXT, _RUN = f"{MAIN}si", f"{MAIN}t", f"{MAIN}r"
_LOOK = f"{MAIN}rPr/{MAIN}vertAlign"
_RAISED_INSIDE = re.compile(
    rb'<c r="([A-Z]+)([0-9]+)"[^>]*>\s*<is>((?:(?!</is>).)*?"superscript"(?:(?!</is>).)*)</is>', re.DOTALL
)
_RAISED = str.maketrans("0123456789()+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾⁺⁻")
SHARED_TEXTS = "xl/sharedstrings.xml"
"""The part of the texts that cells point to."""
# So much text is made a tree at a time.
_PIECE = 1 << 16
# Cells without address and value at the end of a row say nothing; there may be millions of them.
_BLANK_END = re.compile(rb'(?<!/>)(?:<c(?: s="[0-9]+")? ?/>)++(?=</row>)')
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_PRESERVED = "{http://www.w3.org/XML/1998/namespace}space"


def read_elements(parts: Iterable[bytes], tags: set[str]) -> Iterator[ET.Element]:
    """Yield the elements of some kinds as they end; the tree is cut off behind them."""
    above: list[ET.Element] = []
    for event, element in _events(parts):
        if event == "start":
            if not element.tag.startswith(MAIN) and not above:
                raise DamagedArchiveError
            above.append(element)
            continue
        above.pop()
        if element.tag in tags:
            yield element
            above[-1].clear()


def _events(parts: Iterable[bytes]) -> Iterator[tuple[str, ET.Element]]:
    parser: Any = ET.XMLPullParser(("start", "end"))
    for part in parts:
        # What is saved as "strict" differs in the name of the language alone.
        text = _BLANK_END.sub(b"", part.replace(_STRICT, _USUAL))
        for start in range(0, len(text), _PIECE):
            parser.feed(text[start : start + _PIECE])
            yield from parser.read_events()
    parser.close()


def read_texts(archive: Archive) -> Iterator[str]:
    """Yield the texts that cells point to; of one with several looks the pieces, without readings aloud.

    What is raised stays so: a footnote behind 1000 makes it 1000², which is no number, not 10002.
    """
    member = archive.members.get(SHARED_TEXTS)
    parts = () if member is None else inflate(archive, member)
    yield from map(join_pieces, read_elements(parts, {_STRING}) if member is not None else ())


def join_pieces(element: ET.Element) -> str:
    """Return the text of an element of pieces, as `read_texts` does."""
    pieces = [
        (element.find(_TEXT), None),
        *((run.find(_TEXT), run.find(_LOOK)) for run in element.iterfind(_RUN)),
    ]
    texts = ((_read_text(text), look) for text, look in pieces if text is not None)
    return "".join(raise_signs(text) if _is_raised(look) else text for text, look in texts)


def read_raised(sheet: bytes) -> Iterator[tuple[bytes, int, str]]:
    """Yield column, row and text of the cells that hold a text with a raised part in themselves."""
    for column, row, pieces in _RAISED_INSIDE.findall(sheet):
        text = b'<si xmlns="%s">%s</si>' % (_USUAL, pieces)
        yield column, int(row), join_pieces(ET.fromstring(text))  # noqa: S314 - a DOCTYPE was refused before


def _is_raised(look: ET.Element | None) -> bool:
    return look is not None and look.get("val") == "superscript"


def raise_signs(text: str) -> str:
    """Write digits and brackets as the raised signs that they are shown as.

    >>> raise_signs("12)")
    '¹²⁾'
    """
    return text.translate(_RAISED)


def _read_text(element: ET.Element) -> str:
    """Return a text as a spreadsheet shows it: spaces at its ends only where they are kept, escapes read."""
    text = element.text or ""
    kept = text if element.get(_PRESERVED) == "preserve" else text.strip(" \t\r\n")
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), kept)
