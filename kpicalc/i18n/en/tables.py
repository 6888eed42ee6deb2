"""Problems of tables and rule tables: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "KPI260": (
        "this bound is {found}, but the axis of the table is {wanted}",
        "write all bounds in one kind, or change `axis:`",
    ),
    "KPI261": (
        "a table that is asked with a date cannot be `mode: {mode}`",
        "a date picks a band: `lookup`, `slab` asked `T(date, base)`, or an axis of a `matrix`",
    ),
    "KPI262": ("bounds that are dates are not rounded", "remove `snap`"),
    "KPI263": (
        "the matrix has {wanted} rows, but values for {given}",
        "give `values` one list for each of the `rows`",
    ),
    "KPI264": (
        "row {number} of the matrix has {given} values for {wanted} columns",
        "give each row one value for each of the `columns`",
    ),
    "KPI265": ("there is no table `{name}`", "expected here: {expected}"),
    "KPI266": (
        "`{function}` cannot ask table `{table}`",
        "it wants a table with one axis that measures an amount: no matrix and no dates",
    ),
    "KPI267": (
        "`to_date` multiplies a base only with a marginal table, and `{table}` is none",
        "leave the last value out",
    ),
    "KPI268": (
        "`in_band` wants the number of a band of table `{table}`, from 1 to {count}",
        "write the number itself: `in_band({table}, x, 1)`",
    ),
}
