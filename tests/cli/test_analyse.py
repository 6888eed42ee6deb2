"""`kpicalc analyse`: what is typed, what is printed, what is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kpicalc.cli import analyse as command
from kpicalc.cli.app import build_app
from kpicalc.i18n.catalogue import Language
from tests.report.golden_files import golden
from tests.typed import run_typed

SCHEME = """\
kpicalc: 1
scheme: sample
currency: RUB
facts:
  employees:
    plan: {type: money, above: 0}
    sales: {type: money, min: 0, max: 2_000_000, title: Продажи}
    share: {type: ratio, min: 0%, max: 100%}
    warned: flag
    hired: {type: date}
    city: text
  deals: {of: employees, columns: {sales: {type: money, min: 0, max: 100}}}
kpis: {sold: {weight: 100%, plan: plan, actual: sales, threshold: 80%, cap: 120%}}
pay:
  salary: {kind: fixed, amount: 50_000}
  bonus:
    kind: variable
    amount: 20_000 * share
    factors: [index]
    when: not warned and hired < 2026-01-01 and city = "Omsk"
  fee: {kind: variable, amount: sum(deals.sales) * 1%}
"""


# What is written and where asks for no more.
SMALL = """\
kpicalc: 1
scheme: sample
currency: RUB
facts: {employees: {sales: {type: money, min: 0, max: 2_000_000, title: Продажи}}}
pay: {bonus: {kind: variable, amount: if sales >= 1_000_000 then sales * 2% else sales * 1%}}
"""


@pytest.fixture(name="scheme")
def written_scheme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "sample.yaml"
    path.write_text(SCHEME, encoding="utf-8")
    return path


@pytest.fixture(name="small")
def written_small_scheme(scheme: Path) -> Path:
    scheme.write_text(SMALL, encoding="utf-8")
    return scheme


def run(*arguments: object, language: Language = Language.EN) -> Result:
    return run_typed(language, ["analyse", *map(str, arguments)])


def test_the_report_is_printed(scheme: Path) -> None:
    done = run(
        scheme, "--range", " deals.sales = .. 100", "--range", "share = 0% .. 50%", "--range", " deals = ..3"
    )

    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == golden("printed_analysis")


def test_json_is_printed_alone_and_heeds_what_is_fixed(scheme: Path) -> None:
    fixed = (" Продажи = 900_000 ", "warned = нет ", "hired= 01.02.2025", "city=Tomsk", "share=50%")
    pins = [part for each in fixed for part in ("--at", each)]

    done = run(scheme, "--format", "json", *pins, "--period", "2026-04", "--range", "deals=..3")

    told = json.loads(done.stdout)
    assert told["period"] == "2026-04"
    rest = told["curves"][0]["reference"]["rows"][0]["values"]
    names = ("sales", "warned", "hired", "city", "share")
    assert [rest[name] for name in names] == ["900000", False, "2025-02-01", "Tomsk", "0.5"]


def test_json_is_utf_8_whatever_the_screen_can_show(small: Path) -> None:
    runner = CliRunner(charset="cp1251")

    done = runner.invoke(build_app(Language.RU), ["analyse", str(small), "--format", "json"])

    written = done.stdout_bytes.decode("utf-8")
    assert "Продажи" in written
    assert json.loads(written)["scheme"] == "sample"


@pytest.mark.parametrize(("rows", "fee"), [("2..2", "2.00"), ("..40", "40.00")])
def test_the_number_of_rows_of_a_table_can_be_narrowed(scheme: Path, rows: str, fee: str) -> None:
    done = run(scheme, "--format=json", "--range", f"deals={rows}")

    lines = {line["line"]: line for line in json.loads(done.stdout)["lines"]}
    assert lines["fee"]["highest"]["value"] == fee


PEOPLE = """\
kpicalc: 1
scheme: sample
currency: RUB
facts:
  company: {rate: {type: money, min: 0, max: 100}}
  employees:
    plan: {type: money, above: 0}
    sales: {type: money, min: 0}
  deals: {of: employees, columns: {sum: {type: money, min: 0}}}
applies_to: {role: [sample]}
kpis: {sold: {weight: 100%, plan: plan, actual: sales, threshold: 80%, cap: 120%}}
pay:
  bonus: {kind: variable, amount: 1_000 * index + rate + (if count(deals) >= 2 then 50 else 0)}
