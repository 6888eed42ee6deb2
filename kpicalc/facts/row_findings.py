"""What is found out about the rows of a sheet, and which of them do not look like the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import field
from enum import IntEnum
from itertools import compress, pairwise, repeat
from operator import and_, contains, gt, itemgetter, not_

from kpicalc.facts.row_survey import Survey
from kpicalc.facts.row_words import (
    BEGIN,
    ends_like_label,
    is_grand_total,
    is_label,
    is_statistic,
    is_total,
    may_be_label,
    may_begin_label,
    may_hold_total,
)
from kpicalc.facts.workbook import Raw, RowKind, RowMark
from kpicalc.model.dataclass import dataclass
from kpicalc.model.plain_text import may_hold_low_words, may_hold_signs, some_lack_digits
from kpicalc.model.writing import RowRules

# fmt: off
_PARTICLES = frozenset((
    "de", "del", "della", "di", "da", "do", "dos", "das", "la", "le", "van", "von", "der", "den", "ter",
    "zu", "e", "bin", "ibn", "al", "el", "ap", "оглы", "кызы", "улы", "угли", "ибн", "фон", "де", "ван",
    "дер", "ла", "ди", "да", "бин",
))
# fmt: on
_SIGN = re.compile(r"[*#=:/%№@|<>{}\[\]\"«»…;!?]")
_SIGNS = re.compile(rf"{_SIGN.pattern}|--|__|\.\.|^\W")
_INITIALS = re.compile(
    r"[^\W\d_][\w'’-]+,?\s+[^\W\d_]\.\s*(?:[^\W\d_]\.)?|[^\W\d_]\.\s*(?:[^\W\d_]\.)?\s*[^\W\d_][\w'’-]+"
)
_PATRONYMIC = re.compile(r".+(?:вич|вна|ична|оглы|кызы|улы|угли|ұлы|қызы)", re.IGNORECASE)
_DIGIT = re.compile("[0-9]")
_LOW = re.compile(r"\s[a-zа-яё]{2}")
# So few capitals may be a whole name: ЛИ, YU.
_LONGEST_SHORT = 3
_TOGETHER = 1 << 14
_SAMPLE = 1000
# Out of ten rows: how many make a habit, and how many may be called like sums before that is one.
_HABIT, _LABELLED, _ALL = 6, 8, 10


class RowLook(IntEnum):
    """How far a row is from those of people: its texts are theirs, are of another form, or name no person."""

    ALIKE = 0
    UNLIKE = 1
    NOBODY = 2


def find_unlike(survey: Survey, rows: Sequence[int], *, people: bool) -> dict[int, RowLook]:
    """Return those of some rows that do not look like most; with `people` their names are looked at too."""
    found: dict[int, RowLook] = {}
    for place, different in enumerate(survey.different):
        if survey.lean and not _may_differ(_as_texts(different), people=people):
            continue
        # The texts of a column are let go of before those of the next are taken.
        for look, odd in _find_odd(_as_texts(survey.identity[place]), rows, people=people):
            most = _LABELLED if look is RowLook.NOBODY else _ALL - _HABIT
            if len(odd) * _ALL <= len(rows) * most:
                found.update((index, max(look, found.get(index, look))) for index in odd)
    return found


def _as_texts(cells: Collection[Raw]) -> list[str]:
    cells = list(cells)
    if set(map(type, cells)) == {str}:
        return list(map(str.strip, cells))  # type: ignore[arg-type] # all are texts
    return [cell.strip() if isinstance(cell, str) else str(cell) for cell in cells]


def _may_differ(texts: Sequence[str], *, people: bool) -> bool:
    """Say whether some of the different texts of a column may be odd among the others."""
    return any(0 < len(odd) < len(texts) for _, odd in _find_odd(texts, range(len(texts)), people=people))


def _find_odd(
    texts: Sequence[str], rows: Sequence[int], *, people: bool
) -> Iterator[tuple[RowLook, Collection[int]]]:
    """Yield the rows that have something in common which most may lack, and how odd that is.

    Joined texts tell what is worth looking for: there may be a hundred thousand plain numbers or names.
    """
    if "" in texts:
        yield RowLook.UNLIKE, [index for index in rows if not texts[index]]
    if all(map(str.isdecimal, filter(None, texts))):
        return
    if _any_joined(_DIGIT.search, texts) and _any_joined(some_lack_digits, texts):
        digits = {index for index in rows if _DIGIT.search(texts[index])}
        yield RowLook.UNLIKE, [index for index in rows if index not in digits and texts[index]]
        yield RowLook.UNLIKE, digits
    is_nobody = is_label if people else is_statistic
    yield RowLook.NOBODY, [index for index in _likely_labels(texts, rows) if is_nobody(texts[index])]
    if people:
        yield RowLook.UNLIKE, _odd_names(texts, rows)


def _any_joined(find: Callable[[str], object], texts: Sequence[str]) -> bool:
    """Say whether something is found in the joined texts, of which so many are joined at a time."""
    parts = (texts[start : start + _TOGETHER] for start in range(0, len(texts), _TOGETHER))
    return any(find("\n".join(part)) for part in parts)


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


def names_person(text: str) -> bool:
    """Say whether a text has the form of a name of two words or more.

    >>> [names_person(each) for each in ("Ann van Dyk", "North", "Бонусный фонд", "Курс USD")]
    [True, False, False, False]
    """
    words = [word for word in text.replace(",", " ").split() if word.casefold() not in _PARTICLES]
    capital = all(word[:1].isupper() and not word.isupper() for word in words)
    return is_certain_name(text) or (len(words) > 1 and capital and not is_strange(text))


def holds_numbers(texts: Sequence[str]) -> bool:
    """Say whether most of some texts have a digit, as numbers of employees do."""
    filled = [text for text in texts if text]
    digits = sum(_DIGIT.search(text) is not None for text in filled)
    return bool(filled) and digits * _ALL >= len(filled) * _HABIT


def _likely_labels(texts: Sequence[str], rows: Sequence[int]) -> list[int]:
    """Return the rows whose text is worth a closer look; each beginning of a text is asked once."""
    if ends_like_label(texts):
        return [index for index in rows if may_be_label(texts[index])]
    likely = {begin for begin in set(map(itemgetter(slice(BEGIN)), texts)) if may_begin_label(begin)}
    begun = (index for index in rows if texts[index][:BEGIN] in likely) if likely else ()
    return [index for index in begun if may_be_label(texts[index])]


def _odd_names(texts: Sequence[str], rows: Sequence[int]) -> set[int]:
    """Return the rows whose name has other capitals, signs or fewer words than those of most.

    Where that is so of most, as of numbers such as `T001`, none is odd.
    """
    named = [index for index in rows if texts[index]] if "" in texts else rows
    names = texts if len(named) == len(texts) else [texts[index] for index in named]
    capital = bytes(map(and_, map(str.isupper, names), map(gt, map(len, names), repeat(_LONGEST_SHORT))))
    if sum(capital) * _ALL > len(rows) * (_ALL - _HABIT):
        return set()
    odd = set(compress(named, capital))
    spaced = list(map(contains, names, repeat(" ")))
    if sum(spaced) * _ALL >= len(named) * _HABIT:
        odd.update(compress(named, map(not_, spaced)))
    if _SIGNS.match("\n".join(texts[:2])) or _any_joined(_holds_sign, texts):
        odd.update(index for index in named if _SIGNS.search(texts[index]))
    if _any_joined(_holds_low_word, texts):
        odd.update(index for index in named if _has_low_word(texts[index]))
    return odd


def _holds_sign(joined: str) -> bool:
    paired = any(pair in joined for pair in ("--", "__", ".."))
    return paired or (may_hold_signs(joined) and _SIGN.search(joined) is not None)


def _holds_low_word(joined: str) -> bool:
    return may_hold_low_words(joined) and _LOW.search(f"\n{joined}") is not None


def _has_low_word(text: str) -> bool:
    return any(word.islower() and len(word) > 1 and word not in _PARTICLES for word in text.split())


@dataclass(slots=True)
class RowFindings:
    """The survey of a sheet, what its scheme says, and the rows (by index) that were settled.

    `people` says that the rows are employees, `owned` that they only name their owner, as deals do. `totals`
    are rows that call themselves so, `grand` those of them that speak of the whole sheet. Asked about are
    `bare`, `sums`, `owners` (sums of the rows of one owner), `headings`, `struck` and `repeated`;
    `weak` rows are sums of others perhaps by chance; `habit` remembers `numbered`.
    """

    survey: Survey
    rules: RowRules
    people: bool
    owned: bool
    looks: dict[int, RowLook] = field(default_factory=dict)
    totals: set[int] = field(default_factory=set)
    grand: list[int] = field(default_factory=list)
    habit: bool | None = None
    left: dict[int, RowMark] = field(default_factory=dict)
    kept: set[int] = field(default_factory=set)
    bare: list[int] = field(default_factory=list)
    sums: list[int] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    weak: list[int] = field(default_factory=list)
    struck: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)

    def is_open(self, index: int) -> bool:
        """Say whether a row has not been settled yet."""
        settled = index in self.left or index in self.kept or index in self.struck
        return not settled and index not in self.survey.blank

    def leave(self, index: int, kind: RowKind, pattern: str = "") -> None:
        """Leave a row out."""
        self.left[index] = RowMark(kind, pattern, self.survey.has_figures(index))

    @property
    def numbered(self) -> bool:
        """True where the first identity column holds numbers, as those of employees."""
        if self.habit is None:
            rows = full_rows(self) or [index for index in self.survey.bare if self.is_open(index)]
            sample = rows[:: max(1, len(rows) // _SAMPLE)] if self.survey.columns else []
            self.habit = holds_numbers([str(self.survey.identity[0][index]).strip() for index in sample])
        return self.habit

    def label(self, index: int) -> str:
        """Return how a row is called, for messages and patterns."""
        texts = [each for each in self.survey.texts(index) if each]
        return " ".join(texts) or self.survey.loose.get(index, "")


def find_totals(findings: RowFindings) -> None:
    """Note the rows that call themselves totals where their key should stand."""
    survey = findings.survey
    if survey.columns and survey.may_name_totals(0):
        keys = enumerate(survey.identity[0])
        findings.totals.update(index for index, cell in keys if isinstance(cell, str) and _names_total(cell))
    named = [index for index, text in survey.loose.items() if is_total(text)]
    keyless = [index for index in survey.worded if not survey.columns or not survey.texts(index)[0]]
    findings.totals.update(named, keyless, _nameless_totals(survey))
    findings.totals -= findings.kept
    findings.grand = [
        index
        for index in sorted(findings.totals)
        if is_grand_total((*survey.texts(index), survey.loose.get(index, "")))
    ]


def _nameless_totals(survey: Survey) -> Iterator[int]:
    """Yield the rows without a number that are called a total where a name should stand."""
    for place in range(1, len(survey.columns)):
        if survey.may_name_totals(place):
            names = enumerate(survey.identity[place])
            called = (index for index, cell in names if isinstance(cell, str) and _names_total(cell))
            yield from (index for index in called if not survey.texts(index)[0])


def _names_total(text: str) -> bool:
    return may_hold_total([text]) and is_total(text)


def full_rows(findings: RowFindings) -> Sequence[int]:
    """Return the rows with more than number and name that are not settled and call themselves no total."""
    survey = findings.survey
    bare = {*survey.bare, *survey.ragged, *findings.totals, *findings.left}
    every = range(len(survey.numbers))
    return [index for index in every if index not in bare] if bare else every


def find_outline_groups(findings: RowFindings) -> frozenset[int]:
    """Return the rows beside which deeper rows begin: the row above a run, or the one below it.

    Which of the two it is, the first row tells: above it nothing can be summed up.
    """
    survey = findings.survey
    levels = survey.sheet.levels
    if not levels:
        return frozenset()
    skipped = {*survey.blank, *findings.totals, *findings.left}
    rows = [each for each in range(len(survey.numbers)) if each not in skipped]
    level = {each: levels.get(survey.numbers[each], 0) for each in rows}
    pairs = list(pairwise(rows))
    above = bool(rows) and level[rows[0]] < max(level.values())
    if above:
        return frozenset(upper for upper, lower in pairs if level[lower] > level[upper])
    return frozenset(lower for upper, lower in pairs if level[upper] > level[lower])
