"""What is a name."""

from __future__ import annotations

import pytest

from kpicalc.formula.tokens import KEYWORDS, is_name


@pytest.mark.parametrize(
    "written", ["план", "К1", "_x", "a_1", "Ёлка", "ёж", "қор", "Vпр", "naïve", "x" * 300]
)
def test_names(written: str) -> None:
    assert is_name(written)


@pytest.mark.parametrize(
    "written", ["", "1К", "a b", "a.b", "売上", "a-b", "и\u0306", "a\n", "٣", "҂", *sorted(KEYWORDS)]
)
def test_no_names(written: str) -> None:
    assert not is_name(written)
