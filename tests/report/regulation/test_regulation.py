"""The regulation of a scheme: clauses in words, numbered, with the company's own text."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from kpicalc.i18n.catalogue import Language, words
from kpicalc.model.analysis import FactRow, Witness
from kpicalc.model.fault import Value
from kpicalc.model.grounds import WorkedExample
from kpicalc.report.document import Heading
from kpicalc.scheme.constructs.rules import ALSO, Hit
from tests.report.golden_files import draw, golden
from tests.report.regulation.schemes import lines_of, regulate, said

FACTS = "facts: {employees: {план: {type: money, above: 0}, продажи: money, взыскание: flag, часы: hours}}\n"
BONUS = "pay: {премия: {kind: variable, amount: продажи * 10%, title: Премия}}\n"
SCHEMES = sorted((Path(__file__).parents[3] / "schemes").glob("*.yaml"))


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("продажи * 10% + 5", "«продажи» × 10 % + 5"),
        ("(продажи - план) / 2", "(«продажи» − «план») / 2"),
        ("-продажи", "−«продажи»"),
        ("if взыскание then 0 else продажи", "0, если «взыскание» — «да»; иначе «продажи»"),
        ("if not взыскание then 1 else 0", "1, если «взыскание» — «нет»; иначе 0"),
        ("if продажи >= план then 1 else 0", "1, если «продажи» не меньше «план»; иначе 0"),
        ("if продажи + 1 > план then 1 else 0", "1, если «продажи» + 1 > «план»; иначе 0"),
        (
            "if not (продажи > 1 or план > 1) and взыскание then 1 else 0",
            "1, если неверно, что «продажи» больше 1 или «план» больше 1 и «взыскание» — «да»; иначе 0",
        ),
        (
            "if (продажи > 1 or план > 1) and взыскание then 1 else 0",
            "1, если («продажи» больше 1 или «план» больше 1) и «взыскание» — «да»; иначе 0",
        ),
        ("2 * (if взыскание then 0 else 1)", "2 × (0, если «взыскание» — «да»; иначе 1)"),
        ("max(продажи, 0)", "наибольшее из значений («продажи»; 0)"),
        ("clamp(продажи, 1, 2)", "(«продажи», но не менее 1 и не более 2)"),
        ("days_between(period.first_day, 2026-03-31)", "число дней с даты первый день расчётного периода по"),
        ("floor(продажи)", "«продажи» с округлением до целого в меньшую сторону"),
    ],
)
def test_a_formula_is_said_in_words(formula: str, words: str) -> None:
    assert f"«б» — {words}" in said(f'{FACTS}values: {{б: "{formula}"}}\n{BONUS}')


def test_rows_are_said_with_their_table_and_condition() -> None:
    text = """\
facts:
  employees: {оклад: money}
  deals:
    title: Сделки
    of: employees
    columns: {сумма: {type: money, title: Сумма сделки}, оплачена: flag}
    values: {часть: {formula: сумма / 2, title: Половина}}
values:
  а: sum(deals.часть where deals.оплачена)
  б: count(deals) * 2
  в: sum(deals.сумма where deals.сумма > 5) / 2
pay: {премия: {kind: variable, amount: а}}
"""
    told = said(text)

    assert "По каждой строке определяется «Половина»: «Сумма сделки» / 2." in told
    assert (
        "«а» — сумма значений «Половина» по строкам таблицы «Сделки», для которых «оплачена» — «да»." in told
    )
    assert "«б» — число строк таблицы «Сделки» × 2." in told
    assert (
        "«в» — (сумма значений «Сумма сделки» по строкам таблицы «Сделки», для которых "
        "«Сумма сделки» больше 5) / 2."
    ) in told


def test_kpis_say_how_they_are_attained_and_paid() -> None:
    text = f"""\
{FACTS}
kpis:
  а: {{weight: 60%, plan: план, actual: продажи, threshold: 80%, cap: 120%, stop: 50%, title: Выручка}}
  б:
    weight: 0.4
    better: lower
    formula: mirror
    plan: план
    actual: продажи
    when_plan_zero: zero
    title: Долг
    owner: Бухгалтер
stop_factors:
  д:
    lines: [премии]
    rules: [{{kpis_stopped: any, factor: 0}}, {{when: взыскание, factor: 50%, title: Взыскание}}]
