"""Commands in a file with all that they print; `python -m tests.transcripts.transcript` writes it anew."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from shlex import split
from tempfile import TemporaryDirectory

from kpicalc.i18n.catalogue import Language
from tests.typed import run_typed

FOLDER = Path(__file__).parent
_PROMPT, _WIDTH = "$ ", 100


def list_transcripts() -> list[Path]:
    """Return the files; each is named after the folder that its commands work in, and a language."""
    return sorted(FOLDER.glob("*.txt"))


def read_commands(path: Path) -> list[tuple[str, str]]:
    """Return what is typed, each with what was printed."""
    parts = path.read_text(encoding="utf-8").removeprefix(_PROMPT).split(f"\n{_PROMPT}")
    ends = (each.removesuffix("\n").partition("\n") for each in parts)
    return [(typed, printed) for typed, _, printed in ends]


def run_command(path: Path, typed: str) -> str:
    """Run what is typed, parts of it one after the other, in a copy of the folder; return what is printed.

    Parts are told by `&&`; `cat FILES` stands for the texts of files that were written.
    """
    folder, language = path.stem.split(".")
    with TemporaryDirectory() as scratch, chdir(shutil.copytree(FOLDER / folder, Path(scratch) / "work")):
        return "\n".join(
            line for each in typed.split(" && ") for line in _run(split(each), Language(language))
        )


def _run(words: list[str], language: Language) -> Iterator[str]:
    if words[0] == "cat":
        text = "".join(each.read_text(encoding="utf-8") for each in sorted(Path().glob(words[1])))
    else:
        done = run_typed(language, words, _WIDTH)
        text = done.output + (f"exit {done.exit_code}\n" if done.exit_code else "")
    yield from (line.rstrip() for line in text.splitlines())


def record(path: Path) -> None:
    """Write what is printed today."""
    done = [(typed, run_command(path, typed)) for typed, _ in read_commands(path)]
    path.write_text("".join(f"{_PROMPT}{typed}\n{printed}\n" for typed, printed in done), encoding="utf-8")


if __name__ == "__main__":
    for each in list_transcripts():
        record(each)
