"""Problems of which rows are people and deals: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "KPI530": (
        "непонятно, чья строка названа именем `{name}`: оно стоит и в другом столбце, в {second}",
        "укажите в `employees`, в каком столбце имена самих сотрудников: `name:` и его заголовок",
    ),
}
