"""What all tests share: the same random examples, little search for garbage, fair shares, quick counting."""

from __future__ import annotations

import gc
import os
from collections.abc import Generator
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import pytest
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
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 20, 50)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: Any, log: Any) -> Any:
    """Leave neighbours to one worker: what the tests of a file share is made once, and not by each worker."""
    # Named and not imported: the tests run without it, too.
    return resolve_name("xdist.scheduler:WorkStealingScheduling")(config, log)


# Whole schemes and months, which go through every package.
_THROUGH_ALL = frozenset({"cases", "golden"})


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Count the lines and branches of a package in its own tests: in all others counting only costs time."""
    counting = item.config.pluginmanager.getplugin("_cov")
    if counting is None or _is_counted(item):
        return (yield)
    counting.cov_controller.pause()
    try:
        return (yield)
    finally:
        counting.cov_controller.resume()


def _is_counted(item: pytest.Item) -> bool:
    """Say whether a test counts: `--cov=kpicalc/engine` asks for tests/engine, `--cov=kpicalc` for all."""
    asked = {Path(source).name for source in item.config.getoption("cov_source") or ("kpicalc",)}
    folder = item.path.relative_to(item.config.rootpath).parts[1]
    return folder in asked | _THROUGH_ALL or "kpicalc" in asked
