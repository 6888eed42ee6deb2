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
    strategy_map,
)
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


def main() -> None:
    """Write every example and say where it is."""
    for staff in EVERYBODY:
        path = FOLDER / staff.scheme / "march.xlsx"
        write_workbook(path, staff.title, make_tables([staff], staff.title))
        print(path.relative_to(FOLDER))
    tables = make_tables(EVERYBODY, TITLE)
    write_workbook(FOLDER / "company" / "march.xlsx", TITLE, tables)
    for table in tables:
        write_csv(FOLDER / "company-csv" / f"{table.name}.csv", table)
    print(f"company: {len(tables[0].rows)} people, {len(tables)} sheets")


if __name__ == "__main__":
    main()
