"""The reference job in zen-engine, employee after employee; prints the seconds of the evaluation alone."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import zen  # type: ignore[import-not-found, unused-ignore]

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from jobs import BANDS, employees, reference_pay


def decision_model() -> str:
    """Return the reference job as a decision graph of one expression node."""
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode"},
        {"id": "pay", "name": "pay", "type": "expressionNode", "content": {"expressions": _expressions()}},
        {"id": "out", "name": "out", "type": "outputNode"},
    ]
    edges = [
        {"id": "1", "type": "edge", "sourceId": "in", "targetId": "pay"},
        {"id": "2", "type": "edge", "sourceId": "pay", "targetId": "out"},
    ]
    return json.dumps({"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges})


def _expressions() -> list[dict[str, str]]:
    formulas = {
        "a1": "revenue / 1200000",
        "a2": "margin / 300000",
        "a3": "deals / 70",
        "a4": "calls / 900",
        "a5": "2 - complaints / 20",
        **{f"s{n}": f"$.a{n} < 0.7 ? 0 : min([$.a{n}, 1.5])" for n in range(1, 6)},
        "index": "0.3 * $.s1 + 0.25 * $.s2 + 0.2 * $.s3 + 0.15 * $.s4 + 0.1 * $.s5",
        "coefficient": _bands(),
        "stop": "$.a1 < 0.4 ? 0 : complaints > 45 ? 0.5 : 1",
        "bonus": "floor(salary * 0.4 * $.coefficient * $.stop * 100 + 0.5) / 100",
        "deduction": "min([max([0, complaints - 25]) * 150, $.bonus])",
        "total": "salary + $.bonus - $.deduction",
    }
    return [{"id": key, "key": key, "value": value} for key, value in formulas.items()]


def _bands() -> str:
    choices = (f"$.index >= {lower / 100} ? {value / 100}" for lower, value in reversed(BANDS))
    return " : ".join([*choices, "0"])


def main(count: int) -> None:
    """Evaluate, time and check."""
    people = list(employees(count))
    inputs = [
        {
            "salary": each.salary / 100,
            "revenue": each.revenue / 100,
            "margin": each.margin / 100,
            "deals": each.deals,
            "calls": each.calls,
            "complaints": each.complaints,
        }
        for each in people
    ]
    decision = zen.ZenEngine().create_decision(decision_model())
    start = time.process_time()
    results = [decision.evaluate(each)["result"]["total"] for each in inputs]
    seconds = time.process_time() - start
    wrong = sum(
        round(total * 100) != reference_pay(each) for total, each in zip(results, people, strict=True)
    )
    if wrong > count // 100:
        sys.exit(f"the model is not the reference job: {wrong} of {count} differ")
    print(seconds)


if __name__ == "__main__":
    main(int(sys.argv[1]))
