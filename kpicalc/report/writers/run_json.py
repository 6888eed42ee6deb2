"""A run as one JSON document, every amount with its formula and the cells it came from; a batch of runs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from kpicalc.engine.settle import people_in_parts, sum_of_person
from kpicalc.model.batch import JobOutcome, JobTotal, add_totals
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind
from kpicalc.model.outline import Regulation
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import LineTotal, Run, Settlement
from kpicalc.report.writers.employee_cells import encode_text
from kpicalc.report.writers.plain import (
    Json,
    begin_document,
    describe_diagnostic,
    describe_place,
    describe_receipt,
    encode_document,
    write_amount,
    write_plainly,
)

# People that are handed on as one piece: some 300 KB.
_TOGETHER = 64


def write_run(run: Run, employees: Iterable[tuple[Settlement, int, bytes]]) -> Iterator[bytes]:
    """Yield the document as UTF-8, employee by employee; the same run always gives the same bytes.

    The objects of the `employees` are written already (`write_employees`), each comes with his row.
    Amounts and other figures are texts, so that no reader makes binary fractions of them.
    """
    receipts = (each for settlement in run.settlements for each in settlement.facts.receipts)
    opening: Json = {
        **begin_document(),
        "status": "partial" if any(each.unpaid for each in run.settlements) else "complete",
        "period": str(run.period),
        "schemes": [_describe_scheme(each) for each in run.settlements],
        "receipts": [describe_receipt(each) for each in dict.fromkeys(receipts)],
        "left_out": [{"place": describe_place(each.place), "reason": each.reason} for each in run.left_out],
    }
    yield _encode_entries(opening)[:-2] + b',\n"employees": ['
    places: list[tuple[Settlement, int]] = []
    separator, rest = b"\n", iter(employees)
    # Some at a time, for each piece costs the digest and the file a call.
    while some := list(islice(rest, _TOGETHER)):
        places += [(each, row) for each, row, _ in some if each.program.grains[EMPLOYEES].segmented]
        yield separator + b",\n".join([written for _, _, written in some])
        separator = b",\n"
    closing: Json = {
        "totals": [_describe_total(each, run) for each in run.totals],
        **_describe_people(places),
        "diagnostics": [describe_diagnostic(each) for each in run.diagnostics],
    }
    yield b"\n],\n" + _encode_entries(closing)[2:] + b"\n"


def _describe_regulation(regulation: Regulation) -> Json:
    """Describe what is written of the scheme as a document."""
    days = {"approved": regulation.approved, "review_by": regulation.review_by}
    described: Json = {key: day.isoformat() for key, day in days.items() if day is not None}
    return described | ({"owner": regulation.owner} if regulation.owner else {})


def _describe_people(places: list[tuple[Settlement, int]]) -> Json:
    """Describe what people with several rows come to; nothing where nobody may have several."""
    described = [
        {
            "employee": number,
            "rows": len(rows),
            "currency": rows[0][0].program.currency,
            "total": None
            if (total := sum_of_person(rows)) is None
            else _describe_figure(total, rows[0][0].program.currency),
        }
        for number, rows in people_in_parts(places).items()
    ]
    return {"people": described} if places else {}


def _encode_entries(part: Json) -> bytes:
    entries = (_encode_value(key) + b": " + _encode_value(value) for key, value in part.items())
    return b"{\n" + b",\n".join(entries) + b"\n}"


def _encode_value(value: object) -> bytes:
    return encode_text(json.dumps(value, ensure_ascii=False))


def _describe_scheme(settlement: Settlement) -> Json:
    program, frame = settlement.program, settlement.facts.frames[EMPLOYEES]
    return {
        "scheme": program.scheme,
        "title": program.title,
        "currency": program.currency,
        **_describe_regulation(program.regulation),
        "digest": program.digest,
        "facts_digest": settlement.facts.digest,
        "employees": len(settlement.rows),
        "unpaid": [frame.keys[row] for row in settlement.unpaid],
    }


def _describe_total(total: LineTotal, run: Run) -> Json:
    currency = next(each.program.currency for each in run.settlements if each.program.scheme == total.scheme)
    return {
        "scheme": total.scheme,
        "line": total.line,
        "amount": write_amount(total.amount, currency),
        "currency": currency,
        "employees": total.employees,
    }


def _describe_figure(value: Value, currency: str) -> Json:
    figure: Json = {"kind": str(Kind.MONEY), "value": write_plainly(value, Kind.MONEY, currency)}
    if isinstance(value, Fault):
        figure["fault"] = [cause.code for cause in value.causes]
    return figure


def write_batch(outcomes: Sequence[JobOutcome], problems: Iterable[Diagnostic]) -> Iterator[bytes]:
    """Yield the document; amounts are texts, and nobody is named."""
    yield from encode_document(
        {
            "status": "complete" if all(each.state.done for each in outcomes) else "partial",
            "jobs": [_describe_job(each) for each in outcomes],
            "totals": _describe_totals(add_totals(each for job in outcomes for each in job.totals)),
            "problems": [describe_diagnostic(each) for each in problems],
        }
    )


def _describe_job(outcome: JobOutcome) -> Json:
    return {
        "job": outcome.name,
        "period": None if outcome.period is None else str(outcome.period),
        "state": str(outcome.state),
        "totals": _describe_totals(outcome.totals),
        "outputs": [{"path": path, "sha256": digest} for path, digest in outcome.outputs],
        "earlier_warnings": outcome.warnings,
    }


def _describe_totals(totals: Iterable[JobTotal]) -> list[Json]:
    return [
        {
            "currency": each.currency,
            "employees": each.people,
            "amount": write_amount(each.amount, each.currency),
        }
        for each in totals
    ]
