"""Problems of encodings, employee numbers and texts that select pay: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {}
