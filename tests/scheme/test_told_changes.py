"""What a review says of changes to schemes: of the kinds that people make, each as a reviewer reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpicalc.i18n.catalogue import Language
from kpicalc.report.views.scheme_diff import tell_change, tell_words
from kpicalc.scheme.told_changes import tell_changes

SCHEMES = Path(__file__).resolve().parents[2] / "schemes"


def said(old: str, new: str, language: Language = Language.EN) -> list[str]:
    return [
        line
        for change in tell_changes(old, new)
        for line in (tell_change(change, language), *(f"  {each}" for each in tell_words(change, language)))
    ]


# The scheme, and what is written in place of what.
TEN: dict[str, tuple[str, ...]] = {
    "band": (
        "general-director",
        "{from: 10, below: 20, value: 15%}",
        "{from: 10, below: 20, value: 16%}",
    ),
    "band split": (
        "client-manager",
        "      - {from: 100%, value: 1}\n",
        "      - {from: 90%, value: 0.9}\n      - {from: 100%, value: 1}\n",
    ),
    "threshold": ("index-band-table", "{from: 96%, value: 0.9}", "{from: 95%, value: 0.9}"),
    "weight": (
        "general-director",
        "    weight: 0.3\n    plan: поступления_план",
        "    weight: 0.2\n    plan: поступления_план",
        "    weight: 0.2\n    plan: договоры_план",
        "    weight: 0.3\n    plan: договоры_план",
    ),
    "cap": (
        "retail-shop",
        "план: план_ARPU, факт: отдел.ARPU, не_выше: 130%",
        "план: план_ARPU, факт: отдел.ARPU",
    ),
    "stop": (
        "general-director",
        "      - {when: взыскание, factor: 50%, title: Дисциплинарное взыскание}\n",
        "",
    ),
    "new line": (
        "index-band-table",
        "title: Премия по таблице}\n",
        "title: Премия по таблице}\n  за_стаж: {kind: fixed, amount: 5_000, title: За стаж}\n",
    ),
    "rounding": (
        "internet-marketer",
        "    actual: прирост_новых\n    floor: 0%\n    round: {part: {step: 0.001, mode: half_even}}",
        "    actual: прирост_новых\n    floor: 0%\n    round: {part: {step: 0.01, mode: half_up}}",
    ),
    "period": ("retail-shop", "период: месяц", "период: квартал"),
    "removed KPI": (
        "internet-marketer",
        """\
  отзывы:
    title: Прирост положительных отзывов
    owner: Руководитель службы качества
    weight: 0.25
    plan: план_прироста
    actual: прирост_отзывов
    floor: 0%
    round: {part: {step: 0.001, mode: half_even}}
