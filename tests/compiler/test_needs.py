"""Circles: each is told once, as a path in the order of needing."""

from __future__ import annotations

from kpicalc.model.source import Span
from tests.compiler.builders import FACTS, PAY, compile_text, program_of


def test_the_path_goes_from_a_formula_to_what_it_needs() -> None:
    problem = compile_text(FACTS + "values:\n  а: б + 1\n  б: в + 1\n  в: а + 1\n" + PAY).diagnostics

    assert [dict(each.params)["path"] for each in problem] == ["а → б → в → а"]
    assert [label.place.line for label in problem[0].others if isinstance(label.place, Span)] == [7, 8]


def test_two_circles_are_told_in_one_run_and_what_hangs_on_them_is_not() -> None:
    problems = compile_text(FACTS + "values: {а: б, б: а, в: г, г: в, д: а + в, е: д}\n" + PAY).diagnostics

    assert [dict(each.params)["path"] for each in problems] == ["а → б → а", "в → г → в"]


def test_a_circle_through_an_aggregate_names_the_formulas_only() -> None:
    problems = compile_text("""
facts:
  employees: {план: money}
  receipts: {columns: {сумма: money}, values: {доход: сумма * employee.ставка}}
values: {ставка: всего / план, всего: sum(receipts.доход)}
pay: {оклад: {kind: fixed, amount: всего}}
""").diagnostics

    assert [(each.code, dict(each.params)["path"]) for each in problems] == [
        ("KPI250", "доход → ставка → всего → доход")
    ]


def test_a_long_chain_written_backwards_is_no_trouble() -> None:
    links = "".join(f"  з{number}: з{number - 1} + 1\n" for number in range(1500, 0, -1))

    program = program_of(FACTS + f"values:\n{links}  з0: план\n" + PAY)

    names = [each.name for each in program.variables()]
    assert names.index("з0") < names.index("з750") < names.index("з1500")
