"""How records are made by chance that their fields alone do not tell how to make."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from kpicalc.analysis.curves.study import study_curve
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.stored_text import read_table
from kpicalc.model.analysis import CurveStudy
from kpicalc.model.audit import Correlation, ResultStanding
from kpicalc.model.budget import MonthCost, PlannedMonth, YearBudget
from kpicalc.model.calibration import Solution
from kpicalc.model.comparison import ChangeStep, PersonDifference, SchemePair, ToldChange, ToldWord
from kpicalc.model.diagnostic import Diagnostic, Label, error
from kpicalc.model.expr import (
    Aggregate,
    Binary,
    Call,
    Compare,
    Day,
    Expr,
    Flag,
    If,
    Logic,
    Number,
    Operand,
    Text,
    Unary,
)
from kpicalc.model.facts import SheetReceipt
from kpicalc.model.fault import Fault, Value
from kpicalc.model.grounds import DetailRow, DetailTable
from kpicalc.model.kind import Kind
from kpicalc.model.month import ClosedMonth, MonthRecord, PaidAmount, PaidDifference
from kpicalc.model.period import Period, parse_period
from kpicalc.model.plan_setting import ReachedResult
from kpicalc.model.program import EMPLOYEES, Input, Program
from kpicalc.model.progress import Due
from kpicalc.model.reconciliation import Cause
from kpicalc.model.result import Explanation, Note, Run, Worked
from kpicalc.model.source import Span
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
from tests.report.analysis_sample import sample_curve
from tests.report.checked_sample import ABSENT, CLEAN, FOUND, NOWHERE, OVERLAP, PERCENT, SCHEME, TITLE
from tests.report.made_hand_offs import HAND_OFF_WAYS
from tests.report.made_records import Maker
from tests.report.made_runs import make_run
from tests.report.program_sample import BONUS, DEALS, LOOKUP, PER_DEAL, PROGRAM, own

_Way = Callable[[Maker], Any]
_FRACTIONS = (
    "1/3",
    "-9/4",
    "100003/300007",
    "1000003/300007",
    "0.123456789012345",
    "0.1234567890123457",
    "7",
)
_ELSEWHERE = error(
    "KPI305",
    Span("б,в.yaml", 13, 3, 13, 9),
    Label(Span("г.yaml", 1, 1, 1, 2)),
    Label(Span("б,в.yaml", 6, 1, 6, 3)),
    table="К",
    end="80%",
)
_PERIODS = ("2026-03", "2026-01", "2025-12", "2026-Q1", "2026-H1", "2026", "2026-02-26..2026-03-25")


def _choose(*values: Any) -> _Way:
    return lambda maker: maker.chance.choice(values)


def _make_pair(maker: Maker) -> Any:
    """Make two schemes on the same people: each has a part for each step."""
    steps = maker.make(tuple[ChangeStep, ...])
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
    keys = [*(each for each in told if not each.startswith("own.")), *(["rows", "band"] * 5)]
    key = maker.chance.choice(keys)
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
    times = maker.chance.choice([0, 1, 2, 3, 100, 101])
    made = (maker.several(Value, len(columns), len(columns)) for _ in range(times))
    rows = tuple(maker.make_fields(DetailRow, values=values) for values in made)
    return maker.make_fields(DetailTable, columns=columns, rows=rows)


def _make_cause(maker: Maker) -> Any:
    """Make any cause of a difference, with all that its sentence asks for."""
    told = read_table(Language.EN, "words", "reconcile")
    key = maker.chance.choice([each.removeprefix("cause.") for each in told if each.startswith("cause.")])
    asked = re.findall(r"{(\w+)}", told[f"cause.{key}"])
    return Cause(key, tuple((name, maker.make(Decimal | str)) for name in asked))


def _make_param(maker: Maker) -> Any:
    return maker.make(Decimal | str | Worked)


_PARAMS: Mapping[str, _Way] = {
    "mode": _choose("half_up", "down"),
    "table": _choose("К2", "?"),
    "band": _choose("80% <= x", "x < 0.5", "a", "1 <= x < 2", "x"),
}
_LEAVES = (own("план"), own("index"), own("выручка.attainment"), own("D"), DEALS, LOOKUP)
_NODES = (Number, Number, Text, Flag, Day, Unary, Binary, Binary, Compare, Logic, If, Call, Aggregate)


def _make_formula(maker: Maker) -> Any:
    """Make a formula of a few parts."""
    if maker.chance.random() < 0.4:
        return maker.chance.choice((*_LEAVES, BONUS, PER_DEAL))
    return maker.make(maker.chance.choice(_NODES))


def _make_call(maker: Maker) -> Any:
    """Make the call of a function, with as many arguments as it takes."""
    function, count = maker.chance.choice(
        (("abs", 1), ("min", 2), ("max", 3), ("if_missing", 2), ("round", 2))
    )
    return maker.make_fields(Call, function=function, arguments=maker.several(Expr, count, count))


def _make_study(maker: Maker) -> Any:
    """Make a curve of a few stretches, with what stands out on it, or with anything."""
    ends = sorted(maker.chance.sample(range(1, 1999), maker.chance.randint(1, 5)))
    pays = [maker.chance.choice((0, 100, 900, 2000)) for _ in range(2 * len(ends) + 2)]
    pieces = zip([0, *ends], [*ends, None], pays[::2], pays[1::2], strict=True)
    whole, kind = maker.chance.choice((None, 1000)), maker.chance.choice((Kind.MONEY, Kind.RATIO, Kind.COUNT))
    curve = sample_curve(*pieces, whole=whole, lower=maker.make(bool), exact=maker.make(bool), kind=kind)
    if maker.make(bool):
        return replace(study_curve(curve, Decimal("0.1")), people=tuple(sorted(maker.make(_PEOPLE))))
    return maker.make_fields(CurveStudy, curve=curve)


_PEOPLE = tuple[tuple[Decimal, Decimal], ...]

WAYS: Mapping[object, _Way] = {
    Maker: lambda maker: maker,
    **HAND_OFF_WAYS,
    Language: _choose(*Language),
    Period: lambda maker: parse_period(maker.chance.choice(_PERIODS)),
    Fraction: _choose(*map(Fraction, _FRACTIONS)),
    Mapping[str, str]: _choose({}, {"б,в.yaml": SCHEME * 3}),
    Program: _choose(PROGRAM),
    Input: _choose(*PROGRAM.inputs),
    Expr: _make_formula,
    Expr | None: lambda maker: maker.chance.choice([None, maker.make(Expr)]),
    Operand: _choose(*_LEAVES),
    Call: _make_call,
    (Aggregate, "function"): _choose("sum", "count", "max"),
    (Aggregate, "grain"): _choose("receipts", EMPLOYEES),
    (Aggregate, "through"): _choose("", "", "teams"),
    Diagnostic: _choose(ABSENT, NOWHERE, OVERLAP, PERCENT, TITLE, _ELSEWHERE),
    CheckedFiles: lambda maker: replace(maker.chance.choice((CLEAN, FOUND)), strict=maker.make(bool)),
    Correlation: lambda maker: Correlation(maker.chance.randint(-9, 9), maker.chance.randint(82, 99)),
    CurveStudy: _make_study,
    Wording: lambda maker: word_program(PROGRAM, maker.make(Language)),
    SheetWords: lambda maker: SheetWords(PROGRAM, plain_words(PROGRAM, maker.make(Wording))),
    Note: _make_note,
    Trial: _make_trial,
    DetailTable: _make_details,
    SchemePair: _make_pair,
    Simulation: _make_simulation,
    Run: make_run,
    YearBudget: _make_year,
    PaidDifference: _make_difference,
    (MonthRecord, "chain"): _choose("0123456789abcdef" * 4),
    (SheetReceipt, "sha256"): _choose("0123456789abcdef" * 4),
    (Fault, "causes"): lambda maker: maker.several(Diagnostic, 1),
    (Explanation, "children"): lambda maker: maker.several(Explanation, 0, 1),
    (ClosedMonth, "amounts"): lambda maker: maker.several(PaidAmount, 1),
    (ReachedResult, "reached"): lambda maker: (maker.make(Decimal), *maker.several(Decimal | None)),
    (Solution, "nearest"): lambda maker: maker.several(tuple[Decimal, Decimal], 2, 2) * maker.make(bool),
    Cause: _make_cause,
    (Due, "whole"): _choose(Decimal(31), Decimal(20)),
    (ResultStanding, "of"): _choose(3, 40),
    (ScenarioPay, "changed"): lambda maker: maker.several(tuple[str, int, Literal["rows", "numbers"]]),
    (ToldChange, "section"): _choose("pay", "tables", "strange"),
    (ToldWord, "aspect"): _choose("", "cap", "value", "strange"),
    (PaySpread, "quantiles"): lambda maker: maker.several(Decimal, len(QUANTILES), len(QUANTILES)),
}
