"""Questions put to the person at the keyboard, each with an answer that Enter gives."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase

T = TypeVar("T")


def can_ask() -> bool:
    """Say whether somebody sits at the keyboard and sees what is printed."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask(key: str, usual: str, accept: Callable[[str], T | None], language: Language) -> T | None:
    """Ask until an answer is accepted; Enter takes the usual one, and so does the end of the input."""
    while True:
        sys.stdout.write(phrase(key, language, usual=usual))
        sys.stdout.flush()
        line = sys.stdin.readline()
        accepted = accept(line.strip() or usual)
        if accepted is not None or not line:
            return accepted
        sys.stdout.write(phrase("init.again", language, text=line.strip()) + "\n")
