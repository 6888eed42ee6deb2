"""Problems of which files and sheets make a table: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {}
