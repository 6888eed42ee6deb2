"""`compute --annotate`: copies of the files of facts in which the doubtful cells are filled and commented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kpicalc.api import Request
from kpicalc.cli.console import tell
from kpicalc.cli.deliver import Inputs, check_outputs, write_outputs
from kpicalc.cli.outcome import Refusal, refuse
from kpicalc.facts.annotate import CellNote, annotate_file, is_kept
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import help_text, phrase, sentence
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.source import CellRef
from kpicalc.report.document import Document, Verbatim
from kpicalc.report.sheet_names import make_safe

SUFFIX = ".xlsx"


def write_copies(
    problems: Sequence[Diagnostic], request: Request, wanted: Path, language: Language, *, told: bool
) -> Refusal | None:
    """Write the copies, also of a run that is refused; where it is `told`, say which."""
    said = annotate_problems(problems, request, wanted, language)
    if isinstance(said, Refusal):
        return said
    if told:
        tell(Document(tuple(map(Verbatim, said))))
    return None


def annotate_problems(
    problems: Sequence[Diagnostic], request: Request, wanted: Path, language: Language
) -> list[str] | Refusal:
    """Write a copy of each file that has doubtful cells; return what was written, in words.

    One such file has its copy under the name that was asked for, each of several under its own beside that.
    """
    if wanted.suffix.lower() != SUFFIX:
        return refuse("usage.suffix", path=str(wanted), suffixes=(SUFFIX,))
    notes = _notes_by_file(problems, language)
    copies = _name_copies(list(notes), wanted)
    refusal = check_outputs(copies.values(), Inputs(request.facts, request.schemes))
    if refusal is not None:
        return refusal
    outputs = {
        copy: (annotate_file(Path(file), notes[file], request.encoding, request.settings),)
        for file, copy in copies.items()
    }
    refusal = write_outputs(outputs) if outputs else None
    if refusal is not None:
        return refusal
    if not copies:
        return [phrase("output.nothing_doubtful", language)]
    return [_tell(copy, file, notes[file], language) for file, copy in copies.items()]


def _tell(copy: Path, file: str, notes: Sequence[CellNote], language: Language) -> str:
    key = "output.annotated" if is_kept(Path(file)) else "output.annotated_rows"
    return phrase(key, language, path=str(copy), count=len({each.cell for each in notes}), file=file)


def _notes_by_file(problems: Iterable[Diagnostic], language: Language) -> dict[str, list[CellNote]]:
    """Return what is said of the cells of each file that can be opened again."""
    found: dict[str, list[CellNote]] = {}
    for problem in problems:
        told = "\n".join(filter(None, (sentence(problem, language), help_text(problem, language))))
        named = phrase(f"severity.{problem.severity}", language)
        labels = () if problem.primary is None else (problem.primary, *problem.others)
        for place in (label.place for label in labels):
            if isinstance(place, CellRef) and Path(place.file).is_file():
                note = CellNote(place, problem.severity, f"{named} {problem.code}: {told}")
                found.setdefault(place.file, []).append(note)
    return found


def _name_copies(files: Sequence[str], wanted: Path) -> Mapping[str, Path]:
    if len(files) == 1:
        return {files[0]: wanted}
    named: dict[str, Path] = {}
    for file in files:
        base = f"{wanted.stem}-{make_safe(Path(file).stem)}"
        others = (f"{base}-{number}" for number in range(2, len(files) + 2))
        free = next(each for each in (base, *others) if wanted.with_name(each + SUFFIX) not in named.values())
        named[file] = wanted.with_name(free + SUFFIX)
    return named
