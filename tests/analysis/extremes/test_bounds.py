"""Bounds of small schemes: ends, witnesses, what grows, what cannot be proved, what is never paid."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from kpicalc.analysis.enclosure.box import box_of, with_range, with_rows
from kpicalc.analysis.extremes.bounds import find_bounds
from kpicalc.engine.evaluate import evaluate
from kpicalc.lab.laboratory import facts_of, pay_of, prepare_laboratory
from kpicalc.model.analysis import Bound, FactRow, LineBounds, Witness
from kpicalc.model.domain import Rows
from kpicalc.model.program import EMPLOYEES
from tests.engine.builders import compile_text

Ends = tuple[str | None, str | None]


def total_of(text: str) -> LineBounds:
    """Return the bounds of the total of a scheme, for all facts that it allows."""
    program = compile_text(text)
    return find_bounds(program, box_of(program))[1]


def ends_of(bounds: LineBounds) -> tuple[Ends, tuple[bool, bool]]:
    """Return the two ends as text, and whether they are tight."""
    ends = (bounds.lowest, bounds.highest)
    low, high = (None if each.value is None else str(each.value) for each in ends)
    return (low, high), (bounds.lowest.tight, bounds.highest.tight)


FIGURE = (
    "facts: {employees: {x: {type: money, min: 0, max: 1000}, y: {type: money, min: 0, max: 10}, f: flag}}\n"
)


@pytest.mark.parametrize(
    ("pay", "ends"),
    [
        ("{a: {kind: variable, amount: x}}", ("0.00", "1000.00")),
        ("{a: {kind: variable, amount: x - y}}", ("-10.00", "1000.00")),
        ("{a: {kind: variable, amount: 'if f then x else y'}}", ("0.00", "1000.00")),
        ("{a: {kind: variable, amount: 'if x > 500 then 1000 - x else x'}}", ("0.00", "500.00")),
        ("{a: {kind: variable, amount: x}, b: {kind: deduction, amount: y, from: [a]}}", ("0.00", "1000.00")),
        ("{a: {kind: variable, amount: 'clamp(x, 100, 200)'}}", ("100.00", "200.00")),
        ("{a: {kind: variable, amount: 'if x > 400 and not (x > 600) then 5 else 1'}}", ("1.00", "5.00")),
    ],
)
def test_the_total_runs_from_end_to_end(pay: str, ends: Ends) -> None:
    assert ends_of(total_of(FIGURE + f"pay: {pay}")) == (ends, (True, True))


def test_a_fact_that_cancels_is_counted_once() -> None:
    text = (
        FIGURE + "values: {cut: 'min(x, y)', rest: x - cut}\npay: {a: {kind: variable, amount: cut + rest}}"
    )

    assert ends_of(total_of(text)) == (("0.00", "1000.00"), (True, True))


def test_what_cannot_be_proved_is_not_tight() -> None:
    text = "facts: {employees: {r: {type: ratio, min: 0%, max: 100%}}}\n"
    bounds = total_of(text + "pay: {a: {kind: variable, amount: '1000 * r * (1 - r)'}}")

    assert (bounds.highest.value, bounds.highest.tight) == (Decimal("1000.00"), False)
    assert bounds.highest.reached is not None
    assert bounds.highest.reached <= 250


def test_a_line_without_limit_names_what_it_grows_with() -> None:
    text = "facts: {employees: {x: money, y: {type: money, above: 0}, f: flag}, "
    text += "rows: {columns: {z: {type: money, min: 0, max: 5}}}}\n"
    text += "pay: {a: {kind: variable, amount: 'x + y'}, b: {kind: variable, amount: sum(rows.z)}}"
    program = compile_text(text)
    (first, second), total = find_bounds(program, box_of(program))

    assert (first.lowest.value, first.lowest.grows_with) == (None, ("x",))
    assert (first.highest.value, first.highest.grows_with) == (None, ("x", "y"))
    assert (second.highest.value, second.highest.grows_with, second.highest.tight) == (None, ("rows",), False)
    assert total.highest.tight


def test_facts_that_only_grow_together_are_all_named() -> None:
    # Neither what has both ends or is no number, nor what the amount does not rest on.
    others = "y: {type: money, min: 0, max: 9}, f: flag, z: {type: money, min: 0}"
    text = f"facts: {{employees: {{x: {{type: money, min: 0}}, n: {{type: count, min: 0}}, {others}}}}}\n"
    text += "pay: {a: {kind: variable, amount: 'if f then x else y'}, "
    text += "b: {kind: deduction, amount: n * 100, from: [a]}, c: {kind: variable, amount: z}}"
    program = compile_text(text)
    (_, _, last), _ = find_bounds(program, box_of(program))

    assert (last.lowest.value, last.lowest.grows_with) == (None, ("x", "n"))
    assert last.lowest.tight


@pytest.mark.parametrize(
    ("facts", "amount", "ends"),
    [
        # A bound of minus zero is zero.
        ("y: {type: number, above: -0, max: 5}", "1 / y", ("0.20", None)),
        # A blank cell may stand for what no other cell may hold.
        ("y: {type: number, one_of: [1, 2], missing: 5}", "y * y - y", ("0.00", "20.00")),
        (
            "y: {type: money, min: 2_000_000_000_000, max: 3_000_000_000_000}",
            "y",
            ("2" + "0" * 12, "3" + "0" * 12),
        ),
        ("y: {type: date, in_period: true}", "days_between(y, period.last_day) * 10", ("0", "300")),
        # The third of three is whole for both axes of a matrix.
        ("y: {type: number, one_of: [3]}", "grid(0, 1 / y * 3)", ("200", "200")),
        ("y: {type: number, one_of: [3]}", "grid(1 / y * 3, 0)", ("300", "300")),
        (
            't: {type: text, one_of: ["up", "down"]}, y: {type: money, min: 0, max: 9}',
            "round(y, 6, t)",
            ("0.00", "12.00"),
        ),
    ],
)
def test_ends_that_are_easily_missed(facts: str, amount: str, ends: tuple[str | None, str | None]) -> None:
    tables = "tables: {grid: {mode: matrix, rows: [{below: 1}, {from: 1}], columns: [{below: 1}, {from: 1}], "
    tables += "values: [[100, 200], [300, 400]]}}\n"
    used = tables if "grid" in amount else ""
    text = f"facts: {{employees: {{{facts}}}}}\n{used}pay: {{a: {{kind: variable, amount: '{amount}'}}}}"
    bounds = total_of(text)
    values = tuple(None if each is None else Decimal(each) for each in ends)

    assert (bounds.lowest.value, bounds.highest.value) == values
    assert bounds.lowest.tight


def test_a_mode_of_rounding_that_there_is_not_gives_nothing() -> None:
    text = "facts: {employees: {t: {type: text, one_of: [wrong]}, x: money}}\n"
    bounds = total_of(text + "pay: {a: {kind: variable, amount: 'round(x, 1, t)'}}")

    assert (bounds.lowest.reached, bounds.highest.reached) == (None, None)


def test_nothing_stands_between_a_range_and_the_value_of_a_blank() -> None:
    text = "facts: {employees: {x: {type: money, min: 10, max: 20, missing: 0}}}\n"
    bounds = total_of(text + "pay: {a: {kind: variable, amount: 'if x > 0 and x < 10 then 1 else 100'}}")

    assert (bounds.lowest.value, bounds.lowest.tight, bounds.lowest.reached) == (
        Decimal(1),
        False,
        Decimal(100),
    )


def test_an_amount_that_nears_a_limit_far_out_is_not_without_one() -> None:
    text = "facts: {employees: {x: {type: number, min: 0}, y: {type: number, min: 1, max: 5}}}\n"
    bounds = total_of(text + "pay: {a: {kind: variable, amount: 'x / (1 + x) * 10_000_000_000 + y'}}")

    assert (bounds.highest.value, bounds.highest.tight) == (None, False)


def test_an_end_that_rests_on_one_figure_is_solved_for() -> None:
    text = "facts: {employees: {x: {type: count, min: 0, max: 1000}}}\n"
    text += "pay: {a: {kind: fixed, amount: 5}, e: {kind: entitlement, when: x * 3 + 7 = 1234}}"
    program = compile_text(text)
    (_, right), _ = find_bounds(program, box_of(program))

    assert (right.highest.value, right.highest.tight) == (Decimal(1), True)


def test_a_fund_takes_no_more_than_there_is() -> None:
    text = "facts: {company: {p: {type: money, min: 0, max: 50}}, "
    text += "employees: {x: {type: money, min: 0, max: 100}}}\n"
    text += "pay: {a: {kind: variable, amount: x}}\nlimits: {funds: {f: {lines: [a], max: p}}}"
    program = compile_text(text)
    lines, _ = find_bounds(program, box_of(program))

    assert ends_of(lines[1]) == (("-100.00", "0.00"), (True, True))


@pytest.mark.parametrize(
    ("amount", "highest"),
    [
        ("if f then x / 0 else x - x + y", "10.00"),
        ("(if x > 5 then rank(x) - rank(x) else 0) * 10 + x - x + y", "10.00"),
        ("x - round(x, y + 1) + y", "1021.00"),
        ("if t = 'A' then x else if t = 'B' then y - y + 3 else 2", "1000.00"),
    ],
)
def test_what_cannot_be_reckoned_as_a_sum_is_bounded_by_its_parts(amount: str, highest: str) -> None:
    text = FIGURE.replace("f: flag", "f: flag, t: text")
    bounds = total_of(text + f'pay: {{a: {{kind: variable, amount: "{amount}"}}}}'.replace("'", chr(39)))

    assert bounds.highest.value == Decimal(highest)


def test_what_can_never_be_paid_has_no_bounds() -> None:
    nothing = Bound(None, tight=False, reached=None, witness=None)
    bounds = total_of(FIGURE + "pay: {a: {kind: variable, amount: 'x / (2 - 2)'}}")

    assert (bounds.lowest, bounds.highest) == (nothing, nothing)


def test_a_bound_that_nobody_reaches_has_no_witness() -> None:
    text = "facts: {employees: {x: {type: money, min: 1000, max: 2000}, y: {type: count, min: 0, max: 1}}}\n"
    text += "pay: {a: {kind: variable, amount: 'x / (y - y)'}}"
    bounds = total_of(text)

    assert (bounds.lowest.value, bounds.lowest.reached, bounds.lowest.witness) == (None, None, None)


def test_a_range_narrows_the_bounds() -> None:
    program = compile_text(FIGURE + "pay: {a: {kind: variable, amount: x}}")
    box = with_range(box_of(program), (EMPLOYEES, "x"), Decimal(100), Decimal(300))

    assert ends_of(find_bounds(program, box)[1])[0] == ("100.00", "300.00")


def test_the_number_of_rows_bounds_a_sum() -> None:
    text = "facts: {employees: {}, rows: {columns: {z: {type: money, min: 1, max: 5}}}}\n"
    program = compile_text(text + "pay: {a: {kind: variable, amount: sum(rows.z)}}")
    box = with_rows(box_of(program), "rows", 1, 2)

    assert ends_of(find_bounds(program, box)[1]) == (("1.00", "10.00"), (True, True))


def test_an_entitlement_is_one_or_nothing() -> None:
    program = compile_text(
        FIGURE + "pay: {a: {kind: variable, amount: x}, e: {kind: entitlement, when: x > 10}}"
    )
    lines, _ = find_bounds(program, box_of(program))

    assert ends_of(lines[1]) == (("0", "1"), (True, True))


TEAMS = """
facts:
  company: {columns: {rate: {type: ratio, min: 0%, max: 10%}}}
  teams: {key: Team, columns: {goal: {type: money, above: 0}}}
  employees:
    link: Team
    columns:
      x: {type: money, min: 0}
      note: {type: text, missing: allow}
      z: {type: money, missing: 5}
