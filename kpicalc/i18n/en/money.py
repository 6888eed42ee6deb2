"""Problems of arithmetic, periods and silent zeros: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {}
