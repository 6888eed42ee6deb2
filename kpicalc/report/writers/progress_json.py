"""The middle of a period as one JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kpicalc import __version__
from kpicalc.model.fault import Value
from kpicalc.model.kind import Kind
from kpicalc.model.progress import Due, KpiProgress, PersonProgress, Progress
from kpicalc.report.writers.plain import Json, write_amount, write_number, write_plainly

FORMAT = 1
_FIGURES = ("plan", "due", "actual", "forecast", "needed")


def write_progress(progress: Progress) -> Iterator[bytes]:
    """Yield the document as UTF-8; figures are texts, None is what is not known or does not apply."""
    document: Json = {
        "kpicalc": {"format": FORMAT, "version": __version__},
        "period": str(progress.period),
        "as_of": progress.as_of.isoformat(),
        "dues": [_describe_due(each) for each in progress.dues],
        "people": [_describe_person(each) for each in progress.people],
    }
    yield json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def _describe_due(due: Due) -> Json:
    return {
        "pace": str(due.growth.pace),
        "passed": write_number(due.passed),
        "whole": write_number(due.whole),
        "left": write_number(due.left),
    }


def _describe_person(person: PersonProgress) -> Json:
    amounts = (("pay_forecast", person.pay_forecast), ("pay_plan", person.pay_plan))
    return {
        "employee": person.employee,
        "label": person.label,
        "scheme": person.scheme,
        "currency": person.currency,
        **{name: None if each is None else write_amount(each, person.currency) for name, each in amounts},
        "open_lines": list(person.open_lines),
        "kpis": [_describe_kpi(each, person.currency) for each in person.kpis],
    }


def _describe_kpi(kpi: KpiProgress, currency: str) -> Json:
    def write(value: Value | None, kind: Kind) -> object:
        return None if value is None else write_plainly(value, kind, currency)

    return {
        "name": kpi.name,
        "label": kpi.label,
        "pace": None if kpi.pace is None else str(kpi.pace.growth.pace),
        "assumed": kpi.assumed,
        **{name: write(getattr(kpi, name), kpi.kind or Kind.NUMBER) for name in _FIGURES},
        "reached": write(kpi.reached, Kind.RATIO),
        "attainment": write(kpi.attainment, Kind.RATIO),
    }
