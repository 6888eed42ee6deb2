"""What each part of a file and each key is, as editors show it: a file, facts, tables."""

from kpicalc.i18n.en.keys_pay import PAY_KEYS

# A key without a part before it says what is the same everywhere.
KEYS: dict[str, str] = {
    **PAY_KEYS,
    "title": "A text for people; reports show it instead of the name.",
    "owner": "Who answers for it.",
    "round": "Rounding: a `step`, and a `mode` where it is not half up.",
    "type": "What it measures: money, ratio, count, hours, days, number, flag, text, date.",
    "of": "The table of facts above: its row holds many rows of this one.",
    "SchemeDocument": "A pay scheme: the regulation written once, computed by kpicalc.",
    "SchemeDocument.kpicalc": "Version of the language: 1.",
    "SchemeDocument.scheme": "Name of the scheme, unlike that of any other scheme.",
    "SchemeDocument.description": "What the scheme rests on: an order, a date, terms.",
    "SchemeDocument.currency": "ISO code of the currency; pay lines are rounded to its minor unit.",
    "SchemeDocument.period": "What is computed at once: month (default), quarter, half, year.",
    "SchemeDocument.applies_to": (
        "Who is paid by this scheme: a column heading with a value or values; all must match. Without it, "
        "everybody."
    ),
    "SchemeDocument.calendar": "Days off, worked weekends and short days.",
    "SchemeDocument.parameters": "Constants of the regulation; may change from date to date.",
    "SchemeDocument.facts": "The sheets and columns to read. `employees` has a row for each employee.",
    "SchemeDocument.values": "Named formulas of the employee.",
    "SchemeDocument.tables": "Coefficient tables; a formula asks them like functions: `К2(выполнение)`.",
    "SchemeDocument.rules": "Values that rules decide, in order.",
    "SchemeDocument.kpis": "KPIs; the sum of their parts is `index`.",
    "SchemeDocument.goals": "The tree of goals: branches share the weight of the goal above.",
    "SchemeDocument.goal_weights": "What becomes of KPIs whose weight comes out too small.",
    "SchemeDocument.indexes": "Indexes of some KPIs, instead of the one `index`.",
    "SchemeDocument.stop_factors": "Factors that lower pay lines when a condition holds.",
    "SchemeDocument.pay": "The lines of pay; the total is their sum.",
    "SchemeDocument.official_salary_in_full": (
        "`true`: soft lines are paid in full, and what was not earned of them comes off the variable lines."
    ),
    "SchemeDocument.limits": "Limits of groups of lines, of funds for many people, of the whole pay.",
    "SchemeDocument.tests": "Tests: facts that are given, and what must come out.",
    "CalendarSpec": "The calendar of the company; `{}` is a plain week from Monday to Friday.",
    "CalendarSpec.weekend": "Days of the week that are not worked; saturday and sunday by default.",
    "CalendarSpec.holidays": "Days off: dates, or stretches `2026-01-01..2026-01-08`.",
    "CalendarSpec.workdays": "Weekends that are worked.",
    "CalendarSpec.day_hours": "Hours of a working day.",
    "CalendarSpec.short_days": "Working days an hour shorter.",
    "ParameterSpec": (
        "A constant: a formula over other parameters, or one from date to date: `{2025-01: 12%, 2026-01: "
        "10%}`."
    ),
    "ParameterSpec.value": "The value, or a value for each date from which it holds.",
    "ChosenParameterSpec": "A constant for each role, grade, product or month.",
    "ChosenParameterSpec.by": "The column or value that chooses.",
    "ChosenParameterSpec.values": (
        "A formula for each of what `by` may be, itself from date to date if need be."
    ),
    "ChosenParameterSpec.otherwise": "The value for all the rest; without it the rest is an error.",
    "FactTable": "A sheet of facts; a mapping of columns alone is the short form.",
    "FactTable.sheet": "Name of the sheet, where it is not the name of the table.",
    "FactTable.key": "Heading of the column that names each row.",
    "FactTable.name": "Heading of the column with the name for people.",
    "FactTable.link": "Heading of the column that names the row above.",
    "FactTable.derived": "`true`: no sheet; a row for each value of the children's link column.",
    "FactTable.order": "Columns that put the rows of an employee in order, for `before`.",
    "FactTable.manager": "Heading of the column that names each employee's superior.",
    "FactTable.split": "Rows with the same deal are shares of it.",
    "FactTable.valid": "From when to when a row holds.",
    "FactTable.on": "The column of the day on which the owner is looked up.",
    "FactTable.columns": "The columns to read; the name with spaces for `_` is the heading.",
    "FactTable.values": "Named formulas of each row.",
    "SplitSpec": "Shares of deals.",
    "SplitSpec.deal": "The column or columns that name the deal.",
    "SplitSpec.share": "The column of the share; the shares of a deal make up 100 %.",
    "SplitSpec.overlay": "`true`: shares may make up more than 100 %.",
    "ValidSpec": "The days on which a row holds.",
    "ValidSpec.from": "The column of the first day.",
    "ValidSpec.to": "The column of the last day, included.",
    "ColumnSpec": "A column to read; its type alone is the short form: `план: money`.",
    "ColumnSpec.column": "The heading, or a list of accepted headings.",
    "ColumnSpec.min": "The least value allowed.",
    "ColumnSpec.max": "The greatest value allowed.",
    "ColumnSpec.above": "Values must be above this.",
    "ColumnSpec.below": "Values must be below this.",
    "ColumnSpec.one_of": "The values allowed.",
    "ColumnSpec.missing": (
        "What a blank cell means: refuse (default), allow (a missing value for formulas), or a value."
    ),
    "ColumnSpec.in_period": "`true`: the date must lie in the period.",
    "ColumnSpec.decided_by": "Who decides this value.",
    "ValueSpec": "A named formula; a bare formula is the short form.",
    "ValueSpec.formula": "The formula.",
    "RoundingSpec": "A rule of rounding.",
    "RoundingSpec.step": "The result is a multiple of the step.",
    "RoundingSpec.mode": (
        "half_up (default, away from zero), half_even, down (towards zero), up (away from zero)."
    ),
    "CoefficientTable": "A table of one axis: bands with their values or rates.",
    "CoefficientTable.mode": (
        "lookup: the value of the band; slab: the whole amount at the rate reached; marginal: each part "
        "at its own rate; interpolate: a straight line between points; matrix: two axes."
    ),
    "CoefficientTable.bands": "The bands in ascending order; with `from` alone each reaches to the next.",
    "CoefficientTable.below": "Below the first band: error (default), zero, first.",
    "CoefficientTable.beyond": (
        "Beyond the last band: error (default), last, extend (the line goes on; interpolate only)."
    ),
    "CoefficientTable.snap": "Rounding of the axis before a band is chosen.",
    "CoefficientTable.axis": "The kind of the axis, where the bounds do not tell.",
    "CoefficientTable.gives": "The kind of what the table gives, where the values do not tell.",
    "BandSpec": "A band: its bounds, and a value or a rate.",
    "BandSpec.value": "What the band gives (lookup, interpolate).",
    "BandSpec.rate": "The rate of the band (slab, marginal).",
    "BoundsSpec": "A stretch of an axis; a bare bound is `from`.",
    "BoundsSpec.from": "Lower bound, included (≥).",
    "BoundsSpec.above": "Lower bound, not included (>).",
    "BoundsSpec.to": "Upper bound, included (≤).",
    "BoundsSpec.below": "Upper bound, not included (<).",
    "MatrixTable": "A table of two axes, asked with two values: `сетка(маржа, сумма)`.",
    "MatrixTable.mode": "matrix.",
    "MatrixTable.rows": "The axis that chooses the row.",
    "MatrixTable.columns": "The axis that chooses the column.",
    "MatrixTable.values": "A list for each row, with a value for each column.",
    "MatrixTable.below": "Below the first bound: error (default), zero, first.",
    "MatrixTable.beyond": "Beyond the last bound: error (default), last.",
    "MatrixTable.gives": "The kind of what the table gives, where the values do not tell.",
    "MatrixAxis": "An axis; a list of bounds is the short form.",
    "MatrixAxis.bounds": "The bounds in ascending order.",
    "MatrixAxis.below": "Below the first bound, where this axis differs from the table.",
    "MatrixAxis.beyond": "Beyond the last bound, where this axis differs from the table.",
    "MatrixAxis.snap": "Rounding of the axis before a place is chosen.",
    "MatrixAxis.axis": "The kind of the axis, where the bounds do not tell.",
}
