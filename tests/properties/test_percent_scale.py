"""A column of shares has one scale: no share is read a hundred times too large or too small."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kpicalc.model.kind import Kind
from kpicalc.model.writing import PercentScale, Writing
from tests.facts.one_column import from_csv, read
from tests.tries import tries

EXAMPLES = tries(100)
# People of whom 30 % to 190 % of a plan may be true, as whole percents.
SHARES = st.lists(st.integers(min_value=30, max_value=190), min_size=1, max_size=5)
WAYS = {"sign": "{p}%", "points": "{p}", "fraction": "{f}"}
HEADINGS = ["Выполнение", "Выполнение, %", "Percent done", "Процент выполнения", "Done (% )"]


@settings(max_examples=EXAMPLES, deadline=None)
@given(SHARES, st.data(), st.sampled_from(HEADINGS), st.sampled_from([None, *PercentScale]))
def test_a_share_is_read_to_itself_or_refused(
    shares: list[int], data: st.DataObject, heading: str, scale: PercentScale | None
) -> None:
    ways = [data.draw(st.sampled_from(sorted(WAYS))) for _ in shares]
    lie = {PercentScale.FRACTION: "points", PercentScale.PERCENT: "fraction"}
    cells = [WAYS[way].format(p=each, f=Decimal(each) / 100) for each, way in zip(shares, ways, strict=True)]
    with tempfile.TemporaryDirectory() as folder:
        values = read(
            from_csv(Path(folder), Kind.RATIO, *cells, heading=heading, writing=Writing(scale=scale))
        )
    for value, each, way in zip(values, shares, ways, strict=True):
        if isinstance(value, Decimal) and (scale is None or way != lie[scale]):
            assert value == Decimal(each) / 100
    if len(set(ways)) == 1 and (ways[0] == "sign" or (scale is not None and ways[0] != lie[scale])):
        assert values == [Decimal(each) / 100 for each in shares]
