"""Problems of which rows are people and deals: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {}
