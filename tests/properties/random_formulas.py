"""Random formulas of a wanted kind, from a grammar of patterns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

LENGTH = 900

# A word in braces is a formula of that kind; what a kind cannot grow any more is one of its names.
_GRAMMAR: Mapping[str, Sequence[str]] = {
    "money": (
        "{money} + {money}",
        "{money} - {money}",
        "{money} * {ratio}",
        "{count} * {money}",
        "{money} / {above_zero}",
        "{money} / {count}",
        "{money} + {number}",
        "if {flag} then {money} else {money}",
        "min({money}, {money})",
        "max({money}, {number})",
        "clamp({money}, {money}, max({money}, {money}))",
        "clamp({money}, 0, {number})",
        "round({money}, {above_zero}, {mode})",
        "round({money})",
        "floor({money}, {above_zero})",
        "ceil({money})",
        "abs({money})",
        "-{money}",
        "if_missing({money}, {money})",
        *["{money_of_money}({money})"] * 4,
        *["{money_of_ratio}({ratio}, {money})"] * 3,
        *["{over_rows}"] * 5,
    ),
    "ratio": (
        "{money} / {money}",
        "{count} / {count}",
        "{ratio} * {ratio}",
        "{ratio} + {ratio}",
        "{ratio} - {percent}",
        "if {flag} then {ratio} else {ratio}",
        "round({ratio}, 0.01, {mode})",
        "max({ratio}, {percent})",
        "if_missing({ratio}, {percent})",
        *["{ratio_of_ratio}({ratio})"] * 3,
        *["{ratio_of_money}({money})"] * 2,
    ),
    "count": (
        "if_missing({count}, {count})",
        "{count} + {count}",
        "max({count}, {count})",
        "{count_of_rows}",
    ),
    "flag": (
        "{money} {sign} {money}",
        "{money} {sign} {number}",
        "{ratio} {sign} {percent}",
        "{count} {sign} {count}",
        "{percent} <= {ratio} < {percent}",
        "{flag} and {flag}",
        "{flag} or {flag}",
        "not {flag}",
        "is_missing({money})",
        "is_missing({count})",
        "{text} = {text}",
    ),
    "over_rows": (
        "sum({row_money} where {row_flag})",
        "sum(if {row_flag} then {row_money} else 0 - {row_money} where {row_flag} or {row_flag})",
        "sum(max({row_money}, {number}) where not {row_flag} and {row_flag})",
        "sum({row_money} * {row_ratio})",
        "if_missing(avg({row_money} where {row_flag}), {money})",
        "max({row_money})",
        "min({row_money} where {row_flag})",
    ),
}

_WORDS: Mapping[str, Sequence[str]] = {
    "number": ("0", "1", "100", "999.99", "1_000", "2500"),
    "above_zero": ("0.01", "0.05", "1", "3", "7", "100"),
    "percent": ("0%", "12.5%", "50%", "80%", "100%", "120%"),
    "mode": ('"half_up"', '"half_down"', '"half_even"', '"down"', '"up"'),
    "sign": ("<", "<=", ">", ">=", "=", "!="),
}

# A name compared with itself, which is refused.
_WITH_ITSELF = re.compile(r"(?:\w+\.)?(\w+) (?:[<>]=?|!?=) (?:\w+\.)?\1")


@dataclass(slots=True)
class FormulaWriter:
    """Writes formulas over `names`: for each kind, what there is to begin with; it may grow."""

    random: Random
    names: dict[str, list[str]] = field(default_factory=dict)

    def write(self, kind: str, levels: int = 2) -> str:
        """Write a formula of a kind, at most so many patterns deep."""
        text = self._write(kind, levels)
        return text if len(text) <= LENGTH else self._write(kind, 1)

    def _write(self, kind: str, levels: int) -> str:
        words = self.names.get(kind) or _WORDS.get(kind, ())
        patterns = [each for each in _GRAMMAR.get(kind, ()) if self._can_fill(each)]
        if words and (levels == 0 or not patterns or self.random.random() < 0.3):
            return self.random.choice(words)
        pattern = self.random.choice(patterns)
        text = re.sub(r"\{(\w+)\}", lambda found: self._part(found[1], max(levels - 1, 0)), pattern)
        return "true" if _WITH_ITSELF.fullmatch(text) else text

    def _part(self, kind: str, levels: int) -> str:
        text = self._write(kind, levels)
        return f"({text})" if " " in text and kind in {"money", "ratio", "count", "flag"} else text

    def _can_fill(self, pattern: str) -> bool:
        kinds = re.findall(r"\{(\w+)\}", pattern)
        return all(kind in self.names or kind in _WORDS or self._has_rows(kind) for kind in kinds)

    def _has_rows(self, kind: str) -> bool:
        return kind == "over_rows" and "row_money" in self.names
