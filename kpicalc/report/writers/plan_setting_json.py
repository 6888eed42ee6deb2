"""Plans set from what was reached as one JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kpicalc import __version__
from kpicalc.model.plan_setting import PlanSetting, ReachedResult
from kpicalc.report.writers.plain import Json, PlainRecords

FORMAT = 1


def write_plan_setting(setting: PlanSetting) -> Iterator[bytes]:
    """Yield the document as UTF-8; figures are texts, a period in which somebody is not there is null."""
    plain = PlainRecords("", frozenset(), {})
    document: Json = {
        "kpicalc": {"format": FORMAT, "version": __version__},
        "periods": [str(each) for each in setting.periods],
        "fact": setting.fact,
        "kind": str(setting.kind),
        "currency": setting.currency,
        "people": [_describe_person(each, plain) for each in setting.people],
        "wanted": plain.describe(setting.wanted),
        "funnel": plain.describe(setting.funnel),
    }
    yield json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def _describe_person(person: ReachedResult, plain: PlainRecords) -> Json:
    levels = {name: plain.describe(getattr(person, name)) for name in ("mean", "best", "more")}
    reached = plain.describe(person.reached)
    return {"number": person.number, "name": person.name, "reached": reached, **levels}
