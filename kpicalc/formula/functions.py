"""The closed list of functions and aggregates: names, kinds, meaning, help."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kpicalc.formula import meanings, signatures
from kpicalc.formula.day_functions import DAY_FUNCTIONS
from kpicalc.formula.function import Function
from kpicalc.formula.table_functions import TABLE_FUNCTIONS
from kpicalc.model.kind import Kind


@dataclass(frozen=True, slots=True)
class AggregateFunction:
    """A function over rows; `kind_of` is asked with None when the rows themselves are meant."""

    name: str
    name_ru: str
    kind_of: Callable[[Kind | None], Kind | None]
    doc_en: str
    doc_ru: str


@dataclass(frozen=True, slots=True)
class WindowFunction:
    """A function that sees a row among others: its last parameter says which table above sets the group."""

    name: str
    name_ru: str
    parameters: tuple[str, ...]
    doc_en: str
    doc_ru: str


def english_name(written: str) -> str:
    """Return the English name of a function written in Russian; any other name comes back as it is.

    >>> english_name("сумма"), english_name("К2")
    ('sum', 'К2')
    """
    return _ENGLISH.get(written, written)


def is_function(written: str) -> bool:
    """Say whether a name, in either language, is that of a function of any sort."""
    name = english_name(written)
    return any(name in functions for functions in (FUNCTIONS, AGGREGATES, WINDOWS, TABLE_FUNCTIONS))


_FUNCTIONS = (
    Function(
        "min",
        "мин",
        ("x", "y", "…"),
        least=2,
        most=None,
        kind_of=signatures.kind_of_ordered,
        meaning=min,
        doc_en="the least of the values",
        doc_ru="наименьшее из значений",
    ),
    Function(
        "max",
        "макс",
        ("x", "y", "…"),
        least=2,
        most=None,
        kind_of=signatures.kind_of_ordered,
        meaning=max,
        doc_en="the greatest of the values",
        doc_ru="наибольшее из значений",
    ),
    Function(
        "round",
        "округлить",
        ("x", "step", "mode"),
        least=1,
        most=3,
        kind_of=signatures.kind_of_rounded,
        meaning=meanings.round_value,
        doc_en='x rounded to a multiple of step (1) by mode ("half_up", "half_even", "down", "up")',
        doc_ru='x, округлённое до кратного шагу (1) способом "half_up", "half_even", "down" или "up"',
    ),
    Function(
        "floor",
        "вниз",
        ("x", "step"),
        least=1,
        most=2,
        kind_of=signatures.kind_of_rounded,
        meaning=meanings.round_below,
        doc_en="the greatest multiple of step (1) not above x",
        doc_ru="наибольшее кратное шагу (1), не превосходящее x",
    ),
    Function(
        "ceil",
        "вверх",
        ("x", "step"),
        least=1,
        most=2,
        kind_of=signatures.kind_of_rounded,
        meaning=meanings.round_above,
        doc_en="the least multiple of step (1) not below x",
        doc_ru="наименьшее кратное шагу (1), которое не меньше x",
    ),
    Function(
        "abs",
        "модуль",
        ("x",),
        least=1,
        most=1,
        kind_of=signatures.kind_of_absolute,
        meaning=meanings.drop_sign,
        doc_en="x without its sign",
        doc_ru="x без знака",
    ),
    Function(
        "clamp",
        "в_пределах",
        ("x", "low", "high"),
        least=3,
        most=3,
        kind_of=signatures.kind_of_ordered,
        meaning=meanings.clamp_value,
        doc_en="x, but not below low and not above high",
        doc_ru="x, но не меньше low и не больше high",
    ),
    Function(
        "if_missing",
        "если_пусто",
        ("x", "y"),
        least=2,
        most=2,
        kind_of=signatures.kind_of_replaced,
        meaning=meanings.keep_present,
        doc_en="y when x is a missing value, else x",
        doc_ru="y, если x пусто, иначе x",
        catches_missing=True,
    ),
    Function(
        "is_missing",
        "пусто",
        ("x",),
        least=1,
        most=1,
        kind_of=signatures.kind_of_question,
        meaning=meanings.deny_missing,
        doc_en="true when x is a missing value",
        doc_ru="true, если x пусто",
        catches_missing=True,
    ),
    Function(
        "days_between",
        "дней_между",
        ("a", "b"),
        least=2,
        most=2,
        kind_of=signatures.kind_of_day_count,
        meaning=meanings.count_days,
        doc_en="days from a to b; negative when b is earlier",
        doc_ru="дней от a до b; меньше нуля, если b раньше",
    ),
    Function(
        "months_between",
        "месяцев_между",
        ("a", "b"),
        least=2,
        most=2,
        kind_of=signatures.kind_of_span_count,
        meaning=meanings.count_months,
        doc_en="whole months from a to b; a month ends on the same day number or on the month's last day",
        doc_ru="полных месяцев от a до b; месяц полон в то же число или в последний день месяца",
    ),
    Function(
        "years_between",
        "лет_между",
        ("a", "b"),
        least=2,
        most=2,
        kind_of=signatures.kind_of_span_count,
        meaning=meanings.count_years,
        doc_en="whole years from a to b",
        doc_ru="полных лет от a до b",
    ),
    *DAY_FUNCTIONS,
)

_AGGREGATES = (
    AggregateFunction(
        "sum",
        "сумма",
        signatures.kind_of_numeric_rows,
        "the sum over the rows; 0 when there are none",
        "сумма по строкам; 0, если строк нет",
    ),
    AggregateFunction(
        "count",
        "количество",
        signatures.kind_of_counted_rows,
        "the number of rows",
        "число строк",
    ),
    AggregateFunction(
        "count_distinct",
        "количество_разных",
        signatures.kind_of_different_rows,
        "the number of different values",
        "число разных значений",
    ),
    AggregateFunction(
        "avg",
        "среднее",
        signatures.kind_of_numeric_rows,
        "the mean over the rows; missing when there are none",
        "среднее по строкам; пусто, если строк нет",
    ),
    AggregateFunction(
        "min",
        "мин",
        signatures.kind_of_ordered_rows,
        *(
            "the least over the rows; missing when there are none",
            "наименьшее по строкам; пусто, если их нет",
        ),
    ),
    AggregateFunction(
        "max",
        "макс",
        signatures.kind_of_ordered_rows,
        *(
            "the greatest over the rows; missing when there are none",
            "наибольшее по строкам; пусто, если их нет",
        ),
    ),
)

_WINDOWS = (
    WindowFunction(
        "before",
        "до_этого",
        ("x", "table"),
        "the sum of x over the rows that come earlier in the `order` of their table",
        "сумма x по строкам, которые раньше по порядку `order` своей таблицы",
    ),
    WindowFunction(
        "rank",
        "место",
        ("x", "table"),
        "the place of the row by x: 1 for the greatest, equal ones share the better place",
        "место строки по x: 1 у наибольшего, равные делят лучшее место",
    ),
)

FUNCTIONS: Mapping[str, Function] = MappingProxyType({each.name: each for each in _FUNCTIONS})
AGGREGATES: Mapping[str, AggregateFunction] = MappingProxyType({each.name: each for each in _AGGREGATES})
WINDOWS: Mapping[str, WindowFunction] = MappingProxyType({each.name: each for each in _WINDOWS})

_ENGLISH = {
    **{each.name_ru: each.name for each in _FUNCTIONS},
    **{each.name_ru: each.name for each in _AGGREGATES},
    **{each.name_ru: each.name for each in _WINDOWS},
    **{each.name_ru: each.name for each in TABLE_FUNCTIONS.values()},
}
