"""Facts dealt out to parts: whole people, the rows as they stand, the same pay."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpicalc import api
from kpicalc.api.run import bind_request, tell_nobody
from kpicalc.model.period import parse_period

pytest.importorskip("distributed", reason="Dask is not installed")

from kpicalc.spread.make_parts import deal_out, write_parts
from tests.spread.at_home import AtHome
from tests.spread.parted_month import DEALS, PEOPLE, TOGETHER, pay_in_parts, write_out

TEAMS = TOGETHER.replace("    derived: true\n", "    columns: {norm: money}\n")
IDS = [f"{number:03}" for number in range(1, 31)]
MONTH = {
    "employees.csv": PEOPLE
    + "".join(f"{each};P {each};D{each[2]};{int(each)}0\n" for each in IDS)
    + "Total;;;\n",
    "deals.csv": DEALS + "".join(f'{each};"{int(each)}.5";0.05\n' for each in IDS for _ in each),
    "teams.csv": "Department;Norm\n" + "".join(f"D{number};1\n" for number in range(10)),
}


def test_parts_pay_what_the_whole_pays(tmp_path: Path) -> None:
    (tmp_path / "facts").mkdir()
    for name, text in MONTH.items():
        (tmp_path / "facts" / name).write_text(text, encoding="utf-8")
    (tmp_path / "seller.yaml").write_text(TEAMS, encoding="utf-8")
    whole = api.Request((tmp_path / "facts",), (tmp_path / "seller.yaml",), parse_period("2026-03"))
    bound = bind_request(whole, tell_nobody)
    assert bound.value is not None

    write_parts(deal_out(bound.value, 4), tmp_path / "parts")

    request = api.Request((tmp_path / "parts",), whole.schemes, whole.period)
    spread = pay_in_parts(request, AtHome(), tmp_path / "run")
    rows, dealt = (write_out(each)[0].splitlines() for each in (api.compute(whole), spread))
    assert sorted(dealt) == sorted(rows)
    assert len(rows) == 1 + len(IDS)
    assert sorted(each.name for each in (tmp_path / "parts").iterdir()) == [
        *(f"part={number:05}" for number in range(4)),
        "teams.csv",
    ]
    assert (tmp_path / "parts/part=00000/deals.csv").read_text(encoding="utf-8").startswith(DEALS)
