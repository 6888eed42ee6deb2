"""`kpicalc template`: what it writes can be filled in and computed."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from kpicalc import api
from kpicalc.facts.blank_workbook import BlankWorkbook
from kpicalc.facts.find_period import find_period
from kpicalc.facts.lay_out_blank import lay_out_workbook
from kpicalc.facts.read_files import read_workbook
from kpicalc.i18n.catalogue import Language
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.period import parse_period
from kpicalc.report.views.blank_column import usual_words
from tests.cli.filled_form import fill_form
from tests.cli.stand_in import invoke

ROOT = Path(__file__).resolve().parents[2]
SCHEMES = sorted((ROOT / "schemes").glob("*.yaml"))
MARCH = parse_period("2026-03")
TINY = """kpicalc: 1
scheme: tiny
currency: RUB
facts: {employees: {план: {type: money, above: 0}}}
pay: {премия: {kind: variable, amount: план * 1%}}
"""


def layout(*schemes: Path, language: Language = Language.RU) -> BlankWorkbook:
    """Return the layout of the workbook that the schemes read."""
    assert MARCH is not None
    programs = api.compile_schemes(schemes, MARCH).value
    assert programs is not None
    return lay_out_workbook(programs, MARCH, usual_words(language))


def problems_of(facts: Path, *schemes: Path) -> tuple[Diagnostic, ...]:
    """Compute a workbook; the period is the one that it names."""
    return api.compute(api.Request((facts,), schemes, None)).diagnostics


@pytest.fixture(name="tiny")
def write_tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "tiny.yaml"
    path.write_text(TINY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return path


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda path: path.stem)
def test_an_empty_workbook_says_that_nobody_is_there_and_a_filled_one_computes(
    scheme: Path, tmp_path: Path
) -> None:
    facts = tmp_path / "facts.xlsx"
    done = invoke("template", str(scheme), "-o", str(facts), "--period", "2026-03", language=Language.RU)
    empty = {each.code for each in problems_of(facts, scheme)}
    fill_form(facts, layout(scheme))

    assert "KPI473" in empty
    assert (done.exit_code, problems_of(facts, scheme)) == (0, ())


def test_one_workbook_serves_all_schemes(tmp_path: Path) -> None:
    facts = tmp_path / "facts.xlsx"
    arguments = ("template", str(ROOT / "schemes"), "-o", str(facts), "--period", "2026-03")
    done = invoke(*arguments, language=Language.RU)
    fill_form(facts, layout(*SCHEMES))
    computed = api.compute(api.Request((facts,), tuple(SCHEMES), None))

    assert (done.exit_code, computed.diagnostics) == (0, ())
    assert computed.value is not None
    assert len(computed.value.settlements) == len(SCHEMES)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("length", "period"),
    [("month", "2026-03"), ("quarter", "2026-Q1"), ("half", "2026-H2"), ("year", "2026")],
)
def test_the_period_is_found(length: str, period: str, language: Language, tiny: Path) -> None:
    tiny.write_text(TINY + f"period: {length}\n", encoding="utf-8")
    done = invoke("template", str(tiny), "--period", period, language=language)
    workbook = read_workbook((Path("facts.xlsx"),)).value
    assert workbook is not None
    found = find_period(workbook).value

    assert (done.exit_code, found and str(found[0])) == (0, period)


def test_the_same_schemes_give_the_same_bytes(tiny: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        invoke("template", str(tiny), "-o", name)

    assert Path("one.xlsx").read_bytes() == Path("two.xlsx").read_bytes()


def test_what_was_written_is_told(tiny: Path) -> None:
    named, still_open = (
        invoke("template", str(tiny), "--period", "2026-03"),
        invoke("template", str(tiny), "-o", "open.xlsx"),
    )

    assert named.stdout.splitlines() == [
        "facts.xlsx",
        "  sheet “Employees”: 3 columns",
        "Fill it in and compute: kpicalc compute facts.xlsx",
        "",
    ]
    assert "Write the period into cell B2 of the sheet “Employees”" in still_open.stdout


def test_the_period_may_be_written_into_the_workbook(tiny: Path) -> None:
    invoke("template", str(tiny))
    book = load_workbook("facts.xlsx")
    book["Employees"]["B2"] = "Март 2026"
    book.save("facts.xlsx")
    fill_form(Path("facts.xlsx"), layout(tiny, language=Language.EN))

    assert problems_of(Path("facts.xlsx"), tiny) == ()


def test_the_schemes_of_the_project_are_taken(tiny: Path) -> None:
    (tiny.parent / "schemes").mkdir()
    tiny.rename(tiny.parent / "schemes" / tiny.name)
    done = invoke("template")

    assert (done.exit_code, Path("facts.xlsx").exists()) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("tiny.yaml", "--period", "march"), "`march`"),
        (("tiny.yaml", "-o", "facts.csv"), "`facts.csv` must end with .xlsx"),
        (("tiny.yaml", "-o", "there.xlsx"), "`there.xlsx` exists; add --force to replace it"),
        (("tiny.yaml", "-o", "none/facts.xlsx"), "none/facts.xlsx"),
        (("none.yaml",), "`none.yaml`"),
        ((), "no scheme"),
    ],
)
@pytest.mark.usefixtures("tiny")
def test_wrong_use_is_refused(arguments: tuple[str, ...], told: str) -> None:
    Path("there.xlsx").touch()
    done = invoke("template", *arguments)

    assert (done.exit_code, told in done.stderr, Path("facts.xlsx").exists()) == (2, True, False)


def test_a_workbook_is_replaced_when_asked(tiny: Path) -> None:
    Path("facts.xlsx").touch()
    done = invoke("template", str(tiny), "--force")

    assert (done.exit_code, Path("facts.xlsx").stat().st_size > 0) == (0, True)


@pytest.mark.parametrize("name", ["a" * 32, "План/факт", "'кавычки"])
def test_a_sheet_that_excel_cannot_have_is_refused(name: str, tiny: Path) -> None:
    tiny.write_text(
        TINY.replace("{employees: {", f'{{employees: {{sheet: "{name}", columns: {{', 1).replace(
            "}}}\npay", "}}}}\npay"
        ),
        encoding="utf-8",
    )
    done = invoke("template", str(tiny))

    assert (done.exit_code, f"cannot be called `{name}`" in done.stderr) == (2, True)


def test_a_title_that_no_sheet_can_have_names_none(tiny: Path) -> None:
    deals = 'deals: {title: "Сделки/март", columns: {сумма: money}}'
    people = 'employees: {title: "План/факт", columns: {план: {type: money, above: 0}}}'
    tiny.write_text(
        TINY.replace("employees: {план: {type: money, above: 0}}", f"{people}, {deals}").replace(
            "план * 1%", "план * 1% + sum(deals.сумма)"
        ),
        encoding="utf-8",
    )
    done = invoke("template", str(tiny))

    assert (done.exit_code, load_workbook("facts.xlsx").sheetnames[1:]) == (0, ["Employees", "deals"])


@pytest.mark.parametrize("period", [(), ("--period", "2026-03")])
@pytest.mark.parametrize("wrong", [("план * 1%", "планы * 1%"), ("facts:", "fakts:")])
def test_problems_of_the_scheme_are_told(period: tuple[str, ...], wrong: tuple[str, str], tiny: Path) -> None:
    tiny.write_text(TINY.replace(*wrong), encoding="utf-8")
    done = invoke("template", str(tiny), *period)

    assert (done.exit_code, "error[KPI" in done.stderr, Path("facts.xlsx").exists()) == (1, True, False)


@pytest.mark.parametrize("wrong_first", [False, True])
def test_a_scheme_with_problems_beside_a_good_one_gives_no_form(tiny: Path, *, wrong_first: bool) -> None:
    for name, amount in (("a", "планы"), ("b", "план")) if wrong_first else (("a", "план"), ("b", "планы")):
        text = TINY.replace("tiny", name).replace("план * 1%", f"{amount} * 1%")
        Path(f"{name}.yaml").write_text(text, encoding="utf-8")
    done = invoke("template", "a.yaml", "b.yaml")

    assert (done.exit_code, done.stderr.count("error[KPI"), Path("facts.xlsx").exists()) == (1, 1, False)
    assert tiny.exists()


def test_schemes_may_be_of_different_periods_while_none_is_named(tiny: Path) -> None:
    Path("quarter.yaml").write_text(TINY.replace("tiny", "quarter") + "period: quarter\n", encoding="utf-8")
    done = invoke("template", str(tiny), "quarter.yaml")

    assert done.exit_code == 0


def test_the_guide_is_no_list_of_employees(tiny: Path) -> None:
    tiny.write_text(
        "kpicalc: 1\nscheme: tiny\ncurrency: RUB\nfacts: {employees: {}, deals: {сумма: money}}\n"
        "pay: {премия: {kind: variable, amount: sum(deals.сумма)}}\n",
        encoding="utf-8",
    )
    invoke("template", str(tiny), "--period", "2026-03")
    fill_form(Path("facts.xlsx"), layout(tiny, language=Language.EN))
    computed = api.compute(api.Request((Path("facts.xlsx"),), (tiny,), None))

    assert computed.diagnostics == ()
    assert computed.value is not None
    assert [each.sheet for each in computed.value.settlements[0].facts.receipts] == ["Employees", "deals"]
