"""The domains of single values: what conditions, rows and places among others say of them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kpicalc.analysis.enclosure.box import Box, box_of, with_rows
from kpicalc.analysis.enclosure.enclose import enclose
from kpicalc.model.domain import (
    EITHER,
    NOTHING,
    Choices,
    Domain,
    Interval,
    Rows,
    exactly,
    holds,
    maybe_missing,
)
from kpicalc.model.expr import Name, Reference, Window
from kpicalc.model.program import EMPLOYEES, Program
from tests.engine.builders import compile_text

HEAD = """
facts:
  employees:
    x: {type: number, min: 0, max: 10}
    y: {type: number, min: 1, max: 2}
    f: flag
    t: text
    o: {type: number, min: 3, max: 4, missing: allow}
  rows:
    order: [d, n]
    columns:
      d: {type: date, in_period: true}
      n: count
      z: {type: number, min: 1, max: 5}
      ok: flag
      who: {type: text, one_of: [A, B]}
    values: {earlier: before(z)}
tables:
  steps: {mode: lookup, bands: [{from: 0, value: 1}, {from: 5, value: 2}, {from: 8, value: 3}]}
"""


def domain_of(formula: str, most: int | None = None) -> Domain:
    """Return the domain of a value with this formula."""
    program = compile_text(f"{HEAD}values: {{v: '{formula}'}}\npay: {{a: {{kind: fixed, amount: 100}}}}")
    return enclose(program, _box(program, most)).of(EMPLOYEES, "v")


def _box(program: Program, most: int | None) -> Box:
    return with_rows(box_of(program), "rows", 0, most)


def between(low: object, high: object) -> Domain:
    """Return a closed interval."""
    ends = [None if end is None else Decimal(str(end)) for end in (low, high)]
    return Interval(ends[0], ends[1])


@pytest.mark.parametrize(
    ("formula", "domain"),
    [
        ("if x > 0 then y / x else 0", between(0, None)),
        ("if x >= 5 and f then x else 7", between(5, 10)),
        ("if x < 5 or f then 1 else x", between(1, 10)),
        ("if not (x < 5 or f) then x else 5", between(5, 10)),
        ("if x < 3 or x > 20 then x else 3", between(0, 3)),
        ("if x > 20 or x < 3 then x else 3", between(0, 3)),
        ("if x + 2 >= 7 then x else 5", between(5, 10)),
        ("if 7 <= x - 1 then x else 8", between(8, 10)),
        ("if 10 - x <= 2 then x else 8", between(8, 10)),
        ("if x * 2 >= 10 then x else 5", between(5, 10)),
        ("if -x <= -5 then x else 5", between(5, 10)),
        ("if 20 / y >= 15 then 1 else 2", between(1, 2)),
        ("if x * (y - 1) > 0 then x else 0", between(0, 10)),
        ("if y / x > 2 then 1 else 0", between(0, 1)),
        ("if min(x, y + 9) >= 5 then x else 5", between(5, 10)),
        ("if max(x, 3) <= 4 then x else 4", between(0, 4)),
        ("if max(x, 3) >= 6 then x else 6", between(6, 10)),
        ("if round(x) >= 9 then x else 9", between(8, 10)),
        ("if round(x, count(rows) + 1) >= 9 then x else 9", between(0, 10)),
        ("if min(x, 3 - x) >= 2 then x else 5", between(5, 5)),
        ("if (if f then x > 4 else x > 6) then x else 5", between(0, 10)),
        ("if (x > 4) = true then x else 5", between(4, 10)),
        ("if round(x, y) >= 9 then x else 9", between(7, 10)),
        ("if steps(x) >= 2 then x else 5", between(5, 10)),
        ("if steps(x) > 3 then x else 5", between(5, 5)),
        ("if (if f then x else 0) > 4 then x else 5", between(4, 10)),
        ("if (if f then x > 4 else x > 4) then x else 5", between(0, 10)),
        ("if (if f then 1 else 0) > 0 and not f then x else 5", between(5, 5)),
        ('if t = "A" and t = "B" then x else 5', between(5, 5)),
        ('if t = "A" and t != "A" then x else 5', between(5, 5)),
        ('if (t = "A") = true then x else 5', between(0, 10)),
        ("if f != true and f then x else 5", between(5, 5)),
        ("if x != x + 0 then 1 else 2", between(1, 2)),
        ("if x = 5 then x else 5", between(5, 5)),
        ("if_missing(o, 9)", between(3, 9)),
        ("if is_missing(o) then 1 else 2", between(1, 2)),
        ("o + 1", maybe_missing(between(4, 5))),
        ("if o > 3 then 1 else 2", maybe_missing(between(1, 2))),
        ("if sum(rows.z) > 3 then sum(rows.z) else 3", between(3, None)),
        ("if count(rows) = 0 then 1 else x", between(0, 10)),
        ("x / 0", NOTHING),
        ("steps(x / 0)", NOTHING),
        ("if x / 0 > 1 then 1 else 2", NOTHING),
        ("not f", EITHER),
        ("not (x / 0 > 1)", NOTHING),
        ("f or x > 20", EITHER),
        ("f and x > 20", Choices(frozenset({False}))),
    ],
)
def test_conditions(formula: str, domain: Domain) -> None:
    found = domain_of(formula)
    assert found == domain or (_is_hair_beside(found, domain))


def _is_hair_beside(found: Domain, wanted: Domain) -> bool:
    """An end that was solved for lies a hair outside, where it counts as the same."""
    if not (isinstance(found, Interval) and isinstance(wanted, Interval)):
        return False
    pairs = ((found.low, wanted.low), (found.high, wanted.high))
    hair = Decimal("1E-35")
    return all(a == b or (a is not None and b is not None and abs(a - b) < hair) for a, b in pairs)


@pytest.mark.parametrize(
    ("formula", "most", "domain"),
    [
        ("sum(rows.z)", None, between(0, None)),
        ("sum(rows.z)", 3, between(0, 15)),
        ("sum(rows.z)", 0, between(0, 0)),
        ("sum(rows.z where rows.ok)", 1, between(0, 5)),
        ("sum(rows.z where rows.z > 6)", 2, between(0, 0)),
        ("sum(rows.z where rows.z > 0)", 1, between(0, 5)),
        ("count(rows)", 2, between(0, 2)),
        ("avg(rows.z)", 2, maybe_missing(between(1, 5))),
        ("max(rows.z)", 0, maybe_missing(NOTHING)),
        ("sum(rows.z / 0)", 2, between(0, 0)),
        ("count_distinct(rows.who)", None, between(0, 2)),
        ("count_distinct(rows.who)", 1, between(0, 1)),
        ("count_distinct(rows.n)", None, between(0, None)),
        ("count_distinct(rows.n)", 2, between(0, 2)),
        ("count_distinct(rows.z * 0)", 9, between(0, 1)),
        ("sum(rows.earlier)", 1, between(0, 0)),
        ("max(rows.earlier)", None, maybe_missing(between(0, None))),
        ("rank(x)", None, between(1, None)),
    ],
)
def test_rows(formula: str, most: int | None, domain: Domain) -> None:
    found = domain_of(formula, most)
    assert found == domain or (_is_hair_beside(found, domain) and found.missing == domain.missing)


def test_a_name_that_is_not_resolved_is_no_formula() -> None:
    program = compile_text(f"{HEAD}pay: {{a: {{kind: fixed, amount: 100}}}}")
    enclosed = enclose(program, box_of(program))

    with pytest.raises(TypeError):
        enclosed.of_formula(Name(("x",), program.inputs[0].span))


@pytest.mark.parametrize(
    ("formula", "domain"),
    [
        ("if sum(rows.z) >= 3 then sum(rows.z * 2) else 6", between(6, 10)),
        ("if sum(rows.z where rows.ok) > 3 then sum(rows.z) else 4", between(3, 5)),
        ("if sum(rows.z where rows.ok) < 3 then sum(rows.z) else 4", between(1, 5)),
        ("if count(rows where rows.ok) > 0 then sum(rows.z) else 4", between(1, 5)),
    ],
)
def test_what_is_found_over_a_single_row_tells_of_that_row(formula: str, domain: Domain) -> None:
    program = compile_text(f"{HEAD}values: {{v: '{formula}'}}\npay: {{a: {{kind: fixed, amount: 100}}}}")
    single = Box(box_of(program).domains, {grain: Rows(1, 1) for grain in program.grains})
    found = enclose(program, single).of(EMPLOYEES, "v")

    assert found == domain or _is_hair_beside(found, domain)


def test_the_whole_of_a_single_row_is_rounded_to_its_part() -> None:
    text = (
        "facts: {company: {p: {type: money, min: 0, max: 1000}}, employees: {w: {type: number, above: 0}}}\n"
    )
    text += "values: {v: if pool >= 100 then p else 100}\n"
    program = compile_text(text + "pay: {pool: {kind: pool, amount: p, by: w, among: company}}")
    single = Box(box_of(program).domains, {grain: Rows(1, 1) for grain in program.grains})

    assert holds(enclose(program, single).of(EMPLOYEES, "v"), Decimal("99.995"))


DESERTED = """
facts:
  company: {values: {fewest: min(teams.people), all: count(employees), ranked: min(plans.people)}}
  teams: {key: Team, DERIVED, values: {people: count(employees)}}
  employees: {link: Team, columns: {}}
  plans: {of: teams, columns: {plan: money}, values: {people: team.people}}
