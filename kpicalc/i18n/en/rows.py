"""Problems of which rows are people and deals: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "KPI530": (
        "whose row `{name}` names is not certain: the name also stands in another column, at {second}",
        "say under `employees` in which column the employees themselves stand: `name:` and its heading",
    ),
}
