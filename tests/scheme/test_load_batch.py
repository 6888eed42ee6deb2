"""A file of jobs: what is read of it, and what is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpicalc.model.problem import Problem
from kpicalc.scheme.load_batch import load_batch, read_batch

WHOLE = """\
period: [2026-01, 2026-02]
schemes: schemes
out: pay/{period}/{job}.csv
shared_people: "0017"
jobs:
  sales: facts/{period}/sales.xlsx
  departments:
    facts: ["facts/{period}/{department}.xlsx", "common/{period}.xlsx"]
    out: pay/{department}/{period}.xlsx
    period: 2026-Q1
    encoding: cp1251
"""


def test_what_is_read() -> None:
    document = read_batch(WHOLE, "month.yaml").value

    assert document is not None
    assert (document.period, document.shared_people) == (("2026-01", "2026-02"), ("0017",))
    assert next(iter(document.jobs.values())).facts == ("facts/{period}/sales.xlsx",)
    job = list(document.jobs.values())[1]
    assert (job.names, job.encoding, job.period) == (("period", "department", "job"), "cp1251", ("2026-Q1",))


def test_keys_may_be_russian() -> None:
    text = "период: 2026-01\nзадания:\n  отдел: {факты: a.csv, файлы_итога: b.csv}\n"
    document = read_batch(text, "m.yaml").value

    assert document is not None
    assert (document.period, next(iter(document.jobs.values())).out) == (("2026-01",), ("b.csv",))


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("[2026-01, 2026-02]", "март", Problem.JOB_PERIOD_INVALID, "m:1:9"),
        ("2026-Q1", "Q1", Problem.JOB_PERIOD_INVALID, "m:10:13"),
        ("{department}/{period}", "{departmnt}/{period}", Problem.JOB_NAME_UNKNOWN, "m:9:10"),
        ("pay/{period}/{job}", "pay/{period}/{shop}", Problem.JOB_NAME_UNKNOWN, "m:3:6"),
        ("schemes: schemes", "schemes: schemes/{role}", Problem.JOB_NAME_UNKNOWN, "m:2:10"),
        ("common/{period}", "common/{year}", Problem.JOB_NAME_UNKNOWN, "m:8:49"),
        ("jobs:", "work:", Problem.KEY_UNKNOWN, "m:5:1"),
        ("period: [", "period: {[", Problem.BRACKET_UNPAIRED, "m:1:9"),
    ],
)
def test_what_is_refused(old: str, new: str, code: str, place: str) -> None:
    read = read_batch(WHOLE.replace(old, new), "m")

    assert read.value is None
    assert (code, place) in [
        (each.code, str(each.primary and each.primary.place)) for each in read.diagnostics
    ]


def test_a_key_that_stands_twice_is_refused() -> None:
    assert read_batch("jobs: {a: b.csv}\njobs: {a: b.csv}\n", "m").value is None


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    read = load_batch(tmp_path / "m.yaml", "m.yaml")

    assert [each.code for each in read.diagnostics] == [Problem.FILE_MISSING]
    (tmp_path / "m.yaml").write_text(WHOLE, encoding="utf-8")
    assert load_batch(tmp_path / "m.yaml", "m.yaml").value is not None
