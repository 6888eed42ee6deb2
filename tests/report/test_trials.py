"""The results of tests as text, JSON and JUnit."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from xmlschema import XMLSchema

from kpicalc.i18n.catalogue import Language
from kpicalc.model.trial import Coverage, SchemeTrials, TrialRun
from kpicalc.report.views.trials import show_trials
from kpicalc.report.writers.to_junit import write_trial_cases
from kpicalc.report.writers.trials_json import write_trials
from tests.report.golden_files import draw, golden
from tests.report.trial_sample import TEXT, run_sample

SCHEMA = Path(__file__).parent / "schemas" / "junit-10.xsd"


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("width", [80, 120])
def test_the_text(language: Language, width: int) -> None:
    text = draw(show_trials(run_sample(), {"s.yaml": TEXT}, language), width)

    assert golden(f"trials_{language}_{width}") == text
    assert max(map(len, text.splitlines())) <= width


def test_the_text_fits_an_old_encoding() -> None:
    text = draw(show_trials(run_sample(), {"s.yaml": TEXT}, Language.RU), 80, "cp1251")

    assert text.encode("cp1251").decode("cp1251") == text


def test_a_scheme_without_tests_says_so() -> None:
    run = TrialRun((SchemeTrials("seller", "Продавец", "s.yaml", (), Coverage((), frozenset())),))

    assert draw(show_trials(run, {}, Language.EN)).splitlines()[2:] == [
        "no tests",
        "",
        "Coverage of seller: 100 % (0 of 0)",
        "══════════════════════════════════",
        "0 passed, 0 failed",
    ]


def test_the_json() -> None:
    document: dict[str, Any] = json.loads(write_trials(run_sample(), Language.EN))
    (scheme,) = document["schemes"]

    assert (document["kpicalc"]["format"], document["passed"], document["failed"]) == (1, 1, 3)
    assert [each["passed"] for each in scheme["tests"]] == [True, False, False, False]
    assert scheme["tests"][3]["missed"] == ["KPI501"]
    assert [each["code"] for each in scheme["tests"][2]["problems"]] == ["KPI441"]
    figure = scheme["tests"][1]["figures"][0]
    assert {name: figure[name] for name in ("name", "expected", "actual", "difference", "passed")} == {
        "name": "премия",
        "expected": "9000.00",
        "actual": "8000.00",
        "difference": "-1000.00",
        "passed": False,
    }
    assert scheme["tests"][1]["figures"][4]["expected_codes"] == ["KPI501"]
    assert scheme["coverage"]["percent"] == 60
    (point, end) = scheme["coverage"]["unreached"]
    assert point["kind"] == "band"
    assert point["sentence"]["en"] == "table `К`: band 0% <= x < 80%"
    assert point["place"]["line"] == 9
    assert end["sentence"]["en"] == "table `К`: exactly at 80%"


def test_the_json_has_no_coverage_unless_it_is_asked_for() -> None:
    document = json.loads(write_trials(run_sample(coverage=False), Language.EN))

    assert document["schemes"][0]["coverage"] is None


def test_the_json_of_a_test_that_has_no_program() -> None:
    (scheme,) = run_sample().schemes
    trial = replace(scheme.trials[3], program=None)
    run = TrialRun((replace(scheme, trials=(trial,)),))

    assert json.loads(write_trials(run, Language.EN))["schemes"][0]["tests"][0]["period"] is None
    assert "did not come: KPI501" in write_trial_cases(run, Language.EN)
    assert "did not come: KPI501" in draw(show_trials(run, {}, Language.EN))


@pytest.mark.parametrize("language", list(Language))
def test_the_junit_is_what_ci_servers_read(language: Language) -> None:
    text = write_trial_cases(run_sample(), language)

    assert XMLSchema(SCHEMA).is_valid(fromstring(text.encode()))  # noqa: S314 - our own text


def test_the_junit_has_passed_tests_and_the_figures_of_failed_ones() -> None:
    root = fromstring(write_trial_cases(run_sample(), Language.EN).encode())  # noqa: S314 - our own text
    (suite,) = root
    cases = suite.findall("testcase")

    assert [root.get(each) for each in ("tests", "failures")] == ["4", "3"]
    assert [(each.get("name"), each.find("failure") is None) for each in cases] == [
        ("план выполнен на 97 %", True),
        ("всё не так", False),
        ("двое & <один>", False),
        ("ошибка не возникла", False),
    ]
    assert [each.findtext("system-out") for each in cases] == [
        "s.yaml:12:11",
        "s.yaml:15:11",
        "s.yaml:19:11",
        "s.yaml:22:11",
    ]
    texts = [each.findtext("failure", "").splitlines() for each in cases]
    assert texts[1] == [
        "s.yaml:17:14: премия: expected 9,000.00\u00a0RUB, got 8,000.00\u00a0RUB (−1,000.00\u00a0RUB)",
        "s.yaml:17:29: выполнение: expected 95%, got 97% (+2%)",
        "s.yaml:17:46: сделано: expected no, got yes",
        "s.yaml:17:62: company.всего: expected 100.00\u00a0RUB, got 97.00\u00a0RUB (−3.00\u00a0RUB)",
        "s.yaml:18:20: total: expected KPI501, got 8,000.00\u00a0RUB",
    ]
    assert texts[3] == ["these problems were expected and did not come: KPI501"]
    assert suite.findtext("system-out") == (
        "s.yaml:9:36: table `К`: band 0% <= x < 80%\ns.yaml:9:60: table `К`: exactly at 80%"
    )
