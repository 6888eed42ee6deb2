"""Problems of scheme tests: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {}