pay: {a: {kind: fixed, amount: 100}}
"""


@pytest.mark.parametrize(("derived", "least"), [("columns: {goal: money}", 0), ("derived: true", 1)])
def test_a_total_over_teams_meets_teams_without_people(derived: str, least: int) -> None:
    program = compile_text(DESERTED.replace("DERIVED", derived))
    enclosed = enclose(program, box_of(program))

    assert enclosed.of("teams", "people") == between(least, None)
    assert enclosed.of("company", "fewest") == between(least, None)
    assert enclosed.of("company", "all") == between(1, None)


def test_no_prize_where_nobody_can_take_part() -> None:
    text = "facts: {employees: {x: {type: money, min: 0, max: 5}}}\n"
    prize = "{kind: prize, best: x, above: 9, among: company, amount: 50, ties: all}"
    program = compile_text(text + f"pay: {{a: {{kind: fixed, amount: 100}}, p: {prize}}}")
    enclosed = enclose(program, box_of(program))

    assert enclosed.of(EMPLOYEES, "p.winner") == exactly(value=False)
    assert enclosed.of(EMPLOYEES, "p") == between(0, 0)


def test_a_rank_by_what_is_never_known_is_never_known() -> None:
    assert domain_of("rank(x / 0)") == NOTHING
    assert domain_of("rank(x / 0 where f)") == between(0, 0)


def test_any_formula_may_be_asked() -> None:
    program = compile_text(f"{HEAD}pay: {{a: {{kind: fixed, amount: 100}}}}")
    enclosed = enclose(program, box_of(program))
    span = program.inputs[0].span

    assert enclosed.of_formula(Reference(EMPLOYEES, "x", span)) == between(0, 10)


POOL = """
facts: {employees: {w: {type: number, min: 0}, in: flag, s: {type: money, min: 0, max: 100}}}
pay:
  pool: {kind: pool, amount: 1000, by: w, among: company}
  prize: {kind: prize, best: s, among: company, amount: 50, ties: split, when: in}
