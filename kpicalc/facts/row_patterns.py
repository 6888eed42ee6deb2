"""What the scheme itself says of rows: those to leave out, to keep, and where the table ends."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kpicalc.facts.row_findings import Findings
from kpicalc.facts.row_marks import RowKind
from kpicalc.model.plain_text import clean_text


def apply_patterns(findings: Findings) -> None:
    """Settle the rows that a pattern of the scheme names: the end first, then `keep`, then `skip`."""
    rules, survey = findings.rules, findings.survey
    if not (rules.skip or rules.keep or rules.end_at):
        return
    end_at, keep, skip = (_compile(each) for each in (rules.end_at, rules.keep, rules.skip))
    ended = ""
    for index in range(len(survey.numbers)):
        if index in survey.blank:
            continue
        texts = _texts(findings, index)
        ended = ended or _find(end_at, texts)
        if ended:
            findings.leave(index, RowKind.BELOW_END, ended)
        elif _find(keep, texts):
            findings.kept.add(index)
        elif found := _find(skip, texts):
            findings.leave(index, RowKind.SKIPPED, found)


def fold_text(text: str) -> str:
    """Return the form in which texts of rows and patterns compare.

    >>> fold_text(" Учёт  Продаж ")
    'учет продаж'
    """
    return " ".join(clean_text(text).casefold().replace("ё", "е").split())


def _compile(patterns: Iterable[str]) -> list[tuple[str, re.Pattern[str]]]:
    marks = {"*": ".*", "?": "."}
    return [
        (each, re.compile("".join(marks.get(sign, re.escape(sign)) for sign in fold_text(each)), re.DOTALL))
        for each in patterns
    ]


def _find(patterns: list[tuple[str, re.Pattern[str]]], texts: set[str]) -> str:
    hits = (written for written, pattern in patterns if any(map(pattern.fullmatch, texts)))
    return next(hits, "")


def _texts(findings: Findings, index: int) -> set[str]:
    survey = findings.survey
    own = [each for each in survey.texts(index) if each]
    others = [survey.loose.get(index, ""), survey.worded.get(index, "")]
    return {fold_text(each) for each in (*own, " ".join(own), *others) if each}
