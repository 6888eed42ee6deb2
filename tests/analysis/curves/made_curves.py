"""Curves given by hand, for the tests of what is said of them."""

from __future__ import annotations

from decimal import Decimal

from kpicalc.model.analysis import Curve, FactRow, Piece, Witness
from kpicalc.model.kind import Kind

REST = Witness((FactRow("employees", (("sales", Decimal(100)),)),))


def make_curve(
    *pieces: tuple[int, int, int], last: int = 200, lower: bool = False, whole: Decimal | None = Decimal(100)
) -> Curve:
    """Make a curve from (start, pay there, pay just before the next piece)."""
    ends = [Decimal(start) for start, _, _ in pieces[1:]]
    made = tuple(
        Piece(Decimal(start), end, Decimal(pay), Decimal(before))
        for (start, pay, before), end in zip(pieces, [*ends, None], strict=True)
    )
    points = tuple((piece.start, piece.pay_at_start) for piece in made)
    return Curve(
        driver=("employees", "sales"),
        label="Sales",
        kind=Kind.COUNT,
        whole=whole,
        lower_is_better=lower,
        reference=REST,
        pieces=made,
        exact=True,
        last=Decimal(last),
        step=Decimal(1),
        points=(*points, (Decimal(last), made[-1].pay_before_end)),
    )