pay: {{премия: {{kind: variable, amount: 40_000, group: премии, factors: [index], title: Премия}}}}
"""
    told = said(text)

    for part in (
        "Выручка | 60 % | —",
        "Долг | 40 % | Бухгалтер",
        "«Выручка». Выполнение показателя = факт / план, где план — «план», факт — «продажи».",
        "Выполнение принимается не выше 120 %. При выполнении ниже 80 % показатель не оплачивается.",
        "Чем меньше факт, тем лучше. Выполнение показателя = 200 % − факт / план",
        "При плане, равном нулю, выполнение равно 0.",
        "Общий индекс показателей — сумма произведений веса",
        "«д» умножает строки оплаты: «Премия».",
        "— если хотя бы один показатель считается невыполненным, коэффициент равен 0",
        "— Взыскание: если «взыскание» — «да», коэффициент равен 50 %",
        "«Премия» — переменная часть оплаты. Размер — 40 000,00 ₽.",
        "— умножается на: общий индекс показателей",
    ):
        assert part in told


def test_scales_limits_and_rounding() -> None:
    text = f"""\
{FACTS}
tables:
  к:
    title: Шкала
    mode: lookup
    bands: [{{below: 80%, value: 0}}, {{from: 80%, to: 100%, value: 0.8}}, {{above: 100%, value: 1}}]
values: {{х: к(продажи / план)}}
pay:
  премия: {{kind: variable, amount: 100 * х, min: 10, max: 90, when: взыскание, title: Премия, group: п}}
  вычет: {{kind: deduction, amount: 5, from: [п], title: Вычет}}
limits: {{total: {{max: 1000}}, groups: {{п: {{min: 1}}}}}}
"""
    told = said(text)

    for part in (
        "менее 80 % | 0",
        "не менее 80 % и не более 100 % | 0,8",
        "более 100 % | 1",
        "«х» — значение по шкале «Шкала» (величина: «продажи» / «план»).",
        "— начисляется при условии: «взыскание» — «да»",
        "— не менее 10",
        "— не более 90",
        "Из суммы строк «Премия» вычитается: 5,00 ₽.",
        "Вся оплата за период не может быть больше следующей величины: 1 000. Сумма сверх предела",
        "Сумма строк «Премия» не может быть меньше следующей величины: 1. Недостающее доплачивается.",
        "округляется до 0,01, половина — в большую сторону",
    ):
        assert part in told


def test_a_scale_of_texts_a_ladder_and_the_versions_of_a_scale_are_told() -> None:
    told = said(
        "facts: {employees: {разряд: text, продажи: {type: money, min: 0}}}\n"
        "parameters: {квота: {by: разряд, type: money, values: {А: 100}, otherwise: 200}}\n"
        "tables:\n"
        "  оклад: {mode: matrix, gives: money, rows: [А, Б], columns: [Юг, Север],"
        " values: [[1, 2], [3, 4]]}\n"
        "  лестница: {mode: lookup, gives: money,"
        " bands: [{from: 0, value: 0}, {from: 10, adds: 5, every: 7}]}\n"
        "  ступени: {mode: marginal, bands: [{from: 0, rate: 1%}, {from: квота, rate: 2%}]}\n"
        "pay:\n"
        "  премия: {kind: variable, amount: ступени(продажи) + лестница(продажи), group: все}\n"
        "  надбавка: {kind: variable, amount: все * 10%}\n"
        '  оклад_за_месяц: {kind: fixed, amount: "оклад(разряд, \\"Юг\\")"}\n'
    )

    assert "А | 1,00 ₽ | 2,00 ₽" in told
    assert "далее за каждые следующие полные 7 — ещё 5,00 ₽" in told
    assert "Шкала «ступени»: А." in told
    assert "Шкала «ступени»: в остальных случаях." in told
    assert "«все» — сумма строк «премия» с учётом её ограничений." in told


def test_rows_of_two_people_say_whose_they_are_and_how_they_are_rounded() -> None:
    told = said(
        "facts:\n  employees: {}\n"
        "  заказы:\n    roles: {продано: Продавец, сделано: Мастер}\n    columns: {сумма: money}\n"
        "    values: {доля: {formula: сумма / 3, round: {step: 0.01}}}\n"
        "pay: {премия: {kind: variable, amount: sum(сделано.доля)}}\n"
    )

    assert "Строка относится к работнику, который назван в графе «Мастер»." in told
    assert "сумма значений «доля» по строкам таблицы «заказы (Мастер)»" in told
    assert "«доля»: «сумма» / 3. Округляется до 0,01, половина — в большую сторону." in told


def test_what_the_company_says_is_kept_in_its_section() -> None:
    general = "  general: |\n    Принято на собрании\n\n    Второй абзац.\n"
    text = f"{FACTS}{BONUS}text:\n{general}  end: Споры решает комиссия\n"

    lines = lines_of(regulate(text))

    own = [line for line in lines if re.fullmatch(r"1\.\d+\. (?:Принято на собрании|Второй абзац)\.", line)]
    assert len(own) == 2
    assert any(re.fullmatch(r"\d+\.4\. Споры решает комиссия\.", line) for line in lines)


def test_sections_and_clauses_are_numbered_without_gaps() -> None:
    document = regulate(FACTS + BONUS)
    headings = [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 2]

    numbered = [line for line in lines_of(document) if re.match(r"[0-9]+\. ", line)]
    assert numbered == headings[:-1] != []
    assert [each.split(".")[0] for each in numbered] == [str(n) for n in range(1, len(headings))]
    digest = next(line for line in lines_of(document) if "SHA-256" in line)
    assert re.search(r"[0-9a-f]{64}$", digest) is not None


def test_approval_owner_and_review_are_said_where_the_scheme_names_them() -> None:
    told = said("approved: 2026-01-15\nreview_by: 2028-01-15\nowner: Отдел кадров\n" + FACTS + BONUS)

    assert "Положение утверждено 15.01.2026" in told
    assert "За Положение отвечает: Отдел кадров." in told
    assert "Положение пересматривается не позднее 15.01.2028." in told


def test_english_says_the_same() -> None:
    told = said(FACTS + 'values: {b: "if продажи >= план then 1 else 0"}\n' + BONUS, Language.EN)

    assert "“b” — 1 if “продажи” is at least “план”, otherwise 0." in told
    assert "The pay period is a calendar month." in told

    late = said("period: {starts: 26}\n" + FACTS + BONUS, Language.EN)
    assert ("is a month from day 26 on." in late, "calendar month" in late) == (True, False)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("path", SCHEMES, ids=lambda path: path.stem)
def test_every_scheme_can_be_written_out(path: Path, language: Language) -> None:
    document = regulate(path.read_text(encoding="utf-8"), language, head="")

    told = "\n".join(lines_of(document))

    assert re.findall(r"regulation\.\w+|\{[a-z_]+\}|«»|“”|(?m:^— [a-z_]+: .*)", told) == []


_EARLIER = """
facts: {employees: {sales: {type: money, min: 0}, late: {type: count, min: 0}}}
values: {before_it: previous(sales), two_ago: "previous(sales, 2)", mean: "avg(last(sales, 3, 1))",
  row: streak(late = 0), year: year_to_date(sales), p: "power(1.1, 2)"}
