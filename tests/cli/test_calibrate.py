"""`kpicalc calibrate` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kpicalc.i18n.catalogue import Language
from tests.typed import Result, run_typed

SCHEME = """\
kpicalc: 1
scheme: seller
title: Seller
currency: USD
parameters: {rate: 5%, base: {value: 100, type: money}}
facts: {employees: {sales: {type: money, min: 0}}}
pay: {salary: {kind: fixed, amount: base}, fee: {kind: variable, amount: sales * rate}}
"""
REPORT = """\
Numbers for Seller
══════════════════
By the facts of 2 employees.

rate, so that sum(employees.total) = 600
Now            5% (s.yaml:5:20)
Looked for in  0% … 50%

Number  Exactly  Rounded    Comes to     Above  A step less      A step
                      to               the aim                     more
───────────────────────────────────────────────────────────────────────
   20%      20%      10%  600.00 USD  0.00 USD  −200.00 USD  200.00 USD

To be written into the scheme, s.yaml:5:20:

    parameters: {rate: 20%, base: {value: 100, type: money}}

Confirmed: with the numbers written in, the engine pays exactly this.

"""


def calibrated(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *options: str, language: Language = Language.EN
) -> Result:
    monkeypatch.chdir(folder)
    (folder / "s.yaml").write_text(SCHEME, encoding="utf-8")
    (folder / "f.csv").write_text("ID,Name,Sales\n1,Ann,1000\n2,Bob,1000\n", encoding="utf-8")
    typed = ["calibrate", "s.yaml", "--facts", "f.csv", "--period", "2026-03", *options]
    return run_typed(language, typed, columns=120)


def test_the_report_with_the_line_to_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = calibrated(tmp_path, monkeypatch, "--solve", "rate", "--so-that", "sum(total) = 600")

    assert (done.exit_code, done.stdout.replace("\xa0", " ")) == (0, REPORT)


def test_files_and_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [part for suffix in ("html", "md", "xlsx", "json") for part in ("--out", f"o.{suffix}")]
    options = ["--solve", "rate", "--so-that", "sum(total) = 600", "--format", "json", *files]
    done = calibrated(tmp_path, monkeypatch, *options, language=Language.RU)

    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    assert document["confirmed"] is True
    assert document["numbers"][0]["solutions"][0]["exact"] == "1/5"
    assert document == json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("role", "code"), [("Seller", 0), ("Seler", 1)])
def test_whom_the_scheme_does_not_pay_is_left_out_and_counted(tmp_path: Path, role: str, code: int) -> None:
    """200 of base and 10% of 4 000; a scheme that pays nobody is refused."""
    scheme, facts = tmp_path / "s.yaml", tmp_path / "f.csv"
    applies = f"applies_to: {{Role: {role}}}\nparameters:"
    scheme.write_text(SCHEME.replace("parameters:", applies), encoding="utf-8")
    facts.write_text("ID,Role,Sales\n1,Seller,1000\n2,Driver,\n3,Seller,3000\n", encoding="utf-8")
    typed = ["calibrate", str(scheme), "--facts", str(facts), "--period", "2026-03"]
    done = run_typed(Language.EN, [*typed, "--solve", "rate", "--so-that", "sum(total) = 600"], columns=120)
    told = "By the facts of 2 employees.\nNot paid by the scheme and left out: 1 employee."

    assert done.exit_code == code
    assert (told in done.stdout, "10%" in done.stdout) == (not code, not code)


def test_no_solution_ends_with_1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = calibrated(tmp_path, monkeypatch, "--solve", "rate", "--so-that", "sum(total) = 10")

    assert done.exit_code == 1
    assert "from 200.00 USD (at 0%) to 1,200.00 USD (at 50%)" in done.stdout.replace("\xa0", " ")


@pytest.mark.parametrize(
    "options",
    [
        ("--solve", "rate", "needs a --so-that of its own"),
        ("--solve", "rat", "--so-that", "sum(total) = 1", "no number `rat`; parameters: "),
        ("--solve", "rate", "--so-that", "sum(total) > 1", "write `left side = right side`"),
        ("--solve", "rate", "--so-that", "sum(totl) = 1", "totl"),
        ("--solve", "rate", "--so-that", "sum(total) = 1", "--between", "5..1", "the smaller first"),
        ("--solve", "rate", "--so-that", "sum(total) = 1", "--round", "0", "a step above zero"),
    ],
)
def test_what_is_typed_wrongly_ends_with_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    *typed, told = options
    done = calibrated(tmp_path, monkeypatch, *typed)

    assert (done.exit_code, done.stdout) == (2, "")
    assert told in " ".join(done.stderr.split())


AT_PLAN = """\
kpicalc: 1
scheme: seller
currency: USD
parameters: {salary: {value: 10_000, type: money}, rate: 5%}
facts: {employees: {plan: {type: money, above: 0}, sales: {type: money, min: 0}}}
kpis: {revenue: {weight: 100%, plan: plan, actual: sales}}
pay:
  base: {kind: fixed, amount: salary}
  fee: {kind: variable, amount: sales * rate}
"""


def mixed(folder: Path, *options: str) -> Result:
    (folder / "plan.yaml").write_text(AT_PLAN, encoding="utf-8")
    typed = ["calibrate", str(folder / "plan.yaml"), "--period", "2026-03", "--format", "json", *options]
    return run_typed(Language.EN, typed)


def test_the_rate_from_target_income_mix_and_plan(tmp_path: Path) -> None:
    """60 % of 120 000 are 72 000; the other 48 000 are 4.8 % of a plan of 1 000 000."""
    asked = ["--mix", " 60% / 40% ", "--target", "120_000", "--solve", "salary", "--solve", "rate"]
    # Ends and a step are given for the first number alone.
    done = mixed(tmp_path, *asked, "--between", "0..100_000", "--round", "100")

    assert done.exit_code == 0, done.output
    salary, rate = json.loads(done.stdout)["numbers"]
    assert [each["solutions"][0]["value"] for each in (salary, rate)] == ["72000", "0.048"]
    assert [each["written"] for each in (salary, rate)] == ["10_000", "5%"]
    assert [each["solutions"][0]["exact"] for each in (salary, rate)] == ["72000", "6/125"]


@pytest.mark.parametrize(
    "options",
    [
        ("--mix", "60:50", "--target", "120_000", "is no mix of pay"),
        ("--mix", "sixty", "--target", "120_000", "is no mix of pay"),
        ("--mix", "sixty:60:40", "--target", "120_000", "is no mix of pay"),
        ("--mix", "50:30:20", "--target", "120_000", "is no mix of pay"),
        ("--mix", "100", "--target", "120_000", "is no mix of pay"),
        ("--mix", "60:40", "an amount above zero is needed"),
        ("--mix", "60:40", "--target", "1", "--so-that", "total = 1", "leave out `--so-that`"),
        ("--target", "1", "needs a --so-that of its own"),
        ("needs a --so-that of its own",),
    ],
)
def test_a_mix_that_is_none_ends_with_2(tmp_path: Path, options: tuple[str, ...]) -> None:
    *typed, told = options
    done = mixed(tmp_path, *typed, "--solve", "salary", "--solve", "rate")

    assert (done.exit_code, told in " ".join(done.stderr.split())) == (2, True), done.stderr
