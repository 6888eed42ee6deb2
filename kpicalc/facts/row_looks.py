"""Say which rows do not look like the others: by what stands where their number and name should be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from enum import IntEnum

from kpicalc.facts.row_survey import Survey
from kpicalc.facts.row_words import (
    BEGIN,
    ends_like_label,
    is_label,
    is_statistic,
    may_be_label,
    may_begin_label,
)

# fmt: off
_PARTICLES = frozenset((
    "de", "del", "della", "di", "da", "do", "dos", "das", "la", "le", "van", "von", "der", "den", "ter",
    "zu", "e", "bin", "ibn", "al", "el", "ap", "оглы", "кызы", "улы", "угли", "ибн", "фон", "де", "ван",
    "дер", "ла", "ди", "да", "бин",
))
# fmt: on
_SIGNS = re.compile(r"[*#=:/%№@|<>{}\[\]\"«»…]|--|__|\.\.|^\W|[;!?]")
_INITIALS = re.compile(
    r"[^\W\d_][\w'’-]+,?\s+[^\W\d_]\.\s*(?:[^\W\d_]\.)?|[^\W\d_]\.\s*(?:[^\W\d_]\.)?\s*[^\W\d_][\w'’-]+"
)
_PATRONYMIC = re.compile(r".+(?:вич|вна|ична|оглы|кызы|улы|угли|ұлы|қызы)", re.IGNORECASE)
_DIGIT = re.compile("[0-9]")
_LOW = re.compile(r"(?:^|\s)[a-zа-яё]{2}", re.MULTILINE)
# Out of ten rows: how many make a habit, and how many may be called like sums before that is one.
_HABIT, _LABELLED, _ALL = 6, 8, 10


_Sort = Callable[[Sequence[str], Sequence[int]], Iterator[int]]


class Look(IntEnum):
    """How far a row is from those of people: its texts are theirs, are of another form, or name no person."""

    ALIKE = 0
    UNLIKE = 1
    NOBODY = 2


def find_unlike(survey: Survey, rows: Sequence[int], *, people: bool) -> dict[int, Look]:
    """Return those of some rows that do not look like most; with `people` their names are looked at too."""
    found: dict[int, Look] = {}
    for cells in survey.identity:
        texts = [cell.strip() if isinstance(cell, str) else str(cell) for cell in cells]
        for sort in _choose_sorts(texts, people=people):
            odd = list(sort(texts, rows))
            most = _LABELLED if sort in _NOBODY else _ALL - _HABIT
            if len(odd) * _ALL > len(rows) * most:
                continue
            look = Look.NOBODY if sort in _NOBODY else Look.UNLIKE
            found.update((index, max(look, found.get(index, look))) for index in odd)
    return found


def _choose_sorts(texts: Sequence[str], *, people: bool) -> Sequence[_Sort]:
    """Return what is worth looking for: there may be a hundred thousand plain numbers or names."""
    joined = "".join(texts)
    if joined.isdecimal():
        return (_blanks,)
    digits = (_without_digits, _with_digits) if _DIGIT.search(joined) else ()
    return (_blanks, *digits, *((_labels, _odd_names) if people else (_statistics,)))


def is_strange(text: str) -> bool:
    """Say whether a text can be no name of a person and no number: a label, or signs that names do not have.

    >>> is_strange("*** End ***"), is_strange("Отдел продаж"), is_strange("Петров П. П.")
    (True, True, False)
    """
    return is_label(text) or _SIGNS.search(text) is not None or len(text.split()) > 5 or _has_low_word(text)


def is_certain_name(text: str) -> bool:
    """Say whether a text has the form of a person's name: with initials or a patronymic.

    >>> is_certain_name("Петров П. П."), is_certain_name("North Region")
    (True, False)
    """
    return _INITIALS.fullmatch(text) is not None or _PATRONYMIC.fullmatch(text) is not None


def holds_numbers(texts: Sequence[str]) -> bool:
    """Say whether most of some texts have a digit, as numbers of employees do."""
    filled = [text for text in texts if text]
    return (
        bool(filled)
        and sum(_DIGIT.search(text) is not None for text in filled) * _ALL >= max(len(filled), 1) * _HABIT
    )


def _blanks(texts: Sequence[str], rows: Sequence[int]) -> Iterator[int]:
    return (index for index in rows if not texts[index])


def _without_digits(texts: Sequence[str], rows: Sequence[int]) -> Iterator[int]:
    return (index for index in rows if texts[index] and not _DIGIT.search(texts[index]))


def _with_digits(texts: Sequence[str], rows: Sequence[int]) -> Iterator[int]:
    return (index for index in rows if _DIGIT.search(texts[index]))


def _labels(texts: Sequence[str], rows: Sequence[int]) -> Iterator[int]:
    return (index for index in _likely_labels(texts, rows) if is_label(texts[index]))


def _statistics(texts: Sequence[str], rows: Sequence[int]) -> Iterator[int]:
    return (index for index in _likely_labels(texts, rows) if is_statistic(texts[index]))


def _likely_labels(texts: Sequence[str], rows: Sequence[int]) -> Iterator[int]:
    """Yield the rows whose text is worth a closer look; each beginning of a text is asked once."""
    likely = {begin for begin in {text[:BEGIN] for text in texts} if may_begin_label(begin)}
    if ends_like_label("\n".join(texts)):
        return (index for index in rows if may_be_label(texts[index]))
    return (index for index in rows if texts[index][:BEGIN] in likely and may_be_label(texts[index]))


def _odd_names(texts: Sequence[str], rows: Sequence[int]) -> Iterator[int]:
    """Yield the rows whose name has other capitals, signs or fewer words than those of most."""
    joined = "\n".join(texts)
    named = [index for index in rows if texts[index]]
    several = sum(" " in texts[index] for index in named) * _ALL >= len(named) * _HABIT
    signed = _SIGNS.search(joined.replace("\n", "")) is not None or _SIGNS.search(joined) is not None
    low = _LOW.search(joined) is not None
    for index in named:
        text = texts[index]
        odd = (several and " " not in text) or (text.isupper() and len(text) > 3)
        if odd or (signed and _SIGNS.search(text)) or (low and _has_low_word(text)):
            yield index


def _has_low_word(text: str) -> bool:
    return any(word.islower() and len(word) > 1 and word not in _PARTICLES for word in text.split())


_NOBODY = (_labels, _statistics)
