"""The texts of scheme files: which files they are, and their letters, before anything is made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.problem import Problem
from kpicalc.model.source import FilePlace, Span

# The largest scheme here has 15 KB.
MAX_BYTES = 256 * 1024

TESTS = (".test.yaml", ".test.yml")
"""How the name of a file of tests ends."""

SETTINGS = "kpicalc.yaml"
"""The file that says what holds for a whole project."""

_WORD = re.compile(r"[^\W\d_]{3,}")


def load_text(path: Path, file: str) -> Checked[str]:
    """Read the text of a file (UTF-8) whose places are shown as `file`."""
    read = _read_file(path, file)
    return Checked(None, read.diagnostics) if read.value is None else decode_text(read.value, file)


def load_words(paths: Iterable[Path]) -> frozenset[str]:
    """Return the words beyond ASCII that schemes hold, in small letters: facts may hold them too."""
    texts = (load_text(path, str(path)).value or "" for path in paths)
    words = {word.casefold() for text in texts for word in _WORD.findall(text)}
    return frozenset(word for word in words if not word.isascii())


def decode_text(data: bytes, file: str) -> Checked[str]:
    """Read UTF-8 and nothing else; a zero byte says that the file has two bytes to a letter."""
    if is_too_large(len(data)):
        return Checked(None, (too_large(file),))
    wrong = data.find(b"\0")
    if wrong < 0:
        try:
            return Checked(data.decode())
        except UnicodeDecodeError as failure:
            wrong = failure.start
    before = data[:wrong].decode(errors="replace")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return Checked(None, (error(Problem.FILE_NOT_UTF8, Span(file, line, column, line, column + 1)),))


def _read_file(path: Path, file: str) -> Checked[bytes]:
    try:
        if not path.is_file():
            return Checked(
                None, (error(Problem.NOT_A_FILE if path.exists() else Problem.FILE_MISSING, FilePlace(file)),)
            )
        with path.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except OSError:
        return Checked(None, (error(Problem.FILE_UNREADABLE, FilePlace(file)),))
    return Checked(data)


def is_too_large(size: int) -> bool:
    """Say whether a file of so many bytes is refused."""
    return size > MAX_BYTES


def too_large(file: str) -> Diagnostic:
    """Make the problem of a file over the limit."""
    return error(Problem.FILE_TOO_LARGE, FilePlace(file), limit=MAX_BYTES // 1024)
