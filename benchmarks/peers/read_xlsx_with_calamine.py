"""The least a program can do with a workbook: read every row of its first sheet."""

from __future__ import annotations

import sys

from python_calamine import CalamineWorkbook

rows = 0
for row in CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).iter_rows():
    rows += bool(row)
print(rows)
