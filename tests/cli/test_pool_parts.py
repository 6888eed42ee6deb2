"""What is told of pools whose parts are changed after the division, or rounded one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.stand_in import invoke

SCHEME = """
kpicalc: 1
scheme: pools
currency: USD
facts: {employees: {salary: {type: money, min: 0}, grade: ratio}}
pay:
  by_salary: {kind: pool, amount: 1_000, by: salary, factors: [grade], max: 600 USD, gate: {above: 500}}
  equal:     {kind: pool, amount: 100, by: equal, rest: tell}
  even:      {kind: pool, amount: 300, by: equal, rest: tell, step: 10}
"""
FACTS = "Employee ID,Salary,Grade\n1,1000,50%\n2,2000,100%\n3,0,100%\n"


@pytest.fixture(name="asked")
def lay_out(tmp_path: Path) -> tuple[str, ...]:
    """Return the facts and the options of a small month."""
    scheme, facts = tmp_path / "pools.yaml", tmp_path / "march.csv"
    scheme.write_text(SCHEME, encoding="utf-8")
    facts.write_text(FACTS, encoding="utf-8")
    return (str(facts), "--scheme", str(scheme), "--period", "2026-03", "--lang", "en")


def test_the_part_what_is_paid_of_it_and_the_rest_are_told(asked: tuple[str, ...]) -> None:
    done = invoke("compute", *asked, "--employee", "2")
    told = " ".join(done.stdout.split())

    assert done.exit_code == 0
    assert "by_salary pool 600.00 USD" in told
    assert "1,000.00 USD is shared: own weight 2,000.00 USD of 3,000.00 USD, part 666.67 USD" in told
    assert "of 100.00 USD 0.01 USD is left by rounding each part by itself" in told
    assert "of 300.00 USD" not in told


def test_the_parts_are_explained(asked: tuple[str, ...]) -> None:
    facts, *options = asked
    whole = invoke("explain", facts, "1", "by_salary", *options, "--full")
    single = invoke("explain", facts, "1", "equal", *options, "--full")

    assert "multiples of 0.01 USD" in without_lines(whole.stdout)
    assert "each part is rounded to 0.01 USD by itself" in without_lines(single.stdout)


def without_lines(drawn: str) -> str:
    """Return the text of a tree as one line."""
    return " ".join(drawn.replace("│", " ").split())
