"""The forms in which results of tests are told."""

from __future__ import annotations

from enum import StrEnum


class TrialFormat(StrEnum):
    """Text is for people, the others are for programs."""

    TEXT = "text"
    JUNIT = "junit"
    JSON = "json"
