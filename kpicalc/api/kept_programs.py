"""Compiled schemes kept in a folder of the user, so that a scheme that has not changed is compiled once."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

import kpicalc
from kpicalc.api.program_text import read_program, write_program
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked
from kpicalc.model.period import Period
from kpicalc.model.program import Program

# What a program is made by: a file of these packages that changes makes all that is kept useless.
_MAKERS = ("api", "compiler", "formula", "i18n", "model", "scheme")
# So many programs are kept; of more, those that were made first are dropped.
_MOST, _FEWER = 512, 256
_OF_OTHERS = 0o022


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folder of the programs, and the state of our own files that they were made by."""

    folder: Path
    made_by: str

    def file(self, text: str, shown: str, period: Period) -> Path:
        """Return where the program of a scheme's text for a period is kept."""
        said = (self.made_by, shown, str(period.length), str(period.first_day), text)
        return self.folder / f"{_digest(chr(0).join(said))}.json"


def open_shelf(folder: Path | None) -> Shelf | None:
    """Return the programs of a folder; None where others may write into it, or it cannot be made."""
    if folder is None:
        return None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = folder.stat()
        stamp = "\n".join((kpicalc.__version__, sys.version, *_our_files(Path(kpicalc.__file__).parent)))
    except OSError:
        return None
    if hasattr(os, "getuid") and (state.st_uid != os.getuid() or state.st_mode & _OF_OTHERS):
        return None
    return Shelf(folder, _digest(stamp))


def recall_program(file: Path) -> Checked[Program] | None:
    """Return the program that a file keeps; None where there is none or it is damaged."""
    try:
        digest, _, text = file.read_bytes().decode().partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    return read_program(text) if _digest(text) == digest else None


def keep_program(file: Path, compiled: Checked[Program]) -> None:
    """Keep a program; that it cannot be kept is nobody's problem."""
    text = write_program(compiled) if compiled.ok else None
    if text is None:
        return
    with suppress(OSError):
        _drop_oldest(file.parent)
        with NamedTemporaryFile(dir=file.parent, delete=False) as made:
            made.write(f"{_digest(text)}\n{text}".encode())
        Path(made.name).replace(file)


def _drop_oldest(folder: Path) -> None:
    kept = list(folder.iterdir())
    if len(kept) > _MOST:
        kept.sort(key=lambda each: each.stat().st_mtime)
        for each in kept[:-_FEWER]:
            each.unlink(missing_ok=True)


def _our_files(package: Path) -> Iterator[str]:
    """Yield the state of each file that programs are made by."""
    for name in _MAKERS:
        yield from sorted(_files_below(str(package / name)))


def _files_below(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for each in entries:
            if each.is_dir():
                yield from () if each.name == "__pycache__" else _files_below(each.path)
            else:
                state = each.stat()
                yield f"{each.path} {state.st_size} {state.st_mtime_ns}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
