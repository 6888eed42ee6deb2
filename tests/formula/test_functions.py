"""The closed list of functions and aggregates."""

from __future__ import annotations

import inspect
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import pytest

from kpicalc.formula import functions
from kpicalc.formula.function import AggregateFunction, Described, Function
from kpicalc.formula.functions import AGGREGATES, FAMILIES, FUNCTIONS, WINDOWS, english_name
from kpicalc.formula.tokens import is_name

FUNCTION_NAMES = {
    "min": "мин",
    "max": "макс",
    "round": "округлить",
    "floor": "вниз",
    "ceil": "вверх",
    "abs": "модуль",
    "power": "степень",
    "root": "корень",
    "clamp": "в_пределах",
    "if_missing": "если_пусто",
    "is_missing": "пусто",
    "days_between": "дней_между",
    "months_between": "месяцев_между",
    "add_months": "прибавить_месяцы",
    "years_between": "лет_между",
    "days_within": "дней_в_пределах",
    "working_days_between": "рабочих_дней_между",
    "working_days_within": "рабочих_дней_в_пределах",
}
AGGREGATE_NAMES = {
    "sum": "сумма",
    "count": "количество",
    "count_distinct": "количество_разных",
    "avg": "среднее",
    "min": "мин",
    "max": "макс",
}
EVERY: list[Function | AggregateFunction] = [*FUNCTIONS.values(), *AGGREGATES.values()]


def test_names_are_those_of_the_language() -> None:
    assert {name: each.name_ru for name, each in FUNCTIONS.items()} == FUNCTION_NAMES
    assert {name: each.name_ru for name, each in AGGREGATES.items()} == AGGREGATE_NAMES
    assert [*FUNCTIONS, *AGGREGATES] == [each.name for each in EVERY]


def test_every_record_stands_in_the_list_of_its_family() -> None:
    folder = Path(functions.__file__).parent
    names = sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__")

    assert names == sorted(FAMILIES)
    for name, family in FAMILIES.items():
        written = [
            each
            for each in vars(import_module(f"{functions.__name__}.{name}")).values()
            if isinstance(each, Described)
        ]
        assert [each.name for each in written] == [each.name for each in family]


@pytest.mark.parametrize("each", EVERY, ids=lambda each: each.name)
def test_names_can_be_written_and_are_explained(each: Function | AggregateFunction) -> None:
    assert is_name(each.name)
    assert is_name(each.name_ru)
    assert each.doc_en.strip()
    assert each.doc_ru.strip()
    assert each.name == english_name(each.name_ru) == english_name(each.name)


@pytest.mark.parametrize("each", FUNCTIONS.values(), ids=lambda each: each.name)
def test_numbers_of_arguments_agree_with_the_meaning(each: Function) -> None:
    if each.most is None:
        assert each.meaning(*(Decimal(7) for _ in range(9))) == Decimal(7)
    else:
        given = list(inspect.signature(each.meaning).parameters.values())
        if each.if_missing is not None:
            # What is there; what stands for a missing value is an argument that the engine computes itself.
            assert len(given) == 1
            return
        assert each.most == len(given) == len(each.parameters)
        assert each.least == sum(parameter.default is inspect.Parameter.empty for parameter in given)


def test_only_two_functions_catch_what_is_missing() -> None:
    assert [name for name, each in FUNCTIONS.items() if each.if_missing is not None] == [
        "if_missing",
        "is_missing",
    ]


def test_other_names_stay() -> None:
    assert english_name("шкала") == "шкала"
    assert english_name("Сумма") == "Сумма"


def test_functions_of_a_row_among_rows_are_explained_too() -> None:
    names = {name: each.name_ru for name, each in WINDOWS.items() if each.name_ru}

    assert names == {"before": "до_этого", "rank": "место"}
    assert all(map(is_name, names.values()))
    assert all(each.doc_en and each.doc_ru for each in WINDOWS.values())
    assert [english_name(name) for name in names.values()] == list(names)
