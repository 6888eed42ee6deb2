"""The files of the corpus: schemes, facts with a gap, what fills it, and what became of each filling.

A file has parts that begin with `=== scheme NAME`, or with what is asked: `=== facts TITLE | NAME, NAME` of
schemes (`FILE/NAME` is one of another file), `period TITLE |`, `encoding TITLE |`, `statement TITLE |`, `text
TITLE |` and `format TITLE |` (what a text says, what a number format shows), or `receipts`, `words`, `hours`,
`cells`, `headings`, `stages`, `titles`, `signs`, `wanted`. A title that begins with `NAME NUMBER …` (`small`
is one of facts) is of bounds that are as small as it says. Below stand files and sheets, each below its name
in brackets (`sheets` tells how cells are written); each `@` is a gap. Below `---` stand the fillings, a line
each, and below each of them, indented, what is told of it: of the first all, of the others what differs from
that (`-`: what is told no more). In a filling `¦` parts what fills several gaps, `⏎` lines; `∅` is nothing
and `␣` a blank that keeps words together; before `⇒` stands what fills the gaps of the schemes.

In `steps.txt` are facts of the other files with a few cells, rows or columns changed: in each of them a
condition of the program decides what no other facts let it decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
_INDENT = "    "
_BETWEEN = "\f"
_SIGNS = str.maketrans({"∅": "", "⏎": "\n", "␣": "\u00a0"})


@dataclass(frozen=True, slots=True)
class Case:
    """Facts with gaps, the texts of the schemes that read them, and each filling with what is told of it.

    It is `asked` what becomes of the `facts`, or which `period` or `encoding` is found.
    """

    title: str
    asked: str
    schemes: tuple[str, ...]
    facts: str
    fillings: Mapping[str, Sequence[str]]

    def fill(self, filling: str) -> tuple[str, tuple[str, ...]]:
        """Return the facts and the schemes with a filling in their gaps."""
        of_schemes, _, of_facts = filling.rpartition("⇒")
        schemes = _fill(_BETWEEN.join(self.schemes), of_schemes).split(_BETWEEN)
        return _fill(self.facts, of_facts), tuple(filter(None, schemes))


def _fill(text: str, filling: str) -> str:
    """Put the parts of a filling into the gaps of a text, the last of them into all that are left."""
    begin, *others = text.split("@")
    parts = filling.translate(_SIGNS).split("¦")
    filled = zip(range(len(others)), others, strict=True)
    return begin + "".join(parts[min(at, len(parts) - 1)] + rest for at, rest in filled)


def list_files() -> list[Path]:
    """Return the files of the corpus by name."""
    return sorted(FOLDER.glob("*.txt"))


@cache
def read_cases(path: Path) -> tuple[Case, ...]:
    """Read the cases of a file."""
    schemes = _read_schemes()
    cases: list[Case] = []
    for kind, title, body in _read_parts(path):
        if kind == "scheme":
            continue
        facts, _, fillings = body.partition("---\n")
        named = filter(None, title.partition(" | ")[2].split(", "))
        texts = tuple(schemes[each if "/" in each else f"{path.stem}/{each}"] for each in named)
        cases.append(Case(title, kind, texts, facts, _read_fillings(fillings)))
    return tuple(cases)


@cache
def _read_schemes() -> Mapping[str, str]:
    """Return the schemes of all files by `FILE/NAME`."""
    parts = ((path.stem, *part) for path in list_files() for part in _read_parts(path))
    return {f"{stem}/{title}": body for stem, kind, title, body in parts if kind == "scheme"}


def _read_parts(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield what each part of a file is, its title and its text."""
    for part in path.read_text(encoding="utf-8").split("=== ")[1:]:
        head, _, body = part.partition("\n")
        kind, _, title = head.partition(" ")
        yield kind, title, body


def _read_fillings(text: str) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    filling = ""
    for line in filter(str.strip, text.splitlines()):
        if line.startswith(_INDENT):
            found[filling].append(line.removeprefix(_INDENT))
        else:
            filling = line
            assert filling not in found, f"twice: {filling}"
            found[filling] = []
    return found


def shorten(told: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    """Keep of all but the first filling only what is told otherwise than of the first."""
    first = next(iter(told.values()))
    return {
        filling: lines if lines is first else list(_differences(first, lines))
        for filling, lines in told.items()
    }


def _differences(first: Sequence[str], lines: Sequence[str]) -> Iterator[str]:
    heads = set(map(_head_of, lines))
    gone = [head for head in map(_head_of, first) if head not in heads]
    yield from [f"- {head}" for head in gone] if len(gone) < len(first) else ["- all"]
    yield from (line for line in lines if line not in first)


def _head_of(line: str) -> str:
    """Return what a line speaks of: of a problem all of it, for several may stand at one place."""
    return line if line.startswith("KPI") else line.partition(": ")[0]


def write_fillings(path: Path, told: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
    """Put what is told of each case, by title, in the place of what stood in the file."""
    parts = path.read_text(encoding="utf-8").split("=== ")
    for at, part in enumerate(parts):
        title = part.partition("\n")[0].partition(" ")[2]
        if at and title in told and not part.startswith("scheme "):
            facts = part.partition("---\n")[0]
            parts[at] = f"{facts}---\n{''.join(_write(told[title].items()))}\n"
    path.write_text("=== ".join(parts).rstrip("\n") + "\n", encoding="utf-8")


def _write(told: Iterable[tuple[str, Sequence[str]]]) -> Iterator[str]:
    for filling, lines in told:
        yield f"{filling}\n"
        yield from (f"{_INDENT}{line}\n" for line in lines)
