"""Every runnable example of the documentation gives the figures that it shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.snippet import Snippet, differences, read_snippets

ROOT = Path(__file__).resolve().parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
SNIPPETS = [snippet for page in PAGES for snippet in read_snippets(page)]

PAGE = """
```yaml run
kpicalc: 1
scheme: doubled
currency: RUB
facts: {employees: {план: money, метка: text}}
values: {вдвое: план * 2, много: план > 5, на_каждого: план / (план - 10), та_же: метка}
pay: {премия: {kind: variable, amount: вдвое}}
---
facts:
  employees: [{Таб. №: "1", План: "10", Метка: а}]
expect:
  "1": {премия: "20", много: "true", на_каждого: KPI501, та_же: а}
```
"""


@pytest.mark.parametrize("snippet", SNIPPETS, ids=str)
def test_an_example_gives_its_figures(snippet: Snippet, tmp_path: Path) -> None:
    assert differences(snippet, tmp_path) == []


def test_a_right_example_is_passed_over(tmp_path: Path) -> None:
    assert _differences_of(PAGE, tmp_path) == []


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        (('премия: "20"', 'премия: "21"'), ["1.премия: expected 21, got 20.00"]),
        (('много: "true"', 'много: "false"'), ["1.много: expected false, got True"]),
        (("та_же: а", "та_же: б"), ["1.та_же: expected б, got а"]),
    ],
)
def test_a_wrong_figure_is_found(wrong: tuple[str, str], expected: list[str], tmp_path: Path) -> None:
    assert _differences_of(PAGE.replace(*wrong), tmp_path) == expected


def test_an_example_with_a_problem_is_found(tmp_path: Path) -> None:
    (problem,) = _differences_of(PAGE.replace("amount: вдвое", "amount: втрое"), tmp_path)

    assert problem.startswith("KPI201 ")


def test_an_example_without_figures_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE.replace("---\n", ""), encoding="utf-8")

    with pytest.raises(AssertionError):
        read_snippets(page)


def _differences_of(text: str, folder: Path) -> list[str]:
    page = folder / "page.md"
    page.write_text(text, encoding="utf-8")
    (snippet,) = read_snippets(page)
    return differences(snippet, folder)
