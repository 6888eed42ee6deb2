"""A closed month as plain files and back: nobody needs kpicalc to read what was paid."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import PurePath

from kpicalc import __version__
from kpicalc.model.month import (
    FileRole,
    KeptColumn,
    KeptFile,
    KeptRows,
    MonthAct,
    MonthContent,
    MonthRecord,
    PaidLine,
    Signature,
)
from kpicalc.months.month_digests import stored_period, text_of_period
from kpicalc.months.month_records import list_amounts, list_kept, list_kept_files, list_lines
from kpicalc.months.put_month import MonthEntry
from kpicalc.report.formats import CsvDialect
from kpicalc.report.writers.months_data import describe_record
from kpicalc.report.writers.to_csv import write_pay_list

MANIFEST = "manifest.json"
_VALUES = "results/values.json"
_PAY = "results/pay.csv"
_FOLDERS = {FileRole.SCHEME: "schemes", FileRole.FACTS: "facts"}

Json = dict[str, object]


def export_month(connection: sqlite3.Connection, record: MonthRecord) -> dict[str, bytes]:
    """Return the files of a record by their paths, with a manifest that names each with its digest."""
    files = list_kept_files(connection, record.number)
    paths = _give_paths(files)
    written = {path: file.data or b"" for file, path in zip(files, paths, strict=True) if path}
    written[_VALUES] = _encode(_describe_content(connection, record.number))
    written[_PAY] = b"".join(write_pay_list(list_amounts(connection, record.number), CsvDialect.RFC4180))
    described = [
        {"role": file.role, "name": file.name, "sha256": file.digest, "path": path}
        for file, path in zip(files, paths, strict=True)
    ]
    manifest: Json = {
        "kpicalc": {"format": 1, "version": __version__},
        "record": {
            **describe_record(record),
            "period": text_of_period(record.period),
            "paid_in": text_of_period(record.paid_in),
        },
        "files": described,
        "written": {path: hashlib.sha256(data).hexdigest() for path, data in sorted(written.items())},
    }
    return {**written, MANIFEST: _encode(manifest)}


def read_export(read: Callable[[str], bytes | None]) -> MonthEntry | str:
    """Return the entry that an export stands for; or why it is not whole: a file, or "" for the manifest.

    `read` gives the bytes of a path, None where there is no such file.
    """
    try:
        manifest = json.loads(read(MANIFEST) or b"")
        for path, digest in manifest["written"].items():
            if hashlib.sha256(read(path) or b"").hexdigest() != digest:
                return str(path)
        values = json.loads(read(_VALUES) or b"")
        files = tuple(_read_file(each, read) for each in manifest["files"])
        return _make_entry(manifest["record"], _read_content(values, files))
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError):
        return MANIFEST


def _give_paths(files: tuple[KeptFile, ...]) -> list[str]:
    """Return where each file goes, "" where only its digest is kept; of one name they are numbered."""
    paths: list[str] = []
    for file in files:
        folder = _FOLDERS.get(file.role, "settings")
        name = PurePath(file.name).name
        path = f"{folder}/{name}"
        number = 2
        while path in paths:
            path, number = f"{folder}/{number}-{name}", number + 1
        paths.append("" if file.data is None else path)
    return paths


def _describe_content(connection: sqlite3.Connection, run: int) -> Json:
    rows, columns = list_kept(connection, run)
    return {
        "rows": [
            {"scheme": each.scheme, "grain": each.grain, "keys": list(each.keys), "labels": list(each.labels)}
            for each in rows
        ],
        "values": [
            {
                "scheme": each.scheme,
                "grain": each.grain,
                "name": each.name,
                "kind": each.kind,
                "values": each.text.decode("utf-8", "surrogatepass").split("\n"),
            }
            for each in columns
        ],
        "lines": [
            {
                "scheme": each.scheme,
                "name": each.name,
                "label": each.label,
                "kind": each.kind,
                "currency": each.currency,
                "amounts": [None if amount is None else format(amount, "f") for amount in each.amounts],
            }
            for each in list_lines(connection, run, rows)
        ],
    }


def _read_content(values: Mapping[str, list[Json]], files: tuple[KeptFile, ...]) -> MonthContent:
    rows = tuple(KeptRows(**each) for each in values["rows"])  # type: ignore[arg-type] # checked by its digest
    columns: list[KeptColumn] = []
    for each in values["values"]:
        text = "\n".join(each["values"]).encode("utf-8", "surrogatepass")  # type: ignore[arg-type] # texts
        scheme, grain, name, kind = (str(each[key]) for key in ("scheme", "grain", "name", "kind"))
        columns.append(KeptColumn(scheme, grain, name, kind, text))
    return MonthContent(files, rows, tuple(columns), tuple(_read_lines(values["lines"])))


def _read_lines(described: list[Json]) -> Iterator[PaidLine]:
    for each in described:
        amounts = tuple(
            None if amount is None else Decimal(amount)
            for amount in each["amounts"]  # type: ignore[attr-defined] # texts
        )
        keys = ("scheme", "name", "label", "kind", "currency")
        scheme, name, label, kind, currency = (str(each[key]) for key in keys)
        yield PaidLine(scheme, name, label, kind, currency, amounts)


def _read_file(described: Mapping[str, str], read: Callable[[str], bytes | None]) -> KeptFile:
    data = read(described["path"]) if described["path"] else None
    return KeptFile(FileRole(described["role"]), described["name"], described["sha256"], data)


def _make_entry(record: Mapping[str, str], content: MonthContent) -> MonthEntry:
    period = stored_period(record["period"])
    if period is None:
        raise ValueError(record["period"])
    signature = Signature(record["who"], record["at"], record["engine"], record["reason"])
    return MonthEntry(MonthAct.CLOSE, period, period, signature, content, record.get("department", ""))


def _encode(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass") + b"\n"
