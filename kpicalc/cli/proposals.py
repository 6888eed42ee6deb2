"""What fits where a command is being typed: problem codes, schemes to begin with, people and their lines."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpicalc import api
from kpicalc.cli.app import find_language
from kpicalc.cli.completions import Proposals
from kpicalc.cli.options import ComputeOptions
from kpicalc.cli.request import Place, choose_employee, make_request, name_of, number_of
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import find_page
from kpicalc.model.problem import problem_names
from kpicalc.scheme.load_scaffold import load_scaffolds

if TYPE_CHECKING:
    import typer

# Files up to this size are read within a second; who has larger ones would wait for a proposal too long.
_MOST_BYTES = 2_000_000
# More lines than this fill a screen, and the shell asks whether it should show them at all.
_MOST_PEOPLE = 100


def fitting_codes(_ctx: typer.Context, incomplete: str) -> Proposals:
    """Propose problem codes, with what each is about."""
    codes = [code for code in problem_names() if code.startswith(incomplete)]
    return [(code, page.title) for code in codes if (page := find_page(code, _language()))]


def fitting_templates(_ctx: typer.Context, _incomplete: str) -> Proposals:
    """Propose the schemes to begin with."""
    return [(each.name, each.title) for each in load_scaffolds(_language())]


def fitting_employees(ctx: typer.Context, incomplete: str) -> Proposals:
    """Propose the numbers of the people in the facts typed so far, with their names."""
    numbered = ((number_of(place), place) for place in _typed_places(ctx))
    fitting = ((number, name_of(place)) for number, place in numbered if number.startswith(incomplete))
    return list(islice(fitting, _MOST_PEOPLE))


def fitting_lines(ctx: typer.Context, _incomplete: str) -> Proposals:
    """Propose the pay lines and KPIs of the scheme that pays the employee typed before."""
    chosen = choose_employee(_typed_places(ctx), str(ctx.params.get("employee")))
    if not isinstance(chosen, tuple):
        return []
    program = chosen[0].program
    named = [(line.name, line.label) for line in program.pay_lines]
    return named + [(kpi.name, kpi.label) for kpi in program.kpis]


def _typed_places(ctx: typer.Context) -> Sequence[Place]:
    """Return the people in the facts typed so far; nobody where these are too large or wrong."""
    # Beside an option that still waits for its value, what else was typed stays among the arguments.
    typed = (*_typed(ctx, "fact"), *_typed(ctx, "facts")) or ctx.args
    facts = list(map(Path, typed))
    if not facts or sum(map(_size_of, facts)) > _MOST_BYTES:
        return ()
    said = ctx.params.get
    options = ComputeOptions(
        facts, list(_typed(ctx, "scheme")), said("period"), encoding=said("encoding") or ""
    )
    request = make_request(tuple(facts), options)
    run = api.compute(request).value if isinstance(request, api.Request) else None
    return () if run is None else api.employee_rows(run)


def _typed(ctx: typer.Context, name: str) -> Sequence[Any]:
    typed = ctx.params.get(name) or ()
    return typed if isinstance(typed, list | tuple) else [typed]


def _size_of(path: Path) -> int:
    files: Iterable[Path] = path.iterdir() if path.is_dir() else [path]
    return sum(each.stat().st_size for each in files)


def _language() -> Language:
    return find_language((), os.environ)
