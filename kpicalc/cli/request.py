"""What a command asks of the program, made from what was typed: files, a period, a person, a value."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from os import environ
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from kpicalc import api
from kpicalc.api import Request
from kpicalc.cli.deliver import ExtraFiles, Format, Inputs, check_written
from kpicalc.cli.options import ComputeOptions
from kpicalc.cli.outcome import Refusal, refuse
from kpicalc.cli.paths import (
    STDIN,
    find_book,
    find_department,
    find_kept_programs,
    find_schemes,
    find_settings,
    shorten,
)
from kpicalc.facts.read_files import find_address
from kpicalc.model.diagnostic import error
from kpicalc.model.figure import bare_column
from kpicalc.model.period import Period, parse_period
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Program
from kpicalc.model.result import Run, Settlement
from kpicalc.model.source import FilePlace
from kpicalc.model.spelling import find_nearest, propose_name
from kpicalc.model.writing import find_codec
from kpicalc.report.views.wording import name_employee

if TYPE_CHECKING:
    from kpicalc.months.recall import BookPlace

Place = tuple[Settlement, int]


class TypedRun(Protocol):
    """What every command over facts lets one type."""

    @property
    def scheme(self) -> list[Path]:
        """Return the schemes, none for those of the project."""

    @property
    def period(self) -> str | None:
        """Return the period as it was typed."""

    @property
    def encoding(self) -> str:
        """Return what text files are written in, "" where it is found."""


class TypedAnswer(TypedRun, Protocol):
    """What is typed where one answer over all facts is told, and written to files."""

    @property
    def facts(self) -> list[Path]:
        """Return the files and folders of facts."""

    @property
    def out(self) -> list[Path]:
        """Return the files to write."""


Result = TypeVar("Result")

# As many of the same name as a line of the screen takes.
_SHOWN = 5


def read_period(text: str | None) -> Period | Refusal | None:
    """Return the period that was typed, None where none was."""
    return None if text is None else read_typed_period(text)


def read_typed_period(text: str) -> Period | Refusal:
    """Return the period that was typed."""
    return parse_period(text) or refuse("usage.period", text=text)


def find_asked_month(book: Path | None, period: str, department: str) -> tuple[Path, Period, str] | Refusal:
    """Return the book, the month and the department that are meant by a command on a closed month."""
    found, month = find_book(Path.cwd(), book), read_typed_period(period)
    if isinstance(found, Refusal):
        return found
    if isinstance(month, Refusal):
        return month
    named = find_department(Path.cwd(), department)
    return named if isinstance(named, Refusal) else (found, month, named)


def make_request(
    facts: tuple[Path, ...],
    options: TypedRun,
    known: tuple[Path, ...] | None = None,
    folder: Path | None = None,
) -> Request | Refusal:
    """Return the request of a command over facts, or say what was typed wrongly.

    Schemes that are `known` otherwise are not looked for. The project is looked for around a folder, else
    around the working one.
    """
    around = folder or Path.cwd()
    period = read_period(options.period)
    if isinstance(period, Refusal):
        return period
    for path in facts:
        if find_address(path):
            continue
        if not path.exists() and path != STDIN:
            return refuse("usage.no_file", path=str(path))
        if not path.is_dir() and not path.is_file():
            return refuse("usage.facts_pipe", path=str(path))
    schemes = find_schemes(options.scheme, facts, around) if known is None else known
    if isinstance(schemes, Refusal):
        return schemes
    settings = find_settings(around)
    if isinstance(settings, Refusal):
        return settings
    encoding = find_codec(options.encoding) if options.encoding else ""
    if options.encoding and not encoding:
        return refuse("usage.encoding", name=options.encoding)
    kept = find_kept_programs(environ)
    named = getattr(options, "book", None)
    typed = named if isinstance(named, Path) else None
    book = find_closed_months(around, settings.department, typed)
    if isinstance(book, Refusal):
        return book
    shown = tuple(map(shorten, schemes))
    return Request(facts, shown, period, encoding=encoding, settings=settings, kept=kept, book=book)


def request_answer(
    options: TypedAnswer, formats: Mapping[str, Format[Result]], also_read: Iterable[Path] = ()
) -> Request | Refusal:
    """Return the request of a command that pays facts and writes its answer to files."""
    found = make_request(tuple(options.facts), options)
    if isinstance(found, Refusal):
        return found
    return check_written(options.out, formats, Inputs((*found.facts, *also_read), found.schemes)) or found


def find_closed_months(
    folder: Path, department: str = "", typed: Path | None = None
) -> BookPlace | Refusal | None:
    """Return the book of months that a run looks into, None where there is none yet.

    A book that was typed has to be there: what it owes and remembers would be left out in silence.
    """
    book = find_book(folder, typed)
    assert isinstance(book, Path)  # noqa: S101 - the settings that may name it have been read
    if not (book.is_file() and book.stat().st_size):
        absent = error(Problem.BOOK_ABSENT, FilePlace(str(book)), book=str(book))
        return None if typed is None else Refusal("", (), (absent,))
    from kpicalc.months.recall import BookPlace  # noqa: PLC0415 - only with a book of months

    return BookPlace(book, department=department)


def read_asked(options: ComputeOptions) -> ExtraFiles | Refusal:
    """Return what `--hand-off` asks for; its rooms are loaded only where it is there."""
    if not options.hand_off:
        unused = options.field or options.amounts_are_net
        return refuse("usage.no_hand_off") if unused else ExtraFiles()
    from kpicalc.cli.hand_offs import read_hand_offs  # noqa: PLC0415 - few runs need it

    return read_hand_offs(options, Path.cwd())


def narrow_to(run: Run, employees: Sequence[str]) -> Run | Refusal:
    """Return the run with the employees asked for, or all; outputs speak of nobody else."""
    if not employees:
        return run
    places = api.employee_rows(run)
    chosen = []
    for number in employees:
        place = choose_by_number(places, number)
        if isinstance(place, Refusal):
            return place
        chosen += places_of_person(places, place)
    return api.narrow_run(run, chosen)


def check_numbers(wanted: Iterable[str], known: Collection[str]) -> Refusal | None:
    """Refuse a number of an employee that is not among the known ones; name the nearest."""
    unknown = next((each for each in wanted if each not in known), None)
    if unknown is None:
        return None
    near = find_nearest(unknown, sorted(known))
    return refuse("usage.no_employee_near" if near else "usage.no_employee", wanted=unknown, near=near or "")


def choose_number(wanted: str, people: Mapping[str, str]) -> str | Refusal:
    """Return the number of a person, typed as it is or as a part of a name that only one has."""
    named = [number for number, name in people.items() if wanted.casefold() in name.casefold()]
    chosen = wanted if wanted in people else named[0] if len(named) == 1 else ""
    if not chosen and named:
        return refuse("usage.many_employees", wanted=wanted, found=", ".join(named[:_SHOWN]))
    return check_numbers((chosen or wanted,), people) or chosen


def choose_by_number(places: Sequence[Place], wanted: str) -> Place | Refusal:
    """Return the employee with a number; the answer to an unknown one names the nearest."""
    numbers = dict(zip(_numbers_of(places), places, strict=True))
    if wanted in numbers:
        return numbers[wanted]
    return _refuse_unknown(wanted, numbers.get(find_nearest(wanted, numbers) or ""))


def places_of_person(places: Sequence[Place], chosen: Place) -> list[Place]:
    """Return all rows of an employee: one who is transferred has several."""
    number = number_of(chosen)
    return [place for place, own in zip(places, _numbers_of(places), strict=True) if own == number]


def choose_employee(places: Sequence[Place], wanted: str) -> Place | Refusal:
    """Return the employee with a number, or with a part of the name that no other has."""
    by_number = choose_by_number(places, wanted)
    if not isinstance(by_number, Refusal):
        return by_number
    named = [place for place in places if _fold_text(wanted) in _fold_text(name_of(place))]
    if len(set(map(number_of, named))) > 1:
        found = ", ".join(map(_describe_place, named[:_SHOWN])) + (" …" if len(named) > _SHOWN else "")
        return refuse("usage.many_employees", wanted=wanted, found=found)
    return named[0] if named else _nearest_by_name(places, wanted) or by_number


def choose_value(program: Program, wanted: str) -> str | Refusal:
    """Return the name of the pay line, KPI, factor or value that is called so; the total for ""."""
    if not wanted:
        return program.total
    names = _names_of_values(program)
    by_fold = {_fold_text(called): name for called, name in reversed(names.items())}
    found = names.get(wanted) or by_fold.get(_fold_text(wanted))
    if found:
        return found
    near = propose_name(wanted, names)
    if near is None:
        return refuse("usage.no_line", wanted=wanted, scheme=program.scheme)
    return refuse("usage.no_line_near", wanted=wanted, scheme=program.scheme, near=near)


def _names_of_values(program: Program) -> dict[str, str]:
    """Return what each value is called, names before titles."""
    own = (each.name for each in program.variables() if each.grain == EMPLOYEES)
    names = {bare_column(name): name for name in own}
    titled = [
        *((line.label, line.name) for line in program.pay_lines),
        *((factor.label, factor.variable) for factor in program.factors if factor.rules),
        *((factor.name, factor.variable) for factor in program.factors if factor.rules),
        *((called, kpi.score) for kpi in program.kpis for called in (kpi.name, kpi.label)),
        *((called, program.total) for called in ("total", "итого")),
    ]
    for called, name in titled:
        names.setdefault(called, name)
    return names


def _nearest_by_name(places: Sequence[Place], wanted: str) -> Refusal | None:
    words = {word: place for place in places for word in name_of(place).split()}
    near = find_nearest(wanted, words)
    return None if near is None else _refuse_unknown(wanted, words[near])


def _refuse_unknown(wanted: str, near: Place | None) -> Refusal:
    if near is None:
        return refuse("usage.no_employee", wanted=wanted)
    return refuse("usage.no_employee_near", wanted=wanted, near=_describe_place(near))


def _describe_place(place: Place) -> str:
    return name_employee(number_of(place), name_of(place))


def _numbers_of(places: Sequence[Place]) -> list[str]:
    """Return the number of each employee: of all of them quicker than one by one."""
    frames = {id(settlement): settlement.facts.frames[EMPLOYEES] for settlement, _ in places}
    keys = {at: list(frame.keys) for at, frame in frames.items()}
    return [keys[id(settlement)][row] for settlement, row in places]


def number_of(place: Place) -> str:
    """Return the number of an employee."""
    settlement, row = place
    return settlement.facts.frames[EMPLOYEES].keys[row]


def name_of(place: Place) -> str:
    """Return the name of an employee."""
    settlement, row = place
    return settlement.facts.frames[EMPLOYEES].labels[row]


def _fold_text(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())
