"""Problems of arithmetic, periods and silent zeros: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "KPI269": (
        "не понять, в чём измеряется `{name}`: значение идёт от строки к строке, и ни один вид не подходит",
        "назовите вид: `{name}: {{formula: …, type: money}}` (или count, hours, days, ratio, number)",
    ),
}
