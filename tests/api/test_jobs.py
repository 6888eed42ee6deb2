"""The jobs of a batch: which files a pattern means, which names fill the others, and whom two jobs pay."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from kpicalc.api.jobs import Job, find_shared_people, list_folder, list_jobs
from kpicalc.model.batch import JobOutcome, JobPerson, JobState, JobTotal, add_totals
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.period import parse_period
from kpicalc.model.problem import Problem
from kpicalc.scheme.load_batch import read_batch

FILES = (
    "facts/2026-01/Север.xlsx",
    "facts/2026-01/юг.xlsx",
    "facts/2026-02/Север.xlsx",
    "facts/2026-02/~$Север.xlsx",
    "facts/2026-02/.юг.xlsx",
    "facts/2026-02/Север.pdf",
    "facts/архив/Север.xlsx",
    "common/2026-01 план.csv",
    "by-folder/2026-01/shop/a.csv",
    "by-folder/2026-01/shop/b.csv",
    "odd/.a.csv",
    "odd/b.csv",
    "odd/README",
    "odd/folder.csv/c.csv",
    "odd/shop/c.csv",
    "odd/.shop/c.csv",
    "odd/bare/README",
)


@pytest.fixture(name="folder")
def laid_out_folder(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def listed(text: str, folder: Path, *periods: str) -> tuple[list[str], list[Diagnostic]]:
    document = read_batch(text, "m.yaml").value
    assert document is not None
    wanted = [period for period in map(parse_period, periods) if period is not None]
    jobs, problems = list_jobs(document, folder, wanted)
    return [tell(each, folder) for each in jobs], list(problems)


def tell(job: Job, folder: Path) -> str:
    facts, out = (
        " ".join(str(path.relative_to(folder)).replace("\\", "/") for path in paths)
        for paths in (job.facts, job.out)
    )
    return f"{job.name} | {job.period} | {facts} | {out}"


CASES: Mapping[str, list[str]] = {
    'jobs: {d: "facts/{period}/{department}.xlsx"}': [
        "Север | 2026-01 | facts/2026-01/Север.xlsx | ",
        "юг | 2026-01 | facts/2026-01/юг.xlsx | ",
        "Север | 2026-02 | facts/2026-02/Север.xlsx | ",
    ],
    'period: 2026-01\nout: "pay/{job}-{period}.csv"\njobs: {d: "facts/{period}/*.xlsx"}': [
        "d | 2026-01 | facts/2026-01/Север.xlsx facts/2026-01/юг.xlsx | pay/d-2026-01.csv",
    ],
    'jobs: {d: {facts: ["facts/{period}/с?вер.xlsx", "common/{period} *.csv"], period: 2026-01}}': [
        "d | 2026-01 | facts/2026-01/Север.xlsx common/2026-01 план.csv | ",
    ],
    'period: [2026-01, 2026-02]\njobs: {d: "facts/архив/Север.xlsx"}': [
        "d | 2026-01 | facts/архив/Север.xlsx | ",
        "d | 2026-02 | facts/архив/Север.xlsx | ",
    ],
    'jobs: {d: "by-folder/{period}/{shop}"}': ["shop | 2026-01 | by-folder/2026-01/shop | "],
    'jobs: {d: "odd/{x}.csv"}': ["b | None | odd/b.csv | "],
    'jobs: {d: "odd/.{x}"}': ["shop | None | odd/.shop | "],
    'jobs: {d: "odd/{x}"}': [
        "b.csv | None | odd/b.csv | ",
        "bare | None | odd/bare | ",
        "folder.csv | None | odd/folder.csv | ",
        "shop | None | odd/shop | ",
    ],
    'jobs: {a: "facts/2026-01/{d}.xlsx", b: "facts/2026-01/{d}.xlsx"}': [
        "Север (1) | None | facts/2026-01/Север.xlsx | ",
        "юг (1) | None | facts/2026-01/юг.xlsx | ",
        "Север (2) | None | facts/2026-01/Север.xlsx | ",
        "юг (2) | None | facts/2026-01/юг.xlsx | ",
    ],
}


@pytest.mark.parametrize("text", list(CASES))
def test_the_jobs_of_patterns(text: str, folder: Path) -> None:
    jobs, problems = listed(text, folder)

    assert (jobs, problems) == (CASES[text], [])


def test_a_pattern_may_begin_at_the_root(folder: Path) -> None:
    found, problems = listed(f'jobs: {{d: "{folder.as_posix()}/common/{{period}} план.csv"}}', folder)

    assert (found, problems) == (["d | 2026-01 | common/2026-01 план.csv | "], [])


def test_two_jobs_that_write_one_file_are_told_with_both_places(folder: Path) -> None:
    one, other = ("{facts: facts/2026-01/юг.xlsx, out: " + name + "}" for name in ("pay.csv", "PAY.csv"))
    _, (problem,) = listed(f"period: 2026-01\njobs:\n  a: {one}\n  b: {other}\n", folder)

    assert problem.primary is not None
    assert [str(each.place) for each in (problem.primary, *problem.others)] == ["m.yaml:4:3", "m.yaml:3:3"]
    assert dict(problem.params) == {
        "path": str(folder / "PAY.csv"),
        "one": "a, 2026-01",
        "other": "b, 2026-01",
    }


def test_only_the_periods_asked_for(folder: Path) -> None:
    jobs, _ = listed('jobs: {d: "facts/{period}/{department}.xlsx"}', folder, "2026-02")

    assert jobs == ["Север | 2026-02 | facts/2026-02/Север.xlsx | "]


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        (
            'period: 2026-03\njobs: {d: "facts/{period}/*.xlsx"}',
            Problem.JOB_WITHOUT_FACTS,
            "facts/2026-03/*.xlsx",
        ),
        (
            'jobs: {d: {facts: ["facts/{period}/юг.xlsx", "plan-{period}.csv"]}}',
            Problem.JOB_WITHOUT_FACTS,
            "plan-2026-01.csv",
        ),
        (
            'jobs: {d: {facts: "facts/2026-01/юг.xlsx", out: "{period}.csv"}}',
            Problem.JOB_NAME_UNKNOWN,
            "period",
        ),
        ('jobs: {d: {facts: "facts/2026-01/{d}.xlsx", out: pay.csv}}', Problem.JOB_OUTPUTS_CLASH, "юг"),
        (
            'jobs: {d: {facts: "facts/2026-01/{d}.xlsx", out: ["{d}.csv", "./{d}.CSV"]}}',
            Problem.JOB_OUTPUTS_CLASH,
            "юг",
        ),
    ],
)
def test_what_stands_in_the_way(text: str, code: str, said: str, folder: Path) -> None:
    _, problems = listed(text, folder)

    assert {each.code for each in problems} == {code}
    assert said in [value for each in problems for _, value in each.params]


def test_the_jobs_of_a_folder(folder: Path) -> None:
    jobs = list_folder(folder / "facts" / "2026-01", ("pay/{job}.csv",), None)
    above = list_folder(folder / "facts", (), parse_period("2026-01"))
    odd = list_folder(folder / "odd", (), None)

    assert [(each.name, [str(path) for path in each.out]) for each in jobs] == [
        ("Север", [str(Path("pay/Север.csv"))]),
        ("юг", [str(Path("pay/юг.csv"))]),
    ]
    assert [(each.name, str(each.period)) for each in above] == [
        ("2026-01", "2026-01"),
        ("2026-02", "2026-01"),
        ("архив", "2026-01"),
    ]
    assert [each.name for each in odd] == ["b", "folder.csv", "shop"]


def outcome(name: str, period: str, *people: tuple[str, str]) -> JobOutcome:
    listed_people = tuple(JobPerson(number, called, None) for number, called in people)
    return JobOutcome(name, JobState.PAID, parse_period(period), people=listed_people)


def test_whom_two_jobs_pay() -> None:
    outcomes = [
        outcome("a", "2026-01", ("1", "Анна Белова"), ("2", "Борис"), ("3", "Вера"), ("4", "Ева")),
        outcome("b", "2026-01", ("1", "анна  белова"), ("2", "Борис"), ("3", "Глеб"), ("4", "Жан")),
        outcome("c", "2026-02", ("1", "Анна Белова")),
        outcome("d", "2026-01", ("3", "Дина")),
    ]
    found = list(find_shared_people(outcomes, {"2"}))

    assert [each.code for each in found] == [Problem.PERSON_OF_TWO_JOBS, Problem.NUMBERS_OF_JOBS_OVERLAP]
    assert dict(found[0].params) == {"number": "1", "name": "Анна Белова", "one": "a", "other": "b"}
    assert dict(found[1].params) == {
        "count": 2,
        "number": "3",
        "first": "Вера",
        "second": "Глеб",
        "one": "a",
        "other": "b",
    }


def test_totals_of_currencies_stand_apart() -> None:
    totals = [JobTotal("RUB", 2, Decimal(5)), JobTotal("EUR", 1, Decimal(1)), JobTotal("RUB", 1, Decimal(2))]

    assert add_totals(totals) == (JobTotal("RUB", 3, Decimal(7)), JobTotal("EUR", 1, Decimal(1)))


@pytest.mark.parametrize(
    ("names", "code", "told"),
    [
        (("Ann", "Ann"), "KPI830", {"name": "Ann"}),
        (("", ""), "KPI830", {"name": "1"}),
        (("Фёдор  Ли", "федор ли"), "KPI830", {"name": "Фёдор  Ли"}),
        (("Ann", ""), "KPI831", {"count": 1, "first": "Ann", "second": "—"}),
        (("", "Ben"), "KPI831", {"count": 1, "first": "—", "second": "Ben"}),
    ],
)
def test_who_may_be_paid_twice_is_told_by_name_or_number(
    names: tuple[str, str], code: str, told: dict[str, object]
) -> None:
    outcomes = [outcome(job, "2026-01", ("1", name)) for job, name in zip(("a", "b"), names, strict=True)]

    found = [(each.code, dict(each.params)) for each in find_shared_people(outcomes, frozenset())]

    assert found == [(code, {"number": "1", "one": "a", "other": "b", **told})]