"""


def test_people_are_marked_at_their_own_facts_and_pay_without_names(scheme: Path) -> None:
    scheme.write_text(PEOPLE, encoding="utf-8")
    people = "role,id,name,plan,sales\nsample,7,Nobody Knows,100,90\nsample,8,Else,500,600\nother,9,X,1,1\n"
    (scheme.parent / "employees.csv").write_text(people, encoding="utf-8")
    (scheme.parent / "company.csv").write_text("rate\n10\n", encoding="utf-8")
    (scheme.parent / "deals.csv").write_text("id,sum\n8,1\n8,2\n", encoding="utf-8")

    asked = ("--people", ".", "--period", "2026-03", "--out", "a.html", "--format", "json")
    done = run(scheme, *asked)
    page = (scheme.parent / "a.html").read_text(encoding="utf-8").replace("\u00a0", " ")

    curves = {each["fact"]["label"]: each for each in json.loads(done.stdout)["curves"]}
    plan = float(curves["sales"]["plan"])
    # 90 % and 120 % of their own plans; 900 and 1 200 of the index, 10 of the company, 50 of two deals.
    assert [(float(at) / plan, pay) for at, pay in curves["sales"]["people"]] == [
        (0.9, "910.00"),
        (1.2, "1260.00"),
    ]
    assert curves["rate"]["people"] == [["10", "910.00"], ["10", "1260.00"]]
    assert curves["deals"]["people"] == [["0", "910.00"], ["2", "1260.00"]]
    assert "People in the facts: 2. From 90% to 120%, median 120%." in page
    assert "people: own result, own total" in page
    assert "Nobody" not in page


def test_every_sort_of_file_is_written(small: Path) -> None:
    names = ["a.html", "a.md", "a.svg", "a.png", "a.json"]

    done = run(small, "--witness", *(part for name in names for part in ("--out", name)))

    assert done.exit_code == 0, done.stderr
    starts = [(small.parent / name).read_bytes()[:5] for name in names]
    assert starts == [b"<!DOC", b"# Ana", b"<?xml", b"\x89PNG\r", b'{\n "a']


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--period", "march"], "`march` is not a valid period"),
        (["--out", "a.txt"], "`a.txt` must end with .html, .md, .pdf, .svg, .png or .json"),
        (["--out", "a.svg", "--out", "./a.svg"], "`a.svg` is named twice"),
        (["--out", "none/a.svg"], "the folder of `none/a.svg` is not found"),
        (["--range", "sales"], "`sales` is not a range; write NAME=LOW..HIGH, such as `plan=0..100`"),
        (["--range", "sales=1"], "`sales=1` is not a range"),
        (["--range", "nothing_like=0..1"], "the scheme has no fact `nothing_like`; it has: `plan`, "),
        (["--range", "shares=0..1"], "the scheme has no fact `shares`; did you mean `share`?"),
        (
            ["--range", "sales=0..1"],
            "several tables have `sales`; name it so: `employees.sales`, `deals.sales`",
        ),
        (["--range", "share=x..1"], "`x..1` is not a value of the fact `share`; its kind is ratio"),
        (["--range", "deals=1..0"], "`1..0` is not a value of the fact"),
        (["--range", "deals=-1..5"], "`-1..5` is no number of rows of `deals`"),
        (["--range", "deals=0.5..2"], "`0.5..2` is no number of rows of `deals`"),
        (["--range", "employees=1..2"], "the scheme has no fact `employees`"),
        (["--range", "share=1..0"], "`1..0` is not a value of the fact `share`"),
        (["--range", "hired=2026-01-01..2026-02-01"], "is not a value of the fact `hired`; its kind is date"),
        (["--at", "share"], "`share` is not a value of a fact; write NAME=VALUE, such as `plan=100`"),
        (["--at", "shar=1"], "did you mean `share`?"),
        (["--at", "share=many"], "`many` is not a value of the fact `share`"),
        (["--at", "warned=maybe"], "`maybe` is not a value of the fact `warned`"),
        (["--at", "hired=soon"], "`soon` is not a value of the fact `hired`"),
        (["--at", "city="], "`` is not a value of the fact `city`"),
        (["--at", "share=200%"], "`200%` is outside what the scheme allows for `share`"),
    ],
)
def test_what_is_typed_wrongly_is_refused(scheme: Path, arguments: list[str], said: str) -> None:
    done = run(scheme, *arguments)

    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_scheme_that_is_not_there_is_refused(tmp_path: Path) -> None:
    done = run(tmp_path / "none.yaml")

    assert (done.exit_code, "none.yaml` not found" in done.stderr) == (2, True)


def test_a_scheme_with_errors_is_told(scheme: Path) -> None:
    scheme.write_text(SCHEME.replace("amount: 50_000", "amount: salry"), encoding="utf-8")

    done = run(scheme)

    assert (done.exit_code, done.stdout) == (1, "")
    assert "salry" in done.stderr


def test_a_missing_library_is_named(scheme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "can_write_png", lambda: False)

    done = run(scheme, "--out", "a.png")

    assert (done.exit_code, 'pip install "kpicalc[chart]"' in done.stderr) == (2, True)


def test_where_there_is_no_curve_there_is_no_chart(scheme: Path) -> None:
    text = "kpicalc: 1\nscheme: flat\ncurrency: RUB\nfacts: {employees: {a: flag}}\n"
    scheme.write_text(
        f"{text}pay: {{salary: {{kind: fixed, amount: if a then 1 else 2}}}}\n", encoding="utf-8"
    )

    done = run(scheme, "--out", "a.svg")

    assert (done.exit_code, "nothing to draw" in done.stderr) == (2, True)
    assert "usage" not in run(scheme, "--at", "a").stderr


def test_long_lists_of_facts_are_cut(scheme: Path) -> None:
    columns = ", ".join(f"x{number}: flag" for number in range(20))
    text = f"kpicalc: 1\nscheme: wide\ncurrency: RUB\nfacts: {{employees: {{{columns}}}}}\n"
    scheme.write_text(f"{text}pay: {{salary: {{kind: fixed, amount: 1}}}}\n", encoding="utf-8")

    assert "`x11` …" in run(scheme, "--at", "unlike=1").stderr


def test_a_page_holds_all_that_is_found(small: Path) -> None:
    done = run(small, "--out", "a.html", "--format", "json")
    page = (small.parent / "a.html").read_text(encoding="utf-8")
    curves = json.loads(done.stdout)["curves"]

    assert (done.exit_code, page.count("<svg"), page.rstrip()[-7:]) == (0, len(curves), "</html>")
    assert len(curves) > 0
    assert page.count("<h2") > len(curves)
