"""Every command that writes into the book, and what must hold whatever becomes of it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path

from kpicalc.cli.moved_months import take_month, unpack_month  # noqa: F401 - loaded before anything fails
from kpicalc.i18n.catalogue import Language
from kpicalc.model.month import FileRole, MonthRecord
from kpicalc.months.book_file import OpenBook, read_book
from kpicalc.months.export_month import read_export
from kpicalc.months.month_records import list_kept_files, list_records
from kpicalc.months.removals import list_removals
from kpicalc.months.seal import check_book
from kpicalc.report.writers.announced import mend_folders
from tests.months.quarter import lay_out_company, write_month
from tests.typed import run_typed

_BOOK = "pay.kpibook"
_OUT = "out"
# From a book in which January and February are closed; who left after January may be forgotten.
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "close": ("close", "3.csv", "--period", "2026-03", "--out", "paid.csv", "--out", "paid.html"),
    "correct": ("correct", "mended.csv", "--period", "2026-01"),
    "reopen": ("reopen", "2026-02", "--reason", "a digit too many"),
    "forget": ("forget", "901", "--reason", "long gone"),
    "batch": ("batch", "month.yaml", "--period", "2026-03", "--close", "--resume", "--workers", "1"),
    "import": ("import", "unpacked"),
    "export": ("export", "2026-02", _OUT),
}
_JOBS = """\
jobs:
  one: {facts: 3.csv, out: paid-one.csv}
  two: {facts: two.csv, out: paid-two.csv}
"""
_GONE = 901


def lay_out_trials(folder: Path) -> None:
    """Lay out the company, its two books and all that the commands read; the folder is the working one."""
    lay_out_company(folder)
    for name, wrong in (("1.csv", {}), ("mended.csv", {1: (100_000, 70_000)})):
        write_month(folder / name, 1, wrong)
        with (folder / name).open("a", encoding="utf-8") as opened:
            opened.write(f"{_GONE},Person {_GONE},1000,2000\n")
    (folder / "two.csv").write_text("ID,Name,Plan,Turnover\n902,Person 902,1000,2000\n", encoding="utf-8")
    (folder / "month.yaml").write_text(_JOBS, encoding="utf-8")
    for month in (1, 2):
        shutil.copyfile(folder / _BOOK, folder / "january") if month > 1 else None
        _must(f"close {month}.csv --period 2026-0{month}")
    _must("export 2026-02 unpacked")
    (folder / _BOOK).rename(folder / "february")


def _must(line: str) -> None:
    done = run_typed(Language.EN, line.split())
    if done.exit_code:
        raise RuntimeError(done.output)


def begin(folder: Path, name: str) -> None:
    """Put the book as it was before a command in its place, and no statements."""
    for path in (*folder.glob("paid*"), *folder.glob(".*kpi*"), *folder.glob(f"{_BOOK}-*")):
        path.unlink()
    shutil.rmtree(folder / _OUT, ignore_errors=True)
    shutil.copyfile(folder / ("january" if name == "import" else "february"), folder / _BOOK)


def list_written(folder: Path) -> tuple[str, ...]:
    """Return what was done to the book, in its order, and what was unpacked."""
    found = read_book(folder / _BOOK, _list_acts)
    return ("unreadable",) if found.value is None else (*found.value, *_list_unpacked(folder / _OUT))


def _list_acts(opened: OpenBook) -> tuple[str, ...]:
    acts = tuple(f"{each.act} {each.period} {each.department}" for each in list_records(opened))
    return acts + tuple(f"removal {each.number}" for each in list_removals(opened))


def _list_unpacked(out: Path) -> list[str]:
    """Return whether a month was unpacked, by what can be seen; one that is not whole is no month."""
    seen = [each for each in out.rglob("*") if each.is_file() and not each.name.startswith(".")]
    entry = read_export(lambda path: (out / path).read_bytes() if out / path in seen else None)
    return ([f"half of {len(seen)} files"] if isinstance(entry, str) else [str(entry.period)]) if seen else []


def look(folder: Path, before: tuple[str, ...], after: tuple[str, ...]) -> list[str]:
    """Return what is wrong with the folder once the next command would have put things in order.

    The book must be whole and stand somewhere on the way from before to after, and each statement must be
    there, as it was written, where its month is closed, and only there.
    """
    book = folder / _BOOK
    # What was begun of the book is undone by whoever opens it; only then is it known which files hold.
    read_book(book, _list_acts)
    mend_folders([folder, *(each for each in (folder / _OUT, *(folder / _OUT).rglob("*")) if each.is_dir())])
    found = read_book(book, lambda opened: (_list_acts(opened), check_book(opened, book), _outputs(opened)))
    if found.value is None:
        return [f"the book cannot be read: {[each.code for each in found.diagnostics]}"]
    acts, problems, outputs = found.value
    acts += tuple(_list_unpacked(folder / _OUT))
    removed = [each for each in acts if each not in after]
    missing = [each for each in before if each not in acts]
    written = {path.name: _digest(path) for path in folder.glob("paid*")}
    left = [path.name for path in folder.rglob(".kpicalc-*")]
    return [
        *(each.code for each in problems),
        *([f"neither old nor new: {acts}"] if removed or missing else []),
        *([] if written == outputs else [f"{sorted(written)} beside {acts}"]),
        *([f"left behind: {left}"] if left else []),
    ]


def _outputs(opened: OpenBook) -> dict[str, str]:
    records: tuple[MonthRecord, ...] = list_records(opened)
    files = (file for each in records for file in list_kept_files(opened, each.number))
    return {file.name: file.digest for file in files if file.role is FileRole.OUTPUT}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
