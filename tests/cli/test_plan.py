"""`kpicalc plan`: figures worked by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.stand_in import invoke
from tests.report.golden_files import golden

SCHEME = """\
kpicalc: 1
scheme: seller
currency: USD
facts:
  employees: {calls: {type: count, min: 0}, talks: {type: count, min: 0}}
  deals: {amount: {type: money, min: 0}, paid: {type: count, min: 0}}
pay:
  fee: {kind: variable, amount: sum(deals.amount) * 10%}
  actions: {kind: variable, amount: (calls + talks + sum(deals.paid)) * 1.50}
"""
FILES = {
    "2026_01/employees 2026-01.csv": "ID,Name,Calls,Talks\n1,Ann,60,40\n2,Bob,40,30\n",
    "2026_01/deals.csv": "ID,Amount,Paid\n1,50,1\n1,30,1\n",
    "2026_02/employees 2026-02.csv": "ID,Name,Calls,Talks\n1,Ann,100,70\n2,Bob,0,0\n",
    "2026_02/deals.csv": "ID,Amount,Paid\n1,150,2\n",
}


@pytest.fixture(autouse=True)
def months(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in {"s.yaml": SCHEME, **FILES}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")


def planned(*options: str) -> Any:
    done = invoke("plan", "2026_01", "2026_02", "--scheme", "s.yaml", "--format", "json", *options)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_mean_best_and_more_for_the_head() -> None:
    """Ann sold 80 and 150: 115 in the mean, 150 at best, 185 for the head."""
    ann, *others = planned("--of", "amount")["people"]

    assert (ann["reached"], ann["mean"], ann["best"], ann["more"]) == (["80", "150"], "115", "150", "185")
    assert others == []


def test_a_month_without_result_counts() -> None:
    """Bob called 40 times in January and not at all in February, when he was there."""
    bob = planned("--of", "calls")["people"][1]

    assert (bob["reached"], bob["mean"], bob["more"]) == (["40", "0"], "20", "60")


def test_a_funnel_backwards() -> None:
    """200 calls, 140 talks, 4 payments: 20 payments need 50 times as many calls, 35 times as many talks."""
    funnel = planned("--funnel", "calls > talks > paid", "--want", "20")["funnel"]

    assert [(each["reached"], each["needed"]) for each in funnel] == [
        ("200", "1000"),
        ("140", "700"),
        ("4", "20"),
    ]
    assert [each["part"] for each in funnel[:2]] == [None, "0.7"]


def test_the_report_in_words() -> None:
    typed = ("plan", "2026_01", "--scheme", "s.yaml", "--of", "amount", "--funnel", "calls > talks")
    done = invoke(*typed, "--lang", "ru")

    assert done.exit_code == 0, done.output
    assert done.stdout == golden("printed_plan")


@pytest.mark.parametrize(
    "options",
    [
        ("name what the plan is of",),
        ("--funnel", "calls", "`calls` is no funnel"),
        ("--want", "20", "--of", "calls", "name the stages"),
        ("--of", "unknown", "a number `unknown`"),
        ("--of", "calls", "--want", "no", "`no`: an amount"),
        ("2026_01", "--of", "calls", "2026-01 stands there twice"),
    ],
)
def test_what_is_typed_wrongly_ends_with_2(options: tuple[str, ...]) -> None:
    *typed, told = options
    done = invoke("plan", "2026_01", "--scheme", "s.yaml", *typed)

    assert (done.exit_code, told in " ".join(done.stderr.split())) == (2, True), done.stderr


def test_what_is_wanted_of_no_funnel_is_asked_for() -> None:
    done = invoke("plan", "a.csv", "--of", "sales", "--want", "20")

    assert (done.exit_code, done.stderr.startswith("error: `--want` says how many")) == (2, True)
