"""`kpicalc document`: the files it writes, and what it refuses."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import docx
import pytest

from kpicalc.i18n.catalogue import Language
from kpicalc.report.writers import to_docx
from tests.cli.stand_in import invoke

KPIS = 'kpis: {выручка: {weight: 1, plan: план, actual: продажи, title: "=1+1 <b>|x"}}\n'
SCHEME = """\
kpicalc: 1
scheme: seller
title: Продавец
currency: RUB
facts: {employees: {план: {type: money, above: 0}, продажи: {type: money, min: 0}}}
kpis: {выручка: {weight: 1, plan: план, actual: продажи, title: "=1+1 <b>|x"}}
pay: {премия: {kind: variable, amount: 40_000, factors: [index], title: Премия}}
"""


@pytest.fixture(name="scheme")
def write_scheme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with one scheme."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "seller.yaml"
    path.write_text(SCHEME, encoding="utf-8")
    return path


@pytest.mark.parametrize("suffix", [".docx", ".html", ".md"])
def test_the_document_is_the_same_each_time(scheme: Path, suffix: str) -> None:
    out = scheme.with_name(f"plan{suffix}")

    first = invoke("document", "seller.yaml", "-o", str(out), language=Language.RU)
    made = out.read_bytes()
    second = invoke("document", "seller.yaml", "-o", str(out), "--force", language=Language.RU)

    assert (first.exit_code, second.exit_code, out.read_bytes() == made) == (0, 0, True)


def test_a_document_of_word_has_headings_clauses_and_tables(scheme: Path) -> None:
    assert invoke("document", "seller.yaml", "-o", "plan.docx", language=Language.RU).exit_code == 0

    book = docx.Document(str(scheme.with_name("plan.docx")))
    parts = pairwise(book.iter_inner_content())
    parted = [one for one, two in parts if hasattr(two, "rows") and not hasattr(one, "rows") and one.text]
    assert [each.text for each in parted if not each.paragraph_format.keep_with_next] == []
    texts = [each.text.replace("\N{NO-BREAK SPACE}", " ") for each in book.paragraphs]
    rows = [[cell.text for cell in row.cells] for table in book.tables for row in table.rows]
    told = [[text.replace("\N{NO-BREAK SPACE}", " ") for text in row] for row in rows]
    assert "Положение об оплате труда и мотивации: Продавец" in texts
    assert ["Премия", "32 000,00 ₽", "40 000,00 ₽", "48 000,00 ₽"] in told
    assert ["=1+1 <b>|x", "1", "—"] in told or ["=1+1 <b>|x", "100 %", "—"] in told
    assert ["УТВЕРЖДАЮ", ""] in told
    assert book.core_properties.author == ""


def test_what_stands_there_is_not_written_over(scheme: Path) -> None:
    (scheme.parent / "plan.md").write_text("mine", encoding="utf-8")

    for typed, said in (
        (("seller.yaml", "-o", "plan.md"), "`plan.md` exists"),
        (("seller.yaml", "-o", "seller.yaml"), "`seller.yaml` must end"),
        (("none.yaml", "-o", "plan2.md"), "`none.yaml` not found"),
        (("seller.yaml", "-o", "plan2.md", "--period", "x"), "`x` is not a valid period"),
    ):
        done = invoke("document", *typed)
        assert (done.exit_code, said in done.stderr) == (2, True), done.stderr
    assert (scheme.parent / "plan.md").read_text(encoding="utf-8") == "mine"


def test_a_scheme_with_mistakes_is_told(scheme: Path) -> None:
    scheme.write_text(SCHEME.replace("pay:", "pey:"), encoding="utf-8")

    done = invoke("document", "seller.yaml", "-o", "plan.md")

    assert (done.exit_code, "KPI13" in done.stderr, (scheme.parent / "plan.md").exists()) == (1, True, False)


def test_without_the_library_the_extra_is_named(scheme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(to_docx, "find_spec", lambda _: None)

    done = invoke("document", "seller.yaml", "-o", "plan.docx")

    assert (done.exit_code, "kpicalc[docx]" in done.stderr) == (2, True)
    assert scheme.exists()


def test_without_plans_the_fact_that_moves_pay_most_is_moved(scheme: Path) -> None:
    plain = SCHEME.replace(
        'kpis: {выручка: {weight: 1, plan: план, actual: продажи, title: "=1+1 <b>|x"}}\n', ""
    )
    scheme.write_text(plain.replace("40_000, factors: [index]", "продажи * 10%"), encoding="utf-8")

    assert invoke("document", "seller.yaml", "-o", "plan.md", language=Language.RU).exit_code == 0
    text = scheme.with_name("plan.md").read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " ")
    assert "Пример при трёх размерах величины «продажи»" in text
    assert "| Премия | 8 000,00 ₽ | 10 000,00 ₽ | 12 000,00 ₽ |" in text


def test_without_anything_to_move_there_is_one_example(scheme: Path) -> None:
    plain = SCHEME.replace(
        'kpis: {выручка: {weight: 1, plan: план, actual: продажи, title: "=1+1 <b>|x"}}\n', ""
    )
    scheme.write_text(plain.replace(", factors: [index]", ""), encoding="utf-8")

    assert invoke("document", "seller.yaml", "-o", "plan.md", language=Language.RU).exit_code == 0
    text = scheme.with_name("plan.md").read_text(encoding="utf-8")
    assert "Пример при следующих условных данных" in text
