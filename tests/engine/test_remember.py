"""What a settled period leaves to later ones, and how a value that came from one is explained."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from kpicalc.api import Request, compute
from kpicalc.engine.explain import explain
from kpicalc.engine.remember import remember
from kpicalc.engine.settle import settle
from kpicalc.model.history import NO_HISTORY, ClosedPeriod, History
from kpicalc.model.period import Period, PeriodLength
from kpicalc.model.result import Explanation, Settlement
from tests.engine.builders import Row, compile_text, make_facts

if TYPE_CHECKING:
    from pathlib import Path

    from kpicalc.model.diagnostic import Checked
    from kpicalc.model.result import Run

SCHEME = """\
kpicalc: 1
scheme: partner
currency: RUB
facts:
  company: {profit: money}
  employees: {plan: {type: money, min: 0}}
  clients: {key: Client, columns: {bought: money}, values: {ever: previous(ever) + bought}}
  visits: {columns: {minutes: count}}
values: {done: sum(clients.bought) / plan}
history: {clients.ever: {first: 0, since: 2026-02}}
pay: {share: {kind: variable, amount: sum(clients.ever) * 1%}}
"""
SHEETS = {
    "company": "profit\n900\n",
    "people": "ID,Name,plan\n7,Ann,0\n8,Ben,100\n",
    "clients": "ID,Client,bought\n7,Acme,100\n8,Bolt,200\n",
    "visits": "ID,minutes\n7,5\n",
}


def run(folder: Path, month: int, history: History = NO_HISTORY, **changed: str) -> Checked[Run]:
    """Compute a month of the company."""
    (folder / "partner.yaml").write_text(SCHEME, encoding="utf-8")
    place = folder / str(month)
    place.mkdir()
    for name, text in (SHEETS | changed).items():
        (place / f"{name}.csv").write_text(text, encoding="utf-8")
    period = Period(2026, month, PeriodLength.MONTH)
    files = tuple(place / f"{name}.csv" for name in SHEETS)
    return compute(Request(files, (folder / "partner.yaml",), period, allow_partial=True, history=history))


def settled(checked: Checked[Run]) -> Settlement:
    """Return the only settlement."""
    assert checked.value is not None, checked.diagnostics
    return checked.value.settlements[0]


def test_values_and_columns_are_kept_with_the_keys_of_their_rows(tmp_path: Path) -> None:
    left = remember(settled(run(tmp_path, 2)))

    assert isinstance(left, ClosedPeriod)
    assert (left.scheme, str(left.period)) == ("partner", "2026-02")
    assert left.keys == {"employees": ("7", "8"), "clients": ("Acme", "Bolt"), "company": ("company",)}
    assert left.labels["employees"] == ("Ann", "Ben")
    assert left.columns["company", "profit"] == (900,)
    assert left.columns["employees", "done"] == (None, 2)
    assert left.columns["clients", "ever"] == (100, 200)
    assert ("clients", "bought") not in left.columns
    assert ("employees", "previous(ever)") not in left.columns


def test_a_client_who_was_away_has_what_he_bought_ever(tmp_path: Path) -> None:
    february = remember(settled(run(tmp_path, 2)))
    march = run(
        tmp_path, 3, History((february,)), clients="ID,Client,bought\n7,Acme,50\n7,Bolt,1\n8,Cord,1\n"
    )

    left = remember(settled(march))

    assert left.columns["clients", "ever"] == (150, 201, 1)
    assert left.columns["employees", "share"] == (Decimal("3.51"), Decimal("0.01"))


def test_an_explanation_names_the_closed_period(tmp_path: Path) -> None:
    february = remember(settled(run(tmp_path, 2)))
    march = settled(run(tmp_path, 3, History((february,))))

    tree = explain(march, 0, "share")
    notes = [note for each in _all(tree) for note in each.notes if note.key == "from_closed_table"]

    assert [dict(each.params) for each in notes] == [
        {"period": Period(2026, 2, PeriodLength.MONTH), "scheme": "partner", "name": "ever"}
    ]


def test_opening_values_of_nobody_are_told(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(
        "kpicalc: 1\nscheme: s\ncurrency: RUB\nfacts: {employees: {sold: money}}\n"
        "values: {debt: previous(debt) + sold}\npay: {fee: {kind: variable, amount: debt}}\n",
        encoding="utf-8",
    )
    (tmp_path / "people.csv").write_text("ID,Name,sold\n1,Ann,5\n", encoding="utf-8")
    (tmp_path / "opening values.csv").write_text("ID,Name,debt\n1,Ann,5\n11,Bea,5\n", encoding="utf-8")
    files = (tmp_path / "people.csv", tmp_path / "opening values.csv")

    found = compute(Request(files, (tmp_path / "s.yaml",), Period(2026, 3, PeriodLength.MONTH)))

    assert [each.code for each in found.diagnostics] == ["KPI564"]


def _all(tree: Explanation) -> list[Explanation]:
    found = [tree]
    for child in tree.children:
        found += _all(child)
    return found


def test_of_a_table_with_a_key_only_what_is_asked_for_is_kept() -> None:
    program = compile_text(
        "facts:\n"
        "  teams: {key: Team, columns: {cap: money}}\n"
        "  employees: {x: money}\n"
        "  clients: {key: Client, columns: {bought: money, other: money},"
        " values: {grew: 'bought - if_missing(previous(bought), 0)', more: other}}\n"
        "pay: {p: {kind: variable, amount: x + sum(clients.grew) + sum(clients.more)}}\n"
    )
    rows: dict[str, list[Row]] = {
        "teams": [{"key": "A", "cap": "1"}],
        "employees": [{"key": "7", "of": "A", "x": "1"}, {"key": "8", "of": "A"}],
        "clients": [{"key": "Acme", "of": "7", "bought": "5", "other": "2"}],
    }

    left = remember(settle(program, make_facts(program, rows)))

    kept = {".".join(key): values for key, values in left.columns.items() if "period" not in key[1]}
    assert kept == {
        "teams.cap": (1,),
        "employees.x": (1, None),
        "clients.bought": (5,),
        "employees.p": (8, None),
        "employees.total": (8, None),
    }
    assert (left.keys["clients"], left.labels["clients"]) == (("Acme",), ("Acme",))
    assert left.kinds.keys() == left.columns.keys()
