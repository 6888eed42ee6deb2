"""All that is told of the examples of the book of the language, in every view, and of what chance makes.

`python -m tests.report.told_examples` writes anew what was kept, a digest for each view of each example;
with a folder it writes the texts themselves there, to be compared with those of another state.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir
from functools import partial
from io import BytesIO
from pathlib import Path
from shlex import split
from tempfile import TemporaryDirectory

from pyarrow.parquet import read_table

from kpicalc import __version__, api
from kpicalc.cli.in_order import show_people, take_lines_apart, trace_pay, write_apart
from kpicalc.i18n.catalogue import Language
from kpicalc.model.kind import NUMERIC
from kpicalc.model.period import parse_period
from kpicalc.model.result import Run
from kpicalc.report.book.make_book import make_book
from kpicalc.report.book.month import PaidMonth
from kpicalc.report.formats import CsvDialect
from kpicalc.report.views.analysis import show_analysis
from kpicalc.report.views.explanation import show_explanation
from kpicalc.report.views.plain_words import plain_words
from kpicalc.report.views.regulation.make_regulation import write_regulation
from kpicalc.report.views.sheet import Beside, show_sheet, word_sheets
from kpicalc.report.views.short_explanation import Told, show_briefly
from kpicalc.report.views.wording import word_program
from kpicalc.report.writers.analysis_json import write_analysis
from kpicalc.report.writers.run_json import write_run
from kpicalc.report.writers.to_book import write_book
from kpicalc.report.writers.to_csv import write_statement
from kpicalc.report.writers.to_html import write_html
from kpicalc.report.writers.to_parquet import write_parquet
from kpicalc.report.writers.to_pdf import write_pdf
from kpicalc.scheme.load import load_scheme
from tests.docs.snippet import Snippet, read_snippets
from tests.golden.worked_case import run_tables
from tests.kept_digests import write_told
from tests.report.drawn import tell_book, tell_pages
from tests.report.golden_files import FOLDER as GOLDEN
from tests.report.golden_files import draw
from tests.report.random_papers import tell_paper
from tests.report.told_records import list_told_records
from tests.typed import run_typed

KEPT = GOLDEN / "told_examples.txt"
ROOT = Path(__file__).resolve().parents[2]
MONTH = ROOT / "tests" / "transcripts" / "month"


def list_told() -> dict[str, Callable[[], Mapping[str, str]]]:
    """Return the examples and the papers by name, each with what tells of it by view."""
    told: dict[str, Callable[[], Mapping[str, str]]] = {
        f"paper.{number}": partial(tell_paper, number) for number in range(_PAPERS)
    }
    told |= {"month": _tell_month, **list_told_records()}
    for page in sorted((ROOT / "docs" / "language").glob("*.md")):
        for at, snippet in enumerate(read_snippets(page)):
            name = f"{page.stem}.{at}"
            more = {} if at % _FEW else _MORE_VIEWS
            searched = {} if name in _LONG_SEARCHES else {"analysis": _tell_analysis}
            told[name] = partial(_tell_example, snippet, {**_VIEWS, **more, **searched})
    return told


def _tell_example(snippet: Snippet, views: Mapping[str, _View]) -> dict[str, str]:
    # From within the folder: the files are named the same wherever it is.
    with TemporaryDirectory() as folder, chdir(folder):
        run = run_tables(snippet.scheme, snippet.facts, Path(), snippet.period).value
        assert run is not None
        return {view: "\n".join(tell(run)).replace(__version__, "…") for view, tell in views.items()}


def _tell_month() -> dict[str, str]:
    """Return what is told of the folder of the transcripts: two schemes in two currencies, with deals."""
    with chdir(MONTH):
        facts, schemes = (tuple(sorted(Path().glob(each))) for each in ("*.csv", "*.yaml"))
        run = api.compute(api.Request(facts, schemes, period=parse_period("2026-03"))).value
        assert run is not None
        views = {**{name: _VIEWS[name] for name in ("pay", "sheets", "data")}, **_MORE_VIEWS}
        return {view: "\n".join(tell(run)).replace(__version__, "…") for view, tell in views.items()}


def _tell_terms(run: Run) -> Iterator[str]:
    document, program = load_scheme(Path("scheme.yaml")).value, run.settlements[0].program
    assert document is not None
    yield draw(write_regulation(document, program, api.work_examples(program), Language.EN))


def _tell_pay(run: Run) -> Iterator[str]:
    yield from map(draw, show_people(run, api.employee_rows(run), Language.EN))


def _tell_sheets(run: Run) -> Iterator[str]:
    words = word_sheets(run.settlements[0].program, Language.RU)
    for each in trace_pay(api.employee_rows(run)):
        page = b"".join(write_html("", show_sheet(*each, words, Beside()), Language.RU)).decode()
        yield re.sub(r"(?s)<(style|script)>.*?</\1>", "", page)


def _tell_paper(run: Run) -> Iterator[str]:
    words = word_sheets(run.settlements[0].program, Language.EN)
    shown = (show_sheet(*each, words, Beside()) for each in trace_pay(api.employee_rows(run)))
    yield from tell_pages(b"".join(write_pdf("", next(shown), Language.EN)))


def _tell_why(run: Run) -> Iterator[str]:
    """Yield what each amount rests on, in short, and the whole chain of the total."""
    program = run.settlements[0].program
    wording = word_program(program, Language.EN)
    plain = plain_words(program, wording)
    for settlement, row in api.employee_rows(run):
        for name in (*(line.variable for line in program.pay_lines), program.total):
            told = Told(
                api.explain(settlement, row, name), plain, [], names=name == program.total, why_not=False
            )
            yield draw(show_briefly("", told))
        yield draw(show_explanation("", told.explanation, wording, "employees"))


def _tell_data(run: Run) -> Iterator[str]:
    places = api.employee_rows(run)
    for dialect in CsvDialect:
        yield b"".join(write_statement(run, places, dialect)).decode("utf-8")
    yield b"".join(write_run(run, write_apart(places))).decode()
    table = read_table(BytesIO(b"".join(write_parquet(run, places))))
    yield "\n".join(
        f"{each} {table.column(each).type} {table.column(each).to_pylist()}" for each in table.column_names
    )


def _tell_book(run: Run) -> Iterator[str]:
    places = api.employee_rows(run)
    month = PaidMonth(run, places, lambda: take_lines_apart(places), Language.RU)
    yield from tell_book(b"".join(write_book(make_book(month))))


def _tell_analysis(run: Run) -> Iterator[str]:
    analysis = api.analyse(run.settlements[0].program, {}, {})
    yield b"".join(write_analysis(analysis)).decode()
    yield draw(show_analysis(analysis, Language.EN, witnesses=True))


def _tell_decisions(run: Run) -> Iterator[str]:
    """Yield what is decided with the files in the folder; the fact that moves is the first number, if any."""
    facts = run.settlements[0].program.inputs
    moved = next((each.label for each in facts if each.kind in NUMERIC), "none")
    files = f"--scheme scheme.yaml --period {run.period}"
    for command in _DECISIONS:
        yield run_typed(Language.RU, split(f"{command.format(moved)} . {files}"), 100).output


# What is told may be a refusal, of a fact that the formula of its bound gives, or that stands for nobody.
_DECISIONS = (
    "audit --alike 10%",
    "simulate --tornado 10% --vary '{0} = 80%..120% step 20%' --draw '{0} = normal(100%, 10%)' --times 10",
    "budget --fund 7000 --floor 80%",
)
_View = Callable[[Run], Iterator[str]]
_VIEWS: Mapping[str, _View] = {
    "terms": _tell_terms,
    "pay": _tell_pay,
    "sheets": _tell_sheets,
    "why": _tell_why,
    "data": _tell_data,
    "decisions": _tell_decisions,
}
# They take longest: they are made of one example in so many.
_MORE_VIEWS: Mapping[str, _View] = {"paper": _tell_paper, "book": _tell_book}
_FEW = 6
# The bounds of each take half a second to three; those of the others a fifteenth on average.
_LONG_SEARCHES = frozenset(
    {
        *(
            "02-formulas.0",
            "06-tables.1",
            "06-tables.3",
            "06-tables.7",
            "07-kpis.1",
            "09-pay.2",
            "10-limits.1",
        ),
        *("12-between-periods.0", *(f"13-people-and-order.{at}" for at in (1, 3, 5, 8, 9))),
    }
)
_PAPERS = 18


if __name__ == "__main__":
    write_told(KEPT, list_told())
