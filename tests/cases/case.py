"""A scheme and what the program must print of it: all of it, as comment lines at the end of the file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from pathlib import Path

from kpicalc.i18n.catalogue import Language
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.period import Period, PeriodLength
from kpicalc.report.views.problems import show_problems
from kpicalc.report.writers.screen import Screen
from kpicalc.report.writers.to_terminal import print_document
from kpicalc.validation import validate_text

FOLDER = Path(__file__).parent
PERIOD = Period(2026, 3, PeriodLength.MONTH)

_FILE = "scheme.yaml"
# Between the scheme and what is printed of it.
_CUT = "# ---- kpicalc validate\n"
_SCREEN = Screen(100, "utf-8", colour=False)


@dataclass(frozen=True, slots=True)
class Case:
    """One file: `scheme` is the text before the expected lines."""

    scheme: str
    expected: tuple[str, ...]


def list_cases(kind: str) -> list[Path]:
    """Return the files of a kind, `good` or `bad`, by name."""
    return sorted((FOLDER / kind).glob("*.yaml"))


def read_case(path: Path) -> Case:
    """Read a file; the expected lines stand below the cut."""
    scheme, _, expected = path.read_text(encoding="utf-8").partition(_CUT)
    return Case(scheme, tuple(expected.splitlines()))


def write_case(path: Path, case: Case) -> None:
    """Write a file with its expected lines."""
    lines = "".join(f"{line}\n" for line in case.expected)
    path.write_text(f"{case.scheme}{_CUT}{lines}", encoding="utf-8")


@lru_cache(maxsize=1)
def find_problems(scheme: str) -> tuple[Diagnostic, ...]:
    """Return what `validate` finds in a scheme."""
    return validate_text(scheme, _FILE, PERIOD).diagnostics


def diagnose(scheme: str) -> tuple[str, ...]:
    """Return what `validate` prints of a scheme, in English, each line as a comment."""
    problems = find_problems(scheme)
    printed = StringIO()
    print_document(show_problems(problems, {_FILE: scheme}, Language.EN, None), printed, _SCREEN)
    return tuple(f"# {line}".rstrip() for line in printed.getvalue().splitlines())
