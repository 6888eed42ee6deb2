"""Find the encoding of a text file: byte order mark, strict UTF-8, else Russian letters by frequency."""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kpicalc.facts.text_encoding import TextEncoding
from kpicalc.model.diagnostic import Checked, error
from kpicalc.model.source import CellRef

_CHUNK = 1 << 20
_FREQUENT = "оеаинтсрвлкмдпу"
_MIXED = re.compile(rb"(?:[\xd0\xd1][\x80-\xbf]){3}")
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


@dataclass(frozen=True, slots=True)
class TextFile:
    """What one pass over the bytes of a text file tells."""

    encoding: str
    sha256: str


def find_encoding(path: Path, shown: str) -> Checked[TextFile]:
    """Read a file once: its digest, its encoding, and that it holds no NUL and no mixture."""
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    sample, mixed, lines, nul_line, bad_line = b"", False, 1, 0, 0
    with path.open("rb") as file:
        encoding = _marked(file.read(4))
        file.seek(0)
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            if _is_one_line(chunk):
                return _refuse_line(shown, lines)
            if encoding == "utf-16":
                continue
            if not nul_line and b"\0" in chunk:
                nul_line = lines + chunk[: chunk.index(b"\0")].count(b"\n")
            if not bad_line:
                bad_line = _feed(decoder, chunk, lines)
            if not chunk.isascii():
                mixed = mixed or _MIXED.search(chunk) is not None
                sample = chunk if bad_line and not sample else sample
            lines += chunk.count(b"\n")
    if nul_line:
        return Checked(None, (error("KPI409", CellRef(shown, "", nul_line, 0), line=nul_line),))
    if not encoding.startswith("utf") and bad_line:
        encoding = choose_russian(sample)
    if bad_line and (encoding.startswith("utf") or mixed):
        return Checked(None, (error("KPI408", CellRef(shown, "", bad_line, 0), line=bad_line),))
    return Checked(TextFile(encoding or "utf-8", digest.hexdigest()))


def check_encoding(path: Path, shown: str, encoding: TextEncoding) -> Checked[TextFile]:
    """Read a file once in the encoding that the user names: its digest, and that all of it can be read so."""
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder(encoding.codec)()
    lines = 1
    with path.open("rb") as file:
        for chunk in iter(partial(file.read, _CHUNK), b""):
            digest.update(chunk)
            if _is_one_line(chunk):
                return _refuse_line(shown, lines)
            try:
                text = decoder.decode(chunk)
            except UnicodeDecodeError as fault:
                line = lines + fault.object[: fault.start].count(b"\n")
                place = CellRef(shown, "", line, 0)
                return Checked(None, (error("KPI475", place, line=line, encoding=encoding.value),))
            if "\0" in text:
                line = lines + text[: text.index("\0")].count("\n")
                return Checked(None, (error("KPI409", CellRef(shown, "", line, 0), line=line),))
            lines += text.count("\n")
    return Checked(TextFile(encoding.codec, digest.hexdigest()))


def _is_one_line(chunk: bytes) -> bool:
    """Say whether a line is so long that reading it whole would take memory for nothing."""
    return len(chunk) == _CHUNK and b"\n" not in chunk and b"\r" not in chunk


def _refuse_line(shown: str, line: int) -> Checked[TextFile]:
    return Checked(None, (error("KPI526", CellRef(shown, "", line, 0), line=line),))


def choose_russian(sample: bytes) -> str:
    """Choose between cp1251 and cp866 by the letters that the bytes would make.

    >>> choose_russian("Иванов".encode("cp866"))
    'cp866'
    """
    return max(("cp1251", "cp866"), key=lambda name: _plausibility(sample.decode(name, "replace")))


def _marked(start: bytes) -> str:
    return next((name for mark, name in _MARKS.items() if start.startswith(mark)), "")


def _feed(decoder: codecs.IncrementalDecoder, chunk: bytes, lines: int) -> int:
    """Return the line of the first byte that is no UTF-8, or 0."""
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError as fault:
        return lines + fault.object[: fault.start].count(b"\n")
    return 0


def _plausibility(text: str) -> int:
    foreign = [sign for sign in text if sign > "\x7f"]
    frequent = sum(sign in _FREQUENT for sign in map(str.lower, foreign))
    letters = sum("а" <= sign <= "я" or sign == "ё" for sign in map(str.lower, foreign))
    return frequent + 2 * letters - 3 * (len(foreign) - letters)
