"""Text written to break out or to break down is refused like any other mistake, and quickly."""

from __future__ import annotations

import gc
import sys
from time import process_time

import pytest

from kpicalc.formula.parser import parse_formula
from tests.formula.reading import codes_of, source_of

ESCAPES = [
    "().__class__.__bases__[0].__subclasses__()",
    "''.__class__",
    "x.__class__",
    "x.__class__.__mro__",
    "employee.__init__.__globals__",
    "max.__self__",
    "().__cl\U0001d4b6ss__",
    "x.\uff3f\uff3fclass\uff3f\uff3f",
    "__import__('os').system('id')",
    "eval('1') + 1,2",
    "lambda: 0",
    "lambda x: x",
    "(x := 5)",
    "[x for x in y]",
    "{x: y}",
    "x[0]",
    "x['a']",
    "f'{x}'",
    "'%s' % x",
    "'{0.__class__}'.format(x)",
    "f(x=1)(y)",
    "f(*x)",
    "f(**x)",
    "x if True else y",
    "plan if plan else __import__('os')",
    "x; import os",
    "x\n;y",
    "x\x00",
    "\x00",
    "x\\",
    "\\u0041",
    "`id`",
    "$(id)",
    "${x}",
    "x @ y",
    "x // y",
    "x << y",
    "x ~ y",
    "yield x",
    "await x",
    "x.5",
    "#",
    "!!python/object",
    "&x *x",
    "\ud800",
    "\u202e x",
    "x\u0301",
    "🙂",
    "=SUM(A1:A3)",
    "A1:A3",
    "None.x y",
]
BOMBS = [
    "9**9**9",
    "9^9^9",
    "'a' * 10**9",
    "1e999999999",
    "9" * 999,
    "0." + "0" * 990 + "1",
    "(" * 3000,
    ")" * 3000,
    "(" * 3000 + ")" * 3000,
    "(" * 499 + "a" + ")" * 499,
    "(" * 1000,
    "f(" * 333 + "a" + ")" * 333,
    "-" * 999 + "a",
    "not " * 249 + "a",
    "if " * 333,
    "if a then " * 99 + "a",
    "a" + "+a" * 499,
    "a" + "<a" * 499,
    "0<(" * 166 + "a" + ")<0" * 166,
    "a or a and a = a + a * (" * 43,
    "a or not a = a + a * -(" * 43,
    "f(a,if a then a or a and a<a+a*-(" * 30,
    "a." * 499 + "a(",
    "1_" * 500,
    "1 " * 500,
    "1 000" * 200,
    "1,0" * 333,
    "max(" + "0,5," * 249,
    "a " * 500,
    "'" * 999,
    "«" * 999,
    "@" * 999,
    "@!" * 499,
    "%" * 999,
    "." * 999,
    ".5" * 499,
    "," * 999,
    "=" * 999,
    "٣" * 999,
    "2026-03-31" * 100,
    "_" * 999 + ".",
    " " * 1000,
    " " * 10**6,
    "🙂" * 10**5,
]


@pytest.mark.parametrize("text", [*ESCAPES, *BOMBS], ids=lambda text: ascii(text[:24]))
def test_hostile_text_is_refused_fast(text: str) -> None:
    # A collection of garbage of a long run before this test is not the work of the parser.
    gc.disable()
    try:
        start = process_time()
        codes = codes_of(text)
        taken = process_time() - start
    finally:
        gc.enable()

    assert codes
    assert taken < 1


@pytest.mark.parametrize("text", BOMBS, ids=lambda text: ascii(text[:24]))
def test_the_stack_stays_low(text: str) -> None:
    allowed = sys.getrecursionlimit()
    depth = _depth_of_stack()
    sys.setrecursionlimit(depth + 600)
    try:
        checked = parse_formula(source_of(text))
    finally:
        sys.setrecursionlimit(allowed)

    assert checked.diagnostics


def _depth_of_stack() -> int:
    frame, depth = sys._getframe(), 0  # noqa: SLF001 - the only way to count the frames of the test runner
    while frame.f_back is not None:
        frame, depth = frame.f_back, depth + 1
    return depth
