"""Problems of pay lines and of the calendar: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "KPI290": (
        "`{name}` counts working days, but the scheme has no `calendar`",
        "add `calendar: {{holidays: […]}}`; `calendar: {{}}` is a plain week from Monday to Friday",
    ),
    "KPI291": (
        "the base of `{name}` must be {wanted}, not {found}",
        "a percentage is taken of an amount of money",
    ),
    "KPI292": (
        "the balance of `{name}` must be {wanted}, not {found}",
        "give the debt before the period as an amount of money",
    ),
    "KPI293": (
        "`{name}` wants ({wanted}); values given: {given}",
        "give the two ends; a second pair of dates stands for the period",
    ),
    "KPI294": (
        "the stretch from {first} to {last} ends before it begins, or is longer than a year",
        "write the earlier day first: `2026-01-01..2026-01-08`",
    ),
    "KPI295": ("{day} is both a holiday and a working day", "keep it in one of the two lists"),
    "KPI296": (
        "`{name}` needs the hours of a working day, and no calendar says them",
        "add `calendar: {{day_hours: 8}}`",
    ),
    "KPI335": (
        "the deductible of `{name}` is below 0: {value}",
        "it is taken off the base: write it without a minus sign",
    ),
    "KPI336": (
        "the calendar names no day of {year}",
        "add the holidays of that year, and the weekends that are worked",
    ),
    "KPI337": ("`{name}` pays {times} times its base", "write `{mend}` if a percentage is meant"),
}
