"""Problems of the compiler stage: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {}
