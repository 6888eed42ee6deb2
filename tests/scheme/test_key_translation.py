"""Schemes in Russian keys mean what the same ones in English mean, and problems name keys as written."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from kpicalc.api import validate_text
from kpicalc.compiler.passes import compile_scheme
from kpicalc.formula.printer import print_formula
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.key_names import key_names
from kpicalc.i18n.sentence import help_text, sentence
from kpicalc.model.source import Span
from kpicalc.scheme.constructs.trials import TrialsDocument
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.formatting.change_keys import change_keys
from kpicalc.scheme.load import read_scheme, read_tests
from kpicalc.scheme.periods import periods_to_check
from kpicalc.scheme.settings import SettingsDocument, read_settings
from kpicalc.scheme.spec import Spec
from tests.scheme.texts import ROOT

RU, EN = Language.RU, Language.EN
SCHEMES = sorted((ROOT / "schemes").glob("*.yaml"))
SCAFFOLDS = sorted((ROOT / "kpicalc" / "scheme" / "scaffold").rglob("*.yaml"))
HEAD = "kpicalc: 1\nсхема: s\nвалюта: RUB\n"
MINIMAL = (
    HEAD
    + "факты: {сотрудники: {план: {тип: деньги, больше: 0}, факт: деньги}}\n"
    + "оплата: {оклад: {вид: постоянная, сумма: 50_000}}\n"
)


@cache
def changed(text: str, language: Language, document: type[Spec] = SchemeDocument) -> str:
    """Return a text in the keys of a language."""
    result = change_keys(text, "s.yaml", document, language)
    assert result.value is not None, result.diagnostics
    return result.value


def told(text: str) -> list[str]:
    """Return what is said of a scheme, in Russian."""
    return [
        f"{each.code} {sentence(each, RU)}; {help_text(each, RU)}"
        for each in read_scheme(text, "s").diagnostics
    ]


def formulas(text: str) -> dict[object, str]:
    """Return every formula that a scheme becomes, by grain and name."""
    read = read_scheme(text, "s")
    assert read.value is not None, read.diagnostics
    program = compile_scheme(read.value, periods_to_check(read.value)[-1]).value
    assert program is not None
    return {each.key: print_formula(each.expr) for each in program.variables()}


@pytest.mark.parametrize("path", [*SCHEMES, *SCAFFOLDS], ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_there_and_back_is_the_same_text(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    english, russian = changed(text, EN), changed(text, RU)

    assert changed(russian, EN) == english
    assert changed(english, RU) == russian
    assert text in (english, russian)
    assert formulas(russian) == formulas(english)


def test_comments_quotes_and_line_ends_stay() -> None:
    quoted = MINIMAL.replace("оклад:", "'оклад' :  # kind: fixed\n   ")
    text = "\ufeff# a\r\n" + quoted.replace("\n", "\r\n")

    english = changed(text, EN)

    assert english.startswith("\ufeff# a\r\nkpicalc: 1\r\nscheme: s\r\n")
    assert "'оклад' :  # kind: fixed\r\n    {kind: fixed, amount: 50_000}" in english
    assert changed(english, RU) == text


@pytest.mark.parametrize(
    ("russian", "english"),
    [
        ("если план > 0 и не факт = 1 то 1 иначе 2", "if план > 0 and not факт = 1 then 1 else 2"),
        ("макс(план, факт) * п.выполнение", "max(план, факт) * п.attainment"),
        ("сотрудник.план + п.план", "employee.план + п.plan"),
        ("период.рабочих_дней / период.дней", "period.working_days / period.days"),
        ("индекс * 1 + сотрудник.индекс", "index * 1 + employee.index"),
        ('если "да и нет" = "п.план" то 1 иначе 0', 'if "да и нет" = "п.план" then 1 else 0'),
    ],
)
def test_formulas(russian: str, english: str) -> None:
    head = MINIMAL.replace("сумма: 50_000", "сумма: 1")
    text = head + "показатели: {п: {вес: 1, план: план, факт: факт}}\nзначения:\n  а: FORMULA\n"
    other = changed(text.replace("FORMULA", f"'{russian}'"), EN)

    assert other.splitlines()[-1] == f"  а: '{english}'"
    assert changed(other, RU).splitlines()[-1] == f"  а: '{russian}'"


def test_what_the_author_chose_stays() -> None:
    """Names, headings and titles that are words of the language elsewhere."""
    text = (
        HEAD
        + "кому: {вид: план}\n"
        + "факты: {сотрудники: {вес: {тип: текст, столбец: [сумма, тип]}, период: деньги, индекс: деньги}}\n"
        + "параметры: {ставка: {по: вес, значения: {план: 1, факт: 2}}}\n"
        + "оплата: {сумма: {вид: постоянная, сумма: период * ставка + индекс, название: вид}}\n"
    )

    assert changed(text, EN) == (
        "kpicalc: 1\nscheme: s\ncurrency: RUB\n"
        "applies_to: {вид: план}\n"
        "facts: {employees: {вес: {type: text, column: [сумма, тип]}, период: money, индекс: money}}\n"
        "parameters: {ставка: {by: вес, values: {план: 1, факт: 2}}}\n"
        "pay: {сумма: {kind: fixed, amount: период * ставка + индекс, title: вид}}\n"
    )
    assert changed(changed(text, EN), RU) == text


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("values: {да: 1}", "KPI145"),
        ("facts: {employees: {a: money}, отделы: {of: company, columns: {}}}", "KPI236"),
    ],
)
def test_a_name_that_is_a_word_there_is_refused(wrong: str, code: str) -> None:
    text = "kpicalc: 1\nscheme: s\ncurrency: RUB\npay: {a: {kind: fixed, amount: 1}}\n" + wrong

    result = change_keys(text, "s", SchemeDocument, RU)

    assert (result.value, [each.code for each in result.diagnostics]) == (None, [code])


@pytest.mark.parametrize(
    ("written", "instead", "problem"),
    [
        ("вид: постоянная", "вид: fixed", "KPI356 `fixed` — английское слово, а файл написан русскими"),
        ("сумма: 50_000", "amount: 50_000", "KPI356 `amount` — английское слово, а файл написан русскими"),
        ("сумма: 50_000", "суммма: 50_000", "KPI131 неизвестный ключ `суммма`; возможно, `сумма`?"),
        ("вид: постоянная", "вид: оклад", "KPI142 недопустимое значение `оклад`; возможно, `постоянная`?"),
        ("сумма: 50_000", "база: 1", "KPI157 для `база` нужен ключ `ставка`; добавьте `ставка: …`"),
        ("вид: постоянная, сумма", "вид: удержание, сумма", "KPI133 нет ключа `из`; добавьте `из: …`"),
        ("больше: 0", "больше: 0, единица: тысяча, в_периоде: да", "KPI158 `в_периоде` бывает только вместе"),
        ("больше: 0", "болше: 0", "KPI131 неизвестный ключ `болше`; возможно, `больше`?"),
    ],
)
def test_problems_name_russian_keys(written: str, instead: str, problem: str) -> None:
    (found,) = told(MINIMAL.replace(written, instead))

    assert found.startswith(problem)


def test_an_english_scheme_is_told_the_english_word() -> None:
    text = changed(MINIMAL, EN).replace("amount", "сумма").replace("fixed", "постоянная")

    kinds = "fixed, soft, variable, allowance, guarantee, draw, prize, pool, deduction, entitlement"
    assert [each.partition(";")[2].strip() for each in told(text)] == [
        f"возможно, `fixed`? допустимо: {kinds}",
        "возможно, `amount`?",
    ]


def test_most_keys_at_the_top_tell_the_language() -> None:
    one, two = read_scheme(MINIMAL, "s").value, read_scheme(changed(MINIMAL, EN), "s").value

    assert one is not None
    assert two is not None
    assert (one.keys, two.keys) == ("ru", "en")
    # One English key among Russian ones is a slip, and the other way round.
    assert [each[:6] for each in told(MINIMAL.replace("валюта", "currency"))] == ["KPI356"]
    assert [each[:6] for each in told(changed(MINIMAL, EN).replace("currency", "валюта"))] == ["KPI131"]


def test_problems_of_later_passes_name_russian_keys() -> None:
    bands = "[{от: 0, значение: 1}, {от: 5, до: 9, значение: 2}]"
    text = MINIMAL + f"таблицы: {{т: {{режим: значение_ступени, ступени: {bands}}}}}\n"
    text += "значения: {а: т(факт)}\n"

    problems = validate_text(text, "s").diagnostics

    (ends,) = [each for each in problems if each.code == "KPI305"]
    assert "`выше: последняя`" in f"{sentence(ends, RU)} {help_text(ends, RU)}"


def test_tests_in_a_file_of_their_own() -> None:
    text = (
        "схема: s.yaml\nтесты:\n  - имя: а\n    дано: {сотрудники: {план: 1, факт: 1}}\n"
        "    ожидается: {итого: 5, п.выполнение: 1, пределы.премии: 2}\n"
    )

    english = changed(text, EN, TrialsDocument)

    assert english == (
        "scheme: s.yaml\ntests:\n  - name: а\n    given: {employees: {план: 1, факт: 1}}\n"
        "    expect: {total: 5, п.attainment: 1, limits.премии: 2}\n"
    )
    assert changed(english, RU, TrialsDocument) == text
    read = read_tests(text, "s.test.yaml").value
    assert read is not None
    assert list(read.tests[0].expect) == ["total", "п.attainment", "limits.премии"]


def test_settings_in_russian() -> None:
    writing = '{"*.csv": {дробная_часть: запятая, кодировка: cp1251}}'
    text = f'схемы: положения\nзапись: {writing}\nне_читать: ["Свод*"]\n'

    read = read_settings(text, "kpicalc.yaml").value

    assert read == read_settings(changed(text, EN, SettingsDocument), "kpicalc.yaml").value
    assert read is not None
    assert (read.schemes, read.ignore) == ("положения", ("Свод*",))


def test_places_in_formulas_are_those_of_the_file() -> None:
    text = MINIMAL.replace("сумма: 50_000", "сумма: если план > 0 то неведомое иначе сотрудник.прочее")
    line = text.splitlines()[-1]

    problems = validate_text(text, "s").diagnostics
    places = [each.primary.place for each in problems if each.code == "KPI201" and each.primary]

    starts = [(line.index(word) + 1, len(word)) for word in ("неведомое", "сотрудник.прочее")]
    found = [(each.column, each.end_column - each.column) for each in places if isinstance(each, Span)]
    assert found == starts


@pytest.mark.parametrize(
    ("formula", "word"),
    [
        ("план + если план > 1 то 1 иначе 2", "если"),
        ("план + иначе", "иначе"),
        ("не или план", "или"),
    ],
)
def test_a_word_of_a_formula_is_shown_where_it_stands(formula: str, word: str) -> None:
    text = MINIMAL.replace("50_000", formula)
    document = read_scheme(text, "s").value
    assert document is not None
    *before, line = text.splitlines()
    at, column = len(before) + 1, line.rindex(formula) + formula.index(word) + 1

    told = compile_scheme(document, periods_to_check(document)[-1]).diagnostics

    assert [each.primary and each.primary.place for each in told] == [
        Span("s", at, column, at, column + len(word))
    ]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("строки", '{пропустить: ["Отдел*"]}'),
        ("порядок", "[план]"),
        ("читать", "{даты: дмг}"),
        ("сегменты", "{от: с, до: по}"),
        ("растёт", "[план]"),
    ],
)
def test_a_key_of_a_table_among_its_columns_is_told_as_written(key: str, value: str) -> None:
    names = {"читать": key_names(RU).keys["reading"], "сегменты": key_names(RU).keys["segments"]}
    written = names.get(key, key)
    table = f"факты:\n  сотрудники:\n    {written}: {value}\n    план: деньги\n"
    text = f"{HEAD}{table}оплата: {{а: {{вид: постоянная, сумма: план}}}}\n"
    found = validate_text(text, "s.yaml")
    assert [(each.code, dict(each.params)["key"]) for each in found.diagnostics] == [("KPI523", written)]


@pytest.mark.parametrize("value", ["{тип: число}", "число", "деньги"])
def test_a_column_may_be_called_like_a_key_of_the_table(value: str) -> None:
    pay = "оплата: {а: {вид: постоянная, сумма: 5}}\n"
    text = f"{HEAD}факты: {{сотрудники: {{строки: {value}, план: деньги}}}}\n{pay}"
    assert [each.code for each in validate_text(text, "s.yaml").diagnostics] == ["KPI344", "KPI344"]


@pytest.mark.parametrize("value", ["план", "[план]"])
def test_a_table_that_is_no_mapping_is_told_as_before(value: str) -> None:
    text = f"{HEAD}факты: {{сотрудники: {value}}}\nоплата: {{а: {{вид: постоянная, сумма: 5}}}}\n"
    assert [each.severity.value for each in validate_text(text, "s.yaml").diagnostics][:1] == ["error"]


@pytest.mark.parametrize("value", ["[план]", "5"])
def test_a_table_that_is_no_mapping_is_told(value: str) -> None:
    text = f"{HEAD}факты: {{сотрудники: {value}}}\nоплата: {{а: {{вид: постоянная, сумма: 5}}}}\n"
    assert [each.code for each in validate_text(text, "s.yaml").diagnostics] == ["KPI134"]
