"""Writes the example workbooks and their CSV twin: `python examples/make_workbooks.py`.

The files look like those that people really send: title rows, headings of two lines with merged
cells, money and percent formats, a line of totals, signatures. Every run writes the same bytes.
"""

from __future__ import annotations

from pathlib import Path

from makers import (
    additional_pay,
    annual_income,
    client_base,
    client_service,
    commercial_director,
    contact_centre,
    division_heads,
    general_director,
    head_of_sales,
    internet_marketer,
    marketing_index,
    merchandisers,
    partner,
    projects,
    retail,
    salary_actions_bonus,
    sales_agents,
    service_crew,
    strategy_map,
)
from makers.sheet import MONTH, Staff
from makers.tables import make_tables
from makers.write_csv import write_csv
from makers.write_workbook import write_workbook

FOLDER = Path(__file__).parent
TITLE = "Показатели для расчёта оплаты"
EVERYBODY = (
    internet_marketer.STAFF,
    client_service.STAFF,
    general_director.STAFF,
    salary_actions_bonus.STAFF,
    retail.SELLERS,
    retail.DIRECTORS,
    marketing_index.STAFF,
    projects.STAFF,
    merchandisers.STAFF,
    client_base.STAFF,
    annual_income.STAFF,
    division_heads.STAFF,
    commercial_director.STAFF,
    strategy_map.STAFF,
    additional_pay.STAFF,
    head_of_sales.STAFF,
    partner.STAFF,
)

# Firms of their own: not on the sheets of the company.
APART = (sales_agents.STAFF, contact_centre.STAFF)


def main() -> None:
    """Write every example and say where it is."""
    for staff in (*EVERYBODY, *APART):
        _write_own(staff, MONTH)
    _write_own(service_crew.STAFF, service_crew.SPAN)
    tables = make_tables(EVERYBODY, TITLE)
    write_workbook(FOLDER / "company" / "march.xlsx", f"{TITLE} {MONTH}", tables)
    for table in tables:
        write_csv(FOLDER / "company-csv" / f"{table.name}.csv", table)
    print(f"company: {len(tables[0].rows)} people, {len(tables)} sheets")


def _write_own(staff: Staff, span: str) -> None:
    """Write the workbook of one group, of the days it is paid for."""
    path = FOLDER / staff.scheme / "march.xlsx"
    write_workbook(path, f"{staff.title} {span}", make_tables([staff], staff.title), span)
    print(path.relative_to(FOLDER))


if __name__ == "__main__":
    main()
