"""The files of a run gathered for the book, and a closed month computed from them once more."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import chdir, contextmanager
from dataclasses import replace
from pathlib import Path, PurePath
from typing import cast

from kpicalc import __version__
from kpicalc.api.run import Request, compute, open_facts, tell_nobody
from kpicalc.facts.read_files import list_given
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, error, rename_files
from kpicalc.model.month import FileRole, KeptColumn, KeptFile, MonthRecord, PaidAmount, PaidDifference
from kpicalc.model.period import Period, parse_period
from kpicalc.model.problem import Problem
from kpicalc.model.result import Run
from kpicalc.model.settings import NO_SETTINGS, Settings
from kpicalc.model.source import FilePlace
from kpicalc.months.differences import find_differences
from kpicalc.months.month_content import list_named_values, list_paid
from kpicalc.months.recall import BookPlace, read_carried, write_carried
from kpicalc.report.writers.beside import open_workshop
from kpicalc.scheme.file_text import SETTINGS

# What stands for a folder above the one where the run was made.
_UP = "__up__"
_HERE = Path()
_OPTIONS = "options.json"
_CARRIED = "carried.json"


@dataclass(frozen=True, slots=True)
class AskedFiles:
    """How a run was asked for, as far as it may change figures or files: kept with it as text."""

    settings: Path | None
    options: Mapping[str, object]


def gather_files(request: Request, run: Run, asked: AskedFiles) -> Checked[tuple[KeptFile, ...]]:
    """Return schemes, facts, settings and options of a run; a file changed since it was read is a problem."""
    given = list_given(request.facts, [])
    facts = [(path, name) for path, name in given if not request.settings.ignores_file(name)]
    read = {each.file: each.sha256 for part in run.settlements for each in part.facts.receipts}
    kept = [
        *(_keep(FileRole.SCHEME, path, str(path)) for path in request.schemes),
        *(_keep(FileRole.FACTS, path, name) for path, name in facts),
    ]
    if asked.settings is not None:
        kept.append(_keep(FileRole.SETTINGS, asked.settings, str(asked.settings)))
    kept.append(
        _keep_text(FileRole.OPTIONS, _OPTIONS, json.dumps(asked.options, ensure_ascii=False, indent=1))
    )
    kept.append(_keep_text(FileRole.CARRIED, _CARRIED, write_carried(run.carried)))
    changed = tuple(_find_changed(kept, read))
    return Checked(None if changed else tuple(kept), changed)


def _find_changed(kept: Iterable[KeptFile], read: Mapping[str, str]) -> Iterator[Diagnostic]:
    for each in kept:
        if read.get(each.name, each.digest) != each.digest:
            yield error(Problem.FACTS_CHANGED_MEANWHILE, FilePlace(each.name), file=each.name)


def read_options(files: Iterable[KeptFile]) -> dict[str, object]:
    """Return how a run was asked for."""
    found = next((each.data for each in files if each.role is FileRole.OPTIONS), None)
    options: dict[str, object] = json.loads(found) if found else {}
    return options


@contextmanager
def laid_out(files: Iterable[KeptFile], book: BookPlace) -> Iterator[Request]:
    """Give the request of a kept run, its files laid out in a folder of their own under their names."""
    kept = tuple(files)
    with open_workshop() as folder, chdir(folder):
        paths = {role: tuple(_lay_out(kept, role)) for role in (FileRole.SCHEME, FileRole.FACTS)}
        options = read_options(kept)
        yield Request(
            paths[FileRole.FACTS],
            paths[FileRole.SCHEME],
            parse_period(str(options.get("period", ""))),
            encoding=str(options.get("encoding", "")),
            settings=_read_settings(kept),
            book=replace(book, carried=read_carried(_find_carried(kept))),
        )


@contextmanager
def kept_schemes(files: Iterable[KeptFile]) -> Iterator[dict[Path, str]]:
    """Give the schemes of a kept run, laid out in a folder of their own; each with how it was named."""
    kept = [each for each in files if each.role is FileRole.SCHEME]
    with open_workshop() as folder:
        yield {path: each.name for each in kept for path in _lay_out([each], FileRole.SCHEME, folder)}


@contextmanager
def kept_facts(files: Iterable[KeptFile]) -> Iterator[tuple[Path, ...]]:
    """Give the facts of kept runs in a folder of their own; a file that several have read stands once."""
    several: dict[str, dict[str, KeptFile]] = {}
    for each in files:
        if each.role is FileRole.FACTS:
            several.setdefault(each.name, {}).setdefault(each.digest, each)
    with open_workshop() as folder:
        paths: list[Path] = []
        for same in several.values():
            for at, each in enumerate(same.values()):
                paths += _lay_out([each], FileRole.FACTS, folder / str(at) if at else folder)
        yield tuple(paths)


def place_of(name: str) -> Path:
    """Return where a file is laid out: as it was named, but never outside the folder.

    >>> place_of("../facts/march.csv").as_posix(), place_of("/pay/march.csv").as_posix()
    ('__up__/facts/march.csv', 'pay/march.csv')
    """
    path = PurePath(name)
    return Path(
        *(_UP if part == ".." else part.replace(":", "_") for part in path.parts if part != path.anchor)
    )


def _lay_out(files: Iterable[KeptFile], role: FileRole, folder: Path = _HERE) -> Iterator[Path]:
    for each in files:
        if each.role is role:
            path = folder / place_of(each.name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(cast("bytes", each.data))
            yield path


def _read_settings(files: Iterable[KeptFile]) -> Settings:
    data = next((each.data for each in files if each.role is FileRole.SETTINGS), None)
    if data is None:
        return NO_SETTINGS
    from kpicalc.scheme.settings import read_settings  # noqa: PLC0415 - heavy, and no month is closed by it

    return read_settings(data.decode("utf-8-sig"), SETTINGS).value or NO_SETTINGS


def _find_carried(files: Iterable[KeptFile]) -> bytes:
    return next((cast("bytes", each.data) for each in files if each.role is FileRole.CARRIED), b"[]")


def _keep(role: FileRole, path: Path, name: str) -> KeptFile:
    data = path.read_bytes()
    return KeptFile(role, name, hashlib.sha256(data).hexdigest(), data)


def _keep_text(role: FileRole, name: str, text: str) -> KeptFile:
    data = text.encode()
    return KeptFile(role, name, hashlib.sha256(data).hexdigest(), data)


@dataclass(frozen=True, slots=True)
class KeptMonth:
    """What the book has of a month: its record, files, pay, and the digest of each named value."""

    record: MonthRecord
    files: tuple[KeptFile, ...]
    amounts: tuple[PaidAmount, ...]
    columns: tuple[KeptColumn, ...]


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A closed month computed by mended facts: the run, and the files that it was made from."""

    run: Run
    files: tuple[KeptFile, ...]


