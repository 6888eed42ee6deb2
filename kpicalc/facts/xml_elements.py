"""The XML of a workbook as a stream of elements, and the texts that its cells share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree import ElementTree as ET

from kpicalc.facts.archive import Archive, DamagedArchiveError, inflate

_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_USUAL = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAIN = f"{{{_USUAL.decode()}}}"
"""The namespace of sheets, as the names of tags begin."""

_STRING, _TEXT, _RUN = f"{MAIN}si", f"{MAIN}t", f"{MAIN}r"
_STRINGS = "xl/sharedstrings.xml"
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
    """Yield the texts that cells point to; of one with several looks the pieces, without readings aloud."""
    member = archive.members.get(_STRINGS)
    parts = () if member is None else inflate(archive, member)
    for element in read_elements(parts, {_STRING}) if member is not None else ():
        texts = (element.find(_TEXT), *(run.find(_TEXT) for run in element.iterfind(_RUN)))
        yield "".join(_read_text(each) for each in texts if each is not None)


def _read_text(element: ET.Element) -> str:
    """Return a text as a spreadsheet shows it: spaces at its ends only where they are kept, escapes read."""
    text = element.text or ""
    kept = text if element.get(_PRESERVED) == "preserve" else text.strip(" \t\r\n")
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), kept)
