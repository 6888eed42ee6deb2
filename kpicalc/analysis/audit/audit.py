"""A month audited: is equal work paid equally, does pay follow results (by ranks), can it be gamed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from decimal import Decimal, localcontext

from kpicalc.analysis.audit.gaming import find_gaming
from kpicalc.analysis.audit.results import Audited, audited, find_slopes
from kpicalc.analysis.audit.standings import find_standings
from kpicalc.analysis.audit.unequal import find_unequal
from kpicalc.model.audit import Correlation, Gaming, PayAudit, RankLink, SchemeAudit, Slope, Tried
from kpicalc.model.fault import Value
from kpicalc.model.money import CONTEXT
from kpicalc.model.period import Period
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Settlement


def audit_pay(places: Sequence[tuple[Settlement, int]], period: Period, alike: Decimal) -> PayAudit:
    """Return what can be said of the pay of these people; all of them are paid, in one currency.

    Results that differ by no more than the part `alike` count as equal.
    """
    rows: dict[int, list[int]] = {}
    settlements = {id(each): each for each, _ in places}
    for settlement, row in places:
        rows.setdefault(id(settlement), []).append(row)
    with localcontext(CONTEXT):
        audits = [audited(settlements[each], own) for each, own in rows.items()]
        groups, unequal, overtaken, pairs = find_unequal(audits, alike)
        return PayAudit(
            period,
            audits[0].program.currency,
            len({(place[0].facts.frames[EMPLOYEES].keys[place[1]]) for place in places}),
            groups,
            unequal,
            overtaken,
            pairs,
            tuple(map(_audit_scheme, audits)),
            alike,
        )


def _audit_scheme(audit: Audited) -> SchemeAudit:
    looked = list(find_slopes(audit))
    slopes = tuple(each for each in looked if isinstance(each, Slope))
    gaming = list(find_gaming(audit, slopes))
    links = tuple(_links(audit))
    left_out = [each for each in (*looked, *gaming) if isinstance(each, str)]
    told = (each for each in gaming if isinstance(each, Gaming))
    return SchemeAudit(
        audit.program.scheme,
        audit.program.title,
        len(audit.rows),
        links,
        _overall(audit, slopes),
        tuple(find_standings(audit)),
        slopes,
        tuple(sorted(told, key=lambda each: -each.gain)),
        tuple(each for each in gaming if isinstance(each, Tried)),
        tuple(dict.fromkeys(left_out)),
        any(each.influenced is not None for each in audit.program.inputs),
        audit.program,
    )


def _links(audit: Audited) -> Iterator[RankLink]:
    for result in audit.results:
        known = [at for at, row in enumerate(audit.rows) if isinstance(result.values[row], Decimal)]
        values = _numbers(result.values, audit.rows)
        yield _link(audit, (result.name, result.label), known, rank_twice(values))


def _overall(audit: Audited, slopes: Sequence[Slope]) -> RankLink | None:
    """Return how pay goes with the sum of the ranks of all results, over people who have all of them.

    A fact of which less is better is ranked from above, one that nobody's pay follows is left out.
    """
    directions = {(each.grain, each.name): each.direction for each in slopes}
    ways = [1 if each.of_kpi else directions.get((each.grain, each.name), 0) for each in audit.results]
    columns = [each.values for each, way in zip(audit.results, ways, strict=True) if way]
    if len(columns) < 2:
        return None
    known = [
        at for at, row in enumerate(audit.rows) if all(isinstance(each[row], Decimal) for each in columns)
    ]
    ranks = [
        [way * each for each in rank_twice(_numbers(column, [audit.rows[at] for at in known]))]
        for column, way in zip(columns, filter(None, ways), strict=True)
    ]
    sums = [Decimal(sum(each)) for each in zip(*ranks, strict=True)]
    return _link(audit, ("", ""), known, rank_twice(sums))


def _numbers(column: Sequence[Value], rows: Sequence[int]) -> list[Decimal]:
    return [each for row in rows if isinstance(each := column[row], Decimal)]


def _link(audit: Audited, named: tuple[str, str], known: Sequence[int], ranks: Sequence[int]) -> RankLink:
    total, variable = audit.total, audit.variable
    pays = [rank_twice([total[audit.rows[at]] for at in known]), rank_twice([variable[at] for at in known])]
    found = [measure(ranks, pay) for pay in pays for measure in (find_spearman, find_kendall)]
    return RankLink(*named, len(known), *found)


def rank_twice(values: Sequence[Decimal]) -> list[int]:
    """Return twice the rank of each value, from below; equal values share the mean of their ranks.

    >>> rank_twice([Decimal(5), Decimal(1), Decimal(5)])
    [5, 2, 5]
    """
    ordered = sorted(values)
    return [bisect_left(ordered, each) + bisect_right(ordered, each) + 1 for each in values]


def find_spearman(first: Sequence[int], second: Sequence[int]) -> Correlation | None:
    """Return the correlation of ranks; None where one side is all the same."""
    count = len(first)
    own = [count * sum(x * x for x in side) - sum(side) ** 2 for side in (first, second)]
    both = count * sum(x * y for x, y in zip(first, second, strict=True)) - sum(first) * sum(second)
    return Correlation(both, own[0] * own[1]) if own[0] and own[1] else None


def find_kendall(first: Sequence[int], second: Sequence[int]) -> Correlation | None:
    """Return tau-b: pairs that go together less those that do not, equal ones counted by neither."""
    pairs = sorted(zip(first, second, strict=True))
    every = _pairs(len(pairs))
    free = [every - _tied(side) for side in (first, second)]
    inverted, seen = 0, list[int]()
    for _, each in pairs:
        inverted += len(seen) - bisect_right(seen, each)
        insort(seen, each)
    over = free[0] + free[1] - every + _tied(pairs) - 2 * inverted
    return Correlation(over, free[0] * free[1]) if free[0] and free[1] else None


def _tied(values: Iterable[Hashable]) -> int:
    return sum(map(_pairs, Counter(values).values()))


def _pairs(count: int) -> int:
    return count * (count - 1) // 2
