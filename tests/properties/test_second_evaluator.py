"""Both evaluators agree on every value and every fault of random schemes."""

from __future__ import annotations

from hypothesis import given, settings

from kpicalc.model.fault import Value
from tests.properties.figures import Trouble, agrees
from tests.properties.random_schemes import Case, cases
from tests.properties.second_evaluator import SecondEvaluator, understand
from tests.properties.settled import settle_case
from tests.tries import tries


@settings(max_examples=tries(80))
@given(cases())
def test_both_evaluators_agree_on_every_value(case: Case) -> None:
    settled = settle_case(case)
    second = SecondEvaluator(settled.program, settled.facts)

    disagreements = [
        (grain, name, row, value)
        for (grain, name), column in settled.settlement.values.columns.items()
        for row, value in enumerate(column)
        if not _agree(second, (grain, name, row), value)
    ]
    assert disagreements == []


def _agree(second: SecondEvaluator, place: tuple[str, str, int], value: Value) -> bool:
    outcome = second.value(*place)
    return outcome == understand(value) if isinstance(outcome, Trouble) else agrees(outcome, value)
