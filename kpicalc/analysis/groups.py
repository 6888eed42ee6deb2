"""Which department or other group a person belongs to, as far as the sheets tell."""

from __future__ import annotations

from collections.abc import Sequence

from kpicalc.engine.world import World
from kpicalc.model.kind import Kind
from kpicalc.model.program import EMPLOYEES, TEAMS
from kpicalc.model.result import Settlement


def group_of_person(place: tuple[Settlement, int], headings: Sequence[str]) -> str:
    """Return the text in one of the columns, else the team; "" where neither is there."""
    settlement, row = place
    wanted = {each.casefold() for each in headings}
    frame = settlement.facts.frames[EMPLOYEES]
    world = World(settlement.program, settlement.facts)
    for given in settlement.program.inputs:
        called = {each.casefold() for each in (*given.headings, given.label, given.name)}
        asked = given.grain == EMPLOYEES and given.kind is Kind.TEXT and called & wanted
        value = world.whole_column(given.key)[row] if asked and given.name in frame.columns else None
        if isinstance(value, str) and value:
            return value
    teams = settlement.facts.frames.get(TEAMS)
    if teams is None or settlement.program.grains[EMPLOYEES].parent != TEAMS:
        return ""
    team = frame.parents[row]
    return teams.labels[team] or teams.keys[team]
