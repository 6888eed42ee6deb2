"""A small check of three files: a clean one, one with problems of each severity, one that is not there."""

from __future__ import annotations

from kpicalc.model.diagnostic import Label, advice, error, warning
from kpicalc.model.source import FilePlace, Span
from kpicalc.report.checked_files import CheckedFiles, sort_problems

SCHEME = """\
kpicalc: 1
tables:
  К:
    bands:
      - {from: 0%, to: 80%, value: 0}
      - {from: 70%, value: 1}
"""

OVERLAP = error(
    "KPI305",
    Span("б,в.yaml", 6, 16, 6, 19),
    Label(Span("б,в.yaml", 5, 22, 5, 25), "first_here"),
    table="К",
    end="80%",
)
PERCENT = warning("KPI159", Span("б,в.yaml", 3, 3, 6, 20), text="100%\n|*")
TITLE = advice("KPI101", Span("б,в.yaml", 3, 3, 3, 4), Label(Span("б,в.yaml", 1, 1, 1, 8)))
ABSENT = error("KPI100", FilePlace("нет.yaml"))
NOWHERE = warning("KPI159", None, text="x")

CLEAN = CheckedFiles(("а.yaml",), {"а.yaml": "kpicalc: 1\n"}, ())
FOUND = CheckedFiles(
    ("а.yaml", "б,в.yaml", "нет.yaml"),
    {"а.yaml": "kpicalc: 1\n", "б,в.yaml": SCHEME},
    tuple(sort_problems([OVERLAP, PERCENT, TITLE, ABSENT, NOWHERE])),
)
