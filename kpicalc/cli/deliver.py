"""What commands write: in which formats, never over what they read, one file or several as one set."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Generic, TypeVar

from kpicalc.cli.outcome import Refusal, refuse, refuse_afar
from kpicalc.cli.paths import trials_beside
from kpicalc.cli.stopping import unwinding
from kpicalc.facts.read_files import SUFFIXES
from kpicalc.i18n.catalogue import Language
from kpicalc.model.dataclass import dataclass, find_face
from kpicalc.model.program import Input
from kpicalc.model.result import Run
from kpicalc.report.document import Part
from kpicalc.report.writers.announced import Proof
from kpicalc.report.writers.atomically import SetDecision, write_atomically
from kpicalc.scheme.file_text import SETTINGS

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Format(Generic[Result]):
    """A format of file: how a result is written in it, and what forbids it before there is a result.

    One that has `pay_only` shows nobody's figures but what is paid, or computes them again as it writes them,
    so that a run need not keep them.
    """

    write: Callable[[Result], Iterable[bytes]]
    forbid: Callable[[], Refusal | None] = lambda: None
    pay_only: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A report to be read: neutral documents and pictures, which every writer of pages can draw."""

    title: str
    parts: Iterable[Part]
    language: Language
    currency: str = ""


# The writers of pages; one is loaded when it is asked for.
_PAGE_WRITERS: Mapping[str, str] = {
    ".html": "kpicalc.report.writers.to_html:write_html",
    ".md": "kpicalc.report.writers.to_markdown:write_markdown",
    ".pdf": "kpicalc.report.writers.to_pdf:write_pdf",
}
# The libraries that not every machine has, and how they are asked for.
_NEEDED: Mapping[str, tuple[str, str]] = {
    ".pdf": ("fpdf", "usage.no_pdf_library"),
    ".parquet": ("pyarrow", "usage.no_parquet_library"),
}


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a command reads and therefore must not write over: files or folders of facts, and schemes."""

    facts: Sequence[Path] = ()
    schemes: Sequence[Path] = ()


@dataclass(frozen=True, slots=True)
class MoreFiles:
    """Files that are written in one set with others; `tell` says what is in each, with its digest."""

    files: Mapping[Path, bytes] = field(default_factory=dict)
    tell: Callable[[Mapping[Path, str]], Iterable[str]] = lambda _: ()


@dataclass(frozen=True, slots=True)
class ExtraFiles:
    """Files asked for besides those of the formats: the columns that they need, and what makes them."""

    paths: tuple[Path, ...] = ()
    columns: tuple[Input, ...] = ()
    make: Callable[[Run, Language], MoreFiles | Refusal] = lambda _run, _language: MoreFiles()


@dataclass(frozen=True, slots=True)
class Together:
    """What files are written together with: `prepare` knows the digest of each, `decide` makes it so."""

    prepare: Callable[[Mapping[Path, str]], Proof]
    decide: Callable[[], None]


_NO_FILES = MoreFiles()
NO_EXTRA_FILES = ExtraFiles()


def page_formats(show: Callable[[Result], Page]) -> dict[str, Format[Result]]:
    """Return the formats of pages for a command that can show its result as one."""
    return {suffix: _page_format(suffix, show) for suffix in _PAGE_WRITERS}


def table_formats(show: Callable[[Result], Page]) -> dict[str, Format[Result]]:
    """Return the formats of pages, and the workbook of their tables."""
    return {**page_formats(show), ".xlsx": Format(lambda result: _write_tables(show(result)))}


def _write_tables(page: Page) -> Iterator[bytes]:
    from kpicalc.report.writers.tables_to_book import write_tables  # noqa: PLC0415 - heavy: for a workbook

    return write_tables(page.title, page.parts, page.language, page.currency)


def write_page(suffix: str, page: Page) -> Iterator[bytes]:
    """Yield a page in the format of a suffix."""
    chunks: Iterator[bytes] = find_face("_PAGE_WRITERS of cli/deliver.py", _PAGE_WRITERS[suffix])(
        page.title, page.parts, page.language
    )
    return chunks


def forbid_unless_installed(suffix: str) -> Refusal | None:
    """Refuse a format whose library is not installed."""
    library, told = _NEEDED.get(suffix, ("", ""))
    return refuse(told) if library and find_spec(library) is None else None


def check_formats(
    outputs: Iterable[Path],
    formats: Mapping[str, Format[Result]],
    *,
    follow_links: bool = False,
    makes_folders: bool = False,
) -> Refusal | None:
    """Refuse an output whose suffix says no format, that has no folder, or that this machine cannot write.

    With `follow_links` the suffix of the file counts that a link leads to. Who makes folders needs none.
    """
    for path in outputs:
        found = formats.get((path.resolve() if follow_links else path).suffix.lower())
        if found is None:
            return refuse("usage.suffix", path=str(path), suffixes=tuple(formats))
        refusal = found.forbid()
        if refusal is not None:
            return refusal
        if not makes_folders and not path.parent.exists():  # told before the work is done, not after
            return refuse("output.no_folder", path=str(path))
    return None


def check_written(
    outputs: list[Path], formats: Mapping[str, Format[Result]], inputs: Inputs
) -> Refusal | None:
    """Refuse an output in none of the formats, or one that may not be written over."""
    return check_formats(outputs, formats) or check_outputs(outputs, inputs)


def check_outputs(outputs: Iterable[Path], inputs: Inputs) -> Refusal | None:
    """Refuse an output that is an input under any name, that would be read as facts, or is named twice.

    A file is known by its place on the disk: a link, another spelling or a second name makes no difference.
    """
    read, folders = (
        _identities_of(_facts_files(inputs.facts)),
        [each for each in inputs.facts if each.is_dir()],
    )
    ruling = _identities_of(_scheme_files(inputs.schemes))
    seen: set[tuple[int, int] | Path] = set()
    outputs = tuple(outputs)
    for path in outputs:
        target = path.resolve()
        identity = _identity_of(target) or target
        if identity in read:
            return refuse("usage.out_is_input", path=str(path))
        if identity in ruling:
            return refuse("usage.out_is_scheme", path=str(path))
        if target.suffix.lower() in SUFFIXES and any(_lies_in(target, folder) for folder in folders):
            return refuse("usage.out_among_facts", path=str(path))
        if identity in seen:
            return refuse("usage.out_twice", path=str(path))
        seen.add(identity)
    return refuse_afar(outputs)


def check_absent(path: Path, *, force: bool) -> Refusal | None:
    """Refuse to replace a file unless it was asked for."""
    return refuse("usage.exists", path=str(path)) if path.exists() and not force else None


def deliver(
    outputs: Iterable[Path],
    formats: Mapping[str, Format[Result]],
    result: Result,
    more: MoreFiles = _NO_FILES,
    together: Together | None = None,
) -> dict[Path, str] | Refusal:
    """Write a result to files, each in the format of its suffix, and other files with them: all or none.

    Returns the SHA-256 of each. What they are written `together` with holds where they do, and not otherwise.
    """
    named = tuple(outputs)
    digests = {path: hashlib.sha256() for path in (*named, *more.files)}

    def watch(path: Path, chunks: Iterable[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            digests[path].update(chunk)
            yield chunk

    written = {path: formats[path.suffix.lower()].write(result) for path in named}
    made = {path: (data,) for path, data in more.files.items()}

    def read_digests() -> dict[Path, str]:
        return {path: digest.hexdigest() for path, digest in digests.items()}

    outputs_of = {path: watch(path, chunks) for path, chunks in {**written, **made}.items()}
    decision = None
    if together is not None:
        prepare, decide = together.prepare, together.decide
        decision = SetDecision(lambda: prepare(read_digests()), decide)
    return write_outputs(outputs_of, decision) or read_digests()


def write_texts(texts: Mapping[Path, str]) -> Refusal | None:
    """Write texts as UTF-8, their line ends as they are: all of them or none."""
    return write_outputs({path: (text.encode(),) for path, text in texts.items()})


def write_outputs(
    outputs: Mapping[Path, Iterable[bytes]], decision: SetDecision | None = None
) -> Refusal | None:
    """Write all files or none; say why when one cannot be written."""
    with unwinding():
        refused = write_atomically(outputs, decision)
    if refused is None:
        return None
    return refuse(f"output.{refused.reason}", path=str(refused.path), reason=refused.detail)


def _page_format(suffix: str, show: Callable[[Result], Page]) -> Format[Result]:
    return Format(lambda result: write_page(suffix, show(result)), partial(forbid_unless_installed, suffix))


def _facts_files(facts: Iterable[Path]) -> Iterator[Path]:
    for path in facts:
        if path.is_dir():
            yield from (each for each in path.rglob("*") if each.suffix.lower() in SUFFIXES)
        else:
            yield path


def _scheme_files(schemes: Iterable[Path]) -> Iterator[Path]:
    """Yield the schemes, the files of tests beside them, and the files of projects around the run."""
    for path in schemes:
        yield path
        yield from trials_beside(path)
    folder = Path.cwd()
    yield from (place / SETTINGS for place in (folder, *folder.parents))


def _identities_of(paths: Iterable[Path]) -> set[tuple[int, int] | Path]:
    return {found for path in paths if (found := _identity_of(path)) is not None}


def _identity_of(path: Path) -> tuple[int, int] | None:
    """Return what tells a file on the disk from all others; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _lies_in(target: Path, folder: Path) -> bool:
    wanted = _identity_of(folder)
    return any(_identity_of(each) == wanted for each in target.parents)
