"""Problems of dates, times and hours as they are written: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "KPI494": (
        "`{found}` may be {first} or {second} ({what})",
        "say `dates: dmy`, `mdy` or `ymd` at the column, its table's `reading:`, or in kpicalc.yaml",
    ),
    "KPI495": (
        "`{found}` is no date in the order {order}, which `dates:` declares ({what})",
        "correct the cell or the declaration; 2024-03-15 and 15 Mar 2024 are read in any case",
    ),
    "KPI496": (
        "`{found}` has day and month in another order than `{other}` in the same column ({what})",
        "write all dates in one order, best as 2024-03-15",
    ),
    "KPI497": (
        "`{found}` has a time of day ({what})",
        "if the day alone counts, say `time: drop` at the column, its table's `reading:`, or in kpicalc.yaml",
    ),
    "KPI498": (
        "`{found}` may be {first} or {second} ({what})",
        "say `hours: decimal` or `hours: h:mm` at the column, its table's `reading:`, or in kpicalc.yaml",
    ),
    "KPI499": (
        "`{found}` is neither a number nor one of the codes {known} ({what})",
        "correct the cell, or add the code under `codes:` of the column",
    ),
}
