"""Adds up what each employee gets of his deals with duckdb, in exact decimals; prints the rows."""

from __future__ import annotations

import sys

import duckdb  # type: ignore[import-not-found, unused-ignore]

QUERY = """
SELECT "Таб. №", sum(CAST(replace("Сумма", ',', '.') AS DECIMAL(18, 2)) *
  CASE "Категория" WHEN 'А' THEN 0.015::DECIMAL(4, 3) WHEN 'Б' THEN 0.010::DECIMAL(4, 3)
  ELSE 0.005::DECIMAL(4, 3) END)
FROM read_csv(?, delim = ';', header = true, all_varchar = true) GROUP BY 1
"""

print(len(duckdb.execute(QUERY, [sys.argv[1]]).fetchall()))
