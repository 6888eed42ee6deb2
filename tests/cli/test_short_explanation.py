"""What `kpicalc explain` says first: few lines, in words, with what decided and what was missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpicalc import api
from kpicalc.i18n.catalogue import Language
from kpicalc.model.expr import references
from kpicalc.report.document import Hanging
from kpicalc.report.views.plain_words import plain_words
from kpicalc.report.views.short_explanation import Told, show_briefly
from kpicalc.report.views.wording import word_program
from tests.cli.stand_in import invoke
from tests.report.golden_files import draw
from tests.report.month_sample import lay_out_month

ROOT = Path(__file__).resolve().parents[2]
# What stands in schemes and formulas, and in no explanation.
PROGRAM_WORDS = re.compile(
    r"`|\(\)|\b(else|then|where)\b|\.(rule|value)\d|\.(attainment|counted|score|plan|part)\b"
)


@pytest.fixture(name="month", autouse=True)
def open_month(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with the small month."""
    lay_out_month(tmp_path)
    (tmp_path / "schemes").mkdir()
    for name in ("seller.yaml", "head.yaml"):
        (tmp_path / name).rename(tmp_path / "schemes" / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")


def explained(*arguments: str, language: Language = Language.RU) -> list[str]:
    """Return the lines that are printed about a person of the month."""
    facts = ("Сотрудники.csv", "--facts", "receipts.csv", "--period", "2026-03")
    done = invoke("explain", *facts, *arguments, language=language)
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout.replace("\u00a0", " ").splitlines()[2:-1]


def test_a_line_that_a_rule_has_halved() -> None:
    assert explained("003", "премия") == [
        "Премия = 450,00 ₽",
        "  = 1 000 × Индекс KPI × дисциплина",
        "  = 1 000 × 90 % × 50 %",
        "Что решило:",
        "  без стоп-фактора было бы 900,00 ₽",
        "  дисциплина = 50 %: сработало правило «Взыскание»: множитель 50 %",
        "  Выручка: балл = 90 %: условие не выполнено: Выручка: выполнение < 80 % (90 % < 80 %)",
        "Откуда взято:",
        "  взыскание = да — Сотрудники.csv!H4",
        "  Продажи = 900,00 ₽ — Сотрудники.csv!G4",
        "  План продаж = 1 000,00 ₽ — Сотрудники.csv!F4",
        "Правило: schemes/seller.yaml:24:3",
        "Вся цепочка: --full; что изменит сумму: --to-next; имена схемы: --names",
    ]


def test_why_a_line_is_zero() -> None:
    assert explained("0005", "--why-not", "премия", language=Language.EN) == [
        "Премия = 0.00 RUB",
        "  = 1,000 × KPI index × дисциплина",
        "  = 1,000 × 0% × 100%",
        "What decided:",
        "  Выручка: contribution to the index = 0%: 100% × 0%",
        "  Выручка: score = 0%: condition met: Выручка: attainment < 80% (70% < 80%)",
        "What would have changed it:",
        "  Продажи: 800.00 RUB needed, 700.00 RUB there, 100.00 RUB missing: it would be 800.00 RUB instead",
        "  of 0.00 RUB",
        "Rule: schemes/seller.yaml:24:3",
        "The whole chain: --full; what would change the amount: --to-next; names of the scheme: --names",
    ]


def test_a_line_that_is_not_zero_is_said_to_be_none() -> None:
    assert "  Это не ноль." in explained("003", "--why-not", "премия")


def test_rows_that_count_are_named_by_their_cells() -> None:
    assert explained("001", "сделки")[3:5] == [
        "Откуда взято:",
        "  сумма значений (сумма × ставка (сумма)) = 22,001 ₽: учтено строк: 2 из 2 — receipts.csv!2, 3",
    ]


def test_what_would_change_an_amount() -> None:
    told = "\n".join(explained("0005", "премия", "--to-next"))

    assert re.search(r"Продажи +700,00 ₽ +800,00 ₽ +\+100,00 ₽ +800,00 ₽ +\+800,00 ₽", told)
    assert "Сотрудники.csv!G6 · здесь начинается следующая ступень" in told


def test_an_amount_that_no_fact_changes() -> None:
    assert explained("004", "salary", "--to-next")[-1].startswith("Наименьшие изменения")
    assert explained("0005", "парковка", "--to-next")[2].startswith("Ни одно изменение")


def every_line_of_the_company() -> Iterator[tuple[str, Told]]:
    """Yield the title and the explanation of every pay line of the first employees of each scheme."""
    facts = (ROOT / "examples/company/march.xlsx",)
    schemes = tuple(sorted((ROOT / "schemes").glob("*.yaml")))
    run = api.compute(api.Request(facts, schemes, None)).value
    assert run is not None
    for settlement in run.settlements:
        plain = plain_words(settlement.program, word_program(settlement.program, Language.RU))
        for line in settlement.program.pay_lines:
            for row in settlement.rows[:2]:
                yield (
                    f"{settlement.program.scheme} {line.name}",
                    Told(api.explain(settlement, row, line.variable), plain),
                )


def test_no_program_words_and_few_lines_for_any_line_of_the_company() -> None:
    seen = 0
    for title, told in every_line_of_the_company():
        document = show_briefly(title, told)
        drawn = draw(document, 110).splitlines()[2:]
        spoken = [line for line in drawn if not line.startswith(("Правило", "Вся цепочка"))]
        assert [line for line in spoken if PROGRAM_WORDS.search(line)] == [], title
        assert len(document.blocks) <= 17, title
        assert isinstance(document.blocks[-1], Hanging)
        seen += 1
    assert seen > 80


FORMULAS = """\
kpicalc: 1
scheme: forms
currency: RUB
facts:
  employees:
    а: {type: number, column: Первое}
    б: {type: number, column: Второе}
    да_ли: {type: flag, column: Согласие}
    вид: {type: text, column: Вид}
values:
  v1: "(а + б) * 2 - (а - б)"
  v2: "if not да_ли and а >= 5 or вид = \\"опт\\" then -а else max(а, б) / 3"
  v3: "round(а / 7, 0.01) + min(а, б, 10)"
pay:
  всё: {kind: variable, amount: v1 + v2 + v3}
"""


def test_formulas_in_words(tmp_path: Path) -> None:
    (tmp_path / "forms.yaml").write_text(FORMULAS, encoding="utf-8")
    program = api.compile_alone(tmp_path / "forms.yaml", None).value
    assert program is not None
    plain = plain_words(program, word_program(program, Language.RU))
    said = {each.name: plain.say(each.expr).replace("\u00a0", " ") for each in program.variables()}

    assert {name: said[name] for name in ("v1", "v2", "v3")} == {
        "v1": "(Первое + Второе) × 2 − (Первое − Второе)",
        "v2": "если (не «Согласие» и Первое ≥ 5) или Вид = «опт», то −Первое,"
        " иначе наибольшее из значений (Первое; Второе) / 3",
        "v3": "Первое / 7 + наименьшее из значений (Первое; Второе; 10)",
    }
    # Texts stand in the quotes of the language.
    english = plain_words(program, word_program(program, Language.EN))
    asked = next(each.expr for each in program.variables() if each.name == "v2")
    assert "«" not in english.say(asked)
    assert english.say_in_numbers(asked, dict.fromkeys(references(asked), "опт")).count("“опт”") >= 2


PEOPLE = """\
kpicalc: 1
scheme: people
currency: RUB
facts:
  employees:
    manager: Руководитель
    columns: {продажи: {type: money, title: Продажи}}
  сделки: {sheet: Сделки, columns: {сумма: {type: money, title: Сумма}}}
  company: {values: {v4: count(employees) * avg(employees.продажи)}}
values:
  v1: count(reports) + count(direct_reports)
  v2: sum(reports.продажи) / sum(direct_reports.продажи where direct_reports.продажи > 0)
  v3: count(сделки where сумма > 0) + count(сделки)
pay:
  всё: {kind: variable, amount: v1 * 1_000 RUB + v3 * 1_000 RUB, when: v2 > 0 and v4 > 0 RUB}
"""


def test_aggregates_say_over_whom_they_go(tmp_path: Path) -> None:
    (tmp_path / "people.yaml").write_text(PEOPLE, encoding="utf-8")
    read = api.compile_alone(tmp_path / "people.yaml", None)
    assert read.value is not None, read
    plain = plain_words(read.value, word_program(read.value, Language.RU))
    said = {each.name: plain.say(each.expr).replace("\u00a0", " ") for each in read.value.variables()}

    assert {name: said[name] for name in ("v1", "v2", "v3", "v4")} == {
        "v1": "число подчинённых + число непосредственных подчинённых",
        "v2": "сумма значений «Продажи» по всем подчинённым"
        " / (сумма значений «Продажи» по непосредственным подчинённым, где Продажи > 0)",
        "v3": "(число строк, где Сумма > 0) + число строк",
        "v4": "число сотрудников × среднее значение «Продажи» по всем сотрудникам",
    }


def test_a_table_of_texts_is_said_with_what_it_was_asked(tmp_path: Path) -> None:
    scheme = tmp_path / "grades.yaml"
    scheme.write_text(
        "kpicalc: 1\nscheme: grades\ncurrency: USD\nfacts: {employees: {role: text, level: text}}\n"
        "tables: {grades: {mode: matrix, gives: money, rows: [junior, senior], columns: [A, B], "
        "values: [[1, 2], [3, 4]]}}\n"
        'pay: {salary: {kind: fixed, amount: "grades(role, level)"}}\n',
        encoding="utf-8",
    )
    facts = tmp_path / "staff.csv"
    facts.write_text("ID;Name;Role;Level\n1;Ann;senior;B\n", encoding="utf-8")
    done = invoke(
        "explain",
        str(facts),
        "1",
        "salary",
        "--scheme",
        str(scheme),
        "--period",
        "2026-03",
        language=Language.EN,
    )

    assert "  = grades (role; level)" in done.stdout.replace("\u00a0", " ").splitlines()


def test_a_prize_and_a_pool_are_told_by_what_happened_among_people(tmp_path: Path) -> None:
    (tmp_path / "shared.yaml").write_text(
        "kpicalc: 1\nscheme: shared\ncurrency: RUB\nfacts: {employees: {сделки: count}}\npay:\n"
        "  первому: {kind: prize, title: Лучшему, amount: 900, best: сделки, among: company, ties: split}\n"
        "  доля: {kind: pool, title: Из фонда, amount: 3000, by: сделки, among: company}\n",
        encoding="utf-8",
    )
    (tmp_path / "staff.csv").write_text("ID;Name;сделки\n1;Анна;4\n2;Борис;4\n3;Вера;2\n", encoding="utf-8")

    def decided(line: str) -> list[str]:
        typed = ("staff.csv", "1", line, "--scheme", "shared.yaml", "--period", "2026-03")
        done = invoke("explain", *typed, language=Language.RU)
        return done.stdout.replace("\u00a0", " ").splitlines()[2:-3]

    assert decided("первому") == [
        "Лучшему = 450,00 ₽",
        "Что решило:",
        "  победа с равным результатом 4: Анна, Борис",
        "Откуда взято:",
        "  сделки = 4 — staff.csv!C2",
    ]
    assert decided("доля") == [
        "Из фонда = 1 200,00 ₽",
        "Что решило:",
        "  делится 3 000,00 ₽: свой вес 4 из 10, доля 1 200,00 ₽",
        "Откуда взято:",
        "  сделки = 4 — staff.csv!C2",
    ]
