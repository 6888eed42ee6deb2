"""What the shell proposes while a command is being typed: where anything is amiss, nothing."""

from __future__ import annotations

from collections.abc import Callable
from pkgutil import resolve_name

import typer  # noqa: TC002 - typer looks at the annotations when it runs

Proposals = list[tuple[str, str]]


def _propose(place: str) -> Callable[..., Proposals]:
    """Let `module:function` propose, loaded when it is asked: to read facts takes more than `--help` may.

    A wrong file, or one that cannot be read, proposes nothing: a half-typed command is no mistake.
    """

    # Typer hands over what it finds by these names and annotations.
    def propose_fitting(ctx: typer.Context, incomplete: str) -> Proposals:
        try:
            found: Proposals = resolve_name(place)(ctx, incomplete)
            return [each for each in found if each[0].startswith(incomplete)]
        except Exception:  # noqa: BLE001 - whatever it is, the person is still typing
            return []

    return propose_fitting


propose_codes = _propose("kpicalc.cli.proposals:fitting_codes")
propose_templates = _propose("kpicalc.cli.proposals:fitting_templates")
propose_employees = _propose("kpicalc.cli.proposals:fitting_employees")
propose_lines = _propose("kpicalc.cli.proposals:fitting_lines")
