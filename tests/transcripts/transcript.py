"""Commands in a file with all that they print; `python -m tests.transcripts.transcript` writes it anew."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, chdir
from pathlib import Path
from shlex import split
from tempfile import TemporaryDirectory

import pytest

from kpicalc.cli import signing
from kpicalc.i18n.catalogue import Language
from kpicalc.months.book_file import Holder
from tests.report.drawn import tell_book, tell_pages
from tests.typed import run_typed

FOLDER = Path(__file__).parent
_PROMPT, _WIDTH = "$ ", 100
# What a page brings along that tells nothing of the month.
_LOOKS = re.compile("(?s)<(style|script)>.*?</\\1>")
# Who closes a month, and when.
_SIGNED = {"LOGNAME": "anna", "SOURCE_DATE_EPOCH": "1775001600"}


def _commit(name: str) -> None:
    """Let git keep the state of the folder under a name."""
    asked = ("init -q", "add -A", f"commit -q -m {name}", f"tag {name}")
    named = ("-c", "user.email=a@example.org", "-c", "user.name=a", "-c", "commit.gpgsign=false")
    for each in asked:
        subprocess.run(["git", *named, *each.split()], check=True, capture_output=True)  # noqa: S603, S607


# What people do between two commands.
_BY_HAND: Mapping[str, Callable[..., object]] = {
    "cp": shutil.copy,
    "mv": shutil.move,
    "rm": os.remove,
    "git": _commit,
}
# The modules that write into the book.
_WRITERS = ("closing", "correct", "forget", "months", "moved_months")
# What a file holds is shown by `cat`; versions of the library give the same workbook other bytes.
_DIGEST = re.compile("SHA-256 [0-9a-f]+")


def list_transcripts() -> list[Path]:
    """Return the files: `FOLDER.TOPIC.LANGUAGE.txt`, of the folder that the commands work in."""
    return sorted(FOLDER.glob("*.txt"))


def read_commands(path: Path) -> list[tuple[str, str]]:
    """Return what is typed, each with what was printed."""
    parts = path.read_text(encoding="utf-8").removeprefix(_PROMPT).split(f"\n{_PROMPT}")
    ends = (each.removesuffix("\n").partition("\n") for each in parts)
    return [(typed, printed) for typed, _, printed in ends]


def run_command(path: Path, typed: str) -> str:
    """Run what is typed, parts of it one after the other, in a copy of the folder; return what is printed.

    Parts are told by `&&`; `cat FILES` stands for what files that were written hold, `cp` copies one. What
    stands after ` while ` others type when the command before it is about to write into the book; each such
    command comes at a write of its own.
    """
    folder, *_, language = path.stem.split(".")
    with ExitStack() as held:
        scratch = Path(held.enter_context(TemporaryDirectory()))
        held.enter_context(chdir(shutil.copytree(FOLDER / folder, scratch / "work")))
        patch = held.enter_context(pytest.MonkeyPatch.context())
        for name, value in _SIGNED.items():
            patch.setenv(name, value)
        return "\n".join(
            line for each in typed.split(" && ") for line in _run_meanwhile(each, Language(language), patch)
        )


def _run_meanwhile(typed: str, language: Language, patch: pytest.MonkeyPatch) -> Iterator[str]:
    command, *others = typed.split(" while ")
    printed: list[str] = []

    def hold() -> Holder:
        waiting = others[:]
        others.clear()
        for each in waiting[:1]:
            printed.extend(_run(split(each), language))
        others.extend(waiting[1:])
        return signing.hold()

    for each in _WRITERS:
        patch.setattr(f"kpicalc.cli.{each}.hold", hold)
    own = list(_run(split(command), language))
    yield from (*(f"meanwhile: {line}" for line in printed), *own)


def _run(words: list[str], language: Language) -> Iterator[str]:
    if words[0] == "cat":
        text = "".join(map(_read, sorted(Path().glob(words[1]))))
    elif words[0] in _BY_HAND:
        _BY_HAND[words[0]](*words[1:])
        text = ""
    else:
        done = run_typed(language, words, _WIDTH)
        text = _DIGEST.sub("SHA-256 …", done.output) + (f"exit {done.exit_code}\n" if done.exit_code else "")
    yield from (line.rstrip() for line in text.splitlines())


def _read(path: Path) -> str:
    """Return the text of a file, of a workbook or a PDF what stands where; old encodings are Russian."""
    written = path.read_bytes()
    tell = {".xlsx": tell_book, ".pdf": tell_pages}.get(path.suffix)
    if tell is not None:
        return "".join(f"{line}\n" for line in tell(written))
    mark = "BOM " * written.startswith(BOM_UTF8)
    try:
        return mark + _LOOKS.sub("", written.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return f"cp1251 {written.decode('cp1251')}"


def record(path: Path) -> None:
    """Write what is printed today."""
    done = [(typed, run_command(path, typed)) for typed, _ in read_commands(path)]
    path.write_text("".join(f"{_PROMPT}{typed}\n{printed}\n" for typed, printed in done), encoding="utf-8")


if __name__ == "__main__":
    for each in list_transcripts():
        record(each)
