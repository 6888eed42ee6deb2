"""Two sets of schemes: what changed, in the words of the file, and what it does to each person's pay."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from functools import reduce

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.period import Period
from kpicalc.model.source import CellRef


class ChangeKind(StrEnum):
    """What happened to an entry of a scheme."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class ToldWord:
    """One written value: where in its entry, before and after; `aspect` is the English key that it is of.

    "" stands for what is not written on one of the sides; `whole` says that a whole item came or went.
    """

    path: tuple[str, ...]
    aspect: str
    old: str
    new: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A change of one entry: the English name of its section, its own name, and the words that differ.

    `was` is the name before a renaming. What is no matter `of_pay` changes nobody's amount.
    """

    kind: ChangeKind
    section: str
    name: str
    words: tuple[ToldWord, ...]
    was: str = ""
    of_pay: bool = True


@dataclass(frozen=True, slots=True)
class ChangeStep:
    """Entries replaced together, since none of them alone makes a scheme; what they do to all pay."""

    changes: tuple[ToldChange, ...]
    amount: Decimal


@dataclass(frozen=True, slots=True)
class LineDifference:
    """One pay line by both schemes; None where one of them has no such line."""

    name: str
    label: str
    old: Decimal | None
    new: Decimal | None


@dataclass(frozen=True, slots=True)
class MovedFact:
    """A fact that moves together with another one."""

    label: str
    kind: Kind
    cell: CellRef | None
    now: Decimal
    then: Decimal


@dataclass(frozen=True, slots=True)
class EvenStep:
    """Another value of one fact of a person at which the new scheme pays no less, and what both pay there.

    With a fact `beside` it two of them move at once.
    """

    label: str
    kind: Kind
    cell: CellRef | None
    now: Scalar
    then: Scalar
    old: Decimal
    new: Decimal
    beside: MovedFact | None = None


@dataclass(frozen=True, slots=True)
class PersonDifference:
    """The pay of one person by both; `parts` are what each step does, and add up to the difference.

    `even` are the nearest changes of one fact, and of two, with which the new pay would be no less than the
    old; None for who loses nothing, or was not looked at. `group` is the one he was asked to be told by.
    """

    number: str
    name: str
    old: Decimal
    new: Decimal
    lines: tuple[LineDifference, ...]
    parts: tuple[Decimal, ...]
    even: tuple[EvenStep, ...] | None = None
    group: str = ""


class Choice(StrEnum):
    """What is paid in a transition: what each would choose, the greater of both, or the new pay."""

    EMPLOYEE = "employee"
    MAX = "max"
    NEW = "new"


def pay_by_choice(person: PersonDifference, choice: Choice) -> Decimal:
    """Return what a person is paid in a transition: whoever may choose takes the greater."""
    return person.new if choice is Choice.NEW else max(person.old, person.new)


@dataclass(frozen=True, slots=True)
class ComparedScheme:
    """A scheme of one of the sides."""

    scheme: str
    title: str
    currency: str


@dataclass(frozen=True, slots=True)
class SchemePair:
    """The people paid by one scheme before and by one after; in the order of the sheet."""

    old: ComparedScheme
    new: ComparedScheme
    steps: tuple[ChangeStep, ...]
    people: tuple[PersonDifference, ...]


def narrow_pair(pair: SchemePair, numbers: frozenset[str]) -> SchemePair:
    """Return the pair as far as it speaks of some people: also the steps tell only what they do to these."""
    people = tuple(each for each in pair.people if each.number in numbers)
    steps = tuple(
        replace(step, amount=reduce(CONTEXT.add, (each.parts[at] for each in people), ZERO))
        for at, step in enumerate(pair.steps)
    )
    return replace(pair, steps=steps, people=people)


@dataclass(frozen=True, slots=True)
class OneSided:
    """A person whom only one of the sides pays."""

    number: str
    name: str
    scheme: str
    side: str


@dataclass(frozen=True, slots=True)
class PayComparison:
    """What both sides pay in a period; `left_out` people of the facts are paid by neither.

    `choice` is what a transition pays, None where there is none. `grouped_by` is the heading people are
    grouped by, "" where they are not.
    """

    period: Period
    pairs: tuple[SchemePair, ...]
    one_sided: tuple[OneSided, ...]
    left_out: int
    choice: Choice | None = None
    grouped_by: str = ""


@dataclass(frozen=True, slots=True)
class PayRange:
    """What a scheme can pay a person, None where nothing limits it, and how many cliffs its pay has."""

    lowest: Decimal | None
    highest: Decimal | None
    cliffs: int


@dataclass(frozen=True, slots=True)
class SchemeDiff:
    """One scheme file: its name before and after ("" where it is not there), and what changed in it."""

    old: str
    new: str
    title: str
    currency: str
    changes: tuple[ToldChange, ...]
    before: PayRange | None = None
    after: PayRange | None = None


@dataclass(frozen=True, slots=True)
class Diff:
    """Two states of schemes; `pay` is what both pay on a sample, None without one.

    All pay may grow by the share `limit`; None lets everything through. `problems` are those of both states.
    """

    base: str
    head: str
    schemes: tuple[SchemeDiff, ...]
    pay: PayComparison | None = None
    limit: Decimal | None = None
    problems: tuple[Diagnostic, ...] = ()

    @property
    def increase(self) -> Decimal | None:
        """By which share all pay grows, the most of all currencies; None where nothing was paid before."""
        paid: dict[str, tuple[Decimal, Decimal]] = {}
        for pair in () if self.pay is None else self.pay.pairs:
            for each in pair.people:
                old, new = paid.get(pair.old.currency, (ZERO, ZERO))
                paid[pair.old.currency] = (CONTEXT.add(old, each.old), CONTEXT.add(new, each.new))
        shares = (CONTEXT.divide(CONTEXT.subtract(new, old), old) for old, new in paid.values() if old)
        return max(shares, default=None)

    @property
    def let_through(self) -> bool:
        """Whether pay grows by no more than it may; what cannot be compared is not let through."""
        if self.limit is None or not self.schemes:
            return True
        return self.increase is not None and self.increase <= self.limit