""",
        "",
        "    weight: 0.5\n",
        "    weight: 0.75\n",
    ),
    "table mode": ("index-band-table", "    mode: lookup\n", "    mode: interpolate\n"),
    "rename": ("index-band-table", "  оклад:  {kind: fixed", "  должностной_оклад:  {kind: fixed"),
}

EXPECTED: dict[str, list[str]] = {
    "band": ["changed: table `надбавка_за_стаж`", "  bands, from: 10, value: 15% → 16%"],
    "band split": ["changed: table `шкала_К2`", "  bands: new: from: 90%, value: 0.9"],
    "threshold": ["changed: table `коэффициент_индекса`", "  threshold (bands, from: 96%, from): 96% → 95%"],
    "weight": [
        "changed: KPI `поступления`",
        "  weight: 0.3 → 0.2",
        "changed: KPI `договоры`",
        "  weight: 0.2 → 0.3",
    ],
    "cap": ["changed: KPI `выручка_на_покупателя`", "  cap (не_выше): gone: 130%"],
    "stop": [
        "changed: stop factor `D`",
        "  rules: gone: when: взыскание, factor: 50%, title: Дисциплинарное взыскание",
    ],
    "new line": ["new: pay line `за_стаж`", "  kind: fixed, amount: 5_000, title: За стаж"],
    "rounding": [
        "changed: KPI `новые`",
        "  rounding (round, part, step): 0.001 → 0.01",
        "  rounding (round, part, mode): half_even → half_up",
    ],
    "period": ["changed: period", "  месяц → квартал"],
    "removed KPI": [
        "changed: KPI `новые`",
        "  weight: 0.5 → 0.75",
        "gone: KPI `отзывы`",
        (
            "  title: Прирост положительных отзывов, owner: Руководитель службы качества, "
            "weight: 0.25, plan: план_прироста, actual: прирост_отзывов, floor: 0%, round: (part: "
            "(step: 0.001, mode: half_even))"
        ),
    ],
    "table mode": [
        "changed: table `коэффициент_индекса`",
        "  how the table is read (mode): lookup → interpolate",
    ],
    "rename": ["renamed: pay line `оклад` is called `должностной_оклад` now"],
}


@pytest.mark.parametrize("kind", list(TEN))
def test_ten_changes(kind: str) -> None:
    assert said(*both_texts(kind)) == EXPECTED[kind]


def both_texts(kind: str) -> tuple[str, str]:
    """Return a scheme before and after a change."""
    name, *words = TEN[kind]
    text = changed = (SCHEMES / f"{name}.yaml").read_text(encoding="utf-8")
    for old, new in zip(words[::2], words[1::2], strict=True):
        assert changed.count(old) == 1
        changed = changed.replace(old, new)
    return text, changed


def test_the_same_in_russian() -> None:
    assert said(*both_texts("weight"), Language.RU) == [
        "изменено: показатель `поступления`",
        "  вес (weight): 0.3 → 0.2",
        "изменено: показатель `договоры`",
        "  вес (weight): 0.2 → 0.3",
    ]
    assert said(*both_texts("band"), Language.RU)[1] == "  значение (bands, from: 10, value): 15% → 16%"


def test_an_entry_of_another_name_with_the_same_title_is_renamed() -> None:
    old, new = both_texts("rename")

    assert said(old, new.replace("amount: 56_000", "amount: 57_000")) == [
        "renamed: pay line `оклад` is called `должностной_оклад` now",
        "  amount: 56_000 → 57_000",
    ]


OLD = """\
kpicalc: 1
scheme: seller
currency: RUB
facts: {employees: {sales: money}}
pay:
  bonus: {kind: variable, amount: sales * 10%, factors: [a, b]}
tests: []
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("currency: RUB", "currency: USD", ["changed: currency", "  RUB → USD"]),
        (
            "tests: []",
            "title: Sales",
            ["new: title (changes nobody's pay)", "  Sales", "gone: tests (changes nobody's pay)"],
        ),
        ("[a, b]", "[b, a]", ["changed: pay line `bonus`", "  factors: a, b → b, a"]),
        ("[a, b]", "[a, b, c]", ["changed: pay line `bonus`", "  factors: new: c"]),
        ("[a, b]", "[a, c]", ["changed: pay line `bonus`", "  factors, b: b → c"]),
        ("[a, b]", "a", ["changed: pay line `bonus`", "  factors: a, b → a"]),
        (
            "scheme: seller",
            "scheme: clerk",
            ["changed: name of the scheme (changes nobody's pay)", "  seller → clerk"],
        ),
    ],
)
def test_other_changes(old: str, new: str, expected: list[str]) -> None:
    assert said(OLD, OLD.replace(old, new)) == expected


def test_two_languages_of_keys_are_compared_in_english() -> None:
    russian = (
        OLD.replace("scheme:", "схема:").replace("currency: RUB", "валюта: USD").replace("facts:", "факты:")
    )
    russian = russian.replace("employees", "сотрудники").replace("pay:", "оплата:").replace("tests", "тесты")
    russian = russian.replace("kind: variable", "вид: переменная").replace("amount:", "сумма:")
    russian = russian.replace("sales: money", "sales: деньги").replace("factors:", "множители:")

    assert said(OLD, russian) == ["changed: currency", "  RUB → USD"]


def test_a_file_that_came_or_went_has_all_its_sections() -> None:
    assert [each.kind for each in tell_changes("", OLD)] == ["added"] * 5
    assert [each.kind for each in tell_changes(OLD, "")] == ["removed"] * 5


def test_of_many_words_the_rest_is_counted() -> None:
    many = OLD.replace("[a, b]", "[" + ", ".join(f"f{number}" for number in range(20)) + "]")

    assert said(OLD, many)[-1] == "  … and 10 more"
