"""How much is tried at random: `KPICALC_TRIES=20 pytest …` tries twenty times as much as usual."""

from __future__ import annotations

import os

_TIMES = float(os.environ.get("KPICALC_TRIES", "1"))


def tries(usual: int) -> int:
    """Return how many examples a test shall try that usually tries so many."""
    return max(1, round(usual * _TIMES))
