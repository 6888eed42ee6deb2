"""Comments that allow a problem on purpose: `# kpicalc: allow KPI344 - the auditors want this column`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, Severity, warning
from kpicalc.model.problem import Problem, problem_names
from kpicalc.model.source import Span
from kpicalc.model.spelling import propose_name
from kpicalc.scheme.events import BREAK, end_of, find_comments, line_of, scalars_of, start_of
from kpicalc.scheme.words import Word

if TYPE_CHECKING:
    from yaml.events import ScalarEvent


ALLOWANCE = re.compile(r"(?:(?<=\s)|^)#[ \t]*kpicalc:[ \t]*allow\b(?P<rest>[^\r\n]*)", re.MULTILINE)
_CODES = re.compile(r"\s*[A-Za-z]+[0-9]+(?:\s*,\s*[A-Za-z]+[0-9]+)*")
_CODE = re.compile(r"[A-Za-z]+[0-9]+")
_BEFORE_REASON = " \t-–—:"

# What an allowance meets in a problem: the code and a line of the file.
_Spot = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Allowance:
    """A comment that allows codes, for a reason, on its own line or, standing alone, on the next one.

    A text of several lines that begins there belongs to it as a whole. Without a reason or a code the
    comment allows nothing.
    """

    codes: tuple[Word, ...]
    reason: str
    lines: range
    span: Span

    @property
    def complete(self) -> bool:
        """True when it says what is allowed and why."""
        return bool(self.codes and self.reason)


def read_allowances(text: str, file: str) -> tuple[Allowance, ...]:
    """Return the allowances of a scheme's text; a `#` inside quotes or in a block of text is no comment.

    >>> [each.reason for each in read_allowances("a: 1  # kpicalc: allow KPI312 - as printed", "")]
    ['as printed']
    """
    text = text.removeprefix("\ufeff")
    scalars = scalars_of(text, file) if ALLOWANCE.search(text) else []
    return tuple(
        _read_allowance(comment, text, scalars, file) for comment in find_comments(ALLOWANCE, text, scalars)
    )


def apply_allowances(
    allowances: Sequence[Allowance], problems: Iterable[Diagnostic]
) -> tuple[Diagnostic, ...]:
    """Return the problems that are not allowed, and what is wrong with the allowances themselves.

    `problems` are all that is known of the files, of every pass and period: an allowance that meets none
    of them is told as unused, unless an error may have kept them from being found.
    """
    listed = tuple(problems)
    left = drop_allowed(allowances, listed)
    return (
        *left,
        *(warning(Problem.ALLOWANCE_INCOMPLETE, each.span) for each in allowances if not each.complete),
        *_unknown_codes(allowances),
        *_in_vain(allowances, listed),
    )


def drop_allowed(allowances: Sequence[Allowance], problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the problems that no complete allowance meets; errors always stay."""
    complete = [each for each in allowances if each.complete]
    allowed = {spot for each in complete for code in each.codes for spot in _spots_of(each, code)}
    return tuple(
        problem
        for problem in problems
        if problem.severity is Severity.ERROR or _spot_of(problem) not in allowed
    )


def _read_allowance(comment: re.Match[str], text: str, scalars: list[ScalarEvent], file: str) -> Allowance:
    line, before = line_of(text, comment.start())
    column = len(before) + 1
    start = column + comment.start("rest") - comment.start()
    rest = comment["rest"].rstrip()
    codes = _CODES.match(rest)
    listed = _CODE.finditer(codes[0]) if codes else iter(())
    return Allowance(
        tuple(
            Word(each[0].upper(), Span(file, line, start + each.start(), line, start + each.end()))
            for each in listed
        ),
        rest[codes.end() if codes else 0 :].strip(_BEFORE_REASON),
        _lines_meant(text, line, scalars, alone=not before.strip()),
        Span(file, line, column, line, start + len(rest)),
    )


