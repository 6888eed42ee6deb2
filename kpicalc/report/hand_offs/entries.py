"""The rows of a hand-off before they are written: whose, which line, and how much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from decimal import Decimal

from kpicalc.i18n.catalogue import Language
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, KindedValue, error
from kpicalc.model.fault import Value
from kpicalc.model.hand_off import Each, Profile, ProfileFact, Takes, Uncoded, Unusual
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, minor_unit
from kpicalc.model.outline import PayLine
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Input
from kpicalc.model.result import Settlement
from kpicalc.model.source import CellRef, Place
from kpicalc.report.views.wording import name_employee, title_value

NET = "net"
LINE_WORDS = frozenset({"title", "line", "code"})
"""The values that a row has of its line of pay."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An amount of an employee: one of his lines, or all of them (`line` is None).

    `others` are his further rows, where he has several, each for its own days; the amount is that of all.
    """

    settlement: Settlement
    row: int
    amount: Decimal
    line: PayLine | None = None
    others: tuple[Entry, ...] = ()

    @property
    def number(self) -> str:
        """The number of the employee."""
        return self.settlement.facts.frames[EMPLOYEES].keys[self.row]

    @property
    def name(self) -> str:
        """The name of the employee."""
        return self.settlement.facts.frames[EMPLOYEES].labels[self.row]

    @property
    def person(self) -> str:
        """The employee as a message names him."""
        return name_employee(self.number, self.name)

    @property
    def currency(self) -> str:
        """The currency of the amount."""
        return self.settlement.program.currency

    @property
    def place(self) -> CellRef:
        """The row of the employee."""
        return self.settlement.facts.frames[EMPLOYEES].row_read(self.row)

    def facts(self, name: str) -> list[tuple[Value, CellRef]]:
        """Return what a column says in each of his rows that says something, with its cell."""
        found = (each.fact(name) for each in (self, *self.others))
        return [(value, cell) for value, cell in found if isinstance(value, str | Decimal)]

    def fact(self, name: str) -> tuple[Value | None, CellRef]:
        """Return what a column of the sheet of employees says, and its cell; None where there is no such."""
        frame = self.settlement.facts.frames[EMPLOYEES]
        if name not in frame.columns:
            return None, self.place
        block = frame.columns[name]
        start = self.row - self.row % 1024
        return block[start : start + 1024][self.row - start], frame.cell(name, self.row) or self.place


@dataclass(slots=True)
class Collected:
    """The rows that are written, the problems met, and how many were left out for which reason."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)

    def leave_out(self, reason: str) -> None:
        """Count a row that is not written."""
        self.left_out[reason] = self.left_out.get(reason, 0) + 1


def heading_of_column(name: str) -> str:
    """Return the name of the input that a profile's column is read as; no scheme can have it."""
    return f"hand-off {name}"


def list_columns(profile: Profile) -> tuple[Input, ...]:
    """Return the columns of the sheet of employees that a profile needs besides those of the schemes."""
    texts = (_column(profile, name, fact, Kind.TEXT) for name, fact in profile.facts.items())
    net = () if profile.net is None else (_column(profile, NET, profile.net, Kind.MONEY),)
    return (*texts, *net)


def _column(profile: Profile, name: str, fact: ProfileFact, kind: Kind) -> Input:
    label, called = fact.headings[0], heading_of_column(f"{profile.name} {name}")
    return Input(EMPLOYEES, called, kind, fact.headings, label, fact.span, optional=True, spare=fact.optional)


def collect_entries(profile: Profile, places: Sequence[tuple[Settlement, int]]) -> Collected:
    """Collect the amounts of the employees in their order, each judged as the profile says."""
    collected = Collected()
    if profile.net is None and (profile.each is Each.LINE or spread_lines(profile)):
        entries = [line for each in _whole_pay(places, collected) for line in _lines_of(each)]
    else:
        entries = list(_join_rows(_whole_pay(places, collected)))
    if profile.net is not None:
        column = profile.net.headings[0]
        entries = [net for each in entries for net in _net_amount((profile, column), each, collected)]
    if _is_strange_currency(profile, entries):
        # The profile is wrong, and that is told once and not of each of them.
        problem = _other_currency(profile, entries[0], profile.currency, profile.currency_span)
        collected.problems.append(problem)
        return collected
    for entry in entries:
        _judge(profile, entry, collected)
    if not profile.currency and not any("currency" in value.names for _, value in profile.columns):
        # The first amount in each currency after the first: together they would be added up.
        first: dict[str, Entry] = {}
        for entry in collected.entries:
            first.setdefault(entry.currency, entry)
        for currency in tuple(first)[1:]:
            collected.problems.append(_other_currency(profile, first[currency], next(iter(first))))
    return collected


def _is_strange_currency(profile: Profile, entries: Sequence[Entry]) -> bool:
    """Say whether nobody is paid in the only currency of a profile."""
    refused = bool(profile.currency and entries) and profile.others is Unusual.REFUSE
    return refused and all(each.currency != profile.currency for each in entries)


def _whole_pay(places: Sequence[tuple[Settlement, int]], collected: Collected) -> Iterator[Entry]:
    for settlement, row in places:
        total = _amount_at(settlement.values.columns[(EMPLOYEES, settlement.program.total)], row)
        if total is None:
            collected.leave_out("unpaid")
        else:
            yield Entry(settlement, row, total)


