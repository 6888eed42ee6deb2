"""A page in Markdown on the screen."""

from __future__ import annotations

from kpicalc.i18n.catalogue import Language
from kpicalc.report.views.reference import list_codes, show_page
from tests.report.golden_files import draw

PAGE = """\
# KPI999: a title

warning

## What it means
One sentence that
goes on. Another.

- an item that
  goes on
- a second one
## Wrong
Text before.
```yaml
pay:
  a: |

    b
```
Text after.

## Right
```text
nothing
```
"""


def test_a_page() -> None:
    assert draw(show_page(PAGE)).splitlines() == [
        "KPI999: a title",
        "═══════════════",
        "warning",
        "",
        "What it means",
        "One sentence that goes on. Another.",
        "",
        "  - an item that goes on",
        "  - a second one",
        "",
        "Wrong",
        "Text before.",
        "",
        "    pay:",
        "      a: |",
        "",
        "        b",
        "",
        "Text after.",
        "",
        "Right",
        "    nothing",
    ]


def test_a_list_of_codes() -> None:
    titles = {
        "KPI312": "brackets " * 10 + "end",
        "KPI100": "no file",
        "KPI360": "no reason",
        "KPI846": "last",
    }

    assert draw(list_codes(titles, Language.EN), 60).splitlines() == [
        "The file and its shape",
        "  KPI100  no file",
        "",
        "What is legal to write but would pay wrongly",
        "  KPI312  brackets brackets brackets brackets brackets",
        "          brackets brackets brackets brackets brackets end",
        "",
        "What is proved of a scheme, and what is allowed on purpose",
        "  KPI360  no reason",
        "",
        "Months, departments, what if",
        "  KPI846  last",
    ]
