"""Headings, labels and short phrases of reports: key → text."""

WORDS: dict[str, str] = {}
