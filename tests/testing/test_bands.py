"""What tests reach of tables: the bands, rows and columns that a value falls into."""

from __future__ import annotations

import pytest

from kpicalc.testing.forks import find_forks
from tests.engine.builders import compile_text
from tests.testing.builders import SELLER, one, say, scheme_of

POINTS = (
    "mode: interpolate, gives: money, beyond: extend, below: first, "
    "bands: [{from: 10, value: 0}, {from: 20, value: 5}]"
)


@pytest.mark.parametrize(
    ("table", "asked", "reached", "unreached"),
    [
        (
            "mode: marginal, bands: [{from: 0, rate: 1%}, {from: 100, rate: 2%}, {from: 200, rate: 3%}]",
            150,
            ["band: 0 <= x < 100, Т", "band: 100 <= x < 200, Т"],
            ["band: 200 <= x, Т"],
        ),
        (
            "mode: lookup, gives: money, below: zero, beyond: last, bands: [{from: 10, to: 20, value: 1}]",
            5,
            ["below: Т"],
            ["beyond: Т", "band: 10 <= x <= 20, Т", "band_end: 10, Т"],
        ),
        (
            "mode: lookup, gives: money, below: zero, beyond: last, bands: [{from: 10, to: 20, value: 1}]",
            25,
            ["beyond: Т"],
            ["below: Т", "band: 10 <= x <= 20, Т", "band_end: 10, Т"],
        ),
        (
            "mode: marginal, bands: [{from: 0, rate: 1%}, {from: 100, rate: 2%}]",
            100,
            ["band: 0 <= x < 100, Т"],
            ["band: 100 <= x, Т"],
        ),
        (
            "mode: marginal, beyond: last, bands: [{from: 0, rate: 1%}, {from: 100, to: 200, rate: 2%}]",
            300,
            ["band: 0 <= x < 100, Т", "band: 100 <= x <= 200, Т", "beyond: Т"],
            [],
        ),
        (
            POINTS,
            20,
            ["band: 10 <= x < 20, Т"],
            ["below: Т", "beyond: Т"],
        ),
        (
            "mode: lookup, gives: money, bands: [{below: 10, value: 0}, {from: 10, value: 1}]",
            12,
            ["band: 10 <= x, Т"],
            ["band: x < 10, Т", "band_end: 10, Т"],
        ),
        (
            "mode: lookup, gives: money, bands: [{below: 10, value: 0}, {from: 10, value: 1}]",
            10,
            ["band: 10 <= x, Т", "band_end: 10, Т"],
            ["band: x < 10, Т"],
        ),
    ],
)
def test_every_mode_of_table(table: str, asked: int, reached: list[str], unreached: list[str]) -> None:
    scheme = scheme_of("x: money", "Т(x)", f"tables: {{Т: {{axis: money, {table}}}}}\n")

    coverage = one(scheme, f"{{employees: {{x: {asked}}}}}")

    assert sorted(say(coverage.reached)) == reached
    assert say(coverage.unreached) == unreached


def test_a_value_outside_all_bands_reaches_none() -> None:
    assert say(one(SELLER, "{employees: {план: 0, факт: 1}}").reached) == []
    scheme = scheme_of(
        "x: money", "Т(x)", "tables: {Т: {mode: slab, axis: money, bands: [{from: 5, rate: 1%}]}}\n"
    )
    assert say(one(scheme, "{employees: {x: 1}}").reached) == []


def test_rows_and_columns_of_a_matrix() -> None:
    tables = (
        "tables:\n  Т:\n    mode: matrix\n    gives: money\n"
        "    rows: {axis: money, bounds: [{from: 0}, {from: 10}]}\n"
        "    columns: {axis: money, bounds: [{from: 0}, {from: 5}]}\n"
        "    values: [[1, 2], [3, 4]]\n"
    )
    coverage = one(scheme_of("x: money, y: money", '"Т(x, y)"', tables), "{employees: {x: 11, y: 3}}")

    assert sorted(say(coverage.reached)) == ["cell: 0 <= x < 5, 10 <= x, Т"]


def test_the_columns_of_a_matrix_are_its_own_axis() -> None:
    tables = (
        "tables:\n  Т:\n    mode: matrix\n    gives: money\n"
        "    rows: {axis: money, bounds: [{below: 10}, {from: 10}]}\n"
        "    columns: {axis: money, bounds: [{from: 0}, {from: 5}, {from: 9}], below: zero}\n"
        "    values: [[1, 2, 3], [3, 4, 5]]\n"
    )
    scheme = scheme_of("x: money, y: money", '"Т(x, y)"', tables)

    assert sorted(say(one(scheme, "{employees: {x: 1, y: 9}}").reached)) == [
        "band_end: 9, Т",
        "cell: 9 <= x, x < 10, Т",
    ]
    assert sorted(say(one(scheme, "{employees: {x: 1, y: -1}}").reached)) == ["below: Т"]


