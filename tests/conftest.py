"""What all tests share: random examples that are the same in every run."""

from __future__ import annotations

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
