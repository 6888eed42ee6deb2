"""Whether a check of a scheme can fail, and with which facts."""

from __future__ import annotations

import pytest

from kpicalc.analysis.enclosure.box import box_of
from kpicalc.analysis.extremes.bounds import study_checks
from kpicalc.engine.checks import find_failed_checks, hold_back
from kpicalc.engine.settle import settle
from kpicalc.lab.laboratory import facts_of
from kpicalc.model.analysis import CheckStudy
from tests.compiler.builders import program_of

SCHEME = """
facts: {employees: {оклад_: {type: money, min: 20_000, max: 50_000}, продажи: {type: money, min: 0}}}
pay:
  оклад: {kind: fixed, amount: оклад_}
  процент: {kind: variable, amount: продажи * 10%}
checks: {это: CHECK}
"""


def _study(check: str) -> CheckStudy:
    """Study the one check of a scheme; a witness is tried with the engine."""
    program = program_of(SCHEME.replace("CHECK", check))
    (study,) = study_checks(program, box_of(program))
    if study.witness is not None:
        settlement = hold_back(settle(program, facts_of(program, study.witness)))
        assert len(list(find_failed_checks(settlement))) == 1
    return study


@pytest.mark.parametrize(
    ("check", "fails"),
    [
        ("fixed <= total * 30%", True),
        ("sum(employees.total) <= 1_000_000", True),
        ("{that: total >= 60_000, when: оклад_ >= 50_000}", True),
        ("total >= 20_000", False),
        ("{that: total <= 1, when: оклад_ > 50_000}", False),
        ("fixed + variable = total", None),
    ],
)
def test_whether_a_check_can_fail(check: str, *, fails: bool | None) -> None:
    assert _study(check).fails is fails


def test_a_scheme_without_checks_costs_nothing() -> None:
    program = program_of(SCHEME.partition("checks")[0])

    assert study_checks(program, box_of(program)) == ()
