"""Find the encoding of a text file: its mark, strict UTF-8, else what its letters say."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.problem import Problem
from kpicalc.model.source import CellRef

# A megabyte at once is as quick as all; the first 4 096 bytes have the mark; 20 000 words settle the encoding
# of any text.
_CHUNK = 1 << 20
_SAMPLE = 4096
_MOST_TOKENS = 20_000
_MIXED = re.compile(rb"(?:[\xd0\xd1][\x80-\xbf]){3}")
# The longest that `_MIXED` needs, so that it is found over the end of a chunk, too.
_MIXED_BYTES = 6
_TOKEN = re.compile(rb"[A-Za-z0-9\x80-\xff]*[\x80-\xff][A-Za-z0-9\x80-\xff]*")
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
# Beyond these no alphabet of Europe has letters: texts read in the wrong order of bytes do.
_LAST_LETTER = "\u2200"


@dataclass(frozen=True, slots=True)
class TextFile:
    """What one pass over the bytes of a text file tells."""

    encoding: str
    sha256: str


@dataclass(slots=True)
class _Survey:
    """A text file while its bytes are passed: where it is no UTF-8, and whether some of it is."""

    sha256: str = ""
    nul_line: int = 0
    bad_line: int = 0
    long_line: int = 0
    mixed: bool = False


def find_encoding(path: Path, shown: str, known: Callable[[], frozenset[str]]) -> Checked[TextFile]:
    """Read a file once: its digest, its encoding, and that it holds no NUL and no mixture.

    `known` says the words that the schemes expect: they tell readings apart that letters alone do not.
    """
    with path.open("rb") as file:
        start = file.read(_SAMPLE)
    encoding = find_mark(start) or find_wide(start)
    if encoding and encoding != "utf-8-sig":
        return check_encoding(path, shown, encoding)
    survey = _survey(path)
    for line, code in ((survey.long_line, Problem.CSV_LINE_TOO_LONG), (survey.nul_line, Problem.NUL_BYTE)):
        if line:
            return Checked(None, (error(code, CellRef(shown, "", line), line=line),))
    if not survey.bad_line:
        return Checked(TextFile(encoding or "utf-8", survey.sha256))
    place = CellRef(shown, "", survey.bad_line)
    mixture = error(Problem.ENCODINGS_MIXED, place, line=survey.bad_line)
    if encoding or survey.mixed:
        return Checked(None, (mixture,))
    from kpicalc.facts.guess_encoding import guess_encoding  # noqa: PLC0415 - hardly a file needs it

    tokens = _list_words(path)
    guess = guess_encoding(tokens, known())
    if _holds_utf8(tokens, guess.encoding or guess.doubts[0][0]):
        return Checked(None, (mixture,))
    if not guess.encoding:
        return Checked(None, (_doubt(path, shown, guess.doubts),))
    return check_encoding(path, shown, guess.encoding)


def check_encoding(path: Path, shown: str, encoding: str) -> Checked[TextFile]:
    """Read a file once in an encoding: its digest, and that all of it can be read so."""
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = 1
    with path.open("rb") as file:
        for chunk in iter(partial(file.read, _CHUNK), b""):
            digest.update(chunk)
            if _is_one_line(chunk):
                return Checked(
                    None, (error(Problem.CSV_LINE_TOO_LONG, CellRef(shown, "", lines), line=lines),)
                )
            try:
                text = decoder.decode(chunk)
            except UnicodeError as fault:
                read = fault.object[: fault.start] if isinstance(fault, UnicodeDecodeError) else b""
                line = lines + read.count(b"\n")
                place = CellRef(shown, "", line)
                return Checked(None, (error(Problem.ENCODING_WRONG, place, line=line, encoding=encoding),))
            if "\0" in text:
                line = lines + text[: text.index("\0")].count("\n")
                return Checked(None, (error(Problem.NUL_BYTE, CellRef(shown, "", line), line=line),))
            lines += text.count("\n")
    return Checked(TextFile(encoding, digest.hexdigest()))


def find_mark(start: bytes) -> str:
    """Return the encoding that the first bytes of a file name, "" where they name none."""
    return next((name for mark, name in _MARKS.items() if start.startswith(mark)), "")


def find_wide(start: bytes) -> str:
    r"""Return the encoding of two or four bytes for a letter that fits a file without a mark, else "".

    >>> find_wide("ФИО;План\n".encode("utf-16-le")), find_wide(b"a;b\0")
    ('utf-16-le', '')
    """
    if b"\0" not in start:
        return ""
    whole = start[: len(start) // 4 * 4]
    return next((name for name in _WIDE if _reads_well(whole, name)), "")


def _reads_well(sample: bytes, encoding: str) -> bool:
    text = sample.decode(encoding, "replace").rstrip("\ufffd")
    return bool(text) and all(sign < _LAST_LETTER and (sign.isprintable() or sign.isspace()) for sign in text)


def _is_one_line(chunk: bytes) -> bool:
    """Say whether a line is so long that reading it whole would take memory for nothing."""
    return len(chunk) == _CHUNK and b"\n" not in chunk and b"\r" not in chunk


def _survey(path: Path) -> _Survey:
    survey, digest = _Survey(), hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines, tail = 1, b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            if _is_one_line(chunk):
                survey.long_line = lines
                break
            if not survey.nul_line and b"\0" in chunk:
                survey.nul_line = lines + chunk[: chunk.index(b"\0")].count(b"\n")
            survey.bad_line = survey.bad_line or _feed(decoder, chunk, lines)
            survey.mixed = survey.mixed or not (chunk.isascii() or _MIXED.search(tail + chunk) is None)
            tail = chunk[-_MIXED_BYTES:]
            lines += chunk.count(b"\n")
    survey.bad_line = survey.bad_line or _feed(decoder, b"", lines, final=True)
    survey.sha256 = digest.hexdigest()
    return survey


def _list_words(path: Path) -> tuple[bytes, ...]:
    """Return the words beyond ASCII of a file, each once, as many as tell its encoding."""
    words: dict[bytes, None] = {}
    with path.open("rb") as file:
        while (lines := file.readlines(_CHUNK)) and len(words) < _MOST_TOKENS:
            words |= dict.fromkeys(_TOKEN.findall(b"".join(lines)))
    return tuple(words)


def _feed(decoder: codecs.IncrementalDecoder, chunk: bytes, lines: int, *, final: bool = False) -> int:
    """Return the line of the first byte that is no UTF-8, or 0."""
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError as fault:
        return lines + fault.object[: fault.start].count(b"\n")
    return 0


def _holds_utf8(tokens: Sequence[bytes], encoding: str) -> bool:
    """Say whether some words are UTF-8 beyond doubt, in a file that is not."""
    from kpicalc.facts.guess_encoding import weigh  # noqa: PLC0415 - hardly a file needs it

    for token in tokens:
        try:
            text = token.decode("utf-8")
        except UnicodeDecodeError:
            continue
        meant, read = weigh((text,)), weigh((token.decode(encoding, "replace"),))
        if meant.good > 1 and not meant.bad and read.share < meant.share / 2:
            return True
    return False


def _doubt(path: Path, shown: str, doubts: Sequence[tuple[str, str]]) -> Diagnostic:
    """Make the error that shows one word in every reading that may be right, at its line."""
    first, word = doubts[0]
    token = word.encode(first)
    with path.open("rb") as file:
        line = next((number for number, text in enumerate(file, start=1) if token in text), 0)
    readings = ", ".join(f"{encoding}: `{text}`" for encoding, text in doubts)
    return error(
        Problem.ENCODING_UNCERTAIN,
        CellRef(shown, "", line),
        readings=readings,
        first=first,
        file=path.name,
    )