def recompute_month(
    request: Request,
    month: KeptMonth,
    book: Path,
    asked: AskedFiles,
    on_progress: Callable[[str], None] = tell_nobody,
) -> Checked[Recomputed]:
    """Compute a closed month by other facts, and by the schemes that it was closed by unless some are named.

    What was carried into it stays: it was paid. Months before it are as the book knows them now.
    """
    place = BookPlace(book, 0, read_carried(_find_carried(month.files)), month.record.department)
    with kept_schemes(month.files) as schemes:
        wanted = replace(
            request, schemes=request.schemes or tuple(schemes), period=month.record.period, book=place
        )
        checked = compute(wanted, on_progress)
        # What is laid out is gone when the problems are told: they name what the book has.
        names = {str(path): f"{book}:{name}" for path, name in schemes.items()}
        told = tuple(rename_files(each, lambda file: names.get(file, file)) for each in checked.diagnostics)
        if checked.value is None:
            return Checked(None, told)
        options = {**asked.options, "period": str(month.record.period), "encoding": request.encoding}
        files = gather_files(wanted, checked.value, replace(asked, options=options))
    if files.value is None:
        return Checked(None, files.diagnostics)
    gathered = files.value if request.schemes else tuple(_with_schemes(files.value, month.files))
    return Checked(Recomputed(checked.value, gathered), told)


def follow_correction(month: KeptMonth, book: Path) -> Checked[Recomputed]:
    """Compute a later month again by its own files, after one that it may rest on was corrected."""
    with laid_out(month.files, BookPlace(book.resolve(), department=month.record.department)) as request:
        checked = compute(request)
    if checked.value is None:
        return Checked(None, checked.diagnostics)
    files = tuple(each for each in month.files if each.role not in {FileRole.OUTPUT, FileRole.HAND_OFF})
    return Checked(Recomputed(checked.value, files), checked.diagnostics)


def find_month(request: Request) -> Checked[Period]:
    """Return the month that facts are of."""
    if request.period is not None:
        return Checked(request.period)
    opened = open_facts(request)
    return Checked(None if opened.value is None else opened.value.period, opened.diagnostics)


def _with_schemes(files: Iterable[KeptFile], before: Iterable[KeptFile]) -> Iterator[KeptFile]:
    """Yield the files of a correction, its schemes under the names that they were closed under."""
    yield from (each for each in before if each.role is FileRole.SCHEME)
    yield from (each for each in files if each.role is not FileRole.SCHEME)


def verify_month(month: KeptMonth, book: BookPlace) -> Checked[Run]:
    """Compute a kept month again; every line of a person and every value that differs is a problem."""
    record = month.record
    place = BookPlace(book.path.resolve(), record.number, department=record.department)
    with laid_out(month.files, place) as request:
        checked = compute(request)
    if checked.value is None:
        return checked
    problems = tuple(_compare(month, checked.value, str(book.path)))
    return Checked(None if problems else checked.value, problems)


def _compare(month: KeptMonth, run: Run, book: str) -> Iterator[Diagnostic]:
    differences = find_differences(month.amounts, list_paid(run))
    for each in differences:
        yield _tell_line(month.record, each, book)
    if differences:
        return
    again = {_key(each): hashlib.sha256(each.text).hexdigest() for each in list_named_values(run)}
    for column in month.columns:
        before, after = hashlib.sha256(column.text).hexdigest(), again.get(_key(column), "–")
        if before != after:
            yield _tell(
                month.record, book, person="–", line=column.name, before=before[:12], after=after[:12]
            )


def _key(column: KeptColumn) -> tuple[str, str, str]:
    return column.scheme, column.grain, column.name


def _tell_line(record: MonthRecord, difference: PaidDifference, book: str) -> Diagnostic:
    either = difference.either
    figures = (
        "–" if each is None else format(each.amount, "f") for each in (difference.before, difference.after)
    )
    before, after = figures
    person = f"{either.employee} {either.name}".strip()
    return _tell(record, book, person=person, line=either.label, before=before, after=after)


def _tell(record: MonthRecord, book: str, *, before: str, after: str, **named: str) -> Diagnostic:
    engine = record.signature.engine
    hint = {} if engine == __version__ else {"hint": "engine", "engine": engine, "now": __version__}
    said = {"before": before, "after": after, **named, **hint}
    return error(Problem.RECOMPUTED_OTHERWISE, FilePlace(book), period=record.period, **said)
