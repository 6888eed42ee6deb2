"""What all tests share: random examples, what is compiled once, little search for garbage, counting."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from pkgutil import resolve_name, walk_packages
from typing import Any

import pytest
from _pytest.doctest import DoctestModule
from hypothesis import HealthCheck, settings

from kpicalc.engine.scaled.scaled_column import ScaledColumn
from tests.tries import tries

# No test finds files that another has compiled; the tests of the folder ask for one of their own.
os.environ["KPICALC_CACHE"] = "off"
# Beside each other tests are told how wide the terminal is, alone they are not: what is printed is as wide.
os.environ.pop("COLUMNS", None)

settings.register_profile(
    "repeatable",
    max_examples=tries(50),
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("repeatable")

# Rows and trees are made by the million and hold no cycles: looking at them often finds nothing.
_NEW_OBJECTS = 50_000


@pytest.fixture(scope="session", autouse=True)
def hold_whole_numbers() -> Iterator[None]:
    """Hold every column of whole numbers that any test makes to what it says of itself."""
    unchecked = ScaledColumn.__post_init__

    def check(column: ScaledColumn) -> None:
        assert all(type(each) is int and abs(each) <= column.most for each in column.ints), column
        unchecked(column)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ScaledColumn, "__post_init__", check)
        yield


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and never among the tests themselves: they stay until the end."""
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 20, 50)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: Any, log: Any) -> Any:
    """Leave neighbours to one worker: what the tests of a file share is made once, and not by each worker."""
    # Named and not imported: the tests run without it, too.
    return resolve_name("xdist.scheduler:WorkStealingScheduling")(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_collect_file() -> Generator[None, list[Any], list[Any]]:
    """Look for examples in the words of the program only: those of the tests hold none."""
    return [each for each in (yield) if not isinstance(each, DoctestModule)]


# Counting makes a test two to three times as slow. Those named here reach every branch that is counted, the
# others repeat them; `!` takes one out of a folder. Where one is missing, `.ci/run` counts the others, too.
_COUNTED = frozenset((Path(__file__).parents[1] / ".ci" / "counted").read_text(encoding="utf-8").split())


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Count what the counted packages do when they are imported, and nothing of how tests are looked for."""
    folders = session.config.getoption("cov_source", None) or ()
    for folder in folders:
        for module in walk_packages([folder], f"{folder.replace('/', '.')}."):
            import_module(module.name)
    with _uncounted(session.config):
        # A text is compiled once in a process: the company's twenty schemes are paid by in hundreds of tests.
        home = import_module(_COMPILES)
        pytest.MonkeyPatch().setattr(home, "compile_text", lru_cache(maxsize=128)(home.compile_text))
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Count the lines and branches that a test reaches only where that may tell something."""
    stash = item.session.stash
    if not _is_counted(item):
        stash[_ANSWERED] = True
        with _uncounted(item.config):
            return (yield)
    if stash.get(_ANSWERED, False):
        _forget_answers(item.config)
    stash[_ANSWERED] = False
    return (yield)


# Whether tests that are not counted may have asked what is asked once: those that are counted ask anew.
_ANSWERED = pytest.StashKey[bool]()
_COMPILES = "kpicalc.api.compile_file"


def _forget_answers(config: pytest.Config) -> None:
    packages = tuple(each.replace("/", ".") for each in config.getoption("cov_source", None) or ())
    asked = (*packages, _COMPILES, "tests.engine.builders")
    for name, module in [*sys.modules.items()] if packages else ():
        for each in vars(module).values() if name.startswith(asked) else ():
            if callable(getattr(each, "cache_clear", None)):
                each.cache_clear()


@contextmanager
def _uncounted(config: pytest.Config) -> Iterator[None]:
    counting = config.pluginmanager.getplugin("_cov")
    if counting is None:
        yield
        return
    counting.cov_controller.pause()
    try:
        yield
    finally:
        counting.cov_controller.resume()


def _is_counted(item: pytest.Item) -> bool:
    path = item.path.relative_to(item.config.rootpath)
    named = not _COUNTED.isdisjoint(each.as_posix() for each in (path, *path.parents))
    return os.environ.get("KPICALC_COUNT") == "all" or (named and f"!{path.as_posix()}" not in _COUNTED)
