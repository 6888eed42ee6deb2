"""What constructs name with a point is a figure that other rooms know by its kind, not by its spelling."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpicalc.api import compile_alone
from kpicalc.model.figure import Figure, figure_of, name_figure, owner_of
from kpicalc.model.outline import LineKind
from kpicalc.model.program import Program, Role

SCHEMES = sorted((Path(__file__).parents[2] / "schemes").glob("*.yaml"))


def _named_otherwise(program: Program) -> set[str]:
    """Return the names with a point that are no figures: of the period, of cases, and of limits of groups."""
    groups = {f"limits.{line.group}" for line in program.pay_lines if line.kind is LineKind.ADJUSTMENT}
    limits = {line.name for line in program.pay_lines} | groups
    others = {
        each.name for each in program.variables() if each.role in {Role.PERIOD, Role.PARAMETER, Role.CHECK}
    }
    return others | limits


@pytest.mark.parametrize("path", SCHEMES, ids=[path.stem for path in SCHEMES])
def test_every_name_with_a_point_is_a_figure(path: Path) -> None:
    program = compile_alone(path, None).value
    assert program is not None
    dotted = {each.name for each in program.variables() if "." in each.name} - _named_otherwise(program)

    assert {name for name in dotted if figure_of(name) is None} == set()


@pytest.mark.parametrize("figure", list(Figure))
def test_a_figure_is_found_again_in_its_name(figure: Figure) -> None:
    name = name_figure("limits.total", figure)

    assert (owner_of(name), figure_of(name)) == ("limits.total", figure)


def test_rules_are_numbered_and_other_figures_are_not() -> None:
    assert figure_of("бонус.rule12") is Figure.RULE
    assert figure_of("план.plan2") is None
    assert (owner_of("план.plan2"), owner_of("план")) == ("план.plan2", "план")
