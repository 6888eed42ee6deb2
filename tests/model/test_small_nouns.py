"""What nouns and their small functions answer, each with all of its outcomes."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest

from kpicalc import model
from kpicalc.model.diagnostic import Checked, error, place_in_text, warning
from kpicalc.model.expr import Expr
from kpicalc.model.facts import Frame, RowsOfOthers
from kpicalc.model.figure import period_of_retro
from kpicalc.model.kind import Kind
from kpicalc.model.money import Rounding, RoundingMode, currencies_of, round_to_step
from kpicalc.model.period import PayCycle, Period, PeriodLength, parse_period, period_before, period_to_check
from kpicalc.model.plain_text import clean_text, clean_texts
from kpicalc.model.plan_setting import ReachedResult, walk_back
from kpicalc.model.source import CellRef, Span
from kpicalc.model.spelling import find_nearest, propose_name
from kpicalc.model.ticks import round_ticks
from kpicalc.model.writing import find_codec

TWO, TEN = Decimal(2), Decimal(10)
ROWS = RowsOfOthers([(range(2, 6), frozenset({3})), ([9, 7], frozenset({7}))])
FORTNIGHTS = PayCycle(PeriodLength.DAYS, weeks=(2,), since=date(2026, 3, 1))
MARCH = Period(2026, 3, PeriodLength.MONTH)
UNCLEAN = ["я", "а\u115fб", "é", "e\u0301", "а  б", " а", "а ", '="7"', "'7", "а\u200b", "б\tв", "|а", ""]
WRONG, DOUBTFUL = error("KPI001", Span("a", 2, 3, 2, 4)), warning("KPI002", None)
# It yields what the rows are, and is none of their sort.
PLACES = dict.fromkeys((2, 4, 5, 9))
MADE_UP = Frame("people", 1, ["1"], [""], {"a": [TWO]}, [0], None)
CHECKED: list[Checked[int]] = [Checked(1), Checked(None), Checked(1, (WRONG,)), Checked(1, (DOUBTFUL,))]
CODECS = "idna punycode utf-7 unicode_escape raw_unicode_escape undefined rot13 utf-8 cp1251 nothing"
CALLS = [("calls", Kind.COUNT, TEN), ("hours", Kind.HOURS, Decimal(0)), ("sales", Kind.COUNT, Decimal(3))]
# More names than are compared one by one, and as many as are: the one that is meant comes first.
FEW = ["аыполнение", *(f"в{number:03}" for number in range(399))]
MANY = [*FEW, "в999"]


def ticks(low: str, high: str, most: str) -> list[str]:
    """Return the figures that an axis names."""
    return [str(each) for each in round_ticks(Decimal(low), Decimal(high), int(most))]


def funnel(wanted: Decimal | None, *last: Decimal) -> list[tuple[str, str, str]]:
    """Return what each stage came to, its part of the stage before, and what it needs."""
    stages = [*CALLS, *(("paid", Kind.MONEY, each) for each in last)]
    return [(str(each.reached), str(each.part), str(each.needed)) for each in walk_back(stages, wanted)]


@pytest.mark.parametrize(
    ("look", "seen"),
    [
        (lambda: [each.ok for each in CHECKED], "1001"),
        (lambda: [place_in_text(each) for each in (WRONG, DOUBTFUL)], [(2, 3, "KPI001"), (0, 0, "KPI002")]),
        (lambda: place_in_text(error("KPI003", CellRef("a", "b", 4, 5))), (0, 0, "KPI003")),
        (lambda: CellRef("a", "b"), CellRef("a", "b", row=0, column=0)),
        (lambda: ROWS.among({1, 2, 3, 5, 6, 7, 9}), {2, 5, 9}),
        (lambda: (list(ROWS), len(ROWS), ROWS[1:], ROWS.own), ([2, 4, 5, 9], 4, (4, 5, 9), {3, 7})),
        (lambda: [ROWS.__eq__(each) for each in ((2, 4, 5, 9), [2, 4, 5, 9], (2, 4), PLACES)], "1100"),
        (lambda: (MADE_UP.cell("a", 0), MADE_UP.past("a", 0), MADE_UP.row_place(0)), (None, None, None)),
        (lambda: [str(period_of_retro(each)) for each in ("retro 2026-03 a b", "retro", "bonus 2026-03")],
         ["2026-03", "None", "None"]),
        (lambda: [Rounding(Decimal(each)).by_digits for each in ("1", "0.01", "0.05", "1E+1")], "1100"),
        (lambda: str(round_to_step(Decimal(15), Rounding(Decimal("1E+1"), RoundingMode.UP))), "2E+1"),
        (lambda: [sorted(currencies_of(each)) for each in ("Руб", "US$", "rub", "RUB", "уе", "")],
         [["BYN", "RUB"], ["USD"], [], ["RUB"], [], []]),
        (lambda: [str(parse_period(f"9998-12-01..{end}")) for end in ("9998-12-30", "9999-01-01")],
         ["9998-12-01..9998-12-30", "None"]),
        (lambda: str(parse_period("1899-12-31..1900-01-01")), "None"),
        (lambda: str(period_to_check(FORTNIGHTS, MARCH)), "2026-03-01..2026-03-14"),
        (lambda: [str(period_before(FORTNIGHTS, MARCH, count)) for count in (0, 1, 2)],
         ["2026-03", "2026-02-15..2026-02-28", "2026-02-01..2026-02-14"]),
        (lambda: [period_before(PayCycle(starts=2), MARCH, count) for count in (1, 2)], [None, None]),
        (lambda: clean_texts(UNCLEAN[:1]) is clean_texts(UNCLEAN[:1]), False),
        (lambda: [clean_texts(["я", each, "1"]) for each in UNCLEAN],
         [["я", clean_text(each), "1"] for each in UNCLEAN]),
        (lambda: [ReachedResult("1", "", (TEN, None, TWO)).known, ReachedResult("1", "", (None,)).known],
         [(TEN, TWO), ()]),
        (lambda: [find_codec(each) for each in CODECS.split()], [*[""] * 7, "utf-8-sig", "cp1251", ""]),
        (lambda: [propose_name("COP", ["план", "СОР"]), propose_name("план", ["плон"])], ["СОР", "плон"]),
        (lambda: [find_nearest("яыполнение", each) for each in (FEW, MANY, MANY[:0])],
         ["аыполнение", None, None]),
        (lambda: [ticks(*each.split()) for each in ("5 5 6", "7 5 6", "0 10 2", "0 10 3", "1 9 9")],
         [["5"], ["7"], ["0", "10"], ["0", "5", "10"], list("123456789")]),
        (lambda: funnel(TWO), [("10", "None", "7"), ("0", "0", "0"), ("3", "None", "2")]),
        (lambda: [needed for *_, needed in funnel(None)], ["None", "None", "None"]),
        (lambda: funnel(TWO, Decimal(0))[2:], [("3", "None", "None"), ("0", "0", "None")]),
    ],
)  # fmt: skip
def test_what_is_answered(look: Callable[[], Any], seen: object) -> None:
    answered = look()
    flags = isinstance(answered, list) and all(isinstance(each, bool) for each in answered)

    assert ("".join(str(int(each)) for each in answered) if flags else answered) == seen


def test_which_fields_are_not_compared_and_not_handed_on() -> None:
    """Places do not tell formulas apart, and what documents of an audit leave out is not shown."""
    modules = [
        importlib.import_module(f"kpicalc.model.{each.name}") for each in pkgutil.iter_modules(model.__path__)
    ]
    kinds = {each for module in modules for each in vars(module).values() if isinstance(each, type)}
    found = [(kind.__name__, each) for kind in kinds if is_dataclass(kind) for each in fields(kind)]

    assert {(name, each.name) for name, each in found if not each.repr} == {
        ("ResultStanding", "parts"),
        ("SchemeAudit", "program"),
        ("JobOutcome", "people"),
    }
    assert {(name, each.name) for name, each in found if not each.compare and each.name != "span"} == {
        ("Call", "of_values"),
        ("Lookup", "written"),
    }
    assert {name for name, each in found if each.name == "span" and not each.compare} == {
        each.__name__ for each in get_args(Expr)
    }
