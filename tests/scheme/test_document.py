"""A whole scheme as docs/language describes it, and every word of the first section."""

from __future__ import annotations

import pickle
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kpicalc.model.kind import Kind
from kpicalc.model.money import Rounding, RoundingMode
from kpicalc.model.outline import LineKind
from kpicalc.model.period import PayCycle, PeriodLength
from kpicalc.model.program import Outside, TableMode
from kpicalc.scheme.constructs.bands import quantities
from kpicalc.scheme.document import (
    CoefficientTable,
    DeductionSpec,
    EarningSpec,
    EntitlementSpec,
    ParameterSpec,
    PlanZero,
    SchemeDocument,
)
from kpicalc.scheme.load import load_scheme, read_scheme
from kpicalc.scheme.words import Quantity
from tests.scheme.texts import MINIMAL, ROOT, document_with, params_of, problems_with, read_with

D = Decimal


@pytest.fixture(scope="module")
def whole() -> SchemeDocument:
    """The scheme that uses every key."""
    checked = load_scheme(Path(__file__).with_name("whole.yaml"))
    assert checked.diagnostics == ()
    assert checked.value is not None
    return checked.value


def test_a_document_is_put_together_from_its_parts() -> None:
    """It is once, by whichever test reads a scheme first; here anew, and then it reads as before."""
    read = read_scheme(MINIMAL, "s.yaml")

    assert SchemeDocument.model_rebuild(force=True) is True
    assert read_scheme(MINIMAL, "s.yaml") == read


@pytest.mark.parametrize("path", sorted((ROOT / "schemes").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_schemes_of_the_repository_have_their_shape(path: Path) -> None:
    checked = load_scheme(path)

    assert checked.diagnostics == ()
    assert checked.ok


def test_the_head_of_the_scheme(whole: SchemeDocument) -> None:
    assert (whole.scheme, whole.title, whole.currency) == ("seller", "Продавец, месячная оплата", "RUB")
    assert whole.description == "Приказ 12 от 01.02.2026"
    assert whole.period == PayCycle(PeriodLength.QUARTER)
    paid = whole.applies_to
    assert [(each.heading, each.values) for each in paid.named] == [
        ("Должность", ("Продавец",)),
        ("Город", ("Москва", "Тверь")),
    ]
    assert [[each.heading for each in one] for one in paid.exceptions] == [["ФИО"], ["Отдел"]]
    assert paid.otherwise
    assert whole.official_salary_in_full is True
    assert whole.file.endswith("whole.yaml")
    assert (whole.scheme.span.line, whole.scheme.span.column) == (2, 9)


def test_parameters(whole: SchemeDocument) -> None:
    values = {
        str(name): [(since, formula.text) for since, formula in spec.values]
        for name, spec in whole.parameters.items()
        if isinstance(spec, ParameterSpec)
    }

    assert values["К1"] == [(None, "120_000 / план_квартала")]
    assert values["лимит_ПДЗ"] == [(date(2025, 1, 15), "12%"), (date(2026, 1, 1), "10%")]
    assert values["надбавка"] == [(date(2025, 1, 1), "5%")]
    salary = whole.parameters["оклад"]  # type: ignore[index] # a word is found by its text
    assert (salary.type, salary.title) == (Kind.MONEY, "Оклад по штатному расписанию")


def test_facts(whole: SchemeDocument) -> None:
    tables = {str(name): table for name, table in whole.facts.items()}
    receipts = tables["receipts"]
    columns = {str(name): spec for name, spec in receipts.columns.items()}

    assert [str(name) for name in tables["employees"].columns] == ["план", "касания"]
    assert tables["teams"].derived is True
    assert (receipts.sheet, receipts.of, receipts.key) == ("Поступления", "employees", ("Номер",))
    assert (receipts.name, receipts.link) == (("Клиент", "Контрагент"), ("Таб. №",))
    assert columns["клиент"].type is Kind.TEXT
    assert (columns["сумма"].fallback, columns["сумма"].optional) == (D(0), False)
    assert columns["доля"].one_of == (D(0), D("0.5"), D(1))
    assert (columns["доля"].optional, columns["доля"].decided_by) == (True, "РКО")
    assert (columns["дата"].in_period, columns["дата"].fallback) == (True, date(2026, 1, 1))
    assert columns["отдел"].one_of == ("А", "Б")
    assert columns["отдел"].column == ("Отдел", "Подразделение")
    bounds = [columns["сумма"].min, columns["сумма"].max, columns["доля"].below]
    assert [bound.value for bound in bounds if isinstance(bound, Quantity)] == [D(-5), D(1_000_000), D(2)]
    assert [spec.formula.text for spec in receipts.values.values()] == [
        "if первый_транш then 0 else сумма * 1%"
    ]


def test_values_and_tables(whole: SchemeDocument) -> None:
    share, rate = whole.values.values()
    lookup, marginal, line = whole.tables.values()

    assert (share.formula.text, share.title, share.round) == ("выручка / план", "", None)
    assert rate.round == Rounding(D("0.0001"), RoundingMode.HALF_EVEN)
    assert isinstance(lookup, CoefficientTable)
    assert isinstance(marginal, CoefficientTable)
    assert isinstance(line, CoefficientTable)
    assert (lookup.mode, lookup.below, lookup.beyond) == (TableMode.LOOKUP, Outside.FIRST, Outside.LAST)
    assert lookup.snap == Rounding(D("0.01"))
    assert [each.value for each in quantities(band.given for band in lookup.bands)] == [
        D("0.5"),
        D("0.8"),
        D(1),
    ]
    assert [each.percent for each in quantities(band.given for band in marginal.bands)] == [True, True]
    assert (marginal.below, line.beyond) == (Outside.ERROR, Outside.EXTEND)


def test_kpis_indexes_and_stop_factors(whole: SchemeDocument) -> None:
    revenue, scrap, grade = whole.kpis.values()
    index, total = whole.indexes.values()
    (factor,) = whole.stop_factors.values()

    assert (revenue.when_plan_zero, revenue.owner) == (PlanZero.EXCLUDE, "Коммерческий директор")
    assert revenue.round == {
        "attainment": Rounding(D("0.01")),
        "part": Rounding(D("0.001"), RoundingMode.UP),
    }
    assert scrap.formula == "span"
    assert grade.attainment is not None
    assert (index.kpis, total.kpis) == (("выручка", "брак"), None)
    assert [rule.kpis_stopped for rule in factor.rules] == [("any",), ("выручка",), ()]
    assert factor.lines == ("премия",)


def test_pay_and_limits(whole: SchemeDocument) -> None:
    lines = {str(name): line for name, line in whole.pay.items()}

    assert [line.kind for line in lines.values()] == [
        LineKind.FIXED,
        LineKind.SOFT,
        LineKind.VARIABLE,
        LineKind.DEDUCTION,
        LineKind.ENTITLEMENT,
        LineKind.ENTITLEMENT,
    ]
    bonus, idle, price = lines["премия"], lines["простой"], lines["прайс"]
    assert isinstance(bonus, EarningSpec)
    assert isinstance(idle, DeductionSpec)
    assert isinstance(price, EntitlementSpec)
    assert ([each.text for each in bonus.factors], bonus.group) == (["index", "К3"], "премии")
    assert (idle.from_, idle.limit.text if idle.limit else "") == (("премия",), "100%")
    assert whole.limits is not None
    assert whole.limits.total is not None
    assert [str(name) for name in whole.limits.groups] == ["премии"]


def test_the_document_survives_pickling(whole: SchemeDocument) -> None:
    again = pickle.loads(pickle.dumps(whole))  # noqa: S301 - our own

    assert again == whole
    assert again.scheme.span == whole.scheme.span


def test_the_title_is_the_identifier_where_none_is_written() -> None:
    document = document_with("")

    assert (document.title, document.title.span) == ("seller", document.scheme.span)
    assert (document.description, document.period, document.limits) == ("", PayCycle(), None)


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("period: week\n", ["KPI142 1:9"]),
        ("official_salary_in_full: yes\n", ["KPI142 1:26"]),
        ("applies_to: Продавец\n", ["KPI134 1:13"]),
        ("applies_to: {Должность: []}\n", ["KPI137 1:25"]),
        ("applies_to: {Должность: {a: b}}\n", ["KPI135 1:25"]),
        ("title:\n", ["KPI138 1:7"]),
        ("title: ''\n", ["KPI138 1:8"]),
        ("title: [a]\n", ["KPI136 1:8"]),
        ("values: [a]\n", ["KPI134 1:9"]),
        ("values:\n", ["KPI138 1:8"]),
        ("values:\n  - a:b\n", ["KPI134 2:3"]),
        ("limits: total:5\n", ["KPI111 1:9"]),
        ("salary: 5\n", ["KPI130 1:1"]),
        ("tabels: {}\n", ["KPI131 1:1"]),
        ("tаbles: {}\n", ["KPI132 1:1"]),
    ],
)
def test_what_is_wrong_at_the_top(section: str, expected: list[str]) -> None:
    assert problems_with(section) == expected


