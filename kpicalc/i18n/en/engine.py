"""Problems of the engine stage: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {}
