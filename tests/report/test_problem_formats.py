"""Problems in the forms that machines read."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from xmlschema import XMLSchema

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import sentence
from kpicalc.model.diagnostic import ToldShare, error
from kpicalc.model.problem import Problem
from kpicalc.model.source import FilePlace, Span
from kpicalc.report.checked_files import CheckedFiles
from kpicalc.report.views.problems import close, show_concisely
from kpicalc.report.writers.plain import describe_diagnostic
from kpicalc.report.writers.problems_json import write_gitlab, write_problems, write_sarif
from kpicalc.report.writers.to_github import write_github, write_summary
from kpicalc.report.writers.to_junit import write_problem_cases
from tests.problem_texts import all_pages
from tests.report.checked_sample import ABSENT, CLEAN, FOUND, NOWHERE, OVERLAP, PERCENT, TITLE
from tests.report.golden_files import draw, golden

RU, EN = Language.RU, Language.EN
SCHEMAS = Path(__file__).parent / "schemas"
_BAD_NAME = FilePlace("a\x01]]>&\ufffe.yaml")
HOSTILE = CheckedFiles(
    (_BAD_NAME.file,), {}, (error("KPI312", _BAD_NAME, text="<&\x00>"), error("KPI000", _BAD_NAME))
)

Writer = Callable[[CheckedFiles, Language], str]


def test_problems_one_to_a_line() -> None:
    assert draw(show_concisely(FOUND.problems, EN), 40).splitlines() == [
        "KPI159 `#` begins a comment here and cuts the value short: `x`",
        "б,в.yaml:3:3: KPI101 this is no file",
        "б,в.yaml:3:3: KPI159 `#` begins a comment here and cuts the value short: `100%\\x0a|*`",
        "б,в.yaml:6:16: KPI305 table `К` ends at 80%: a greater value will be refused",
        "нет.yaml: KPI100 there is no such file",
    ]


def test_what_fails_a_check() -> None:
    strict = replace(FOUND, strict=True)

    assert [FOUND.fails(each) for each in (OVERLAP, PERCENT, TITLE)] == [True, False, False]
    assert [strict.fails(each) for each in (OVERLAP, PERCENT, TITLE)] == [True, True, False]
    assert (FOUND.failed, CLEAN.failed) == (True, False)


def test_the_closing_line() -> None:
    assert close(FOUND, EN) == "3 files: 2 errors, 2 warnings, 1 hint"
    assert close(CLEAN, RU) == "1 файл: проблем нет"


def test_json() -> None:
    written = json.loads(write_problems(FOUND, EN))
    first = written["problems"][0]

    assert written["kpicalc"]["format"] == 1
    assert written["files"] == ["а.yaml", "б,в.yaml", "нет.yaml"]
    assert written["counts"] == {"error": 2, "warning": 2, "advice": 1}
    assert written["failed"] is True
    assert first["code"] == "KPI305"
    assert first["place"] == {
        "file": "б,в.yaml",
        "line": 6,
        "column": 16,
        "end_line": 6,
        "end_column": 19,
    }
    assert first["sentence"]["en"] == "table `К` ends at 80%: a greater value will be refused"
    assert len({each["fingerprint"] for each in written["problems"]}) == 5


def test_github() -> None:
    assert write_github(FOUND, EN) == golden("problems.github")


def test_gitlab() -> None:
    written = json.loads(write_gitlab(FOUND, RU))

    assert [each["severity"] for each in written] == ["critical", "critical", "major", "major", "info"]
    assert [each["check_name"] for each in written] == ["KPI305", "KPI100", "KPI159", "KPI159", "KPI101"]
    assert written[0]["location"] == {"path": "б,в.yaml", "lines": {"begin": 6, "end": 6}}
    assert written[1]["location"] == {"path": "нет.yaml", "lines": {"begin": 1, "end": 1}}
    assert written[2]["location"]["path"] == ""
    assert written[1]["description"] == "такого файла нет"
    assert len({each["fingerprint"] for each in written}) == 5


@pytest.mark.parametrize("checked", [FOUND, CLEAN, HOSTILE, replace(FOUND, strict=True)])
@pytest.mark.parametrize("language", list(Language))
def test_junit_is_valid(checked: CheckedFiles, language: Language) -> None:
    schema = XMLSchema(str(SCHEMAS / "junit-10.xsd"))

    assert list(schema.iter_errors(BytesIO(write_problem_cases(checked, language).encode()))) == []


def test_junit() -> None:
    assert write_problem_cases(FOUND, EN) == golden("problems.junit")


@pytest.mark.parametrize("checked", [FOUND, CLEAN, HOSTILE])
@pytest.mark.parametrize("language", list(Language))
def test_sarif_is_valid(checked: CheckedFiles, language: Language) -> None:
    schema = json.loads((SCHEMAS / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))

    assert list(Draft7Validator(schema).iter_errors(json.loads(write_sarif(checked, language)))) == []


def test_the_schemas_find_what_is_wrong() -> None:
    sarif = json.loads((SCHEMAS / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    junit = XMLSchema(str(SCHEMAS / "junit-10.xsd"))

    assert not Draft7Validator(sarif).is_valid({"version": "2.1.0", "runs": [{"tool": {}}]})
    assert not junit.is_valid("<testsuites><testsuite/></testsuites>")


def test_sarif() -> None:
    (run,) = json.loads(write_sarif(FOUND, EN))["runs"]
    rules, results = run["tool"]["driver"]["rules"], run["results"]
    pages = [all_pages(EN)[each["id"]] for each in rules]

    assert [each["id"] for each in rules] == ["KPI100", "KPI101", "KPI159", "KPI305"]
    assert [each["shortDescription"]["text"] for each in rules] == [page.title for page in pages]
    assert [each["help"]["markdown"] for each in rules] == [page.text for page in pages]
    assert [rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in results] == [True] * 5
    assert [each["level"] for each in results] == ["error", "error", "warning", "warning", "note"]
    assert results[0]["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "%D0%B1%2C%D0%B2.yaml"},
                "region": {"startLine": 6, "startColumn": 16, "endLine": 6, "endColumn": 19},
            }
        }
    ]
    assert results[0]["relatedLocations"][0]["message"] == {"text": "first here"}
    assert results[2]["locations"] == []
    assert len({each["partialFingerprints"]["kpicalc/v1"] for each in results}) == 5


@pytest.mark.parametrize("write", [write_problems, write_gitlab, write_sarif])
def test_nothing_breaks_on_hostile_names(write: Writer) -> None:
    assert json.loads(write(HOSTILE, EN))


def test_the_summary_of_a_clean_check() -> None:
    assert write_summary(CLEAN, EN) == "### kpicalc validate\n\n1 file: no problems\n\n"


def test_the_summary_is_a_table() -> None:
    lines = write_summary(FOUND, EN).splitlines()

    assert lines[:6] == [
        "### kpicalc validate",
        "",
        "3 files: 2 errors, 2 warnings, 1 hint",
        "",
        "| severity | code | place | problem |",
        "|---|---|---|---|",
    ]
    assert lines[6] == (
        "| error | KPI305 | б,в.yaml:6:16 | table \\`К\\` ends at 80%: a greater value will be refused |"
    )
    assert lines[8].startswith("| warning | KPI159 |  | ")
    assert lines[9].endswith("\\`100%\\\\x0a\\|\\*\\` |")
    assert len(lines) == 11


def test_a_summary_that_is_too_long_says_how_much_is_missing() -> None:
    places = [Span("s.yaml", line, 1, line, 2) for line in range(1, 101)]
    many = replace(FOUND, problems=tuple(error("KPI100", place) for place in places))
    written = write_summary(many, RU, 2000)

    assert len(written.encode()) <= 2000
    rows = written.count("| ошибка |")
    assert 0 < rows < 100
    assert written.endswith(f"\n… и ещё {100 - rows}\n")


def test_a_summary_takes_all_the_room_there_is_and_no_more() -> None:
    whole = write_summary(FOUND, EN)
    room = range(len(whole.encode()) + 1)
    cut = [write_summary(FOUND, EN, each) for each in room]

    assert [each for each in room if len(cut[each].encode()) > each] == []
    grows = [(each, len(cut[each].encode())) for each in room[1:] if cut[each] != cut[each - 1]]
    assert (cut[0], cut[-1], grows) == ("", whole, [(each, each) for each in (133, 230, 287, 374, 487, 526)])


def test_problems_stand_under_their_files() -> None:
    assert FOUND.problems_of("нет.yaml") == (ABSENT,)
    assert FOUND.problems_of("") == (NOWHERE,)


def test_a_share_is_told_as_a_percentage_and_written_as_a_number() -> None:
    problem = error(Problem.WEIGHTS_SUM, None, index="index", total=ToldShare(Decimal("0.5")))

    assert describe_diagnostic(problem)["params"] == {"index": "index", "total": "0.5"}
    assert "50%" in sentence(problem, Language.EN)
