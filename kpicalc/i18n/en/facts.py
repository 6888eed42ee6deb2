"""Problems of the facts stage: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {}
