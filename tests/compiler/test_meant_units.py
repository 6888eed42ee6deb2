"""Plans beside quotients: a share, or so many of one for each of another."""

from __future__ import annotations

import pytest

from kpicalc.model.kind import Kind
from tests.compiler.builders import compile_text

SCHEME = """
parameters: {{норма: 12, доля_плана: 0.8, половина: 50%}}
facts: {{employees: {{звонки: count, смены: {{type: count, above: 0}}, план: number}}}}
kpis: {{темп: {{weight: 1, plan: {plan}, actual: звонки / смены}}}}
pay: {{премия: {{kind: variable, amount: 1_000, factors: [index]}}}}
"""


@pytest.mark.parametrize(
    ("plan", "kind"),
    [
        ("12", Kind.NUMBER),
        ("норма", Kind.NUMBER),
        ("план", Kind.NUMBER),
        ("1.5", Kind.RATIO),
        ("80%", Kind.RATIO),
        ("доля_плана", Kind.RATIO),
        ("норма / 2", Kind.RATIO),
        ("половина", Kind.RATIO),
    ],
)
def test_a_plan_of_two_or_more_is_no_share(plan: str, kind: Kind) -> None:
    program = compile_text(SCHEME.format(plan=plan)).value
    assert program is not None
    kinds = {each.name: each.kind for each in program.variables()}

    assert (kinds["темп.plan"], kinds["темп.actual"]) == (kind, kind)
