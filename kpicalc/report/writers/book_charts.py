"""The charts of a sheet: each beside its part of the table, both on one page where they are printed."""

from __future__ import annotations

from typing import Any

from kpicalc.model.kind import Kind
from kpicalc.report.book.sheets import FIRST_ROW, BookChart, BookSheet

_FIRST = FIRST_ROW - 1
# Across and down on paper, in points of the screen, with room to spare: letters are wider where the usual
# font is not installed, and names take several lines. A chart, and what stands between it and the table.
_ACROSS, _DOWN, _CHART_WIDTH, _GAP = 720, 450, 720, 80
# How much smaller a sheet with charts is printed at most, in percent, and at least.
_LARGEST, _LEAST = 65, 30
_ROW_HEIGHT, _LETTER = 20, 7
_FORMATS = {Kind.MONEY: "#,##0", Kind.COUNT: "#,##0", Kind.RATIO: "0%"}


def add_charts(workbook: Any, page: Any, sheet: BookSheet) -> None:
    """Put the charts of a sheet beside its table."""
    if not sheet.charts:
        return
    beside = len(sheet.columns) + 1
    wide = sum(int(column.width * _LETTER) for column in sheet.columns) + _CHART_WIDTH + _GAP
    scale = max(min(_LARGEST, _ACROSS * 100 // wide), _LEAST)
    printed = _DOWN * 100 // scale // _ROW_HEIGHT - _FIRST
    breaks = [_FIRST]
    for chart in sheet.charts:
        row = max(chart.first - 1, 0) + _FIRST
        if row + chart.rows - breaks[-1] > printed and row > _FIRST:
            breaks.append(row)
        _add_chart(workbook, page, chart, (row, beside))
    page.set_print_scale(scale)
    page.set_h_pagebreaks(breaks[1:])


def _add_chart(workbook: Any, page: Any, chart: BookChart, place: tuple[int, int]) -> None:
    row, column = place
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
    made.set_size({"width": _CHART_WIDTH, "height": chart.height})
    page.insert_chart(row, column, made)
