"""Rows that credit several people: a table for each role."""

from __future__ import annotations

import pytest

from kpicalc.scheme.load import read_scheme
from tests.compiler.builders import HEAD, formula, program_of

ROLES = "{sold: Seller, served: {link: [Aide, Helper], missing: allow}}"
DEALS = f"{{roles: {ROLES}, columns: {{amount: money}}, values: {{part: amount * 5%}}}}"
TABLE = f"facts: {{employees: {{}}, deals: {DEALS}}}\n"
PAY = "pay: {p: {kind: variable, amount: sum(sold.part)}, q: {kind: variable, amount: sum(served.amount)}}\n"


def test_each_role_is_a_table_of_the_same_sheet() -> None:
    grains = program_of(TABLE + PAY).grains

    assert [(each.name, each.sheet, each.link, each.rows.unlinked) for each in grains.values()][-2:] == [
        ("sold", "deals", ("Seller",), "refuse"),
        ("served", "deals", ("Aide", "Helper"), "skip"),
    ]


def test_each_role_has_all_columns_and_values() -> None:
    program = program_of(TABLE.replace("columns:", "sheet: Deals, columns:") + PAY)

    assert [formula(program, "part", role) for role in ("sold", "served")] == ["amount * 5%"] * 2
    assert {each.sheet for each in program.grains.values() if each.parent == "employees"} == {"Deals"}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ("employees: {}, d: {roles: {a: A}, columns: {x: money}}", []),
        ("employees: {}, d: {roles: {a: A}, link: B, columns: {x: money}}", ["KPI150"]),
        ("employees: {}, d: {roles: {a: A}, split: {deal: x, share: y}, columns: {x: text}}", ["KPI150"]),
        ("employees: {roles: {a: A}, columns: {x: money}}", ["KPI150"]),
        ("employees: {}, d: {roles: {employees: A}, columns: {x: money}}", ["KPI202"]),
        ("employees: {}, d: {roles: {a: A}, columns: {}}, e: {roles: {a: A}, columns: {}}", ["KPI202"]),
        ("employees: {}, d: {roles: {a: {missing: allow}}, columns: {}}", ["KPI133"]),
        ("employees: {}, d: {roles: {a: {link: A, missing: 0}}, columns: {}}", ["KPI142"]),
    ],
)
def test_what_stands_beside_roles(facts: str, expected: list[str]) -> None:
    text = HEAD.format("USD") + f"facts: {{{facts}}}\npay: {{p: {{kind: fixed, amount: 1}}}}\n"

    assert [each.code for each in read_scheme(text, "test.yaml").diagnostics] == expected
