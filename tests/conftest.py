"""What all tests share: random examples that are the same in every run, and no search for garbage in tests."""

from __future__ import annotations

import gc
import os

from hypothesis import HealthCheck, settings

# No test finds what another has compiled; the tests of the folder ask for one of their own.
os.environ["KPICALC_CACHE"] = "off"

settings.register_profile(
    "repeatable",
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("repeatable")

# Rows and trees are made by the million and hold no cycles: looking at them often finds nothing.
_NEW_OBJECTS = 50_000


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and never among the tests themselves: they stay until the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 20, 50)
