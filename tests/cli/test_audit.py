"""`kpicalc audit` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kpicalc.i18n.catalogue import Language
from tests.typed import Result, run_typed

SCHEME = """\
kpicalc: 1
scheme: seller
title: Sellers
currency: USD
facts:
  employees:
    grade: {type: text, one_of: [junior, senior]}
    calls: {type: count, min: 0, influenced: true}
parameters: {salary: {by: grade, values: {junior: 500, senior: 650}}}
pay:
  base: {kind: fixed, amount: salary, title: Salary}
  bonus: {kind: variable, amount: 300, when: calls >= 100, title: Bonus}
"""
FACTS = "ID,Name,Grade,Calls\n1,Ann,junior,96\n2,Bob,senior,96\n3,Cid,junior,120\n"
REPORT = """\
Audit, March 2026
═════════════════
People                                                 3
Groups of people with equal results                    1
Groups among them that are paid differently            1
People paid less than somebody with no better results  0

Equal results, different pay
The facts of the one who is paid less are replaced by those of the other one after another; what each
does adds up to the difference.

Is paid less  Is paid more         Pay   Beside it  Difference
──────────────────────────────────────────────────────────────
1 · Ann       2 · Bob       500.00 USD  650.00 USD  150.00 USD
    calls: 96, both
    grade: junior → senior: +150.00 USD (Salary +150.00 USD; read by salary (seller.yaml:9))

Sellers
People  3

Pay and results
Rank correlation: 1 where who has more is paid more, −1 the contrary. ρ is Spearman's, τ Kendall's tau-b;
of pay in all, and of its variable part.

Result  People      ρ       τ         ρ         τ
                               variable  variable
─────────────────────────────────────────────────
calls        3  0.866  0.8165         1         1

Where results stop to count
What   Where                        People     Part
───────────────────────────────────────────────────
Bonus  nothing, unless calls ≥ 100       2  ≈66.67%

What 5% more pays
People whose pay grows, stays or falls when the fact is 5% more.

Fact   More  Nothing  Less
──────────────────────────
calls     2        1     0

The same work, told otherwise
What pays most, as the engine pays it. Where something is told in another month, that month is thought to
be like this one.

What is done               Example           Now          Then         Gain  Pays
                                                                              for
─────────────────────────────────────────────────────────────────────────────────
a part told a month later  1 · Ann  1,000.00 USD  1,300.00 USD  +300.00 USD     2
    calls (D2): in place of 96 in each of two months 91 + 101; both months 500.00 USD + 500.00 USD, then
    500.00 USD + 800.00 USD

"""


def audited(folder: Path, *options: str, language: Language = Language.EN) -> Result:
    (folder / "seller.yaml").write_text(SCHEME, encoding="utf-8")
    (folder / "employees.csv").write_text(FACTS, encoding="utf-8")
    facts, scheme = folder / "employees.csv", folder / "seller.yaml"
    typed = ["audit", str(facts), "--scheme", str(scheme), "--period", "2026-03"]
    return run_typed(language, [*typed, *options], columns=105)


def test_the_report_of_an_audit(tmp_path: Path) -> None:
    done = audited(tmp_path)

    assert (done.exit_code, done.stdout.replace("\xa0", " ")) == (0, REPORT)


def test_an_audit_goes_into_every_file(tmp_path: Path) -> None:
    files = [tmp_path / f"o.{suffix}" for suffix in ("html", "md", "xlsx", "json")]
    done = audited(tmp_path, "--format", "json", *(part for each in files for part in ("--out", str(each))))

    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    assert document == json.loads(files[3].read_text(encoding="utf-8"))
    (told,) = document["schemes"][0]["gaming"]
    assert (told["now"], told["then"], told["gain"]) == (["500.00"] * 2, ["500.00", "800.00"], "300.00")
    assert told["amounts"] == ["96", "91", "101"]
    assert document["schemes"][0]["links"][0]["kendall_variable"] == {"value": "1.0000", "exact": "2/2"}
    assert "grade: junior → senior" in files[1].read_text(encoding="utf-8")


def test_who_cannot_be_paid_ends_the_audit(tmp_path: Path) -> None:
    audited(tmp_path)
    (tmp_path / "seller.yaml").write_text(SCHEME, encoding="utf-8")
    facts = tmp_path / "f.csv"
    facts.write_text(FACTS.replace("96", "?", 1), encoding="utf-8")
    typed = ["audit", str(facts), "--scheme", str(tmp_path / "seller.yaml"), "--period", "2026-03"]

    done = run_typed(Language.RU, typed)

    assert (done.exit_code, done.stdout) == (1, "")


@pytest.mark.parametrize(
    "options",
    [
        ("--currency", "EUR", "одну"),
        ("--out", "o.txt", "`o.txt` должен"),
        ("--out", "seller.yaml", "seller.yaml` должен"),
    ],
)
def test_what_is_typed_wrongly_ends_with_2(tmp_path: Path, options: tuple[str, ...]) -> None:
    *typed, told = (str(tmp_path / each) if each == "seller.yaml" else each for each in options)

    done = audited(tmp_path, *typed, language=Language.RU)

    assert (done.exit_code, told in " ".join(done.stderr.split())) == (2, True), done.stderr
