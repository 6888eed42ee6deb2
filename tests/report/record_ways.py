"""How records are made by chance that their fields alone do not tell how to make."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.stored_text import read_table
from kpicalc.model.analysis import CurveStudy
from kpicalc.model.audit import Correlation, ResultStanding
from kpicalc.model.budget import MonthCost, PlannedMonth, YearBudget
from kpicalc.model.calibration import Solution
from kpicalc.model.comparison import ChangeStep, PersonDifference, SchemePair, ToldChange, ToldWord
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.expr import Expr, Operand
from kpicalc.model.fault import Fault, Value
from kpicalc.model.grounds import DetailRow, DetailTable
from kpicalc.model.month import ClosedMonth, PaidAmount, PaidDifference
from kpicalc.model.period import Period, parse_period
from kpicalc.model.plan_setting import ReachedResult
from kpicalc.model.program import Input, Program
from kpicalc.model.progress import Due
from kpicalc.model.reconciliation import Cause
from kpicalc.model.result import Explanation, Note, Worked
from kpicalc.model.trial import Trial
from kpicalc.model.what_if import (
    QUANTILES,
    Axis,
    Distribution,
    GridPoint,
    PaidPerson,
    PaySpread,
    ScenarioPay,
    Simulation,
)
from kpicalc.report.checked_files import CheckedFiles
from kpicalc.report.views.plain_words import plain_words
from kpicalc.report.views.sheet import SheetWords
from kpicalc.report.views.wording import Wording, word_program
from tests.report.analysis_sample import FALLING, STEPS, sample_analysis, sample_curve
from tests.report.checked_sample import ABSENT, CLEAN, FOUND, NOWHERE, OVERLAP, PERCENT, TITLE
from tests.report.made_records import Maker
from tests.report.program_sample import BONUS, DEALS, LOOKUP, PER_DEAL, PROGRAM, own

_Way = Callable[[Maker], Any]
_PERIODS = ("2026-03", "2026-01", "2025-12", "2026-Q1", "2026-H1", "2026", "2026-02-26..2026-03-25")


def _choose(*values: Any) -> _Way:
    return lambda maker: maker.chance.choice(values)


def _make_pair(maker: Maker) -> Any:
    """Make two schemes on the same people: each has a part for each step."""
    steps = maker.several(ChangeStep)
    people = maker.records(PersonDifference, parts=lambda: maker.several(Decimal, len(steps), len(steps)))
    return maker.make_fields(SchemePair, steps=steps, people=people)


def _make_simulation(maker: Maker) -> Any:
    """Make a simulation: pay for each of its people, a coordinate for each axis."""
    people, axes = maker.several(PaidPerson), maker.several(Axis)
    of_each, of_both = len(people), len(axes)
    spread = maker.make_fields(Distribution, people=maker.several(PaySpread | None, of_each, of_each))
    return maker.make_fields(
        Simulation,
        people=people,
        scenarios=maker.records(ScenarioPay, pays=lambda: maker.several(Decimal | None, of_each, of_each)),
        axes=axes,
        points=maker.records(GridPoint, at=lambda: maker.several(Decimal, of_both, of_both)),
        distribution=maker.chance.choice([None, spread]),
    )


def _make_year(maker: Maker) -> Any:
    months = [maker.make_fields(PlannedMonth, shares=maker.several(Decimal, 1)) for _ in range(12)]
    known, level = maker.several(MonthCost, 1), maker.several(Period, 1)
    return maker.make_fields(YearBudget, known=known, level=level, months=tuple(months))


def _make_difference(maker: Maker) -> PaidDifference:
    both = [maker.make(PaidAmount), maker.chance.choice([None, maker.make(PaidAmount)])]
    maker.chance.shuffle(both)
    return PaidDifference(*both)


def _make_note(maker: Maker) -> Any:
    """Make any remark, with all that its sentence asks for."""
    told = read_table(Language.EN, "words", "note")
    key = maker.chance.choice([each for each in told if not each.startswith("own.")])
    params = {name: _PARAMS.get(name, _make_param)(maker) for name in re.findall(r"{(\w+)}", told[key])}
    return maker.make_fields(Note, key=key, params=tuple(params.items()))


def _make_trial(maker: Maker) -> Any:
    """Make a test as it ran: what could not be compiled has nothing but problems."""
    if maker.make(bool):
        return maker.make_fields(Trial, program=PROGRAM)
    return maker.make_fields(Trial, program=None, comparisons=(), problems=maker.several(Diagnostic, 1))


def _make_details(maker: Maker) -> Any:
    """Make a table of rows with a value for each column, now and then more than are shown."""
    columns = maker.several(Input, 1, 8)
    times = maker.chance.choice([0, 1, 2, 3, 101])
    made = (maker.several(Value, len(columns), len(columns)) for _ in range(times))
    rows = tuple(maker.make_fields(DetailRow, values=values) for values in made)
    return maker.make_fields(DetailTable, columns=columns, rows=rows)


def _make_param(maker: Maker) -> Any:
    return maker.make(Decimal | str | Worked)


_PARAMS: Mapping[str, _Way] = {
    "mode": _choose("half_up", "down"),
    "table": _choose("К2", "?"),
    "band": _choose("80% <= x", "x < 0.5", "a", "1 <= x < 2", "x"),
}
_EXPRESSIONS = _choose(BONUS, DEALS, LOOKUP, PER_DEAL, own("план"))

WAYS: Mapping[object, _Way] = {
    Language: _choose(*Language),
    Period: lambda maker: parse_period(maker.chance.choice(_PERIODS)),
    Fraction: lambda maker: Fraction(maker.chance.randint(-9, 9), maker.chance.randint(1, 9)),
    Program: _choose(PROGRAM),
    Input: _choose(*PROGRAM.inputs),
    Expr: _EXPRESSIONS,
    Expr | None: _EXPRESSIONS,
    Operand: _choose(own("index"), own("D"), DEALS, LOOKUP),
    Diagnostic: _choose(ABSENT, NOWHERE, OVERLAP, PERCENT, TITLE),
    CheckedFiles: lambda maker: replace(maker.chance.choice((CLEAN, FOUND)), strict=maker.make(bool)),
    Correlation: lambda maker: Correlation(maker.chance.randint(-9, 9), maker.chance.randint(82, 99)),
    CurveStudy: _choose(*sample_analysis(FALLING, STEPS, sample_curve((0, None, 0, 0))).curves),
    Wording: lambda maker: word_program(PROGRAM, maker.make(Language)),
    SheetWords: lambda maker: SheetWords(PROGRAM, plain_words(PROGRAM, maker.make(Wording))),
    Note: _make_note,
    Trial: _make_trial,
    DetailTable: _make_details,
    SchemePair: _make_pair,
    Simulation: _make_simulation,
    YearBudget: _make_year,
    PaidDifference: _make_difference,
    (Fault, "causes"): lambda maker: maker.several(Diagnostic, 1),
    (Explanation, "children"): lambda maker: maker.several(Explanation, 0, 1),
    (ClosedMonth, "amounts"): lambda maker: maker.several(PaidAmount, 1),
    (ReachedResult, "reached"): lambda maker: (maker.make(Decimal), *maker.several(Decimal | None)),
    (Solution, "nearest"): lambda maker: maker.several(tuple[Decimal, Decimal], 2, 2) * maker.make(bool),
    (Cause, "key"): _choose("kopecks", "no_line"),
    (Due, "whole"): _choose(Decimal(31), Decimal(20)),
    (ResultStanding, "of"): _choose(3, 40),
    (ScenarioPay, "changed"): lambda maker: maker.several(tuple[str, int, Literal["rows"]]),
    Literal["rows"]: _choose("rows", "numbers"),
    (ToldChange, "section"): _choose("pay", "tables", "strange"),
    (ToldWord, "aspect"): _choose("", "cap", "value", "strange"),
    (PaySpread, "quantiles"): lambda maker: maker.several(Decimal, len(QUANTILES), len(QUANTILES)),
}
