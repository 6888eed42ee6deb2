"""What views and writers tell of records made by chance."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from functools import partial
from typing import Any, get_type_hints

from kpicalc.model.expr import Expr, Operand
from kpicalc.model.fault import Value
from kpicalc.model.program import EMPLOYEES
from kpicalc.report.book.reconciliation_book import make_reconciliation_book
from kpicalc.report.book.sheets import Book, BookSheet
from kpicalc.report.document import Roster
from kpicalc.report.views.amount_pictures import draw_waterfall
from kpicalc.report.views.analysis import show_analysis
from kpicalc.report.views.audit import show_audit
from kpicalc.report.views.batch import show_batch, show_batch_plan
from kpicalc.report.views.breakdown import show_breakdown
from kpicalc.report.views.budget import show_budget
from kpicalc.report.views.calibration import show_calibration
from kpicalc.report.views.comparison import show_comparison
from kpicalc.report.views.explanation import show_explanation
from kpicalc.report.views.months import (
    show_closed_month,
    show_correction,
    show_forgetting,
    show_month,
    show_records,
)
from kpicalc.report.views.plan_setting import show_plan_setting
from kpicalc.report.views.problems import show_concisely, show_problems
from kpicalc.report.views.progress import show_in_full, show_progress, show_progress_page
from kpicalc.report.views.receipt import (
    show_left_out,
    show_receipt_briefly,
    show_receipt_in_full,
    show_receipt_in_lines,
)
from kpicalc.report.views.reconciliation import show_reconciliation
from kpicalc.report.views.scheme_diff import show_diff
from kpicalc.report.views.sheet import SheetWords, show_pay_of_one, show_sheet
from kpicalc.report.views.short_explanation import show_briefly
from kpicalc.report.views.simulation import show_simulation
from kpicalc.report.views.steps import show_steps, tell_even
from kpicalc.report.views.trials import show_trials
from kpicalc.report.views.year_budget import show_year
from kpicalc.report.writers.analysis_json import write_analysis, write_audit, write_reconciliation
from kpicalc.report.writers.decision_json import (
    write_budget,
    write_calibration,
    write_comparison,
    write_diff,
    write_plan_setting,
    write_progress,
    write_simulation,
    write_year,
)
from kpicalc.report.writers.months_data import write_check, write_month, write_records
from kpicalc.report.writers.problems_json import write_gitlab, write_problems, write_refused, write_sarif
from kpicalc.report.writers.run_json import write_batch
from kpicalc.report.writers.to_csv import write_mailing_list, write_pay_list
from kpicalc.report.writers.to_github import write_failed_trials, write_github, write_summary
from kpicalc.report.writers.to_junit import write_problem_cases, write_trial_cases
from kpicalc.report.writers.trials_json import write_trials
from tests.kept_digests import order_sets
from tests.report.made_hand_offs import tell_hand_off
from tests.report.made_records import Maker
from tests.report.made_runs import RUN_TELLERS
from tests.report.record_limits import list_limits
from tests.report.record_ways import WAYS

_TIMES, _FEW = 40, 12


def _tell_formula(words: SheetWords, expr: Expr, operands: Mapping[Operand, Value]) -> tuple[str, ...]:
    """Return a formula in titles, with numbers, and in numbers as it is written."""
    plain = words.plain
    numbers = plain.wording.formula_in_numbers(expr, operands, EMPLOYEES)
    return plain.say(expr), plain.say_in_numbers(expr, operands), numbers


_TELLERS: tuple[Callable[..., Any], ...] = (
    show_analysis,
    show_audit,
    show_batch,
    show_batch_plan,
    show_budget,
    show_calibration,
    show_comparison,
    show_records,
    show_month,
    show_closed_month,
    show_correction,
    show_forgetting,
    show_plan_setting,
    show_progress,
    show_in_full,
    show_progress_page,
    show_receipt_briefly,
    show_receipt_in_full,
    show_receipt_in_lines,
    show_left_out,
    show_reconciliation,
    show_diff,
    show_simulation,
    tell_even,
    show_year,
    write_analysis,
    write_audit,
    write_reconciliation,
    write_budget,
    write_calibration,
    write_comparison,
    write_diff,
    write_plan_setting,
    write_progress,
    write_simulation,
    write_year,
    write_month,
    write_records,
    write_batch,
    make_reconciliation_book,
    show_trials,
    write_trials,
    write_trial_cases,
    write_failed_trials,
    show_problems,
    show_concisely,
    write_problems,
    write_gitlab,
    write_sarif,
    write_github,
    write_summary,
    write_problem_cases,
    write_check,
    write_refused,
    show_breakdown,
    draw_waterfall,
    show_explanation,
    show_briefly,
    show_sheet,
    show_pay_of_one,
    show_steps,
    write_pay_list,
    write_mailing_list,
    _tell_formula,
    *RUN_TELLERS,
    tell_hand_off,
)


def list_told_records() -> dict[str, Callable[[], Mapping[str, str]]]:
    """Return the views and writers by name, each with what it tells of records made by chance."""
    told: dict[str, Callable[[], Mapping[str, str]]] = {}
    told |= {f"made.{tell.__name__}": partial(_tell_made, tell, WAYS, _TIMES) for tell in _TELLERS}
    for at, (tell, ways) in enumerate(list_limits()):
        told[f"made.most.{at}"] = partial(_tell_made, tell, {**WAYS, **ways}, _FEW)
    return told


def _tell_made(
    tell: Callable[..., Any], ways: Mapping[object, Callable[[Maker], Any]], times: int
) -> Mapping[str, str]:
    hints = get_type_hints(tell)
    del hints["return"]
    makers = (Maker(number, ways) for number in range(times))
    told = (tell(**{name: maker.make(kind) for name, kind in hints.items()}) for maker in makers)
    return {"all": "\n".join(map(_tell_whole, told))}


def _tell_whole(told: object) -> str:
    """Tell what was returned, with what is yielded in it; of the functions in it nothing."""
    if isinstance(told, Roster):
        told = (told.title, told.headings, told.entries, told.key, told.on_paper())
    if isinstance(told, Book | BookSheet):
        told = tuple(getattr(told, each.name) for each in fields(told))
    if isinstance(told, tuple | Iterator):
        return f"({', '.join(map(_tell_whole, told))})"
    return order_sets(repr(told))
