"""Problems that a proof finds in a scheme whose parts are all right: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {}
