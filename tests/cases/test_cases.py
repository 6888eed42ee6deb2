"""Every scheme of the folders `good` and `bad` gives exactly the problems that its file says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kpicalc.analysis.proofs.practice import ON_REQUEST
from kpicalc.model.problem import problem_names
from tests.cases.case import Case, diagnose, find_problems, list_cases, read_case, write_case
from tests.cases.record import record
from tests.flaws import find_flaws

GOOD, BAD = list_cases("good"), list_cases("bad")
# Told where several schemes are read together, not of one scheme.
# Advice on request is not told of a case; its tests are those of `analysis/proofs/practice`.
_ELSEWHERE = {"KPI227"} | ON_REQUEST


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_scheme_gives_no_problem(path: Path) -> None:
    case = read_case(path)

    assert case.expected == ()
    assert diagnose(case.scheme) == ()


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_scheme_gives_its_problems(path: Path) -> None:
    case = read_case(path)

    assert case.expected
    assert diagnose(case.scheme) == case.expected
    assert find_flaws(find_problems(case.scheme)) == []  # and it is fit to be read


def test_every_code_of_the_compiler_has_a_case() -> None:
    shown = {code for path in BAD for code in re.findall(r"KPI\d{3}", "\n".join(read_case(path).expected))}
    known = {code for code in problem_names() if code[3] in "23"}

    assert sorted(known - shown - _ELSEWHERE) == []


@pytest.mark.parametrize(("folder", "count"), [(GOOD, 100), (BAD, 100)])
def test_there_are_many_cases(folder: list[Path], count: int) -> None:
    assert len(folder) >= count


def test_a_recorded_case_holds_what_is_said_now(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    scheme = read_case(BAD[0]).scheme
    write_case(path, Case(scheme, ("# error[KPI999]: what was said before",)))

    record(path)

    assert read_case(path).scheme == scheme
    assert read_case(path).expected == read_case(BAD[0]).expected
