"""The public verbs, in the order in which a run takes them; each loads what it needs when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kpicalc.analysis.analyse import analyse_program as analyse
    from kpicalc.analysis.curves.people import place_people
    from kpicalc.analysis.next_steps import find_next_steps, find_own_curve, leave_own
    from kpicalc.analysis.worked_examples import work_examples
    from kpicalc.analysis.year_budget import plan_year
    from kpicalc.api.audit import audit_month
    from kpicalc.api.budget import measure_budget
    from kpicalc.api.calibration import calibrate, knows_number, list_parameters
    from kpicalc.api.compare import AskedComparison, compare_schemes
    from kpicalc.api.compile_file import compile_alone
    from kpicalc.api.diff import diff_schemes
    from kpicalc.api.kept_files import (
        AskedFiles,
        KeptMonth,
        Recomputed,
        find_month,
        follow_correction,
        gather_files,
        kept_facts,
        laid_out,
        read_options,
        recompute_month,
        verify_month,
    )
    from kpicalc.api.plan_setting import read_facts_of_month
    from kpicalc.api.progress import find_progress
    from kpicalc.api.reconcile import reconcile_statement
    from kpicalc.api.run import Request, compute, employee_rows, load_facts, settle_alone
    from kpicalc.api.schemes import compile_schemes
    from kpicalc.api.trials import propose_tests, run_tests
    from kpicalc.api.what_if import simulate
    from kpicalc.engine.breakdown import break_down, break_down_lines
    from kpicalc.engine.explain import explain
    from kpicalc.engine.grounds import find_grounds
    from kpicalc.engine.settle import narrow_run, omit_others
    from kpicalc.months.recall import read_history
    from kpicalc.validation import validate, validate_text, validate_texts

__all__ = [
    "AskedComparison",
    "AskedFiles",
    "KeptMonth",
    "Recomputed",
    "Request",
    "analyse",
    "audit_month",
    "break_down",
    "break_down_lines",
    "calibrate",
    "compare_schemes",
    "compile_alone",
    "compile_schemes",
    "compute",
    "diff_schemes",
    "employee_rows",
    "explain",
    "find_grounds",
    "find_month",
    "find_next_steps",
    "find_own_curve",
    "find_progress",
    "follow_correction",
    "gather_files",
    "kept_facts",
    "knows_number",
    "laid_out",
    "leave_own",
    "list_parameters",
    "load_facts",
    "measure_budget",
    "mix_advice",
    "narrow_run",
    "omit_others",
    "place_people",
    "plan_year",
    "propose_tests",
    "read_facts_of_month",
    "read_history",
    "read_options",
    "recompute_month",
    "reconcile_statement",
    "run_tests",
    "settle_alone",
    "simulate",
    "validate",
    "validate_text",
    "validate_texts",
    "verify_month",
    "work_examples",
]

# A run that pays two people needs no analysis and no tests: loading them took a third of its start.
_HOMES: Mapping[str, str] = {
    "AskedComparison": "kpicalc.api.compare:AskedComparison",
    "AskedFiles": "kpicalc.api.kept_files:AskedFiles",
    "KeptMonth": "kpicalc.api.kept_files:KeptMonth",
    "Recomputed": "kpicalc.api.kept_files:Recomputed",
    "Request": "kpicalc.api.run:Request",
    "analyse": "kpicalc.analysis.analyse:analyse_program",
    "audit_month": "kpicalc.api.audit:audit_month",
    "break_down": "kpicalc.engine.breakdown:break_down",
    "break_down_lines": "kpicalc.engine.breakdown:break_down_lines",
    "measure_budget": "kpicalc.api.budget:measure_budget",
    "mix_advice": "kpicalc.validation:mix_advice",
    "plan_year": "kpicalc.analysis.year_budget:plan_year",
    "calibrate": "kpicalc.api.calibration:calibrate",
    "compare_schemes": "kpicalc.api.compare:compare_schemes",
    "compile_alone": "kpicalc.api.compile_file:compile_alone",
    "compile_schemes": "kpicalc.api.schemes:compile_schemes",
    "compute": "kpicalc.api.run:compute",
    "place_people": "kpicalc.analysis.curves.people:place_people",
    "settle_alone": "kpicalc.api.run:settle_alone",
    "diff_schemes": "kpicalc.api.diff:diff_schemes",
    "employee_rows": "kpicalc.api.run:employee_rows",
    "explain": "kpicalc.engine.explain:explain",
    "find_grounds": "kpicalc.engine.grounds:find_grounds",
    "find_month": "kpicalc.api.kept_files:find_month",
    "find_own_curve": "kpicalc.analysis.next_steps:find_own_curve",
    "leave_own": "kpicalc.analysis.next_steps:leave_own",
    "find_next_steps": "kpicalc.analysis.next_steps:find_next_steps",
    "find_progress": "kpicalc.api.progress:find_progress",
    "follow_correction": "kpicalc.api.kept_files:follow_correction",
    "gather_files": "kpicalc.api.kept_files:gather_files",
    "kept_facts": "kpicalc.api.kept_files:kept_facts",
    "laid_out": "kpicalc.api.kept_files:laid_out",
    "knows_number": "kpicalc.api.calibration:knows_number",
    "list_parameters": "kpicalc.api.calibration:list_parameters",
    "load_facts": "kpicalc.api.run:load_facts",
    "narrow_run": "kpicalc.engine.settle:narrow_run",
    "omit_others": "kpicalc.engine.settle:omit_others",
    "propose_tests": "kpicalc.api.trials:propose_tests",
    "read_facts_of_month": "kpicalc.api.plan_setting:read_facts_of_month",
    "read_history": "kpicalc.months.recall:read_history",
    "read_options": "kpicalc.api.kept_files:read_options",
    "recompute_month": "kpicalc.api.kept_files:recompute_month",
    "reconcile_statement": "kpicalc.api.reconcile:reconcile_statement",
    "run_tests": "kpicalc.api.trials:run_tests",
    "simulate": "kpicalc.api.what_if:simulate",
    "validate": "kpicalc.validation:validate",
    "validate_text": "kpicalc.validation:validate_text",
    "validate_texts": "kpicalc.validation:validate_texts",
    "verify_month": "kpicalc.api.kept_files:verify_month",
    "work_examples": "kpicalc.analysis.worked_examples:work_examples",
}


def __getattr__(name: str) -> Any:
    """Return a public name from the module that has it (PEP 562)."""
    if name not in _HOMES:
        text = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(text)
    return resolve_name(_HOMES[name])
