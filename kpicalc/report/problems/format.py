"""The forms in which problems are told; light, because the command line names them in its help."""

from __future__ import annotations

from enum import StrEnum


class ProblemFormat(StrEnum):
    """Who is to read the problems: a person, or which machine."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"
    GITHUB = "github"
    GITLAB = "gitlab"
    JUNIT = "junit"
    SARIF = "sarif"
