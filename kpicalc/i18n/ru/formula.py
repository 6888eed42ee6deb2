"""Problems of the formula stage: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {}
