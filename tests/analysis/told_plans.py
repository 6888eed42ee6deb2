"""All that analysis finds out about schemes made by chance and people paid by them, in plain lines.

`python -m tests.analysis.told_plans` writes anew what was kept, a digest for each view of each scheme; with a
folder it writes the lines themselves there, to be compared with those of another state.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal, localcontext
from functools import partial
from pathlib import Path
from random import Random
from typing import cast

from kpicalc.analysis.analyse import analyse_program
from kpicalc.analysis.audit.audit import audit_pay
from kpicalc.analysis.budget import plan_budget
from kpicalc.analysis.curves.people import place_people
from kpicalc.analysis.curves.row_curves import draw_row_curves
from kpicalc.analysis.enclosure.box import box_of
from kpicalc.analysis.enclosure.enclose import enclose
from kpicalc.analysis.even_pairs import find_even
from kpicalc.analysis.next_steps import find_next_steps, find_own_curve, leave_own
from kpicalc.analysis.progress.foresee import open_at_end
from kpicalc.analysis.progress.measure import check_paces, measure_progress
from kpicalc.analysis.proofs.prove import prove
from kpicalc.analysis.reference import rest_at
from kpicalc.analysis.what_if.simulate import simulate_pay
from kpicalc.analysis.worked_examples import work_examples
from kpicalc.engine.settle import settle
from kpicalc.lab.laboratory import prepare_laboratory
from kpicalc.model.budget import BudgetQuestion
from kpicalc.model.kind import NUMERIC
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.program import EMPLOYEES, Program
from kpicalc.model.result import Settlement
from kpicalc.model.source import SourceText
from kpicalc.model.what_if import Draw, Shape, Sweep, WhatIf
from kpicalc.scheme.load import read_scheme
from tests.analysis.asked_questions import list_asked
from tests.analysis.plain_records import tell_plainly
from tests.analysis.random_months import make_rows, write_flat, write_month
from tests.analysis.random_plans import write_plan
from tests.analysis.small_months import list_months
from tests.analysis.small_schemes import ASKED, ROWS_ASKED, SMALL_SCHEMES
from tests.engine.builders import HEAD, compile_text, make_facts
from tests.kept_digests import Told, write_told

KEPT = Path(__file__).with_name("told_plans.txt")


def list_told() -> Told:
    """Return the schemes by the numbers they are made of, each with what tells of it by view."""
    plans: Told = {f"plan.{seed}": partial(tell_plan, seed) for seed in _PLANS}
    small: Told = {f"scheme.{name}": partial(_tell_small, name) for name in SMALL_SCHEMES}
    months = sorted({seed for seeds in _MONTHS.values() for seed in seeds})
    of_months: Told = {f"month.{seed}": partial(tell_month, seed) for seed in months}
    return {**plans, **small, **of_months, **list_asked(), **list_months()}


def tell_plan(seed: int) -> dict[str, str]:
    """Return what is found out about a scheme without people."""
    return _tell_views(_views_of_scheme(write_plan(_draw(seed))))


def _tell_small(name: str) -> dict[str, str]:
    """Return what is found out about a scheme; all that its pay may be only where that is soon found."""
    views = _views_of_scheme(SMALL_SCHEMES[name])
    if name in _LATE:
        del views["analysis"]
    if name in ASKED:
        views["asked"] = lambda: iter((analyse_program(compile_text(SMALL_SCHEMES[name]), *ASKED[name]),))
    if name in ROWS_ASKED:
        views["rows"] = partial(_tell_row_curves, name)
    return _tell_views(views)


def _tell_row_curves(name: str) -> Iterator[object]:
    lab = prepare_laboratory(compile_text(SMALL_SCHEMES[name]))
    with localcontext(CONTEXT):
        reference = rest_at(lab, {})
        for ranges in ROWS_ASKED[name]:
            yield from draw_row_curves(lab, reference, ranges, ZERO)


def tell_month(seed: int) -> dict[str, str]:
    """Return what is found out about a scheme and its people, also where another scheme pays them."""
    random = _draw(seed)
    text = write_month(random)
    rows = make_rows(compile_text(text), random)
    both = map(compile_text, (text, write_flat(text)))
    new, old = (settle(program, make_facts(program, rows)) for program in both)
    of_people: dict[str, _View] = {
        "people": partial(_tell_people, new),
        "even": partial(_tell_even, old, new),
        "progress": partial(_tell_progress, new),
    }
    views = {**_views_of_scheme(text), **of_people}
    return _tell_views({view: tell for view, tell in views.items() if seed in _MONTHS[view]})


def _draw(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - made-up schemes, no secrets


def _views_of_scheme(text: str) -> dict[str, _View]:
    program = compile_text(text)
    return {
        "domains": partial(_tell_domains, program),
        "proofs": partial(_tell_proofs, program, text),
        "analysis": partial(_tell_analysis, program),
    }


def _tell_views(views: Mapping[str, _View]) -> dict[str, str]:
    return {view: "\n".join(map(tell_plainly, tell())) for view, tell in views.items()}


def _tell_domains(program: Program) -> Iterator[object]:
    enclosed = enclose(program, box_of(program))
    yield from ((each.key, enclosed.of(*each.key)) for each in program.variables())


def _tell_proofs(program: Program, text: str) -> Iterator[object]:
    document = read_scheme(HEAD + text, "test.yaml").value
    assert document is not None
    yield from prove(program, document)


def _tell_analysis(program: Program) -> Iterator[object]:
    yield analyse_program(program, {}, {})
    yield from work_examples(program)


def _tell_people(settlement: Settlement) -> Iterator[object]:
    program = settlement.program
    places = _paid_rows(settlement)
    for each in places:
        yield from _tell_steps(*each)
    if places:
        yield from (audit_pay(places, program.period, alike) for alike in (ZERO, Decimal("0.1")))
        yield simulate_pay(places, program.period, _ask_what_if(program))
        yield plan_budget(places, program.period, _ask_budget(places))


def _paid_rows(settlement: Settlement) -> list[tuple[Settlement, int]]:
    paid = (row for row in settlement.rows if row not in settlement.held)
    return [(settlement, row) for row in paid if isinstance(_total_of(settlement)[row], Decimal)]


def _total_of(settlement: Settlement) -> Sequence[Decimal]:
    """Return what everybody is paid: a number of those who are."""
    return cast("Sequence[Decimal]", settlement.values.columns[EMPLOYEES, settlement.program.total])


def _tell_even(old: Settlement, new: Settlement) -> Iterator[object]:
    before, after = (
        {row: pay for each, row in _paid_rows(side) for pay in (_total_of(each)[row],)} for side in (old, new)
    )
    lost = [row for row, pay in after.items() if row in before and pay < before[row]]
    yield from (find_even((old, row), (new, row)) for row in lost)


def _tell_progress(settlement: Settlement) -> Iterator[object]:
    program = open_at_end(settlement.program)
    paces = check_paces(program, program.period.first_day + timedelta(14))
    yield from paces.diagnostics
    # What is not declared does not grow: the answer to it is looked at all the same.
    yield from measure_progress(program, settlement.facts, paces.value or {})


def _tell_steps(settlement: Settlement, row: int) -> Iterator[object]:
    steps = find_next_steps(settlement, row, settlement.program.total)
    yield from steps
    own = leave_own(settlement, row)
    curve = find_own_curve(own, row, find_next_steps(own, row, own.program.total, nearby=True))
    yield curve
    if curve is not None:
        yield place_people(curve.study, settlement).people


def _ask_what_if(program: Program) -> WhatIf:
    moved = [each.name for each in program.inputs if each.kind in NUMERIC]
    first, last = (SourceText(each, "test", ((0, 1, 1),)) for each in (moved[0], moved[-1]))
    share = Decimal("0.2")
    return WhatIf(
        sweeps=(Sweep(first, 1 - share, 1 + share, share, share=True),),
        draws=(Draw(last, Shape.NORMAL, (Decimal(1), share), share=True),),
        times=10,
        tornado=share,
    )


def _ask_budget(places: Sequence[tuple[Settlement, int]]) -> BudgetQuestion:
    pays = [_total_of(settlement)[row] for settlement, row in places]
    cap, fund = max(pays) / 2, sum(pays, ZERO) * Decimal("0.8")
    return BudgetQuestion(by=("level",), caps=(cap,), fund=fund, floor=Decimal("0.5"))


_View = Callable[[], Iterator[object]]
_LATE = frozenset({"conditions", "rows", "counted"})
# Those that meet most in least time, the views of months each with its own.
_PLANS = (0, 5, 9, 11)
_MONTHS: Mapping[str, Collection[int]] = {
    "domains": (0, 9, 20, 21, 30, 31, 32, 35, 49, 51),
    "proofs": (0, 9, 20, 30, 31, 32, 51),
    "analysis": (9, 20, 32, 35),
    "people": (1, 4, 6, 9, 17, 22, 23, 32, 40, 45, 49, 50, 53, 59),
    "even": (21, 31, 35, 51),
    "progress": (0, 9, 20, 30, 32, 35, 49, 51),
}


if __name__ == "__main__":
    write_told(KEPT, list_told())
