"""Problems of arithmetic, periods and silent zeros: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "KPI269": (
        "what `{name}` measures cannot be told: it goes on from row to row, and its formula fits no kind",
        "say it: `{name}: {{formula: …, type: money}}` (or count, hours, days, ratio, number)",
    ),
}
