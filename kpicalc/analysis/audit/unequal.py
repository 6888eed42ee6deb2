"""People who are paid less with results as good, and which facts and rules make the difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from kpicalc.analysis.audit.gaming import person_at
from kpicalc.analysis.audit.results import Audited
from kpicalc.lab.replay import prepare_replay
from kpicalc.lab.values import is_fixed
from kpicalc.model.audit import PayCause, ResultPair, UnequalPay
from kpicalc.model.dataclass import dataclass
from kpicalc.model.expr import references
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Scalar
from kpicalc.model.money import ZERO
from kpicalc.model.program import COMPANY, EMPLOYEES, Input, Key, Variable

# So many pairs of each sort are named: the worst ones say what is wrong, more are not read.
_TOLD = 5
# Everybody is compared with everybody.
_MOST_PEOPLE = 1_500
_RULES = 3


@dataclass(frozen=True, slots=True)
class _Placed:
    """A person with his results: which of them are better when greater, and what they are."""

    audit: Audited
    row: int
    names: tuple[str, ...]
    values: tuple[Decimal, ...]

    @property
    def pay(self) -> Decimal:
        """What he is paid."""
        return self.audit.total[self.row]

    def near(self, other: _Placed, within: Decimal) -> bool:
        """Say whether each result of one is within a part of that of the other, the greater of both."""
        return self.names == other.names and all(
            abs(mine - theirs) <= within * max(abs(mine), abs(theirs))
            for mine, theirs in zip(self.values, other.values, strict=True)
        )

    def no_worse(self, other: _Placed) -> bool:
        return all(mine >= theirs for mine, theirs in zip(self.values, other.values, strict=True))

    def explain(self, high: _Placed, *, equal: bool) -> UnequalPay:
        results = tuple(
            ResultPair(each.label, each.kind, mine, theirs)
            for each, mine, theirs in zip(self.audit.results, self.values, high.values, strict=True)
        )
        causes = tuple(self._find_causes(high)) if self.audit is high.audit else ()
        people = [person_at(each.audit, each.row) for each in (self, high)]
        rest = high.pay - self.pay - sum((each.amount for each in causes), ZERO)
        return UnequalPay(people[0], people[1], equal, results, causes, rest)

    def _find_causes(self, high: _Placed) -> Iterator[PayCause]:
        """Yield what each fact does in which the two differ, replaced one after another for the first."""
        audit = self.audit
        steps = [each for each in _steps(audit, self.row, high.row) if each.differ(audit)]
        keys = frozenset(given.key for step in steps for given in step.given)
        if not keys:
            return
        lines = {each.variable: each.label or each.name for each in audit.program.pay_lines}
        wanted = [(EMPLOYEES, each) for each in (audit.program.total, *lines)]
        replay = prepare_replay(audit.settlement, keys, wanted)
        changes: list[Mapping[Key, Sequence[Value]]] = [{}]
        for step in steps:
            own = {given.key: _replaced(audit, given, step.rows, changes[-1]) for given in step.given}
            changes.append({**changes[-1], **own})
        paid = [
            {key[1]: column[self.row] for key, column in each.items()} for each in replay.pay_all(changes)
        ]
        for step, before, after in zip(steps, paid, paid[1:], strict=False):
            moved = [(lines.get(name, ""), _change(before[name], after[name])) for name in before]
            amount = _change(before[audit.program.total], after[audit.program.total])
            if amount:
                told = tuple(each for each in moved if each[0] and each[1])
                yield step.cause(audit, amount, told)


_Pairs = Sequence[tuple[_Placed, _Placed]]
# The groups of people with equal results, those of them paid differently, who is overtaken, and pairs; where
# results within some part of each other count as equal, people in place of groups.
Found = tuple[int | None, int | None, int | None, tuple[UnequalPay, ...]]


def find_unequal(audits: Sequence[Audited], within: Decimal) -> Found:
    """Return who is paid otherwise with equal results, in one scheme or in two that measure the same.

    None stands for what was not looked at, as there are too many people to compare each with each.
    """
    placed = [each for audit in audits for each in _place(audit)]
    few = len(placed) <= _MOST_PEOPLE
    alike, pairs = _find_alike(placed) if not within else _find_near(placed, within) if few else (None, [])
    unequal = sorted(filter(_gap, pairs), key=_gap, reverse=True)
    overtaken = _overtaken(placed) if few else {}
    wide = sorted(overtaken.values(), key=_gap, reverse=True)
    told = [(pair, True) for pair in unequal[:_TOLD]] + [(pair, False) for pair in wide[:_TOLD]]
    return (
        alike,
        None if alike is None else len(unequal),
        len(overtaken) if few else None,
        tuple(low.explain(high, equal=equal) for (low, high), equal in told),
    )


def _find_alike(placed: Sequence[_Placed]) -> tuple[int, _Pairs]:
    """Return how many groups have equal results, and who is paid least and most in each."""
    groups: dict[tuple[tuple[str, ...], tuple[Decimal, ...]], list[_Placed]] = {}
    for each in placed:
        groups.setdefault((each.names, each.values), []).append(each)
    alike = [each for each in groups.values() if len(each) > 1]
    return len(alike), [(min(each, key=_pay), max(each, key=_pay)) for each in alike]


def _find_near(placed: Sequence[_Placed], within: Decimal) -> tuple[int, _Pairs]:
    """Return how many people have somebody beside them, and of each the one who is paid most."""
    ordered = sorted(placed, key=_pay, reverse=True)
    beside = [
        (low, high)
        for low in ordered
        for high in (next((each for each in ordered if each is not low and low.near(each, within)), None),)
        if high is not None
    ]
    return len(beside), [(low, high) for low, high in beside if high.pay > low.pay]


def _place(audit: Audited) -> Iterator[_Placed]:
    names = tuple(each.name for each in audit.results)
    for row in audit.rows if names else ():
        values = [each.values[row] for each in audit.results]
        numbers = tuple(each for each in values if isinstance(each, Decimal))
        if len(numbers) == len(values):
            yield _Placed(audit, row, names, numbers)


def _pay(each: _Placed) -> Decimal:
    return each.pay


def _gap(pair: tuple[_Placed, _Placed]) -> Decimal:
    return pair[1].pay - pair[0].pay


def _overtaken(placed: Sequence[_Placed]) -> dict[int, tuple[_Placed, _Placed]]:
    """Return who is paid less than one whose results are no better in anything and worse in something."""
    found: dict[int, tuple[_Placed, _Placed]] = {}
    judged = [each for each in placed if all(one.of_kpi for one in each.audit.results)]
    ordered = sorted(enumerate(judged), key=lambda pair: pair[1].pay)
    for at, (number, low) in enumerate(ordered):
        for _, high in reversed(ordered[at + 1 :]):
            if high.pay == low.pay:
                break
            if high.names == low.names and high.values != low.values and low.no_worse(high):
                found[number] = (low, high)
                break
    return found


@dataclass(frozen=True, slots=True)
class _Step:
    """Facts that are replaced together: those of one result, or one alone; the rows of both people."""

    label: str
    given: tuple[Input, ...]
    rows: tuple[int, int]

    def cause(self, audit: Audited, amount: Decimal, lines: tuple[tuple[str, Decimal], ...]) -> PayCause:
        first = self.given[0]
        column = audit.world.whole_column(first.key)
        alone = len(self.given) == 1
        low, high = (_plain(column[row]) if alone else None for row in self.rows)
        rules = [(each.label or each.name, each.span) for each in self._readers(audit)]
        return PayCause(
            self.label, first.kind, low, high, amount, lines, tuple(dict.fromkeys(rules))[:_RULES]
        )

    def _readers(self, audit: Audited) -> Iterator[Variable]:
        """Yield the formulas that read the facts themselves."""
        keys = {each.key for each in self.given}
        for variable in audit.behind.formulas(audit.program.total):
            if any(each.key in keys for each in references(variable.expr)):
                yield variable

    def differ(self, audit: Audited) -> bool:
        columns = [audit.world.whole_column(each.key) for each in self.given]
        return any(each[self.rows[0]] != each[self.rows[1]] for each in columns)


def _change(before: Value, after: Value) -> Decimal:
    return after - before if isinstance(before, Decimal) and isinstance(after, Decimal) else ZERO


def _plain(value: Value) -> Scalar | None:
    return None if isinstance(value, Fault) else value


def _replaced(
    audit: Audited, given: Input, rows: tuple[int, int], before: Mapping[Key, Sequence[Value]]
) -> list[Value]:
    column = list(before.get(given.key, audit.world.whole_column(given.key)))
    column[rows[0]] = audit.world.whole_column(given.key)[rows[1]]
    return column


def _steps(audit: Audited, low: int, high: int) -> Iterator[_Step]:
    """Yield first the facts of each result together, then every other fact of the people and above them."""
    program, met = audit.program, set[Key]()
    behind = audit.behind.facts_of((EMPLOYEES, program.total))
    usable = [
        each
        for each in program.inputs
        if each.key in behind
        and each.name in audit.world.frame(each.grain).columns
        and not is_fixed(program, each)
    ]
    for kpi in program.kpis:
        names = [name for name in (kpi.plan, kpi.actual) if name]
        keys = frozenset().union(*(audit.behind.facts_of((EMPLOYEES, name)) for name in names))
        own = tuple(each for each in usable if each.grain == EMPLOYEES and each.key in keys - met)
        met |= {each.key for each in own}
        if own:
            yield _Step(kpi.label, own, (low, high))
    rows = {EMPLOYEES: (low, high)}
    for below, above in pairwise(each for each in program.ancestors(EMPLOYEES) if each != COMPANY):
        parents = audit.world.frame(below).parents
        rows[above] = (parents[rows[below][0]], parents[rows[below][1]])
    for each in usable:
        if each.grain in rows and each.key not in met:
            yield _Step(each.label, (each,), rows[each.grain])
