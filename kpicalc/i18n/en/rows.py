"""Problems of which rows are people and deals: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "KPI419": (
        "`{key}` stands twice; first at {first}",
        (
            "keep one row for each, or give namesakes a number; parts of one person (a transfer) are rows "
            "of a table of their own below `employees`"
        ),
    ),
    "KPI483": (
        "the sheet has rows that look like sums, averages or groups of other rows: {rows}",
        (
            "in the scheme, under this table of `facts`, say what they are: `rows: {{skip: "
            "{patterns}}}` leaves them out, `rows: {{keep: {patterns}}}` reads them as rows of "
            "their own (the columns then stand under `columns:` beside `rows:`; `*` stands for any "
            "letters)"
        ),
    ),
    "KPI484": (
        "the sheet has rows in which nothing but number or name is filled in, captions perhaps: {rows}",
        (
            "in the scheme, under this table of `facts`, say what they are: `rows: {{skip: "
            "{patterns}}}` leaves them out, `rows: {{keep: {patterns}}}` reads them as rows whose "
            "other cells are blank (the columns then stand under `columns:` beside `rows:`; `*` "
            "stands for any letters)"
        ),
    ),
    "KPI485": (
        "the sheet has headings a second time, in other places than in row {header}: {rows}",
        (
            "put the columns of all blocks in the same order, or give each block a sheet of its "
            "own; if these rows are no headings, say so in the scheme: `rows: {{keep: "
            "{patterns}}}`"
        ),
    ),
    "KPI486": (
        "the total under `{heading}` is {printed}, the rows add up to {total}: something was counted twice",
        (
            "look for rows that are sums of others (by chance or not: {suspects}), or a total that adds up "
            "totals; in the scheme, under this table of `facts`, `rows: {{skip: [...]}}` leaves rows out, "
            "`rows: {{total: ignore}}` compares no totals"
        ),
    ),
    "KPI530": (
        "whose row `{name}` names is not certain: the name also stands in another column, at {second}",
        "say under `employees` in which column the employees themselves stand: `name:` and its heading",
    ),
}
