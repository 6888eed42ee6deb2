"""Problems of dates, times and hours as they are written: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {}
