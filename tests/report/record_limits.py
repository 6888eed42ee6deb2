"""Records with as many of something as is shown at most, and with one more."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kpicalc.model.analysis import Cliff, CurveStudy, Zone
from kpicalc.model.comparison import ChangeStep, ToldWord
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.facts import ColumnRead, RowsSkipped, SheetReceipt
from kpicalc.model.grounds import NextStep
from kpicalc.model.month import PaidDifference
from kpicalc.model.outline import LineKind
from kpicalc.model.result import Breakdown, Line
from kpicalc.report.views.amount_pictures import Bar, draw_bars, draw_waterfall
from kpicalc.report.views.analysis import show_analysis
from kpicalc.report.views.comparison_pictures import draw_pair
from kpicalc.report.views.months import show_closed_month
from kpicalc.report.views.receipt import SheetRead, show_receipt_briefly, show_receipt_in_full
from kpicalc.report.views.scheme_diff import show_diff
from kpicalc.report.views.sheet import show_sheet
from tests.report.analysis_sample import STEPS
from tests.report.made_records import Maker
from tests.report.made_runs import tell_page

_Way = Callable[[Maker], Any]


def _count(kind: Any, times: int) -> _Way:
    return lambda maker: maker.several(kind, times, times)


_CLEAR: Mapping[object, _Way] = {
    CurveStudy: lambda maker: maker.make_fields(CurveStudy, curve=STEPS),
    (Cliff, "slight"): lambda _: False,
    (Zone, "slight"): lambda _: False,
    (ChangeStep, "amount"): lambda maker: Decimal(maker.chance.choice((-5, 3, 70))),
    (Line, "kind"): lambda _: LineKind.VARIABLE,
    (Line, "value"): lambda maker: Decimal(maker.chance.choice((-5, 3, 70))),
    (Line, "unstopped"): lambda _: None,
    (Breakdown, "total"): lambda _: Decimal(5),
}
# What tells, which part of which record is counted, what it is made of, and how many of it are shown.
_LIMITS: Sequence[tuple[Callable[..., Any], object, Any, int]] = (
    (show_closed_month, tuple[PaidDifference, ...], PaidDifference, 40),
    (tell_page, tuple[Diagnostic, ...], Diagnostic, 50),
    (show_diff, tuple[ToldWord, ...], ToldWord, 12),
    (draw_pair, tuple[ChangeStep, ...], ChangeStep, 12),
    (show_analysis, tuple[Cliff, ...], Cliff, 30),
    (show_analysis, tuple[Zone, ...], Zone, 30),
    (draw_waterfall, tuple[Line, ...], Line, 13),
    (draw_waterfall, tuple[Line, ...], Line, 14),
    (draw_bars, Sequence[Bar], Bar, 30),
    (show_sheet, Sequence[NextStep], NextStep, 4),
    (show_receipt_briefly, (SheetRead, "schemes"), tuple[str, int], 4),
    (show_receipt_briefly, (SheetReceipt, "columns"), ColumnRead, 8),
    (show_receipt_in_full, (RowsSkipped, "rows"), None, 8),
)


def list_limits() -> Iterator[tuple[Callable[..., Any], Mapping[object, _Way]]]:
    """Yield what tells and how its records are made, for each limit and for one more."""
    for tell, key, kind, most in _LIMITS:
        for times in (most, most + 1):
            apart = range(1, 2 * times, 2)
            way = _count(kind, times) if kind else lambda _, apart=apart: apart
            yield tell, {**_CLEAR, key: way}
