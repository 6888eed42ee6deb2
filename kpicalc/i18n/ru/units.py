"""Problems of units, currencies, scales and notations of numbers: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {}
