"""What `applies_to` says of a column: the texts of formulas that nobody who is paid can have there."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kpicalc.analysis.enclosure.box import box_of
from kpicalc.analysis.enclosure.enclose import enclose
from kpicalc.model.domain import ANY_TEXT, Choices, Interval, exactly
from tests.engine.builders import compile_text

FORMULA = 'if t = "Директор" then 1 else if t = " менеджёр" then 2 else if t = "Менеджер" then 3 else 4'


def program_text(applies_to: str, column: str = "t: {type: text, column: Должность}") -> str:
    return f"""
applies_to: {{{applies_to}}}
facts:
  employees: {{{column}}}
  rows: {{columns: {{кто: {{type: text, column: Должность}}}}}}
values: {{v: '{FORMULA}', w: count(rows where кто = "Директор")}}
pay: {{a: {{kind: fixed, amount: v * 100, when: w > 0}}}}
"""


def test_texts_of_other_people_are_ruled_out() -> None:
    program = compile_text(program_text("Должность: [Менеджер, Старший]"))
    box = box_of(program)

    assert box.domains["employees", "t"] == Choices(others=True, without=frozenset({"Директор"}))
    assert box.domains["rows", "кто"] == ANY_TEXT
    assert enclose(program, box).of("employees", "v") == Interval(Decimal(2), Decimal(4))


@pytest.mark.parametrize(
    ("applies_to", "column"),
    [
        ("Отдел: Менеджер", "t: {type: text, column: Должность}"),
        ("Должность: Менеджер", "t: {type: text, column: [Должность, Роль]}"),
    ],
)
def test_another_column_may_hold_anything(applies_to: str, column: str) -> None:
    box = box_of(compile_text(program_text(applies_to, column)))

    assert box.domains["employees", "t"] == ANY_TEXT


def test_the_audience_meets_the_texts_of_the_column() -> None:
    column = "t: {type: text, column: должность, one_of: [Менеджер, Директор, Юрист]}"
    box = box_of(compile_text(program_text("Должность: менеджер", column)))

    assert box.domains["employees", "t"] == exactly("Менеджер")
