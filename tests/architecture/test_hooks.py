"""The hooks and the examples for CI name commands and options that there are."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import typer
import yaml

from kpicalc.cli.app import build_app
from kpicalc.cli.commands import COMMANDS
from kpicalc.i18n.catalogue import Language
from tests.architecture.sources import ROOT

HOOKS = ROOT / ".pre-commit-hooks.yaml"
CI = ROOT / "examples" / "ci"
PAGE = ROOT / "docs" / "editors.md"
CALL = re.compile(r"kpicalc ((?:[-\w./]+ ?)+)")


def _calls() -> Iterator[tuple[str, str]]:
    for hook in _hooks():
        yield hook["id"], hook["entry"].removeprefix("kpicalc ")
    for path in sorted(CI.glob("*.yml")):
        for found in CALL.finditer("\n".join(_commands(yaml.safe_load(path.read_text(encoding="utf-8"))))):
            yield path.name, found[1]


def _hooks() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))
    return found


def _commands(value: Any) -> Iterator[str]:
    """Yield the lines of `run` and `script`, wherever they stand."""
    match value:
        case Mapping():
            for key, each in value.items():
                lines = each if isinstance(each, list) else [each]
                yield from (str(line) for line in lines if key in {"run", "script"})
                yield from _commands(each)
        case list():
            for each in value:
                yield from _commands(each)


CALLS = [(place, call.strip()) for place, call in _calls() if call.strip() not in {"", "kpicalc"}]


@pytest.mark.parametrize(("place", "call"), CALLS)
def test_every_call_names_a_command_and_its_options(place: str, call: str) -> None:
    command, *words = call.split()
    group = typer.main.get_command(build_app(Language.EN))
    parameters = getattr(group, "commands", {})[command].params
    known = {option for each in parameters for option in each.opts}

    assert command in {each.name for each in COMMANDS}, place
    assert {word for word in words if word.startswith("-")} <= known, place


def test_the_hooks_and_the_page_name_each_other() -> None:
    told = re.findall(r"- id: ([\w-]+)", PAGE.read_text(encoding="utf-8"))

    assert sorted(told) == sorted(hook["id"] for hook in _hooks())


@pytest.mark.parametrize(
    "arguments",
    [
        ("--builtin-schema", "vendor.github-workflows", str(CI / "github.yml")),
        ("--builtin-schema", "vendor.gitlab-ci", str(CI / "gitlab.yml")),
    ],
)
def test_the_examples_for_ci_have_the_shape_that_ci_wants(arguments: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "check_jsonschema", *arguments]

    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments

    assert (done.returncode, done.stdout.strip()) == (0, "ok -- validation done")