def _join_rows(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield one entry for each person and currency: he may have several rows, each for its own days."""
    people: dict[tuple[str, str], list[Entry]] = {}
    for each in entries:
        people.setdefault((each.number, each.currency), []).append(each)
    for first, *others in people.values():
        amount = first.amount
        for each in others:
            amount = CONTEXT.add(amount, each.amount)
        yield replace(first, amount=amount, others=tuple(others))


def _lines_of(whole: Entry) -> Iterator[Entry]:
    settlement, row = whole.settlement, whole.row
    for line in settlement.program.pay_lines:
        amount = _amount_at(settlement.values.columns[(EMPLOYEES, line.variable)], row)
        if line.kind.traits.money and amount is not None and not _is_idle(line, amount):
            yield Entry(settlement, row, amount, line)


def _is_idle(line: PayLine, amount: Decimal) -> bool:
    """Say whether a line is a limit that takes and adds nothing: the statement does not show it either."""
    return not line.kind.traits.written and not amount


def spread_lines(profile: Profile) -> bool:
    """Say whether the lines of pay stand beside each other, each in a column of its own."""
    return any(not LINE_WORDS.isdisjoint(heading.names) for heading, _ in profile.columns)


def _amount_at(column: Sequence[Value], row: int) -> Decimal | None:
    start = row - row % 1024
    value = column[start : start + 1024][row - start]
    return value if isinstance(value, Decimal) else None


def _net_amount(asked: tuple[Profile, str], whole: Entry, collected: Collected) -> Iterator[Entry]:
    """Yield the entry with the amount that stands in its row; of several rows only one may have one."""
    profile, column = asked
    name = heading_of_column(f"{profile.name} {NET}")
    found = [(value, place) for value, place in whole.facts(name) if isinstance(value, Decimal)]
    if not found:
        _, place = whole.fact(name)
        problem = error(Problem.HAND_OFF_CELL_BLANK, place, column=column, person=whole.person)
        collected.problems.append(problem)
    elif len(found) > 1:
        collected.problems.append(rows_differ(found[1][1], column, whole))
    else:
        yield replace(whole, amount=found[0][0])


def rows_differ(place: CellRef, column: str, entry: Entry) -> Diagnostic:
    """Make the problem of a column that says several things of one person."""
    return error(Problem.ROWS_OF_PERSON_DIFFER, place, column=column, person=entry.person)


def _judge(profile: Profile, entry: Entry, collected: Collected) -> None:
    """Take an entry in, leave it out, or refuse it."""
    if profile.currency and entry.currency != profile.currency:
        if profile.others is Unusual.LEAVE_OUT:
            collected.leave_out("currency")
        else:
            collected.problems.append(_other_currency(profile, entry, profile.currency))
        return
    reason, treated = _unusual(profile, entry.amount)
    if treated is Unusual.LEAVE_OUT:
        collected.leave_out(reason)
    elif treated is Unusual.REFUSE:
        collected.problems.append(_unfit_amount(profile, entry, reason))
    elif CONTEXT.remainder(entry.amount, minor_unit(entry.currency)):
        collected.problems.append(_unfit_amount(profile, entry, "parts"))
    else:
        collected.entries.append(entry)


def _unusual(profile: Profile, amount: Decimal) -> tuple[str, Unusual]:
    if amount == 0:
        return "zero", profile.zero
    return ("negative", profile.negative) if amount < 0 else ("", Unusual.KEEP)


def _unfit_amount(profile: Profile, entry: Entry, reason: str) -> Diagnostic:
    amount = KindedValue(entry.amount, Kind.MONEY)
    return error(
        Problem.AMOUNT_UNFIT_FOR_REGISTER,
        entry.place,
        amount=amount,
        person=entry.person,
        profile=profile.name,
        hint=reason,
    )


def _other_currency(profile: Profile, entry: Entry, currency: str, place: Place | None = None) -> Diagnostic:
    return error(
        Problem.CURRENCIES_TOGETHER,
        place or entry.place,
        found=entry.currency,
        currency=currency,
        person=entry.person,
        profile=profile.name,
    )


def sum_up(entries: Iterable[Entry]) -> dict[str, Decimal]:
    """Return the control total of each currency."""
    sums: dict[str, Decimal] = {}
    for entry in entries:
        sums[entry.currency] = CONTEXT.add(sums.get(entry.currency, Decimal(0)), entry.amount)
    return sums


def names_of(entry: Entry, line: PayLine) -> tuple[str, str]:
    """Return the names under which a profile may have the code of a line, the surer one first."""
    return f"{entry.settlement.program.scheme}.{line.name}", line.name


def code_of(profile: Profile, entry: Entry, line: PayLine, language: Language) -> str:
    """Return the code of a line: what the profile says of `scheme.line` or `line`, else as it is called."""
    found = next((profile.codes[each] for each in names_of(entry, line) if each in profile.codes), None)
    if found is not None or profile.uncoded is Uncoded.REFUSE:
        return "" if found is None else found.text
    return line.name if profile.uncoded is Uncoded.LINE else title_value(line.name, line.label, language)


def find_net_doubt(profile: Profile, *, amounts_are_net: bool) -> Iterator[Diagnostic]:
    """Refuse to give computed pay as net sums, unless it was said that they are."""
    if profile.takes is Takes.NET and profile.net is None and not amounts_are_net:
        yield error(Problem.AMOUNTS_MAY_BE_GROSS, profile.span, profile=profile.name)
