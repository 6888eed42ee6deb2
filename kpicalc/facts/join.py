"""Find the parent row that a cell names: by key, else by a name that only one row has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from itertools import islice, product
from operator import lt

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, Label, error
from kpicalc.model.plain_text import clean_text, plain_dashes, text_look
from kpicalc.model.problem import Problem
from kpicalc.model.source import CellRef
from kpicalc.model.spelling import skeleton

# 12, and 12.0 as programs write the number 12; the letters are those that `skeleton` makes of 0 and 1.
_WHOLE = re.compile(r"(?P<digits>\d+)(?:\.0+)?")
_WITH_TAIL = re.compile(r"(?P<digits>[0-9]+)\.0")
# A long number as a spreadsheet cuts it: 1.23457E+11.
_CUT = re.compile(r"(?P<whole>[1-9])[.,](?P<rest>[0-9]+)E\+(?P<exponent>[0-9]{1,2})", re.IGNORECASE)
_HAS_DIGIT = re.compile("[0-9]")
_LONG_WORD = 3
_PARTING = str.maketrans(dict.fromkeys(".,()[]-\u2010", " "))
_IN_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
_LIKE_DIGITS = frozenset("OI")
# «Иванов И.*»: the star belongs to a remark below.
_FOOTNOTES = str.maketrans("", "", "*†‡¹²³⁴")
_LETTERS_FOR_DIGITS = str.maketrans("OI", "01")
OTHER_SCHEME = -1
UNKNOWN = -2
AMBIGUOUS = -3
# -4 is taken by cells that name nothing.
DOUBTFUL = -5


@dataclass(slots=True)
class ParentIndex:
    """Rows that may be named by rows below: indexed by key and by normal name when first asked.

    `doubts` are the normal names of which it is not certain that their row is the one they stand in.

    `strangers` are keys and names of rows that another scheme pays; `names` is empty where rows have none
    but their key. `named` says that the keys are names of people; `place` leads to the key cell of a row.
    """

    keys: Sequence[str]
    names: Sequence[str]
    strangers: Iterable[tuple[str, str]]
    named: bool
    place: Callable[[int], CellRef]
    doubts: Mapping[str, CellRef] = field(default_factory=dict)
    by_key: dict[str, int] = field(default_factory=dict)
    by_name: dict[str, int] = field(default_factory=dict)
    by_form: dict[str, str] = field(default_factory=dict)
    by_word: dict[str, list[str]] = field(default_factory=dict)

    def find(self, text: str) -> int:
        """Return the row that a text names, or one of OTHER_SCHEME, UNKNOWN, AMBIGUOUS, DOUBTFUL."""
        if not self.by_key:
            self.by_key = dict.fromkeys([key for key, _ in self.strangers], OTHER_SCHEME)
            self.by_key.update(zip(self.keys, range(len(self.keys)), strict=True))
        found = self.by_key.get(text, self._whole(text))
        if found is not None:
            return found
        if self.names and not self.by_name:
            others = [(name, OTHER_SCHEME) for _, name in self.strangers]
            self.by_name = index_names([*zip(self.names, range(len(self.names)), strict=True), *others])
        name = normalise_name(text)
        return DOUBTFUL if name in self.doubts else self.by_name.get(name, UNKNOWN)

    def find_like(self, text: str) -> str | None:
        """Return the key, else the name, that people could take a text for."""
        if not self.by_form:
            self.by_form = dict(zip(map(text_look, self.names), self.names, strict=True))
            self.by_form |= dict(zip(twin_forms(list(self.by_key)), self.by_key, strict=True))
        return self.by_form.get(twin_forms([text])[0]) or self.by_form.get(text_look(text))

    def propose(self, text: str) -> str | None:
        """Return the one row that may be meant: by a number with signs around it, by a part of a name."""
        for inside in _numbers_inside(text):
            near = self.find_like(inside)
            if near is not None:
                return near
        cut = _CUT.fullmatch(text)
        if cut is not None:
            begin, digits = cut["whole"] + cut["rest"][:-1], int(cut["exponent"]) + 1
            numbers = [key for key in self.by_key if len(key) == digits and key.isdecimal()]
            like = [key for key in numbers if key.startswith(begin)]
        else:
            like = self._named_like(words_of_name(text))
        return like[0] if len(like) == 1 else None

    def called(self, row: int) -> str:
        """Return the name of a row, the key of one without."""
        return (self.names[row] if self.names else "") or self.keys[row]

    def find_meant(self, row: int, text: str) -> str | None:
        """Return whom a text beside the link of a row names: None for its own person, "" for nobody known."""
        found, own = self.find(text), self.called(row)
        known = own if own != self.keys[row] else ""
        if (found >= 0 and self.keys[found] == self.keys[row]) or may_be_one_person(text, known):
            return None
        called = self.called(found) if found >= 0 else text if found == OTHER_SCHEME else ""
        if not any(map(str.isalpha, text)):
            return called or None
        others = self._named_like(words_of_name(text))
        return called or next(iter(others), "" if known else None)

    def _named_like(self, words: Sequence[str]) -> list[str]:
        """Return the names that have the words in some order, shortened to their first letters perhaps."""
        if not self.by_word:
            strangers = (name for _, name in self.strangers)
            for name in dict.fromkeys((*self.names, *strangers, *self.by_key)):
                for word in words_of_name(name):
                    self.by_word.setdefault(word, []).append(name)
        whole = (self.by_word.get(word, ()) for word in words if len(word) >= _LONG_WORD)
        named = dict.fromkeys(name for names in whole for name in names)
        return [name for name in named if _fits(words, words_of_name(name))]

    def _whole(self, text: str) -> int | None:
        """Find 12 where 12.0 is written, as programs write whole numbers once a cell among them is blank."""
        found = _WITH_TAIL.fullmatch(text)
        return self.by_key.get(found["digits"]) if found else None


def _numbers_inside(text: str) -> Iterator[str]:
    """Yield the numbers that a text may hold: «№ 12», `12 Bell`, `Bell (12)`, `12,0`, with plain dashes."""
    plain = plain_dashes(text)
    bare = plain.lstrip("№#").removeprefix("N ").strip()
    yield from (plain, plain.replace(",", "."), bare)
    words = bare.replace("(", " ").replace(")", " ").split()
    ends = words[:1] + words[-1:] if len(words) > 1 else []
    yield from (word for word in ends if _HAS_DIGIT.search(word))


def words_of_name(text: str) -> list[str]:
    """Return the words of a name, in the form in which they compare."""
    return normalise_name(text).translate(_PARTING).split()


def may_be_one_person(name: str, other: str) -> bool:
    """Say whether two names may be those of one person.

    Their order, what is shortened to its first letter or left out, and a former name in brackets count not.

    >>> may_be_one_person("Семёнова (Абрамова) Мария", "М.С. Абрамова"), may_be_one_person("Ким А.", "Ким Б.")
    (True, False)
    """
    readings = [{each, _IN_BRACKETS.sub(" ", each)} for each in (name, other)]
    return any(_fits(words_of_name(ours), words_of_name(theirs)) for ours, theirs in product(*readings))


def is_initial(word: str) -> bool:
    """Say whether a word of a name is its first letter; a digit tells from others."""
    return len(word) == 1 and word.isalpha()


def _fits(words: Sequence[str], others: Sequence[str]) -> bool:
    """Say whether each word of the shorter name is one of the other, or shortened there or here."""
    short, long = sorted((words, others), key=len)
    left, whole = list(long), False
    for word in sorted(short, key=len, reverse=True):
        # Of a word and its first letter the letter is the lesser.
        ends = (each for each in left if is_initial(min(each, word)) and each[0] == word[0])
        found = word if word in left else next(ends, None)
        if found is None:
            return False
        left.remove(found)
        whole = whole or len(min(found, word)) > 1
    return whole


def normalise_name(name: str) -> str:
    """Return the form in which names of people compare.

    >>> normalise_name("Семёнов  И. И.") == normalise_name("семенов и.и.")
    True
    """
    return " ".join(clean_text(name).casefold().replace("ё", "е").replace(".", ". ").split())


def index_names(names: Sequence[tuple[str, int]]) -> dict[str, int]:
    """Index rows by normal name; a name of two rows becomes AMBIGUOUS."""
    found: dict[str, int] = {}
    for name, index in names:
        normal = normalise_name(name)
        found[normal] = AMBIGUOUS if normal in found else index
    return found


def find_twins(
    keys: Sequence[str], forms: Sequence[str], places: Callable[[int], CellRef]
) -> list[Diagnostic]:
    """Report keys that stand twice, or that differ only by leading zeros or look-alike letters."""
    # Those of a sorted list are known to differ without a set of a million texts.
    if all(map(lt, forms, islice(forms, 1, None))) or len(set(forms)) == len(forms):
        return []
    first: dict[str, int] = {}
    problems: list[Diagnostic] = []
    for index, form in enumerate(forms):
        earlier = first.setdefault(form, index)
        if earlier == index:
            continue
        code = Problem.ROW_KEY_REPEATED if keys[earlier] == keys[index] else Problem.ROW_KEYS_LOOK_ALIKE
        origin = places(earlier)
        place = places(index)
        shown = {
            "key": keys[index],
            "other": keys[earlier],
            "first": str(origin),
            **_other_sheet(place, origin),
        }
        problems.append(error(code, place, Label(origin), **shown))
    return problems


def _other_sheet(place: CellRef, origin: CellRef) -> dict[str, str]:
    """Say which sheet may be one too many, where a key stands in two."""
    if (place.file, place.sheet) == (origin.file, origin.sheet):
        return {}
    file = re.split(r"[/\\\\]", place.file)[-1]
    return {"sheet": f"{file}!{place.sheet}" if place.sheet else file, "hint": "sheets"}


def twin_forms(keys: Sequence[str]) -> list[str]:
    """Return for each key a form that is equal for keys that people could take for one another.

    Capitals, look-alike letters, spaces, zeros in front and what programs put around a number do not count.

    >>> twin_forms(["0002", "2", "2.0", "'02", "О002", "К-12", "k-12", "000"])
    ['2', '2', '2', '2', '2', 'K-I2', 'K-I2', '0']
    """
    joined = "\n".join(keys)
    looks = (
        look_of_keys(joined).split("\n")
        if joined.count("\n") == len(keys) - 1
        else list(map(look_of_keys, keys))
    )
    return [
        key.lstrip("0") or "0" if key.isascii() and key.isdigit() else _without_tail(look)
        for key, look in zip(keys, looks, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class PaidPeople:
    """The people who are read: their numbers, as written and as they compare; their normal names."""

    keys: Sequence[str]
    forms: frozenset[str]
    names: frozenset[str]

    def has(self, key: str, name: str) -> bool:
        """Say whether somebody is read, by number, "" for none, or name."""
        return twin_forms([key])[0] in self.forms or normalise_name(name) in self.names


def look_of_keys(joined: str) -> str:
    """Return how keys look that stand one on a line; a tick before one only says that it is a text."""
    plain = plain_dashes(unicodedata.normalize("NFKC", joined)).replace(" ", "").casefold().upper()
    return skeleton(f"\n{plain}".replace("\n'", "\n")[1:])


def _without_tail(look: str) -> str:
    if not (look[:1].isdecimal() or look[:1] in _LIKE_DIGITS):
        return look
    whole = _WHOLE.fullmatch(look.translate(_LETTERS_FOR_DIGITS))
    digits = "".join(str(unicodedata.decimal(sign)) for sign in whole["digits"]) if whole else ""
    return digits.lstrip("0") or "0" if whole else look


def name_forms(names: Sequence[str]) -> list[str]:
    """Return for each name of a person a form that is equal for names people could confuse."""
    return [skeleton(normalise_name(each.translate(_FOOTNOTES)).upper()) for each in names]


def explain_doubt(name: str, other: CellRef, place: CellRef) -> Diagnostic:
    """Make the error for a name that stands in two columns of the employees: its row is not certain."""
    return error(Problem.NAME_COLUMN_AMBIGUOUS, place, Label(other), name=name, second=str(other))


def explain_stranger(text: str, index: ParentIndex, place: CellRef) -> Diagnostic:
    """Make the error for a cell that names no row of the parent sheet, or two of them."""
    found = index.find(text)
    if found == AMBIGUOUS:
        return error(Problem.OWNER_AMBIGUOUS, place, name=text)
    if found == DOUBTFUL:
        return explain_doubt(text, index.doubts[normalise_name(text)], place)
    near = index.find_like(text)
    if near is None:
        meant = index.propose(text)
        shown = {"meant": meant, "hint": "meant"} if meant else {}
        return error(Problem.OWNER_UNKNOWN, place, key=text, **shown)
    row = index.find(near)
    others = (Label(index.place(row)),) if row >= 0 else ()
    return error(Problem.OWNER_MISSPELT, place, *others, key=text, near=near)
