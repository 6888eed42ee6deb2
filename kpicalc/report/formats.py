"""The forms in which results are told; light, because the command line names them in its help."""

from __future__ import annotations

from enum import StrEnum


class CsvDialect(StrEnum):
    """Who is to read the file."""

    EXCEL_RU = "excel-ru"
    RFC4180 = "rfc4180"


class SheetFormat(StrEnum):
    """What the sheet of an employee is written as; each is the suffix of its file."""

    HTML = "html"
    MARKDOWN = "md"
    PDF = "pdf"


class ProblemFormat(StrEnum):
    """Who is to read the problems: a person, or which machine."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"
    GITHUB = "github"
    GITLAB = "gitlab"
    JUNIT = "junit"
    SARIF = "sarif"


class RunFormat(StrEnum):
    """Who is to read what comes of a run: a person, or which machine."""

    TEXT = "text"
    JSON = "json"
    JUNIT = "junit"
    GITHUB = "github"


class TrialFormat(StrEnum):
    """Text is for people, the others are for programs."""

    TEXT = "text"
    JUNIT = "junit"
    JSON = "json"
    GITHUB = "github"
