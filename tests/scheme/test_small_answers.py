"""What small questions about texts of schemes are answered, on both sides of each edge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.key_names import key_names
from kpicalc.model.diagnostic import Checked, Diagnostic
from kpicalc.model.kind import Kind
from kpicalc.model.settings import Settings
from kpicalc.model.source import SourceText, Span
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.file_text import decode_text, load_words
from kpicalc.scheme.formatting.change_keys import change_keys
from kpicalc.scheme.formatting.format_text import format_text, is_same_document
from kpicalc.scheme.formula_words import Chosen, WordsBetween, change_words, name_in_keys
from kpicalc.scheme.key_language import language_of_keys
from kpicalc.scheme.load import load_tree, read_scheme, read_tree
from kpicalc.scheme.load_batch import read_batch
from kpicalc.scheme.more_formulas import cut_source
from kpicalc.scheme.nodes import read_nodes
from kpicalc.scheme.scalars import read_scalar
from kpicalc.scheme.settings import read_settings
from kpicalc.scheme.told_changes import tell_changes
from kpicalc.scheme.tree import ScalarNode
from tests.scheme.test_told_changes import said
from tests.scheme.texts import MINIMAL, params_of, problems_of, problems_with

NOWHERE = Path("nowhere.yaml")
SOURCE = SourceText("", "f", ((0, 4, 5),))
HEAD = "kpicalc: 1\nсхема: s\nвалюта: RUB\nфакты: {сотрудники: {план: {тип: деньги, больше: 0}}}\n"
STOPS = f"{HEAD}оплата: {{а: {{вид: постоянная, сумма: 5}}}}\nстоп_факторы: {{стоп: {{правила: [{{"
# Values in two columns: of most of them is where they stand, of as many the one farther right.
SPREAD = "a:    1\nbb:   2\nccc:  3\ndddd:     4\neeeee:    5\n"
SPREAD_TWICE = "a:    1\nbb:   2\ndddd:     4\neeee:     5\n"
SPREAD_APART = "a:   1\nbb:    2\nc:\n  x: 1\nd:   3\nee:    4\n"
LARGE = "kpicalc: 1\nscheme: s\n# " + "x" * (256 * 1024 - 23)


def parameters(written: str) -> str:
    return f"{MINIMAL}parameters: {{{written}}}\n"


def bands(written: str) -> str:
    return f"{MINIMAL}tables: {{М: {{mode: lookup, bands: {written}}}}}\n"


def with_fact(written: str) -> list[str]:
    """Return what is wrong with a scheme that has this in place of the type of its fact."""
    return problems_of(read_scheme(MINIMAL.replace("план: money", f"план: {written}"), "s").diagnostics)


def with_table(written: str) -> list[str]:
    """Return what is wrong with a scheme that has one table of facts more."""
    return problems_of(read_scheme(MINIMAL.replace("money}}", f"money}}, {written}}}"), "s").diagnostics)


def keys_of(text: str) -> str:
    node = read_nodes(text, "f").value
    assert node is not None
    return str(language_of_keys(node, SchemeDocument))


def told(checked: Checked[Any]) -> list[tuple[str, dict[str, object]]]:
    return [(*problems_of((each,)), params_of(each)) for each in checked.diagnostics]  # type: ignore[misc]


def amount(text: str) -> object:
    """Return an amount of rubles, or the code of what is wrong with it."""
    node = ScalarNode(replace(SOURCE, text=text), Span("f", 4, 5, 4, 9))
    read = read_scalar(node, Kind.MONEY, "RUB")
    return (
        f"{read.code} {sorted(map(str, params_of(read).values()))}"
        if isinstance(read, Diagnostic)
        else str(read)
    )


def in_russian(path: str, chosen: Chosen) -> str:
    return WordsBetween(key_names(Language.EN), key_names(Language.RU), chosen).path(path)


@pytest.mark.parametrize(
    ("look", "seen"),
    [
        (lambda: said(parameters("а: 5"), parameters("б: 5")), ["renamed: parameter `а` is called `б` now"]),
        (lambda: len(said(parameters("а: 5"), parameters("б: 6"))), 4),
        (
            lambda: said(parameters("а: {value: 5, title: Т}"), parameters("б: {value: 6, title: Т}")),
            ["renamed: parameter `а` is called `б` now", "  value: 5 → 6"],
        ),
        (lambda: len(said(parameters("а: {value: 5, title: Т}"), parameters("б: {value: 6, title: У}"))), 4),
        (lambda: len(said(parameters("а: {value: 5, title: Т}"), parameters("б: 6"))), 4),
        (
            lambda: said(bands("[{from: 0, value: 1}]"), bands("[x]")),
            ["changed: table `М`", "  bands, from: 0: from: 0, value: 1 → x"],
        ),
        (
            lambda: [
                word.aspect
                for each in tell_changes(bands("[{from: 0}]"), bands("[x]"))
                for word in each.words
            ],
            ["bands"],
        ),
        (lambda: problems_with("calendar: {holidays: [2026-01-01 .. 2026-01-08]}\n"), []),
        (lambda: problems_with("calendar: {holidays: [2026-01-01..2027-01-02]}\n"), []),
        (lambda: problems_with("calendar: {holidays: [2026-01-01..2027-01-03]}\n"), ["KPI294 1:23"]),
        (lambda: with_fact("{type: money, grows: {10: 20%, 010: 30%}}"), ["KPI608 4:48"]),
        (lambda: with_fact("{type: money, grows: {10: 60%, 20: 50%}}"), ["KPI608 4:48"]),
        (lambda: with_fact("{type: money, grows: {10: 50%, 20: 50%}}"), []),
        (lambda: with_table("deals: {link: [a, b]}"), []),
        (lambda: with_table("deals: {link: [a, b], план: money}"), ["KPI130 4:57"]),
        (lambda: with_table("deals: {}"), []),
        (
            lambda: problems_with("tables: {М: {mode: matrix, rows: [], columns: [0], values: [[1]]}}\n"),
            ["KPI137 1:34"],
        ),
        (
            lambda: [
                problems_with(f"tests: [{{name: а, expect: {{total: 1}}, given: {{}}, tolerance: {each}}}]\n")
                for each in ("0", "-0.01")
            ],
            [[], ["KPI711 1:61"]],
        ),
        (lambda: load_words([NOWHERE]), frozenset()),
        (lambda: problems_of(decode_text(b"\0a", "f").diagnostics), ["KPI104 1:1"]),
        (lambda: (load_tree(NOWHERE), read_tree("- a\n", "f")), (None, None)),
        (
            lambda: [
                in_russian("факт.q1_plan", Chosen(constructs={"факт"})),
                in_russian("факт.attainment", Chosen(constructs={"факт"})),
            ],
            ["факт.q1_plan", "факт.выполнение"],
        ),
        (lambda: in_russian("факт.attainment", Chosen()), "факт.attainment"),
        (lambda: change_words(SOURCE, iter(())), SOURCE),
        (
            lambda: [name_in_keys(each, "ru") for each in ("period.days", "company.sales", "x.attainment")],
            ["период.дней", "компания.sales", "x.выполнение"],
        ),
        (
            lambda: [keys_of(each) for each in ("схема: а\nscheme: б\n", "scheme: б\nсхема: а\n", "x: 1\n")],
            ["ru", "en", "en"],
        ),
        (
            lambda: [
                keys_of(each)
                for each in (
                    "x: 1\nсхема: 2\n",
                    "scheme: 1\nсхема: 2\nвалюта: 3\n",
                    "схема: 1\nscheme: 2\ncurrency: 3\n",
                )
            ],
            ["ru", "ru", "en"],
        ),
        (
            lambda: told(read_scheme("a: 1\nb: 2\nc: 3\nd: 4\n", "f")),
            [("KPI297 1:1", {"found": ("`a`", "`b`", "`c`", "`d`")})],
        ),
        (
            lambda: told(read_scheme("a: 1\nb: 2\nc: 3\nd: 4\ne: 5\n", "f"))[0][1]["found"],
            ("`a`", "`b`", "`c`", "`d`", "…"),
        ),
        (
            lambda: problems_of(
                read_batch(
                    "schemes: 'x-{отдел}.yaml'\njobs: {а: {facts: a.xlsx, schemes: b.yaml}}\n", "f"
                ).diagnostics
            ),
            [],
        ),
        (
            lambda: problems_of(
                read_batch("schemes: 'x-{отдел}.yaml'\njobs: {а: {facts: a.xlsx}}\n", "f").diagnostics
            ),
            ["KPI835 1:10"],
        ),
        (
            lambda: cut_source(SourceText("ab =  c\nd  ", "f", ((0, 1, 1), (8, 2, 3))), 4),
            SourceText("c\nd", "f", ((0, 1, 7), (2, 2, 3))),
        ),
        (
            lambda: [
                problems_of(read_nodes(each, "f").diagnostics)
                for each in ('a: {b: "0",5}\n', "a: {b: 0,5}\n", "a: {b, c: 1}\n", "? a\n")
            ],
            [["KPI129 1:12"], ["KPI119 1:8"], ["KPI129 1:5"], []],
        ),
        (
            lambda: [amount(each) for each in ("5 руб", "-5 ₽", "5", f"{'1' * 40} руб", "5 usd", "5 $")],
            ["5", "-5", "5", f"KPI141 ['10', '{'1' * 40}', '15']", "KPI140 ['5 usd']", "KPI371 ['$', 'RUB']"],
        ),
        (
            lambda: (
                read_settings(
                    "book: years.kpi\ndepartment: Зарплата\nadvice: true\ncorrect_back: 120\n", "k"
                ).value
            ),
            Settings(book="years.kpi", department="Зарплата", advice=True, correct_back=120),
        ),
        (lambda: (is_same_document("a: 1", "a: ["), is_same_document("a: [", "a: 1")), (False, False)),
        (lambda: problems_of(change_keys(LARGE, "f", SchemeDocument, Language.RU).diagnostics), ["KPI103"]),
        (lambda: change_keys(LARGE, "f", SchemeDocument, Language.EN).value, LARGE),
        (
            lambda: told(
                read_scheme(f"{HEAD}оплата: {{а: {{вид: постоянная, сумма: 5}}}}\nоплатаа: {{}}\n", "f")
            ),
            [("KPI131 6:1", {"key": "оплатаа", "meant": "оплата"})],
        ),
        (
            lambda: told(read_scheme(f"{HEAD}оплатаа: {{а: {{вид: постоянная, сумма: 5}}}}\n", "f")),
            [("KPI131 5:1", {"key": "оплатаа", "meant": "оплата"})],
        ),
        (
            lambda: told(read_scheme(f"{HEAD}оплата: {{а: {{вид: постоянная, сумма: }}}}\n", "f")),
            [("KPI138 5:37", {})],
        ),
        (
            lambda: [problems_with(f"calendar: {{holidays: {each}}}\n") for each in ("", "''")],
            [["KPI138 1:21"], ["KPI135 1:22"]],
        ),
        (lambda: problems_with("mix: {lines: {}}\n"), ["KPI151 1:6"]),
        (
            lambda: [
                problems_with(f"tables: {{М: {{{each}}}}}\n")
                for each in ("rows: [0], columns: [0], values: [[1]]", "bands: [{from: 0, value: 1}]")
            ],
            [["KPI133 1:10"], ["KPI133 1:10"]],
        ),
        (
            lambda: told(read_scheme(f"{STOPS}остановлены: Любой, множитель: 0.5}}]}}}}\n", "f"))[1:],
            [
                (
                    "KPI142 6:47",
                    {"hint": "meant", "nearest": "любой", "options": ("любой",), "text": "Любой"},
                )
            ],
        ),
        (
            lambda: [format_text(each, "f").value for each in (SPREAD, SPREAD_TWICE, SPREAD_APART)],
            [
                "a:    1\nbb:   2\nccc:  3\ndddd: 4\neeeee: 5\n",
                "a:        1\nbb:       2\ndddd:     4\neeee:     5\n",
                "a: 1\nbb: 2\nc:\n  x: 1\nd: 3\nee: 4\n",
            ],
        ),
        # A line of a misspelt kind is looked at as one of the kind that is meant.
        (
            lambda: [
                code
                for kind in ("prise", "poool", "entitlment")
                for code in problems_of(read_scheme(MINIMAL.replace("fixed", kind), "s").diagnostics)
            ],
            [
                "KPI133 5:7",
                "KPI133 5:7",
                "KPI142 5:21",
                "KPI133 5:7",
                "KPI142 5:21",
                "KPI142 5:21",
                "KPI130 5:33",
            ],
        ),
    ],
)
def test_what_is_answered(look: Callable[[], object], seen: object) -> None:
    assert look() == seen