values: {part: x / team.goal, most: max(0, x)}
pay:
  a: {kind: variable, amount: x * rate + z}
  best: {kind: prize, best: x, among: company, amount: 1000, ties: split}
"""


def test_many_companies_are_settled_at_once_as_each_alone() -> None:
    program = compile_text(TEAMS)
    witnesses = [
        Witness(
            (
                FactRow("company", (("rate", Decimal("0.1")),)),
                FactRow("teams", (("goal", Decimal(100)),)),
                FactRow("teams", (("goal", Decimal(200)),)),
                *(FactRow("employees", (("x", Decimal(x)), ("note", None), ("z", None))) for x in amounts),
            ),
            (0, 0, 0, 0, 1),
        )
        for amounts in ((10, 20), (30, 20), (20, 20))
    ]
    pays = prepare_laboratory(program).pay_all(witnesses)

    assert pays == [pay_of(program, each) for each in witnesses]
    assert [pay and pay["total"] for pay in pays] == [Decimal("6.00"), Decimal("1008.00"), Decimal("507.00")]
    facts = facts_of(program, witnesses[0])
    assert list(facts.frames[EMPLOYEES].parents) == [0, 1]
    assert [str(each) for each in evaluate(program, facts).columns[EMPLOYEES, "part"]] == ["0.1", "0.1"]


def test_a_superior_is_named_by_number() -> None:
    text = "facts: {employees: {manager: Head, columns: {x: {type: money, min: 0, max: 10}}}}\n"
    program = compile_text(text + "pay: {a: {kind: variable, amount: sum(reports.x)}}")
    box = replace(box_of(program), reports=Rows(0, 1))
    lowest, highest = (getattr(find_bounds(program, box)[1], name) for name in ("lowest", "highest"))

    assert (lowest.value, highest.value, highest.tight) == (Decimal("0.00"), Decimal("10.00"), True)
    assert highest.witness is not None
    assert list(facts_of(program, highest.witness).frames[EMPLOYEES].superiors) == [-1, 0]


def test_a_value_that_rests_on_its_own_rows_before_is_bounded() -> None:
    values = "opening: before(taken) - before(given), taken: 'max(500 - x, 0)', given: 'min(x, opening)'"
    text = (
        "facts: {employees: {}, weeks: {order: [at], columns: {at: count, x: money}, "
        f"values: {{{values}}}}}}}\n"
        "pay: {a: {kind: variable, amount: 'max(sum(weeks.taken) - sum(weeks.given), 0)'}}"
    )
    assert ends_of(total_of(text)) == (("0.00", None), (True, True))