"""


@pytest.mark.parametrize(("most", "pool"), [(None, between(0, 1000)), (1, between(1000, 1000))])
def test_parts_of_a_whole(most: int | None, pool: Domain) -> None:
    program = compile_text(POOL)
    enclosed = enclose(program, with_rows(box_of(program), EMPLOYEES, 1, most))

    assert enclosed.of(EMPLOYEES, "pool") == pool
    assert enclosed.of(EMPLOYEES, "prize") in {between(0, 50), maybe_missing(between(0, 50))}


def test_a_part_in_unknown_steps_may_be_anything() -> None:
    program = compile_text(f"{HEAD}pay: {{a: {{kind: fixed, amount: 100}}}}")
    span = program.inputs[0].span
    x, y = (Reference(EMPLOYEES, name, span) for name in ("x", "y"))

    assert (
        enclose(program, box_of(program)).of_formula(
            Window("split", EMPLOYEES, "company", (x, x, y), None, span)
        )
        == Interval()
    )


def test_the_box_says_how_many_rows_there_may_be() -> None:
    program = compile_text(f"{HEAD}pay: {{a: {{kind: fixed, amount: 100}}}}")
    box = box_of(program)

    assert (box.rows["company"], box.rows[EMPLOYEES], box.rows["rows"]) == (
        Rows(1, 1),
        Rows(1, None),
        Rows(0, None),
    )
    assert box.domains["rows", "who"] == Choices(frozenset({"A", "B"}))
    assert box.domains["rows", "ok"] == EITHER
    assert exactly(program.period.first_day) != box.domains["rows", "d"]