def test_the_choice_of_a_version_or_of_a_row_is_no_fork_of_its_own() -> None:
    text = """
parameters: {ставка: {by: роль, values: {а: 1%, б: 2%}}}
facts: {employees: {роль: text, x: {type: money, min: 0}, f: flag}}
tables:
  Т: {mode: slab, bands: [{from: 0, rate: ставка}]}
  М: {mode: matrix, gives: money, rows: [а, б], columns: [0], values: [[1], [2]]}
pay: {оклад: {kind: fixed, amount: "Т(if f then x else 1) + М(роль, x)"}}
"""
    points = [(each.key, dict(each.params)) for each in find_forks(compile_text(text)).points()]

    assert [params["condition"] for key, params in points if key in {"point.holds", "point.fails"}] == [
        'роль = "а"',
        'роль = "б"',
        "f",
        "f",
    ]
    assert [params["band"] for key, params in points if key == "point.band"] == ["0 <= x"]
    assert [params["row"] for key, params in points if key == "point.cell"] == ["а", "б"]
    assert "point.band_end" not in dict(points)


def test_nobody_stands_at_a_bound_that_has_no_end_in_figures() -> None:
    text = """
facts: {employees: {x: {type: money, min: 0}}}
tables:
  Т:
    mode: lookup
    gives: money
    bands: [{from: 0, value: 1}, {from: 100 / 3, value: 2}, {from: 50, value: 3}]
pay: {оклад: {kind: fixed, amount: Т(x)}}
"""
    points = [(each.key, dict(each.params)) for each in find_forks(compile_text(text)).points()]

    assert [params["bound"] for key, params in points if key == "point.band_end"] == ["50"]


TABLES = """
facts: {employees: {x: {type: money, min: 0}}}
tables:
  А: {mode: lookup, gives: money, below: first, bands: [{from: 1, to: 2, value: 1}, {above: 2, value: 1}]}
  Б: {mode: lookup, gives: money, below: zero, beyond: last, bands: [{from: 1, value: 1}]}
  В: {mode: lookup, gives: money, beyond: zero, bands: [{below: 1, value: 1}, {from: 1, to: 3, value: 2}]}
  Г: {mode: slab, beyond: last, below: zero, bands: [{to: 1, rate: 1%}, {above: 1, to: 2, rate: 2%}]}
  Д: {mode: marginal, bands: [{from: 0, to: 1, rate: 1%}, {above: 1, rate: 2%}]}
  Е: {mode: interpolate, gives: money, below: first, bands: [{from: 1, value: 1}, {from: 2, value: 3}]}
  Ж: {mode: interpolate, gives: money, beyond: extend, bands: [{from: 1, value: 1}, {from: 2, value: 3}]}
pay: {оклад: {kind: fixed, amount: А(x) + Б(x) + В(x) + Г(x) + Д(x) + Е(x) + Ж(x)}}
"""
ASKED = [
    *(
        "below: А",
        "band: 1 <= x <= 2, А",
        "band_end: 1, А",
        "band: 2 < x, А",
    ),
    *(
        "below: Б",
        "band: 1 <= x, Б",
        "band_end: 1, Б",
    ),
    *(
        "beyond: В",
        "band: x < 1, В",
        "band: 1 <= x <= 3, В",
        "band_end: 1, В",
    ),
    *(
        "beyond: Г",
        "band: x <= 1, Г",
        "band: 1 < x <= 2, Г",
        "band_end: 1, Г",
    ),
    *(
        "band: 0 <= x <= 1, Д",
        "band: 1 < x, Д",
    ),
    *(
        "below: Е",
        "band: 1 <= x < 2, Е",
    ),
    *(
        "beyond: Ж",
        "band: 1 <= x < 2, Ж",
    ),
]


def test_all_that_is_asked_of_tables() -> None:
    assert say(find_forks(compile_text(TABLES)).points()) == ASKED


def test_of_several_that_move_beside_a_limit_each_may_decide() -> None:
    text = """
facts: {employees: {x: {type: money, min: 0}, y: {type: money, min: 0}}}
pay: {оклад: {kind: fixed, amount: "max(x, y, 100) + min(x, 5) + min(x, y)"}}
"""

    assert say(find_forks(compile_text(text)).points()) == [
        "decides: max(x, y, 100), x, оклад",
        "decides: max(x, y, 100), y, оклад",
        "limit_cuts: 100, оклад",
        "limit_cuts: 5, оклад",
        "limit_free: 5, оклад",
        "decides: min(x, y), x, оклад",
        "decides: min(x, y), y, оклад",
    ]
