"""An analysis given by hand, for the tests of its reports."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kpicalc.analysis.curves.study import study_curve
from kpicalc.model.analysis import Analysis, Bound, Curve, FactRow, LineBounds, Mix, Piece, Witness
from kpicalc.model.kind import Kind
from kpicalc.model.outline import LineKind
from kpicalc.model.period import Period, PeriodLength
from kpicalc.model.program import Input
from kpicalc.model.source import Span

_HERE = Span("scheme.yaml", 1, 1, 1, 2)
_SALES = Input("employees", "sales", Kind.MONEY, ("Sales",), "Sales <b>", _HERE)
_HIRED = Input("employees", "hired", Kind.DATE, ("Hired",), "Hired", _HERE)
_AMOUNT = Input("deals", "amount", Kind.MONEY, ("Amount",), "Amount", _HERE)
WITNESS = Witness(
    (
        FactRow("employees", (("sales", Decimal(500)), ("hired", date(2024, 5, 1)), ("unknown", None))),
        FactRow("deals", (("amount", Decimal("0.5")),)),
    )
)


def sample_curve(
    *pieces: tuple[int, int | None, int, int],
    whole: int | None = 1000,
    lower: bool = False,
    exact: bool = True,
    kind: Kind = Kind.MONEY,
) -> Curve:
    """Make a curve from (start, end, pay there, pay before the end), followed to 2000."""
    made = tuple(
        Piece(Decimal(start), None if end is None else Decimal(end), Decimal(pay), Decimal(before))
        for start, end, pay, before in pieces
    )
    points = tuple((piece.start, piece.pay_at_start) for piece in made)
    return Curve(
        driver=("employees", "sales"),
        label="Sales <b>",
        kind=kind,
        whole=None if whole is None else Decimal(whole),
        lower_is_better=lower,
        reference=WITNESS,
        pieces=made,
        exact=exact,
        last=Decimal(2000),
        step=Decimal("0.01"),
        points=points,
    )


def sample_mixes() -> tuple[Mix, ...]:
    """Make a mix of each level; excellence is worse than nothing."""
    return (
        Mix("threshold", Decimal("0.7"), Decimal(100), Decimal(50), Decimal(150), Decimal("0.5"), WITNESS),
        Mix("target", Decimal(1), Decimal(100), Decimal(100), Decimal(200), Decimal(1), WITNESS),
        Mix("excellence", None, Decimal(100), Decimal(-20), Decimal(80), None, WITNESS),
    )


def sample_analysis(*curves: Curve, mixes: bool = True) -> Analysis:
    """Make an analysis with bounds of every sort."""
    tight = Bound(Decimal(100), tight=True, reached=Decimal(100), witness=WITNESS)
    loose = Bound(Decimal(900), tight=False, reached=Decimal(800), witness=WITNESS)
    lines = (
        LineBounds(
            "salary",
            "Salary",
            LineKind.FIXED,
            tight,
            Bound(None, tight=True, reached=Decimal(10**6), witness=WITNESS, grows_with=("employees.sales",)),
        ),
        LineBounds(
            "bonus",
            "",
            LineKind.VARIABLE,
            Bound(Decimal(0), tight=False, reached=None, witness=None),
            Bound(None, tight=False, reached=None, witness=None),
        ),
        LineBounds(
            "gift",
            "Gift",
            LineKind.PRIZE,
            Bound(Decimal(5), tight=True, reached=Decimal(5), witness=Witness(())),
            tight,
        ),
    )
    levels = sample_mixes() if mixes else ()
    return Analysis(
        scheme="sample",
        title="Sample",
        currency="RUB",
        period=Period(2026, 3, PeriodLength.MONTH),
        lines=lines,
        total=LineBounds("", "", None, tight, loose),
        curves=tuple(study_curve(curve, Decimal("0.1")) for curve in curves),
        mixes=levels,
        facts=(_SALES, _HIRED, _AMOUNT),
        assumed=(("Sales <b>", Decimal(0), None),) if curves else (),
    )


STEPS = sample_curve(
    (0, 800, 100, 100), (800, 1000, 150, 200), (1000, 1200, 180, 240), (1200, None, 240, 240)
)
FALLING = sample_curve((0, 500, 300, 200), (500, None, 100, 100), lower=True, exact=False, whole=None)
