"""A run over parts: each is done by some worker, what they find together is merged here, in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from kpicalc.api.run import Request, point_at_title, widen_programs
from kpicalc.api.schemes import compile_schemes
from kpicalc.engine.part_steps import agree, found_over_parts, rows_of_part, spread_grains
from kpicalc.facts.find_period import find_period
from kpicalc.facts.read_files import list_given, read_listed
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, error, has_errors
from kpicalc.model.facts import Frame
from kpicalc.model.problem import Problem
from kpicalc.model.program import Program
from kpicalc.model.result import Run, Values
from kpicalc.model.source import FilePlace
from kpicalc.scheme.file_text import load_words
from kpicalc.spread.check_parts import (
    are_complete,
    check_alike,
    check_names_of_parts,
    check_people,
    check_places,
    find_idle_problems,
    find_repeated,
    join_derived,
    point_at_parts,
)
from kpicalc.spread.held_part import Agreed, Held, Plan, derived_grains
from kpicalc.spread.join_parts import join_identities, join_parts
from kpicalc.spread.obstacles import find_obstacles
from kpicalc.spread.part_news import News, tell_more, tell_part
from kpicalc.spread.part_work import advance, find_people_of, list_names, open_part, pay_part, pay_part_alone
from kpicalc.spread.parts import DealtPart, PaidPart, Written, list_parts, read_paid_part


class Cluster(Protocol):
    """Where tasks are done. What a task comes to stays there until it is gathered."""

    def start(self, work: Callable[..., object], *arguments: object, part: DealtPart) -> object:
        """Have a pure function called somewhere; what other tasks gave may be among the arguments."""

    def gather(self, tasks: Sequence[object]) -> list[Any]:
        """Return what the tasks came to, in their order; PartFailure for one that nobody could do."""


class PartFailure(Exception):  # noqa: N818 - what failed is a part
    """A part that no worker could compute, and why: `killed`, `version` or `folder`, with what is wrong."""

    def __init__(self, part: DealtPart, hint: str, reason: str) -> None:
        super().__init__(part.name, hint, reason)
        self.part = part
        self.hint = hint
        self.reason = reason


@dataclass(frozen=True, slots=True)
class SpreadRun:
    """A plan with its parts: all that is known before the first task begins."""

    plan: Plan
    parts: tuple[DealtPart, ...]
    problems: tuple[Diagnostic, ...]


def plan_parts(request: Request) -> Checked[SpreadRun]:
    """Find the parts, the period and the schemes, and refuse what cannot be spread; only heads are read.

    Without parts there is neither a value nor a problem.
    """
    problems: list[Diagnostic] = []
    listed = list_given(request.facts, problems)
    parts = list_parts(listed, request.facts)
    if problems or not parts:
        return Checked(None, tuple(problems))
    words = load_words(request.schemes)
    period, title = request.period, None
    if period is None:
        read = read_listed(parts[0].files, request.encoding, request.settings, lambda: words)
        if read.value is None:
            return Checked(None, read.diagnostics)
        found = find_period(read.value)
        if found.value is None:
            return Checked(None, found.diagnostics)
        period, title = found.value
    programs = compile_schemes(request.schemes, period, request.kept)
    told = point_at_title(programs.diagnostics, title)
    if programs.value is None:
        return Checked(None, told)
    obstacles = tuple(find_obstacles(programs.value))
    if obstacles:
        return Checked(None, (*told, *obstacles))
    plan = Plan(
        widen_programs(programs.value, request.columns),
        period,
        request.period is not None,
        request.encoding,
        request.settings,
        words,
        not request.pay_only,
        request.allow_partial,
    )
    return Checked(SpreadRun(plan, parts, told))


def count_tasks(spread: SpreadRun) -> int:
    """Return how many tasks are gathered in a run over parts."""
    programs = spread.plan.programs
    if not any(map(_is_merged, programs)):
        return len(spread.parts)
    merged = max(sum(1 for step in each.steps if found_over_parts(each, step)) for each in programs)
    return (2 + any(map(derived_grains, programs)) + merged) * len(spread.parts)


def pay_parts(spread: SpreadRun, cluster: Cluster, folder: Path) -> Checked[Run]:
    """Pay all parts on a cluster; their files stand in a folder that it sees, too."""
    try:
        return _pay_parts(spread, cluster, folder)
    except PartFailure as failure:
        place = FilePlace(str(Path(failure.part.own[0][1]).parent))
        return Checked(
            None, (error(Problem.PART_NOT_COMPUTED, place, hint=failure.hint, reason=failure.reason),)
        )


def _pay_parts(spread: SpreadRun, cluster: Cluster, folder: Path) -> Checked[Run]:
    plan, parts = spread.plan, spread.parts
    if not any(map(_is_merged, plan.programs)):
        tasks = [cluster.start(pay_part_alone, plan, part, folder, part=part) for part in parts]
        written: list[Written] = cluster.gather(tasks)
        told = [each.news for each in written if each.news is not None]
        problems = _check(spread, cluster, told)
        if not are_complete(told):
            return Checked(None, problems)
        return _join(spread, problems, written, folder)
    held = [cluster.start(open_part, plan, part, part=part) for part in parts]
    news = _ask(tell_part, cluster, held, parts)
    problems = _check(spread, cluster, news)
    derived, confused = join_derived(news)
    problems += tuple(confused)
    if not are_complete(news) or (has_errors(problems) and not plan.allow_partial):
        return Checked(None, problems)
    shares = [Agreed(derived, {})] * len(parts)
    while derived or any(each.states for each in news):
        if any(each.states for each in news):
            shares = _merge(plan.programs, news)
        pairs = zip(held, shares, parts, strict=True)
        held = [cluster.start(advance, plan, each, share, part=part) for each, share, part in pairs]
        news, derived = _ask(tell_more, cluster, held, parts), {}
    tasks = [
        cluster.start(pay_part, plan, part, each, folder, part=part)
        for part, each in zip(parts, held, strict=True)
    ]
    return _join(spread, problems, cluster.gather(tasks), folder)


def _is_merged(program: Program) -> bool:
    """Say whether parts of a scheme have to find something together."""
    return bool(derived_grains(program)) or any(found_over_parts(program, step) for step in program.steps)


def _ask(
    about: Callable[[Held], News], cluster: Cluster, held: Sequence[object], parts: Sequence[DealtPart]
) -> list[News]:
    return cluster.gather(
        [cluster.start(about, each, part=part) for each, part in zip(held, parts, strict=True)]
    )


def _check(spread: SpreadRun, cluster: Cluster, news: Sequence[News]) -> tuple[Diagnostic, ...]:
    """Return all problems of the parts, and those that show only between them."""
    plan, parts = spread.plan, spread.parts
    stranger = next((at for at, each in enumerate(news) if each.version != plan.version), None)
    if stranger is not None:
        raise PartFailure(parts[stranger], "version", f"kpicalc {news[stranger].version} ≠ {plan.version}")
    problems = [*spread.problems, *(problem for each in news for problem in each.problems)]
    problems += find_idle_problems(news)
    problems = list(point_at_parts(problems, news))
    problems += check_places(plan.programs, parts, news)
    problems += check_alike(news)
    repeated = find_repeated(news)
    tasks = [
        cluster.start(find_people_of, plan, parts[at], wanted, part=parts[at])
        for at, wanted in repeated.items()
    ]
    people = [person for each in cluster.gather(tasks) for person in each]
    problems += check_people(people)
    if any(each.by_name for each in news):
        problems += check_names_of_parts(
            cluster.gather([cluster.start(list_names, plan, part, part=part) for part in parts])
        )
    return tuple(dict.fromkeys(problems))


def _merge(programs: Sequence[Program], news: Sequence[News]) -> list[Agreed]:
    """Merge what the parts of each scheme have brought; return what each part is told of it."""
    shares: list[dict[str, Values]] = [{} for _ in news]
    for program in programs:
        mine = [at for at, each in enumerate(news) if program.scheme in each.states]
        if mine:
            for at, values in zip(mine, _merge_scheme(program, [news[at] for at in mine]), strict=True):
                shares[at][program.scheme] = values
    return [Agreed({}, each) for each in shares]


def _merge_scheme(program: Program, news: Sequence[News]) -> list[Values]:
    """Merge what the parts of a scheme have brought; return of it what each of them is told."""
    spread, known = spread_grains(program), [each.frames[program.scheme] for each in news]
    frames: dict[str, Frame] = {name: each for name, each in known[0].items() if name not in spread}
    rows: list[dict[str, range]] = [{} for _ in news]
    for name in spread.intersection(known[0]):
        frames[name], parts = join_identities([each[name] for each in known])
        for each, own in zip(rows, parts, strict=True):
            each[name] = own
    values = agree(program, frames, [each.states[program.scheme] for each in news])
    return [rows_of_part(values, each) for each in rows]


def _join(
    spread: SpreadRun, problems: tuple[Diagnostic, ...], written: Sequence[Written], folder: Path
) -> Checked[Run]:
    plan = spread.plan
    complete = all(each.name for each in written)
    if not complete or (has_errors(problems) and not plan.allow_partial):
        return Checked(None, problems)
    names = [each.scheme for each in plan.programs]
    run = join_parts(plan.period, _read_parts(spread.parts, written, folder), names)
    problems = tuple(dict.fromkeys((*problems, *run.diagnostics)))
    whole = plan.allow_partial or not has_errors(problems)
    return Checked(replace(run, diagnostics=problems) if whole else None, problems)


def _read_parts(parts: Sequence[DealtPart], written: Sequence[Written], folder: Path) -> Iterator[PaidPart]:
    for part, each in zip(parts, written, strict=True):
        paid = read_paid_part(folder, each)
        if paid is None:
            raise PartFailure(part, "folder", str(folder))
        yield paid
