"""Numbers keep their exact value, whatever decimal context surrounds."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext

import pytest

from kpicalc.formula.numerals import parse_number


@pytest.mark.parametrize(
    ("written", "value", "percent"),
    [
        ("16_000_000", "16000000", False),
        ("0.75", "0.75", False),
        ("0.75%", "0.0075", True),
        ("100%", "1", True),
        ("010", "10", False),
        ("123456789012345.1234567890%", "1234567890123.451234567890", True),
    ],
)
def test_value(written: str, value: str, percent: bool) -> None:  # noqa: FBT001 - a column of the table
    with localcontext(Context(prec=3)):
        assert (Decimal(value), percent) == parse_number(written)
