"""Who is at work on the book, on which machine and when; which warnings are taken responsibility for."""

from __future__ import annotations

import getpass
import os
import platform
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from kpicalc import __version__
from kpicalc.cli.console import can_ask, tell_problems
from kpicalc.cli.outcome import Refusal, read_each
from kpicalc.cli.rule import find_code
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.model.diagnostic import Diagnostic, Listing, Severity, error
from kpicalc.model.month import Signature
from kpicalc.model.problem import Problem, problem_names
from kpicalc.model.source import Place
from kpicalc.months.book_file import Holder, read_book
from kpicalc.months.month_records import list_records
from kpicalc.months.obstacles import find_clock_behind

# Answers that confirm, in whichever language they are asked for.
_YES = frozenset({"y", "yes", "д", "да"})


def sign(reason: str = "") -> Signature:
    """Return who is at work now; SOURCE_DATE_EPOCH takes the place of the clock."""
    return Signature(_name_user(), read_signing_time(), __version__, reason)


def hold() -> Holder:
    """Return what others are told who come while this run writes into the book."""
    return Holder(os.getpid(), platform.node() or "?", read_signing_time())


def read_signing_time() -> str:
    """Return the time in UTC, to the second."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.fromtimestamp(int(fixed), UTC) if fixed.isdigit() else datetime.now(UTC)
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")


def check_clock(book: Path) -> tuple[Diagnostic, ...]:
    """Return the warning that what is signed now would bear a time before the newest record of a book."""
    now = read_signing_time()
    return read_book(book, lambda opened: find_clock_behind(list_records(opened), now, book)).value or ()


def read_accepted(typed: Sequence[str]) -> tuple[str, ...] | Refusal:
    """Return the codes of the warnings that are taken responsibility for; a code that is none is refused."""
    return read_each(typed, lambda each: find_code(each, list(problem_names())))


def confirm_warnings(
    problems: Sequence[Diagnostic], accepted: Iterable[str], place: Place, language: Language | None
) -> tuple[Diagnostic, ...]:
    """Return the problem that some warnings are not accepted; nothing where they are, also by an answer.

    Nobody is asked without a language.
    """
    taken = frozenset(accepted)
    open_ones = [each for each in problems if each.severity is Severity.WARNING and each.code not in taken]
    if not open_ones:
        return ()
    codes = tuple(dict.fromkeys(each.code for each in open_ones))
    if language and can_ask() and _ask(open_ones, language):
        return ()
    typed = Listing(codes, " --accept ")
    return (error(Problem.WARNINGS_NOT_ACCEPTED, place, codes=codes, accepted=typed),)


def _ask(problems: Sequence[Diagnostic], language: Language) -> bool:
    tell_problems(problems, language)
    sys.stdout.write(phrase("months.ask", language, count=len(problems)))
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in _YES


def _name_user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"
