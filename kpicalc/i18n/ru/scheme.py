"""Problems of the scheme stage: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {}
