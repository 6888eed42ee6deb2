"""Two schemes that pay all the rest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpicalc.compiler.several_schemes import find_clashes
from tests.compiler.builders import program_of

SCHEME = """
applies_to: {paid}
facts: {{employees: {{факт: money}}}}
pay: {{премия: {{kind: variable, amount: факт}}}}
"""


def _told(*audiences: str) -> list[str]:
    programs = [
        replace(program_of(SCHEME.format(paid=paid)), scheme=f"s{at}") for at, paid in enumerate(audiences)
    ]
    return [f"{each.code} {dict(each.params)}" for each in find_clashes(programs)]


@pytest.mark.parametrize(
    "audiences",
    [
        ("{otherwise: true}", "{Роль: А, otherwise: true}"),
        ("{Роль: А, otherwise: true}", "{Отдел: Юг, otherwise: true}"),
        ("{Роль: [А, Б], otherwise: true}", "{роль: б, otherwise: true}"),
        ("{Роль: А, except: {Отдел: [Юг]}, otherwise: true}", "{Отдел: [Юг, Север], otherwise: true}"),
        ("{Роль: А, except: {Отдел: Юг, Роль: Б}, otherwise: true}", "{Отдел: Юг, otherwise: true}"),
    ],
)
def test_they_meet_where_somebody_may_fit_both(audiences: tuple[str, str]) -> None:
    assert _told(*audiences) == ["KPI552 {'first': 's0', 'second': 's1'}"]


@pytest.mark.parametrize(
    "audiences",
    [
        ("{Роль: А, otherwise: true}", "{Роль: [Б, В], otherwise: true}"),
        ("{Роль: А, otherwise: true}", "{Роль: А}"),
        ("{otherwise: true, except: {Роль: [а, Б]}}", "{Роль: А, Отдел: Юг, otherwise: true}"),
        ("{Отдел: Юг, otherwise: true}", "{Роль: А, except: [{ФИО: В}, {отдел: ЮГ}], otherwise: true}"),
        ("{otherwise: false}", "{otherwise: true}"),
    ],
)
def test_they_do_not_meet_where_nobody_can(audiences: tuple[str, str]) -> None:
    assert _told(*audiences) == []


def test_every_pair_is_told() -> None:
    assert len(_told(*["{otherwise: true}"] * 3)) == 3
