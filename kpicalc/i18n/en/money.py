"""Problems of arithmetic, periods and silent zeros: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "KPI534": (
        "{period} is no period of this scheme: its periods are {near}",
        "choose one of them with --period, or change `period:` in the scheme",
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
}