def test_an_unknown_key_is_answered_with_what_was_meant() -> None:
    assert params_of(read_with("tabels: {}\n").diagnostics[0]) == {"key": "tabels", "meant": "tables"}
    look_alike = params_of(read_with("tаbles: {}\n").diagnostics[0])
    assert look_alike == {"key": "tаbles", "meant": "tables", "character": "а", "at": 2}


def test_a_choice_names_its_options() -> None:
    params = params_of(read_with("period: mounth\n").diagnostics[0])

    options = ("month", "quarter", "half", "year", "days")
    assert params == {"text": "mounth", "options": options, "nearest": "month", "hint": "meant"}


@pytest.mark.parametrize("name", ["seller", "отдел-продаж", "b2b_2026", "çalışan", "2026", "_x"])
def test_a_scheme_is_called_by_a_word_of_any_alphabet(name: str) -> None:
    assert read_scheme(MINIMAL.replace("scheme: seller", f"scheme: {name}"), "s").diagnostics == ()


@pytest.mark.parametrize(
    ("name", "character"),
    [("../../PWNED", "."), ("<script>", "<"), ("=x", "="), ("two words", " "), ("'-x'", "-"), ("a/b", "/")],
)
def test_what_else_a_scheme_is_called_is_refused(name: str, character: str) -> None:
    (problem,) = read_scheme(MINIMAL.replace("scheme: seller", f"scheme: {name}"), "s").diagnostics

    assert (problem.code, params_of(problem)["character"]) == ("KPI254", character)
