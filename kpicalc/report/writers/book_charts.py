"""The charts of a sheet: below each other beside its table, each whole on a page where it is printed."""

from __future__ import annotations

from typing import Any

from kpicalc.model.kind import Kind
from kpicalc.report.book.sheets import FIRST_ROW, BookChart, BookSheet

_FIRST = FIRST_ROW - 1
# How much smaller a sheet with charts is printed, and how many rows a page has then.
_SCALE, _PRINTED_ROWS = 65, 40
# In points of the screen: a chart with few bars, what stands around bars, a bar, a row of the sheet.
_CHART_HEIGHT, _CHART_FRAME, _BAR_HEIGHT, _ROW_HEIGHT = 340, 90, 24, 20
_FORMATS = {Kind.MONEY: "#,##0", Kind.COUNT: "#,##0", Kind.RATIO: "0%"}


def add_charts(workbook: Any, page: Any, sheet: BookSheet) -> None:
    """Put the charts of a sheet beside its table."""
    if not sheet.charts:
        return
    beside, row, breaks = len(sheet.columns) + 1, _FIRST, [0]
    for chart in sheet.charts:
        height = max(_CHART_HEIGHT, _CHART_FRAME + _BAR_HEIGHT * (chart.last - chart.first + 1) * chart.lying)
        rows = -(-height // _ROW_HEIGHT) + 1
        if row + rows - breaks[-1] > _PRINTED_ROWS and row > _FIRST:
            breaks.append(row)
        _add_chart(workbook, page, chart, (row, beside, height))
        row += rows
    page.set_print_scale(_SCALE)
    page.set_v_pagebreaks([beside])
    page.set_h_pagebreaks(breaks[1:])


def _add_chart(workbook: Any, page: Any, chart: BookChart, place: tuple[int, int, int]) -> None:
    row, column, height = place
    made = workbook.add_chart({"type": "bar" if chart.lying else "column"})
    name, first, last = page.get_name(), chart.first + _FIRST, chart.last + _FIRST
    made.add_series(
        {
            "categories": [name, first, chart.names, last, chart.names],
            "values": [name, first, chart.values, last, chart.values],
            "gap": 40,
            "fill": {"color": "#0B69A3"},
        }
    )
    made.set_title({"name": chart.title, "name_font": {"size": 12}})
    made.set_legend({"none": True})
    # Every bar has its name, which stands outside of what is below zero.
    names = {"label_position": "low", "interval_unit": 1, "num_font": {"size": 9}}
    lines = {"visible": True, "line": {"color": "#D9DEE4"}}
    figures = {"num_format": _FORMATS[chart.kind], "major_gridlines": lines}
    # The first name stands on top, as in the table.
    made.set_y_axis({**names, "reverse": True} if chart.lying else figures)
    made.set_x_axis({**figures, "num_font": {"size": 9}} if chart.lying else names)
    made.set_size({"width": 720, "height": height})
    page.insert_chart(row, column, made)
