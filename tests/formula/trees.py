"""Random formulas: every tree that the parser can make, of moderate size."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from hypothesis import strategies as st

from kpicalc.formula.tokens import ARITHMETIC, COMPARISONS
from kpicalc.model.expr import (
    Binary,
    Call,
    Compare,
    Day,
    Expr,
    Flag,
    If,
    Logic,
    Name,
    Number,
    Text,
    Unary,
)
from kpicalc.model.plain_text import clean_text
from kpicalc.model.source import Span

HERE = Span("", 0, 0, 0, 0)

_WORDS = st.sampled_from(["a", "b", "план", "К1", "_x", "ёлка"])
_DIGITS = st.integers(min_value=0, max_value=10**25 - 1)
_PLAIN = st.builds(lambda digits: Decimal(digits).scaleb(-10), _DIGITS)
_PERCENT = st.builds(lambda digits: Decimal(digits).scaleb(-12), _DIGITS)
_LINE = st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=8).map(clean_text)

_LEAVES: st.SearchStrategy[Expr] = st.one_of(
    st.builds(partial(Number, percent=False, span=HERE), _PLAIN),
    st.builds(partial(Number, percent=True, span=HERE), _PERCENT),
    st.builds(partial(Text, span=HERE), _LINE.filter(lambda text: not {'"', "'"} <= set(text))),
    st.builds(partial(Flag, span=HERE), st.booleans()),
    st.builds(partial(Day, span=HERE), st.dates()),
    st.builds(lambda path: Name(tuple(path), HERE), st.lists(_WORDS, min_size=1, max_size=3)),
)


def _grow(parts: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    return st.one_of(
        st.builds(partial(Unary, span=HERE), st.sampled_from(["-", "not"]), parts),
        st.builds(partial(Binary, span=HERE), st.sampled_from([*ARITHMETIC.values()]), parts, parts),
        st.builds(partial(Compare, span=HERE), st.sampled_from([*COMPARISONS.values()]), parts, parts),
        st.builds(partial(Logic, span=HERE), st.sampled_from(["and", "or"]), parts, parts),
        st.builds(_chain, st.lists(parts, min_size=3, max_size=4), st.lists(_SIGNS, min_size=3, max_size=3)),
        st.builds(partial(If, span=HERE), parts, parts, parts),
        st.builds(_call, st.sampled_from(["max", "К2", "f"]), st.lists(parts, max_size=3)),
        st.builds(lambda body, where: Call("sum", (body,), HERE, where), parts, parts),
    )


def _chain(parts: list[Expr], signs: list[str]) -> Expr:
    """Return `a < b <= c` as the parser reads it."""
    links = [
        Compare(COMPARISONS[sign], left, right, HERE)
        for left, right, sign in zip(parts, parts[1:], signs, strict=False)
    ]
    chain: Expr = links[0]
    for link in links[1:]:
        chain = Logic("and", chain, link, HERE)
    return chain


def _call(function: str, arguments: list[Expr]) -> Expr:
    return Call(function, tuple(arguments), HERE)


_SIGNS = st.sampled_from([*COMPARISONS])

formulas: st.SearchStrategy[Expr] = st.recursive(_LEAVES, _grow, max_leaves=12)
