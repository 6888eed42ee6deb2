"""Choose the encoding of a text by the words and pairs of letters that its bytes would make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from unicodedata import name

from kpicalc.facts.headings import KEY_HEADINGS, NAME_HEADINGS, TEAM_HEADINGS
from kpicalc.model.dataclass import dataclass

# Signs that stand around words and belong to none: quotes, dashes, the number sign, currencies, spaces.
_BESIDE = frozenset("«»„“”‘’‚‹›–—…®™\u00a0\u00ad")
_PAIRS = Path(__file__).with_name("letter_pairs.txt")
# How much a capital behind a small letter speaks against a reading.
_CASE = 3
_ALONE = frozenset("№€£§°©·•±")
_INSIDE = frozenset("’–—-\u00a0\u00ad")


@dataclass(frozen=True, slots=True)
class Evidence:
    """How many pairs of letters speak for a reading, and how many against it."""

    good: int
    bad: int

    @property
    def share(self) -> float:
        """The share of what speaks for it; without any pair nothing speaks against it."""
        return self.good / (self.good + self.bad) if self.good + self.bad else 1.0


@cache
def known_pairs() -> dict[str, frozenset[str]]:
    """Return the pairs of letters of each language."""
    lines = _PAIRS.read_text(encoding="utf-8").splitlines()
    languages = (line.removesuffix("|").split("=") for line in lines if not line.startswith("#"))
    return {
        language: frozenset(map("".join, zip(*[iter(pairs)] * 2, strict=True)))
        for language, pairs in languages
    }


def weigh(tokens: Sequence[str], others: Sequence[str] = ()) -> Evidence:
    """Return the evidence of tokens in the language that fits them best.

    With `others`, tokens of the same lengths, only what differs between the two readings is looked at.
    """
    pairs: Counter[str] = Counter()
    against = 0
    for token, other in zip(tokens, others or tokens, strict=True):
        places = [at for at, sign in enumerate(token) if not others or sign != other[at]]
        found, strange = _look(token, places)
        pairs.update(found)
        # A sign beside letters, where the other reading has a letter, is hardly meant.
        signs = (at for at in places if others and other[at].isalpha() and not token[at].isalpha())
        against += strange + sum(token != token[at] for at in signs)
    good = max(
        sum(times for pair, times in pairs.items() if pair in known) for known in known_pairs().values()
    )
    return Evidence(good, pairs.total() - good + against)


def _look(token: str, places: Sequence[int]) -> tuple[Iterator[str], int]:
    """Return the pairs of letters at some places of a token, and the number of signs out of place."""
    strange = 0
    starts: dict[int, None] = {}
    for at in places:
        sign = token[at]
        if sign.isascii():
            continue
        if sign.isalpha():
            before, after = token[at - 1 : at], token[at + 1 : at + 2]
            strange += _CASE * ((before.islower() and sign.isupper()) + (sign.islower() and after.isupper()))
            strange += before.isdigit() + after.isdigit()
            starts |= dict.fromkeys((at - 1, at))
        else:
            beside = [each.isalpha() for each in (token[at - 1 : at], token[at + 1 : at + 2])]
            fits = (
                sign in _INSIDE
                or (sign in _BESIDE and not all(beside))
                or (sign in _ALONE and not any(beside))
            )
            strange += 0 if fits else 2
    folded = [_fold(sign) for sign in token]
    return (f"{_at(folded, at)}{_at(folded, at + 1)}" for at in starts), strange


def _fold(sign: str) -> str:
    small = "i" if sign == "İ" else sign.lower()
    return small if small.isalpha() else " "


def _at(signs: Sequence[str], at: int) -> str:
    return signs[at] if 0 <= at < len(signs) else " "


# In the order in which they are named where the text is the same in several.
CANDIDATES = (
    "cp1252", "cp1251", "cp1250", "cp1257", "cp1254", "cp1253", "cp866", "koi8-r", "iso8859-2", "koi8-u",
    "mac-cyrillic", "iso8859-5", "iso8859-7", "iso8859-9", "iso8859-13", "iso8859-15", "mac-roman",
    "mac-latin2", "mac-greek", "mac-turkish", "cp850", "cp852", "cp775", "cp857", "cp737", "cp855",
)  # fmt: skip
# A reading is right when so much of it is known, and so little of every other one where they differ.
_SURE, _SECOND, _RARE = 0.75, 0.5, 0.75
# Of an encoding that is rare today more must be seen.
_LEAST = 8
# Where nothing speaks against a reading of some length, a rival must have more for it.
_WHOLE, _RAISED = 5, 0.15
# So few pairs do not tell Latin letters apart.
_FEW = 3
_COMMON = frozenset(CANDIDATES[:9])
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class DecodedWords:
    """What the words of a file are in an encoding."""

    encoding: str
    tokens: tuple[str, ...]
    evidence: Evidence
    named: int


@dataclass(frozen=True, slots=True)
class Guess:
    """The encoding of a file, or "" with a word that tells the likeliest readings apart, in each of them."""

    encoding: str
    doubts: tuple[tuple[str, str], ...] = ()


def guess_encoding(tokens: Sequence[bytes], known: frozenset[str]) -> Guess:
    """Choose by all words with letters beyond ASCII; `known` are words that the schemes expect.

    >>> guess_encoding(["Иванов".encode("cp866")], frozenset()).encoding
    'cp866'
    >>> guess_encoding(["Müller".encode("cp1252")], frozenset()).encoding
    'cp1252'
    """
    readings = sorted(_readings(tokens, known), key=lambda each: (-each.named, -each.evidence.share))
    best = readings[0]
    rivals = [each for each in readings[1:] if _is_rival(best, each)]
    least = 0 if best.encoding in _COMMON else _LEAST
    enough = best.named > 0 or (best.evidence.share >= _SURE and best.evidence.good >= least)
    if enough and not rivals:
        return Guess(best.encoding)
    return Guess("", _tell_apart([best, *(rivals or readings[1:])][:_SHOWN]))


def _readings(tokens: Sequence[bytes], known: frozenset[str]) -> list[DecodedWords]:
    """Return each reading once, under the first encoding that gives it."""
    found: dict[tuple[str, ...], DecodedWords] = {}
    expected = known | _HEADINGS
    for encoding in CANDIDATES:
        try:
            texts = tuple(token.decode(encoding) for token in tokens)
        except UnicodeDecodeError:
            continue
        if texts not in found:
            named = sum(text.casefold() in expected for text in texts)
            found[texts] = DecodedWords(encoding, texts, weigh(texts), named)
    return list(found.values())


def _is_rival(best: DecodedWords, other: DecodedWords) -> bool:
    """Say whether another reading may be the right one, by the letters that the two read differently."""
    if best.named > other.named:
        return False
    ours, theirs = weigh(best.tokens, other.tokens), weigh(other.tokens, best.tokens)
    common = other.encoding in _COMMON
    if common and ours.good < _FEW and _are_latin(best.tokens, other.tokens):
        return True
    limit = _SECOND if common else _RARE
    if not ours.bad and ours.good >= _WHOLE:
        limit += _RAISED
    return ours.share < _SURE or theirs.share > limit


def _are_latin(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Say whether two readings differ by Latin letters alone: then only pairs can tell them apart."""
    signs = {
        sign for a, b in zip(ours, theirs, strict=True) for pair in zip(a, b, strict=True) for sign in pair
    }
    return all(sign.isascii() or name(sign, "").startswith("LATIN") for sign in signs)


def _tell_apart(readings: Sequence[DecodedWords]) -> tuple[tuple[str, str], ...]:
    """Return a word that all the readings read differently, or as many as can be."""
    columns = list(zip(*(each.tokens for each in readings), strict=True))
    chosen = max(columns, key=lambda each: (len(set(each)), len("".join(each))))
    return tuple((each.encoding, word) for each, word in zip(readings, chosen, strict=False))


_HEADINGS = frozenset(
    word.casefold()
    for heading in (*KEY_HEADINGS, *NAME_HEADINGS, *TEAM_HEADINGS)
    for word in heading.split()
    if len(word) > 2
)
