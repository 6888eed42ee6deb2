"""Settle rows by the patterns of the scheme, by headings that stand again, by holding nothing but a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from kpicalc.facts.headings import is_sure_person, normalise_heading, trim_unit
from kpicalc.facts.row_findings import RowFindings, full_rows, is_certain_name, is_strange, names_person
from kpicalc.facts.row_survey import header_lines
from kpicalc.facts.row_words import is_footer, is_label, is_page_line, is_statistic
from kpicalc.facts.workbook import Raw, RowKind
from kpicalc.model.plain_text import fold_text
from kpicalc.model.writing import Shaded

_NUMBERS = re.compile("[0-9]+")
_NUMBER = re.compile(r"[^\w]*[0-9][0-9\s.,]*\W*")


def apply_patterns(findings: RowFindings) -> None:
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


def settle_shaded(findings: RowFindings) -> None:
    """Leave out struck out or hidden rows where the scheme says so; ask about struck ones otherwise."""
    sheet, rules = findings.survey.sheet, findings.rules
    struck = sheet.struck_rows if rules.struck is not Shaded.KEEP else frozenset()
    hidden = frozenset(sheet.hidden_rows if rules.hidden is Shaded.SKIP else ())
    for index, number in enumerate(findings.survey.numbers if struck or hidden else ()):
        if not findings.is_open(index):
            continue
        if number in hidden:
            findings.leave(index, RowKind.HIDDEN)
        elif number in struck and rules.struck is Shaded.SKIP:
            findings.leave(index, RowKind.STRUCK)
        elif number in struck:
            findings.struck.append(index)


def _compile(patterns: Iterable[str]) -> list[tuple[str, re.Pattern[str]]]:
    marks = {"*": ".*", "?": "."}
    compiled = []
    for each in patterns:
        # A row called `**` can be named: a pattern without a letter or digit is taken as it is written.
        jokers = marks if any(map(str.isalnum, each)) else {}
        whole = "".join(jokers.get(sign, re.escape(sign)) for sign in fold_text(each))
        compiled.append((each, re.compile(whole, re.DOTALL)))
    return compiled


def _find(patterns: list[tuple[str, re.Pattern[str]]], texts: set[str]) -> str:
    hits = (written for written, pattern in patterns if any(map(pattern.fullmatch, texts)))
    return next(hits, "")


def _texts(findings: RowFindings, index: int) -> set[str]:
    survey = findings.survey
    own = [each for each in survey.texts(index) if each]
    others = [survey.loose.get(index, ""), survey.worded.get(index, "")]
    return {fold_text(each) for each in (*own, " ".join(own), *others) if each}


def find_repeated_headings(findings: RowFindings) -> None:
    """Leave out rows that repeat the headings; rows with them at other places are asked about."""
    lines = [forms for each in header_lines(findings.survey) if (forms := _forms(each))]
    known = set(lines[-1].values())
    for index, row in findings.survey.headings.items():
        if not findings.is_open(index):
            continue
        forms = _forms(row)
        filled = sum(not isinstance(cell, str) or bool(cell.strip()) for cell in row)
        if any(_repeats(forms, line) for line in lines) and len(forms) == filled:
            findings.leave(index, RowKind.HEADING)
        elif len(known.intersection(forms.values())) > 1 and not findings.survey.has_figures(index):
            findings.headings.append(index)
    people = (index for index in findings.survey.bare if _heads_people(findings, index))
    findings.headings = list(dict.fromkeys([*findings.headings, *people]))


def _heads_people(findings: RowFindings, index: int) -> bool:
    """Say whether a row below the table is the headings of another list of people, with numbers in it.

    Its rows would be taken for remarks: who stands there would get nothing.
    """
    survey = findings.survey
    texts = survey.texts(index)
    if not findings.is_open(index) or not any(map(is_sure_person, texts)) or not all(texts):
        return False
    if len(texts) == 1 or is_footer(texts, tuple(range(1, len(texts) + 1)), below_total=False):
        return False
    below = (text for at in range(index + 1, len(survey.numbers)) for text in survey.texts(at))
    return any(_NUMBER.fullmatch(text) for text in below)


def _forms(row: Sequence[Raw]) -> Mapping[int, str]:
    texts = enumerate(row)
    return {
        column: (trim_unit(cell) or normalise_heading(cell)).replace(" ", "")
        for column, cell in texts
        if isinstance(cell, str) and cell.strip()
    }


def _repeats(forms: Mapping[int, str], line: Mapping[int, str]) -> bool:
    same = sum(line.get(column) == form for column, form in forms.items())
    return same == len(forms) >= min(2, len(line))


def settle_bare_rows(findings: RowFindings) -> None:
    """Leave out the bare rows that are captions or footers for certain, and note those to be asked about."""
    survey = findings.survey
    bare = dict.fromkeys([*survey.bare, *survey.ragged])
    rows = [each for each in bare if findings.is_open(each) and each not in findings.totals]
    if not rows:
        return
    last = _last_full_row(findings)
    if last < 0:
        # A table of nothing but numbers and names: those rows are full that have both.
        last = max((each for each in rows if _is_full(findings, each)), default=-1)
        rows = [each for each in rows if not _is_full(findings, each)] if last >= 0 else []
    rare = len(rows) * 5 <= (len(survey.numbers) - len(survey.blank)) * 3
    for index in rows:
        if survey.has_figures(index):
            continue
        trailing = index > last
        if _is_signature(findings, index, below_total=False):
            if index in survey.ragged:
                findings.leave(index, RowKind.FOOTER)
            continue
        kind = _judge(findings, index, apart=trailing and _stands_apart(findings, index, last))
        if kind is RowKind.KEYLESS:
            asked = rare or is_strange(findings.label(index))
            if asked and index not in survey.ragged and not _is_signature(findings, index, below_total=True):
                findings.bare.append(index)
        elif kind is not None:
            findings.leave(index, RowKind.FOOTER if trailing else kind)


def _judge(findings: RowFindings, index: int, *, apart: bool) -> RowKind | None:
    """Say what a bare row is: None for a row of the table, KEYLESS for one that nobody can tell."""
    texts = findings.survey.texts(index)
    filled = [each for each in texts if each]
    text = findings.label(index)
    if _is_merged(findings, index) or is_page_line(text) or _is_title(findings, text):
        return RowKind.CAPTION
    if not findings.people and not findings.owned:
        return (
            RowKind.FOOTER if apart and is_strange(text) else RowKind.KEYLESS if is_statistic(text) else None
        )
    if findings.owned:
        # A row that names no owner is an error later.
        certain = apart or (findings.numbered and not any(map(str.isdigit, text)))
        return RowKind.CAPTION if certain and is_strange(text) else None
    if findings.numbered:
        return _judge_numbered(findings, texts, apart=apart)
    if len(filled) == 1 and is_certain_name(text):
        return None
    return RowKind.FOOTER if apart and is_strange(text) else RowKind.KEYLESS


def _judge_numbered(findings: RowFindings, texts: tuple[str, ...], *, apart: bool) -> RowKind | None:
    """Judge a row of a table whose people have numbers."""
    key, name = texts[0], texts[-1] if len(texts) > 1 else ""
    if any(map(str.isdigit, key)) and len(key.split()) == 1 and key[0].isalnum():
        nameless = len(texts) > 1 and not name and _are_named(findings)
        return RowKind.KEYLESS if nameless or is_label(name) else None
    text = " ".join(each for each in texts if each)
    if is_certain_name(text):
        return RowKind.KEYLESS
    return RowKind.CAPTION if apart or is_strange(text) else RowKind.KEYLESS


def _are_named(findings: RowFindings) -> bool:
    names, blank = findings.survey.identity[-1], len(findings.survey.blank)
    return sum(name != "" for name in names) * 2 > len(names) - blank


def _last_full_row(findings: RowFindings) -> int:
    survey = findings.survey
    remarks = (index for index in survey.loose if not survey.has_figures(index))
    bare = {*survey.bare, *survey.ragged, *findings.left, *remarks}
    return next((each for each in reversed(range(len(survey.numbers))) if each not in bare), -1)


def _is_full(findings: RowFindings, index: int) -> bool:
    return index not in findings.survey.ragged and all(findings.survey.texts(index))


def _stands_apart(findings: RowFindings, index: int, last: int) -> bool:
    """Say whether a blank row parts a row from the last full one, or it has no fields as that has."""
    survey = findings.survey
    missing = survey.numbers[index] - survey.numbers[last] > index - last
    return missing or index in survey.ragged or any(each in survey.blank for each in range(last + 1, index))


def _is_signature(findings: RowFindings, index: int, *, below_total: bool) -> bool:
    """Say whether a row is a footer by its own words, or by the grand total above it."""
    texts = findings.survey.texts(index)
    below = below_total and any(0 < total < index for total in findings.grand)
    return is_footer(texts, tuple(range(1, len(texts) + 1)), below_total=below)


def _is_merged(findings: RowFindings, index: int) -> bool:
    """Say whether a cell of the row is merged over others beside it, as no row of data is."""
    number = findings.survey.numbers[index]
    return any(
        each.top == each.bottom == number and each.right > each.left for each in findings.survey.sheet.merges
    )


def _is_title(findings: RowFindings, text: str) -> bool:
    """Say whether a title from above the headings stands here again, of another page perhaps."""
    above = findings.survey.sheet.head[: findings.survey.header.row - 1]
    titles = {_without_page(cell) for row in above for cell in row if isinstance(cell, str)}
    return _without_page(text) in titles - {""} and not is_certain_name(text)


def _without_page(text: str) -> str:
    """Return a title without its numbers, the page among them; nothing for one of numbers alone."""
    return _NUMBERS.sub("#", normalise_heading(text)) if any(map(str.isalpha, text)) else ""


# Of so many rows the names are looked at, and out of ten of them so many have to be those of people.
_SAMPLE, _PEOPLE, _OF = 50, 9, 10
# Remarks stand among the last rows. Of so few rows no habit can be told: each is looked at.
_LAST, _FEW = 20, 12
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def find_nameless(findings: RowFindings) -> None:
    """Note rows with figures that are called like no person: «Курс USD», «Рабочих дней», «План отдела».

    Where people have numbers and names, such a row has words for a number and no name; where they are known
    by name, it has words that name nobody, and the others are people's names.
    """
    survey, known = findings.survey, {*findings.totals, *findings.sums, *findings.bare}
    size = len(survey.numbers)
    last = [each for each in range(max(size - _LAST, 1), size) if _follows_gap(findings, each)]
    few = range(size) if size <= _FEW and len(survey.columns) > 1 else ()
    odd = [each for each in sorted({*findings.looks, *last, *few} - known) if findings.is_open(each)]
    odd = [each for each in odd if survey.has_figures(each)]
    if not odd or not findings.people:
        return
    numbered = len(survey.columns) > 1 and (findings.numbered or bool(few))
    odd = [each for each in odd if _lacks_name(survey.texts(each))] if numbered else odd
    others = [each for each in full_rows(findings) if each not in odd and each not in findings.looks]
    sample = others[:: max(1, len(others) // _SAMPLE)]
    if numbered:
        called, found = [bool(survey.texts(each)[-1]) for each in sample], odd
    else:
        called = [names_person(findings.label(each)) for each in sample]
        found = [each for each in odd if _names_no_person(findings, each)]
    if called and sum(called) * _OF >= len(called) * _PEOPLE:
        findings.sums += found


def _lacks_name(texts: tuple[str, ...]) -> bool:
    key, *_, name = texts
    return not name and any(map(str.isalpha, key)) and not any(map(str.isdigit, key))


def _names_no_person(findings: RowFindings, index: int) -> bool:
    """Say whether words are no name: one capital among several; below a blank row a single word too."""
    text = _ASIDE.sub(" ", findings.label(index))
    words = [each for each in text.split() if any(map(str.isalpha, each))]
    capitals = [each for each in words if each[0].isupper() and ("." in each or not each.isupper())]
    if not words or is_certain_name(text.strip()) or not any(map(str.islower, text)):
        return False
    return len(capitals) == 1 < len(words) or (len(capitals) < 2 and _follows_gap(findings, index))


def _follows_gap(findings: RowFindings, index: int) -> bool:
    numbers = findings.survey.numbers
    return index - 1 in findings.survey.blank or numbers[index] - numbers[index - 1] > 1
