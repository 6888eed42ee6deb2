"""`kpicalc simulate` as it is typed: what is printed, written and refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kpicalc.i18n.catalogue import Language
from tests.report.golden_files import golden
from tests.typed import Result, run_typed

SCHEME = """\
kpicalc: 1
scheme: seller
currency: USD
facts: {employees: {sales: {type: money, min: 0, max: 2_500}}}
pay: {fee: {kind: variable, amount: sales * 10%}}
"""
REPORT = """\
What if, March 2026
═══════════════════
As it is, 2 employees  300.00 USD

With the facts changed
sales = sales * 1.5  2 rows

sales: 1 time outside the range that the scheme declares, such as Bob: 3,000.00 USD

Employee         Now        Then   Difference
─────────────────────────────────────────────
1 · Ann   100.00 USD  150.00 USD   +50.00 USD
2 · Bob   200.00 USD  300.00 USD  +100.00 USD
All       300.00 USD  450.00 USD  +150.00 USD

"""


def simulated(folder: Path, *options: str, language: Language = Language.EN, scheme: str = SCHEME) -> Result:
    (folder / "seller.yaml").write_text(scheme, encoding="utf-8")
    (folder / "f.csv").write_text("ID,Name,Sales\n1,Ann,1000\n2,Bob,2000\n", encoding="utf-8")
    typed = [
        "simulate",
        str(folder / "f.csv"),
        "--scheme",
        str(folder / "seller.yaml"),
        "--period",
        "2026-03",
    ]
    return run_typed(language, [*typed, *options], columns=120)


def test_the_report_of_a_change(tmp_path: Path) -> None:
    done = simulated(tmp_path, "--set", "sales = sales * 1.5")

    assert (done.exit_code, done.stdout.replace("\xa0", " ")) == (0, REPORT)


def test_the_report_of_moves(tmp_path: Path) -> None:
    moves = ["--vary", "sales = 50%..150% step 50%", "--draw", "sales = uniform(90%, 110%)", "--times", "50"]
    done = simulated(tmp_path, *moves, "--tornado", "10%")

    assert (done.exit_code, done.stdout) == (0, golden("printed_moves"))


def test_who_cannot_be_paid_then_has_dashes_below_the_amounts(tmp_path: Path) -> None:
    scheme = SCHEME.replace("sales * 10%", "sales * (100 USD / sales)")
    screen = simulated(tmp_path, "--set", "1.sales = 0", scheme=scheme).stdout.splitlines()
    (ann,) = (line for line in screen if "1 · Ann" in line)
    rule = next(line for line in screen if line.startswith("─"))

    assert ann.split()[-2:] == ["—", "—"]
    assert len(ann) == len(rule)


def test_every_form_has_the_figures(tmp_path: Path) -> None:
    files = [tmp_path / f"o.{suffix}" for suffix in ("html", "md", "xlsx", "json")]
    asked = ["--set", "2.sales = 1_000", "--vary", "sales = 50%..150% step 50%", "--tornado", "10%"]
    asked += ["--draw", "sales = uniform(90%, 110%)", "--times", "50", "--format", "json"]
    done = simulated(tmp_path, *asked, *(part for each in files for part in ("--out", str(each))))

    assert done.exit_code == 0, done.output
    printed = json.loads(done.stdout)
    assert printed == json.loads(files[3].read_text(encoding="utf-8"))
    assert [each["total"] for each in printed["points"]] == ["150.00", "300.00", "450.00"]
    assert printed["scenarios"][0]["pays"] == ["100.00", "100.00"]
    assert printed["bars"][0]["down"] == "270.00"
    assert printed["distribution"]["times"] == 50
    assert "<svg" in files[0].read_text(encoding="utf-8")
    assert "| 50% | 150.00 USD | −150.00 USD |" in files[1].read_text(encoding="utf-8").replace("\xa0", " ")
    assert files[2].read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    "options",
    [
        ("say what to change",),
        ("--set", "sale = 1", "a number `sale`"),
        ("--vary", "sales = 1..2", "write `fact = from..to step size`"),
        ("--vary", "sales = 2..1 step 1", "write `fact = from..to step size`"),
        ("--draw", "sales = normal(1)", "write `fact = normal(mean, deviation)`"),
        ("--draw", "sales = triangle(3, 2, 1)", "write `fact = normal(mean, deviation)`"),
        ("--draw", "sales = poisson(3)", "write `fact = normal(mean, deviation)`"),
        ("--tornado", "0", "`0`: a part above 0%"),
        ("--set", "sales = 1", "--employee", "7", "is called `7`"),
        ("--set", "sales = 1", "--out", "o.docx", "`o.docx` must end"),
    ],
)
def test_what_is_typed_wrongly_ends_with_2(tmp_path: Path, options: tuple[str, ...]) -> None:
    *typed, told = options
    done = simulated(tmp_path, *typed)

    assert (done.exit_code, done.stdout) == (2, "")
    assert told in " ".join(done.stderr.split())


@pytest.mark.parametrize(
    "text", ["sales = normal(100%, 10%)", "sales *= равномерное(0,9; 1,1)", "sales = triangle(1, 2, 3) общее"]
)
def test_shapes_have_names_in_both_languages(tmp_path: Path, text: str) -> None:
    assert simulated(tmp_path, "--draw", text, "--times", "3").exit_code == 0


def test_wrong_scenarios_end_with_1(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text("worse: {sale: 1}\n", encoding="utf-8")
    done = simulated(tmp_path, "--scenarios", str(tmp_path / "s.yaml"), language=Language.RU)

    assert (done.exit_code, done.stdout) == (1, "")
    assert "s.yaml:1:9" in done.stderr
