"""`kpicalc export` and `import`: a closed month as plain files, and back into a book."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kpicalc.cli.console import tell, tell_problems
from kpicalc.cli.deliver import write_outputs
from kpicalc.cli.made_folders import write_in_folders
from kpicalc.cli.month_options import ExportOptions, ImportOptions
from kpicalc.cli.outcome import ExitCode, Refusal, refuse
from kpicalc.cli.paths import find_book
from kpicalc.cli.request import find_asked_month
from kpicalc.cli.signing import hold
from kpicalc.cli.verify import verify_record
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.model.diagnostic import Checked, Diagnostic, error, warning
from kpicalc.model.month import MonthRecord
from kpicalc.model.problem import Problem
from kpicalc.model.source import FilePlace
from kpicalc.months.book_file import OpenBook, change_book, read_book, read_checked
from kpicalc.months.closed_pay import choose_version
from kpicalc.months.departments import (
    Closing,
    find_dependent,
    find_people_of_others,
    keep_department,
    name_people,
)
from kpicalc.months.export_month import export_month, read_export
from kpicalc.months.month_records import list_records
from kpicalc.months.obstacles import find_closed
from kpicalc.months.put_month import MonthEntry, put_month
from kpicalc.report.document import Document, Paragraph
from kpicalc.report.views.months import show_record
from kpicalc.report.writers.announced import mend_folders


def unpack_month(options: ExportOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc export` was asked to."""
    asked = find_asked_month(options.book, options.period, options.department)
    if isinstance(asked, Refusal):
        return asked
    book, period, department = asked
    if _is_taken(options.folder):
        return refuse("usage.folder_taken", path=str(options.folder))

    def export(opened: OpenBook) -> Checked[dict[str, bytes]]:
        record = choose_version(list_records(opened), book, period, options.version, department)
        if record.value is None:
            return Checked(None, record.diagnostics)
        return Checked(export_month(opened, record.value))

    files = read_checked(book, export)
    if files.value is None:
        return tell_problems(files.diagnostics, language)
    return _write(options.folder, files.value, language)


def _is_taken(folder: Path) -> bool:
    """Say whether something stands where a new folder is to be; what a killed run has left there is none."""
    below = [folder, *(each for each in folder.rglob("*") if each.is_dir())] if folder.is_dir() else []
    mend_folders(below)
    files = any(not each.is_dir() for each in folder.rglob("*"))
    return files or (folder.exists() and not below)


def _write(folder: Path, files: dict[str, bytes], language: Language) -> ExitCode | Refusal:
    outputs = {folder / path: (data,) for path, data in files.items()}
    refused = write_in_folders(outputs, lambda: write_outputs(outputs), 0o700)
    if refused is not None:
        return refused
    tell(Document((Paragraph(phrase("months.exported", language, path=str(folder), count=len(files))),)))
    return ExitCode.OK


def take_month(options: ImportOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc import` was asked to."""
    book = find_book(Path.cwd(), options.book)
    if isinstance(book, Refusal):
        return book
    entry = read_export(lambda path: _read(options.folder, path))
    if isinstance(entry, str):
        place = FilePlace(str(options.folder))
        told = error(Problem.EXPORT_DAMAGED, place, folder=str(options.folder), reason=entry)
        return tell_problems((told,), language)
    done = change_book(book, hold(), lambda opened: _put(opened, book, entry))
    if done.value is None:
        return tell_problems(done.diagnostics, language)
    tell(show_record(done.value, language))
    return tell_problems((*done.diagnostics, *_doubt_import(book, done.value)), language)


def _doubt_import(book: Path, record: MonthRecord) -> Iterator[Diagnostic]:
    """Warn where the month, or a later one that rests on it, comes out otherwise beside those here."""
    later = read_book(book, lambda opened: tuple(find_dependent(opened, list_records(opened), record)))
    for each in (record, *(later.value or ())):
        if any(problem.code != Problem.FACTS_FORGOTTEN for problem in verify_record(book, each)):
            told = {"period": each.period, "written": str(each.period), "imported": record.period}
            yield warning(Problem.IMPORTED_OTHERWISE, FilePlace(str(book)), **told)


def _read(folder: Path, path: str) -> bytes | None:
    """Return the bytes of a file of an export; nothing outside the folder is read."""
    file = (folder / path).resolve()
    return file.read_bytes() if file.is_relative_to(folder.resolve()) and file.is_file() else None


def _put(opened: OpenBook, book: Path, entry: MonthEntry) -> Checked[MonthRecord]:
    before = list_records(opened)
    obstacles = find_closed(keep_department(before, entry.department), entry.period, book)
    if obstacles:
        return Checked(None, obstacles)
    put_month(opened, entry)
    record = list_records(opened)[-1]
    closed = Closing(entry.period, entry.department, name_people(opened, record.number))
    return Checked(record, tuple(find_people_of_others(opened, before, closed, book)))
