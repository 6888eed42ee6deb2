"""How likely the letters of a text are in one of the languages of Europe: the evidence for its encoding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kpicalc.facts.letter_pairs import PAIRS

# Signs that stand around words and belong to none: quotes, dashes, the number sign, currencies, spaces.
_BESIDE = frozenset("«»„“”‘’‚‹›–—…®™\u00a0\u00ad")
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
    return {
        language: frozenset(map("".join, zip(*[iter(pairs)] * 2, strict=True)))
        for language, pairs in PAIRS.items()
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
            before, after = token[at - 1 : at] or " ", token[at + 1 : at + 2] or " "
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
    return small if small.isalpha() and len(small) == 1 else " "


def _at(signs: Sequence[str], at: int) -> str:
    return signs[at] if 0 <= at < len(signs) else " "
