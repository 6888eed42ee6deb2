"""The check of schemes without facts."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpicalc.api import compile_schemes, validate, validate_text, validate_texts
from kpicalc.model.diagnostic import Checked
from kpicalc.model.period import Period, PeriodLength
from kpicalc.model.program import Program

SCHEME = """\
kpicalc: 1
scheme: seller
currency: RUB
facts: {employees: {план: {type: money, min: 0}}}
pay: {оклад: {kind: fixed, amount: план}}
"""
DATED = SCHEME.replace("amount: план", "amount: план * ставка") + (
    "parameters: {ставка: {2025-01-01: 5%, 2026-02-01: 6%}}\n"
)
COMMENT = "# kpicalc: allow KPI159 - the note belongs to the title\n"
CUT = "title: 1 + # note\n"


def told(checked: Checked[tuple[Program, ...]]) -> list[str]:
    """Return the place and the code of each problem."""
    return [f"{each.primary.place if each.primary else ''} {each.code}" for each in checked.diagnostics]


def periods(checked: Checked[tuple[Program, ...]]) -> list[str]:
    """Return the periods that were compiled for."""
    return [str(each.period) for each in checked.value or ()]


def test_a_scheme_is_compiled_for_each_period_that_differs() -> None:
    assert periods(validate_text(DATED, "s.yaml")) == ["2025-01", "2026-02"]


def test_a_scheme_is_compiled_for_the_period_given() -> None:
    assert periods(validate_text(DATED, "s.yaml", Period(2027, 5, PeriodLength.MONTH))) == ["2027-05"]


def test_a_problem_of_every_period_is_told_once() -> None:
    checked = validate_text(DATED.replace("план *", "плам *"), "s.yaml")

    assert (checked.value, told(checked)) == (None, ["s.yaml:5:36 KPI207"])


def test_a_text_that_is_no_scheme() -> None:
    checked = validate_text("a: [", "s.yaml")

    assert (checked.value, len(checked.diagnostics)) == (None, 1)


def test_a_warning_leaves_the_programs_and_may_be_allowed() -> None:
    warned, allowed = validate_text(SCHEME + CUT, "s.yaml"), validate_text(SCHEME + COMMENT + CUT, "s.yaml")

    assert (told(warned), periods(warned)) == (["s.yaml:6:8 KPI159"], ["2026-01"])
    assert (told(allowed), periods(allowed)) == ([], ["2026-01"])


def test_two_schemes_of_one_folder_may_not_have_one_name() -> None:
    texts = {"a/s.yaml": SCHEME, "a/t.yaml": SCHEME, "b/s.yaml": SCHEME}

    assert told(validate_texts(texts)) == ["a/t.yaml:2:9 KPI227"]


def test_all_files_are_checked(tmp_path: Path) -> None:
    paths = [tmp_path / "good.yaml", tmp_path / "absent.yaml"]
    paths[0].write_text(SCHEME, encoding="utf-8")

    checked = validate(paths)
    assert (checked.value, told(checked)) == (None, [f"{paths[1]} KPI100"])
    assert periods(validate(paths[:1])) == ["2026-01"]


TESTS = "scheme: s.yaml\ntests:\n  - name: a\n    given: {employees: {план: 1}}\n    expect: {оклад: 1}\n"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"a/s.yaml": SCHEME, "a/s.test.yaml": TESTS}, []),
        ({"a/s.test.yaml": "tests: []\n"}, ["a/s.test.yaml:1:1 KPI133", "a/s.test.yaml:1:8 KPI137"]),
        ({"a/s.test.yaml": TESTS}, ["a/s.test.yaml:1:9 KPI718"]),
        ({"s.yaml": "kpicalc: 1\n", "s.test.yaml": TESTS}, ["s.yaml:1:1 KPI133"] * 4),
    ],
)
def test_tests_beside_a_scheme_are_checked_against_it(texts: dict[str, str], expected: list[str]) -> None:
    assert told(validate_texts(texts)) == expected


def test_an_unknown_name_in_a_test_beside_a_scheme_is_told() -> None:
    wrong = TESTS.replace("план: 1", "плам: 1")
    (problem,) = validate_texts({"s.test.yaml": wrong, "s.yaml": SCHEME}).diagnostics

    assert problem.code[:4] == "KPI7"


def test_the_scheme_of_a_test_is_read_where_it_is_not_checked_itself(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(SCHEME, encoding="utf-8")
    test = tmp_path / "s.test.yaml"
    test.write_text(TESTS, encoding="utf-8")

    assert told(validate([test])) == []


def test_what_is_allowed_for_another_period_is_not_allowed_in_vain() -> None:
    dated = DATED + COMMENT + "title: ставка\n"

    assert told(validate_text(dated, "s.yaml")) == ["s.yaml:7:18 KPI362"]
    assert told(validate_text(dated, "s.yaml", Period(2026, 3, PeriodLength.MONTH))) == []


def test_what_is_allowed_is_not_told_again_when_pay_is_computed(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    march = Period(2026, 3, PeriodLength.MONTH)
    path.write_text(SCHEME + CUT, encoding="utf-8")
    warned = compile_schemes([path], march)
    path.write_text(SCHEME + COMMENT + CUT, encoding="utf-8")
    allowed = compile_schemes([path], march)

    assert [each.code for each in warned.diagnostics] == ["KPI159"]
    assert (told(allowed), periods(allowed)) == ([], ["2026-03"])


def test_a_scheme_that_is_not_there_is_told_when_pay_is_computed(tmp_path: Path) -> None:
    absent = tmp_path / "absent.yaml"

    assert told(compile_schemes([absent], Period(2026, 3, PeriodLength.MONTH))) == [f"{absent} KPI100"]
