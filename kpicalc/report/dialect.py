"""The dialects of a CSV statement; light, because the command line names them in its help."""

from __future__ import annotations

from enum import StrEnum


class CsvDialect(StrEnum):
    """Who is to read the file."""

    EXCEL_RU = "excel-ru"
    RFC4180 = "rfc4180"