rules:
  fine: {hit: unique, also: [sum], rules: [{when: late > 3, value: 10}, {when: late <= 3, value: 0}]}
pay: {a: {kind: variable, amount: (before_it + two_ago + mean + year) * p * row * fine * fine.sum}}
"""


def test_earlier_periods_and_rules_are_said_in_words() -> None:
    said = " ".join(lines_of(regulate(_EARLIER, Language.EN)))

    expected = (
        "— “sales” of the period before.",
        "— “sales” of 2 periods before.",
        "— the mean of “sales” over the 3 periods before this one (of 1 at least).",
        "— the number of periods in a row in which this holds: “late” is 0.",
        "— “sales” summed up since the year began.",
        "— (1.1 to the power 2).",
        "“fine” follows from the one condition of these that is met; two at once are an error:",
        "Beside it stands the sum of the values of all conditions that are met.",
    )
    assert [each for each in expected if each not in said] == []


@pytest.mark.parametrize("language", Language)
def test_a_whole_regulation(language: Language) -> None:
    levels = ((Decimal("0.8"), Decimal(5000)), (Decimal(1), Decimal(0)), (None, None))
    paid: dict[str, Value] = {"постоянная": Decimal(1000), "удержание": Decimal("-100.5")}
    examples = [
        WorkedExample(
            level,
            "продажи" if level else "",
            Witness((FactRow("employees", (("план", Decimal(100)), ("часть", level), ("взыскание", True))),)),
            paid if bonus is None else {**paid, "премия": bonus},
            Decimal("899.5"),
        )
        for level, bonus in levels
    ]
    text = (Path(__file__).parent / "whole.yaml").read_text(encoding="utf-8")

    assert golden(f"regulation.{language}") == draw(regulate(text, language, "", examples), 120)


@pytest.mark.parametrize("language", [Language.RU, Language.EN])
def test_every_way_to_hit_has_words(language: Language) -> None:
    keys = [f"regulation.rules.{each}" for each in Hit] + [f"regulation.also_{each}" for each in ALSO]

    assert [each for each in keys if each not in words(language)] == []


def test_another_regulation_says_what_the_first_has_not() -> None:
    text = (Path(__file__).parent / "other.yaml").read_text(encoding="utf-8")

    said = "".join(draw(regulate(text, language, head="")) for language in Language)
    assert said == golden("regulation_other")
