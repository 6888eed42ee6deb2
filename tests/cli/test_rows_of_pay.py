"""How much `kpicalc compute` prints: everything about a few, a row for each of many, or the sums."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from kpicalc import api
from kpicalc.model.diagnostic import Checked
from kpicalc.model.result import Run
from tests.cli.stand_in import invoke

POOL = """\
kpicalc: 1
scheme: pool
currency: RUB
facts: {employees: {sales: money}}
pay: {share: {kind: pool, amount: 300, by: equal}}
"""


@pytest.mark.parametrize(
    ("more", "heads", "keep_all"),
    [
        ([], ["Pay for March 2026"], True),
        (
            ["--details"],
            ["0001 · Ann", "0002 · Ben", "0003 · Cid", "0004 · Dan", "Summary for March 2026"],
            True,
        ),
        (["--summary"], ["Summary for March 2026"], False),
        (["--out", "a.csv"], ["Summary for March 2026"], False),
        (
            ["--out", "a.csv", "--details"],
            ["0001 · Ann", "0002 · Ben", "0003 · Cid", "0004 · Dan", "Summary for March 2026"],
            True,
        ),
        (["--employee", "0002"], ["0002 · Ben", "Summary for March 2026"], False),
    ],
)
def test_many_people_have_a_row_each_unless_more_or_less_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: list[str], heads: list[str], *, keep_all: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pool.yaml").write_text(POOL, encoding="utf-8")
    people = "0001,Ann,10\n0002,Ben,10\n0003,Cid,10\n0004,Dan,10\n"
    (tmp_path / "facts.csv").write_text(f"ID,Name,Sales\n{people}", encoding="utf-8")
    asked: list[api.Request] = []
    compute = api.compute

    def compute_watched(request: api.Request, tell: Callable[[str], None]) -> Checked[Run]:
        asked.append(request)
        return compute(request, tell)

    monkeypatch.setattr(api, "compute", compute_watched)

    done = invoke("compute", "facts.csv", "--scheme", "pool.yaml", "--period", "2026-03", *more)

    lines = done.stdout.splitlines()
    assert [line for line, below in pairwise(lines) if below.startswith("══")] == heads
    assert [each.pay_only for each in asked] == [not keep_all]
