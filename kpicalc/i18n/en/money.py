"""Problems of arithmetic, periods and silent zeros: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "KPI534": (
        "{period} is no period of this scheme: its periods are {near}",
        "choose one of them with --period, or change `period:` in the scheme",
    ),
    "KPI537": (
        "the titles name {found}, but pay is computed for {period}",
        "check that it is the right file; if the scheme pays for such days, say so by its `period:`",
    ),
    "KPI535": (
        "a period cannot begin on the day {text} of every month",
        "write a day from 2 to {most}; without `starts` it begins on the 1st",
    ),
    "KPI536": (
        "a period cannot be {text} weeks long",
        "write whole weeks from 1 to {most}: `weeks: 2` or `weeks: [4, 4, 5]`",
    ),
    "KPI269": (
        "what `{name}` measures cannot be told: it goes on from row to row, and its formula fits no kind",
        "say it: `{name}: {{formula: …, type: money}}` (or count, hours, days, ratio, number)",
    ),
    "KPI318": (
        "`{formula}` comes to a number that is too large to reckon with",
        "check the numbers: no pay has a thousand digits",
    ),
    "KPI319": (
        "the weight of `{name}` is below 0: {weight}",
        "a weight is a share from 0% to 100%; what lowers pay is a KPI with `better: lower`, or a factor",
    ),
    "KPI320": (
        "the bounds of column `{name}` leave no number between them",
        "let the lower bound not exceed the upper one: as it is, every row is refused",
    ),
    "KPI321": (
        "`{name}` is never so in this scheme: it can be {possible}",
        "a period is called by its first month: see `period.last_month`, `period.quarter`, `period.half`",
    ),
    "KPI514": (
        "{who}: the lower bound is above the upper one",
        "check the formulas of the two bounds: for everybody the lower one must not exceed the upper one",
    ),
    "KPI513": (
        "{who}: deduction `{name}` comes to less than 0: {amount}",
        "say `refund: true` at the line if it is to be paid back, or hold the amount: `max(0, …)`",
    ),
}
