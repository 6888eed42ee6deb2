"""The face of the package: every public name is found, and none loads more than it needs."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kpicalc import api


def test_every_public_name_is_found() -> None:
    found = {name: getattr(getattr(api, name), "__doc__", None) for name in api.__all__}

    assert [name for name, told in found.items() if not told] == []


def test_a_name_that_is_not_public() -> None:
    with pytest.raises(AttributeError, match=r"module 'kpicalc\.api' has no attribute 'settle'"):
        getattr(api, "settle")  # noqa: B009 - the name is not there


@pytest.mark.parametrize(
    ("name", "rooms"),
    [
        ("Request", {"analysis", "lab", "testing", "validation", "report", "cli"}),
        ("compile_schemes", {"analysis", "lab", "testing", "validation", "report", "cli", "facts"}),
    ],
)
def test_a_verb_loads_no_room_that_it_does_not_enter(name: str, rooms: set[str]) -> None:
    program = f"import sys; from kpicalc.api import {name}; print(*sys.modules)"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603 - our own text

    loaded = {each.split(".")[1] for each in done.stdout.split() if each.startswith("kpicalc.")}
    assert loaded & rooms == set()
