"""Problems of arithmetic, periods and silent zeros: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "KPI534": (
        "{period} — не период этой схемы: её периоды {near}",
        "выберите один из них: --period, или измените `period:` в схеме",
    ),
    "KPI535": (
        "период не может начинаться {text}-го числа каждого месяца",
        "напишите день от 2 до {most}; без `starts` период начинается 1-го",
    ),
    "KPI536": (
        "период не может длиться {text} нед.",
        "напишите целые недели от 1 до {most}: `weeks: 2` или `weeks: [4, 4, 5]`",
    ),
    "KPI269": (
        "не понять, в чём измеряется `{name}`: значение идёт от строки к строке, и ни один вид не подходит",
        "назовите вид: `{name}: {{formula: …, type: money}}` (или count, hours, days, ratio, number)",
    ),
}
