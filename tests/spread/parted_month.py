"""A month of four people in two parts, schemes that look over both, and its pay in parts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kpicalc import api
from kpicalc.cli.in_order import write_apart
from kpicalc.model.diagnostic import Checked, Diagnostic
from kpicalc.model.period import parse_period
from kpicalc.model.result import Run
from kpicalc.report.checked_files import sort_problems
from kpicalc.report.formats import CsvDialect
from kpicalc.report.writers.run_json import write_run
from kpicalc.report.writers.to_csv import write_statement
from kpicalc.spread.spread_pay import Cluster, pay_parts, plan_parts

PEOPLE = "ID;Name;Department;Plan\n"
DEALS = "ID;Amount;Rate\n"
MONTH = {
    "part=0/employees.csv": f"{PEOPLE}1;Ann;South;100\n2;Bob;North;200\n",
    "part=0/deals.csv": f"{DEALS}1;100.50;0.03\n2;50;0.05\n1;7;0.05\n",
    "part=1/employees.csv": f"{PEOPLE}3;Eve;South;100\n4;Zoe;North;300\n",
    "part=1/deals.csv": f"{DEALS}3;100.50;0.03\n4;70;0.05\n",
}
LOCAL = """
kpicalc: 1
scheme: seller
currency: EUR
facts:
  employees: {columns: {plan: money}}
  deals: {columns: {amount: money, rate: ratio}}
values: {sold: sum(deals.amount)}
pay:
  commission: {kind: variable, amount: sum(deals.amount * deals.rate)}
  bonus: {kind: variable, amount: 10, when: sold >= plan}
"""
TOGETHER = """
kpicalc: 1
scheme: seller
currency: EUR
facts:
  company:
    values:
      turnover: sum(employees.sold)
      mean: avg(employees.sold)
      most: max(employees.sold)
      least: min(employees.sold)
  teams:
    key: Department
    derived: true
    values: {team_sold: sum(employees.sold), plans: count_distinct(employees.plan), heads: count(employees)}
  employees: {columns: {plan: money}}
  deals: {columns: {amount: money, rate: ratio}}
values:
  sold: sum(deals.amount)
  part: sold / company.turnover
  place: rank(sold)
  place_in_team: rank(sold, team)
checks:
  enough: {that: turnover > 10_000, severity: warning}
pay:
  commission: {kind: variable, amount: sum(deals.amount * deals.rate)}
  above: {kind: variable, amount: 10, when: sold >= company.mean and company.most > company.least}
  team: {kind: variable, amount: team.team_sold * part * 1%, when: team.plans > 1 and team.heads > 1}
  first: {kind: variable, amount: 5, when: place <= 2 and place_in_team = 1}
  prize: {kind: prize, best: sold, then: [plan], among: team, ties: split, amount: 50}
  best: {kind: prize, best: sold, ties: split, amount: 100}
  pool: {kind: pool, among: team, amount: team.team_sold * 2%, by: sold}
"""


def lay_out(folder: Path, changed: Mapping[str, str], *schemes: str) -> api.Request:
    """Write the month with some files changed ("" for none), and the schemes; return the request for it."""
    for name, text in {**MONTH, **changed}.items():
        path = folder / "facts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text:
            path.write_text(text, encoding="utf-8")
    paths = []
    for number, text in enumerate(schemes):
        paths.append(folder / f"scheme{number}.yaml")
        paths[-1].write_text(text, encoding="utf-8")
    return api.Request((folder / "facts",), tuple(paths), parse_period("2026-03"))


def pay_in_parts(request: api.Request, cluster: Cluster, folder: Path) -> Checked[Run]:
    """Pay a request part by part."""
    planned = plan_parts(request)
    if planned.value is None:
        return Checked(None, planned.diagnostics)
    folder.mkdir(exist_ok=True)
    return pay_parts(planned.value, cluster, folder)


def write_out(paid: Checked[Run]) -> tuple[bytes, bytes, list[Diagnostic]]:
    """Return all that a run comes to: the statement, the JSON with every figure, and the problems."""
    problems = list(sort_problems(paid.diagnostics))
    if paid.value is None:
        return b"", b"", problems
    places = api.employee_rows(paid.value)
    statement = b"".join(write_statement(paid.value, places, CsvDialect.RFC4180))
    return statement, b"".join(write_run(paid.value, write_apart(places))), problems
