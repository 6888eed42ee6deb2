"""The commands, in the order in which `--help` lists them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kpicalc.cli.compute import compute
from kpicalc.cli.explain import explain
from kpicalc.cli.options import ComputeOptions, ExplainOptions
from kpicalc.i18n.catalogue import Language


@dataclass(frozen=True, slots=True)
class Command:
    """A command: what it is called, the class of its options, and what it does with them."""

    name: str
    options: type[Any]
    action: Callable[[Any, Language], int]


COMMANDS: tuple[Command, ...] = (
    Command("compute", ComputeOptions, compute),
    Command("explain", ExplainOptions, explain),
)
