"""What an editor offers to fill in: a skeleton of the parts that are written most."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SNIPPETS: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "ColumnSpec": (
        {"label": "column", "body": {"type": "${1|money,ratio,count,hours,days,number,flag,text,date|}"}},
    ),
    "CoefficientTable": (
        {
            "label": "table",
            "body": {
                "mode": "lookup",
                "bands": [{"from": "${1:0%}", "value": "${2:0}"}, {"from": "${3:100%}", "value": "${4:1}"}],
            },
        },
    ),
    "KpiSpec": (
        {"label": "kpi", "body": {"title": "$1", "weight": "${2:50%}", "plan": "$3", "actual": "$4"}},
    ),
    "StopFactorSpec": (
        {"label": "stop-factor", "body": {"lines": ["$1"], "rules": [{"when": "$2", "factor": "${3:0}"}]}},
    ),
    "EarningSpec": (
        {"label": "fixed", "body": {"kind": "fixed", "amount": "$1"}},
        {"label": "variable", "body": {"kind": "variable", "amount": "$1", "factors": ["index"]}},
        {"label": "commission", "body": {"kind": "variable", "base": "$1", "rate": "${2:5%}"}},
    ),
    "DeductionSpec": (
        {"label": "deduction", "body": {"kind": "deduction", "amount": "$1", "from": ["$2"], "limit": "20%"}},
    ),
    "TrialSpec": (
        {"label": "test", "body": {"name": "$1", "given": {"employees": "$2"}, "expect": {"total": "$3"}}},
    ),
}