def _lines_meant(text: str, line: int, scalars: list[ScalarEvent], *, alone: bool) -> range:
    """Return the lines that are meant: a comment that stands alone speaks of the next line with content."""
    if alone:
        below = enumerate(BREAK.split(text)[line:], line + 1)
        contents = (number for number, row in below if row.strip() and row.strip()[0] != "#")
        line = next(contents, line)
    ends = [end_of(each) for each in scalars if start_of(each).line + 1 == line]
    # A block of text ends where the next line begins.
    return range(line, max([line, *(end.line + bool(end.column) for end in ends)]) + 1)


def _spots_of(allowance: Allowance, code: Word) -> frozenset[_Spot]:
    return frozenset((str(code), allowance.span.file, line) for line in allowance.lines)


def _spot_of(problem: Diagnostic) -> _Spot | None:
    place = problem.primary.place if problem.primary else None
    return (problem.code, place.file, place.line) if isinstance(place, Span) else None


def _unknown_codes(allowances: Sequence[Allowance]) -> Iterator[Diagnostic]:
    known = problem_names()
    for each in allowances:
        for code in each.codes:
            if code not in known:
                yield warning(Problem.ALLOWANCE_CODE_UNKNOWN, code.span, code=str(code))


def _in_vain(allowances: Sequence[Allowance], problems: tuple[Diagnostic, ...]) -> Iterator[Diagnostic]:
    """Name the codes that meet no problem, or one that cannot be allowed."""
    known = problem_names()
    met = {_spot_of(each) for each in problems}
    errors = {_spot_of(each) for each in problems if each.severity is Severity.ERROR}
    for each in allowances:
        for code in each.codes:
            spots = _spots_of(each, code)
            if spots & errors:
                yield warning(Problem.ALLOWANCE_OF_ERROR, code.span, code=str(code))
            elif each.complete and code in known and not spots & met and not errors:
                yield warning(Problem.ALLOWANCE_NEEDLESS, code.span, code=str(code))


_COMMENT = re.compile(
    r"(?:(?<=\s)|^)#[ \t]*kpicalc\b[ \t]*(?P<colon>:?)[ \t]*(?P<word>[^\W\d]+)\b[ \t:]*"
    r"(?P<codes>KPI\d+(?:[ \t]*,[ \t]*KPI\d+)*)?[^\r\n]*",
    re.MULTILINE | re.IGNORECASE,
)
# What people write in its place, in either language; also with a letter wrong.
_WORDS = (
    "allow",
    "allowed",
    "disable",
    "ignore",
    "permit",
    "skip",
    "suppress",
    "допустить",
    "игнорировать",
    "можно",
    "пропустить",
    "разрешаю",
    "разрешено",
    "разрешить",
)
_SOME_CODE = Problem.COLUMN_UNUSED


def find_misspelt(text: str, file: str) -> tuple[Diagnostic, ...]:
    """Tell the comments that name a code, or mean to allow, and do not begin with `# kpicalc: allow`."""
    text = text.removeprefix("\ufeff")
    if _COMMENT.search(text) is None:
        return ()
    found = find_comments(_COMMENT, text, scalars_of(text, file))
    return tuple(_misspelt_problem(each, text, file) for each in found if _looks_like_one(each))


def _looks_like_one(comment: re.Match[str]) -> bool:
    """Two of three signs are enough: the colon, a word for allowing, a code."""
    if ALLOWANCE.match(comment.string, comment.start()):
        return False
    written = comment["word"]
    meant = propose_name(written, _WORDS)
    return sum(map(bool, (comment["colon"], meant, comment["codes"]))) > 1


def _misspelt_problem(comment: re.Match[str], text: str, file: str) -> Diagnostic:
    line, before = line_of(text, comment.start())
    start, end = len(before) + 1, len(before) + 1 + len(comment[0].rstrip())
    codes = (comment["codes"] or _SOME_CODE).upper()
    return warning(Problem.ALLOWANCE_MISWRITTEN, Span(file, line, start, line, end), codes=codes)
