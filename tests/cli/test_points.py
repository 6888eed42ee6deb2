"""Points, and so many of one for each of another, are never shown as percents."""

from __future__ import annotations

import json

import pytest

from tests.cli.stand_in import invoke

SCHEME = """
kpicalc: 1
scheme: points
currency: USD
facts: {employees: {calls: count, shifts: {type: count, above: 0}, quality: ratio}}
kpi_defaults: {score: attainment * 70, score_in: points}
kpis:
  pace:    {weight: 50%, plan: 12, actual: calls / shifts}
  quality: {weight: 50%, attainment: quality}
pay: {bonus: {kind: variable, amount: 10 USD * index}}
"""
FACTS = "Employee ID,Calls,Shifts,Quality\n1,480,20,100%\n"


@pytest.fixture(name="written", scope="module")
def compute(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return what is said of the month on the screen and in files."""
    folder = tmp_path_factory.mktemp("points")
    scheme, facts = folder / "points.yaml", folder / "march.csv"
    scheme.write_text(SCHEME, encoding="utf-8")
    facts.write_text(FACTS, encoding="utf-8")
    asked = (str(facts), "--scheme", str(scheme), "--period", "2026-03", "--lang", "en")
    files = [folder / f"pay.{each}" for each in ("json", "html")]
    outs = [word for path in files for word in ("--out", str(path))]

    compute = invoke("compute", *asked, *outs)
    screen = invoke("compute", *asked)
    explained = invoke("explain", str(facts), "1", "index", *asked[1:], "--full")

    assert [each.exit_code for each in (compute, screen, explained)] == [0, 0, 0]
    texts = {path.suffix: path.read_text(encoding="utf-8") for path in files}
    return {**texts, "screen": screen.stdout, "explained": explained.stdout}


def test_no_output_shows_them_as_percents(written: dict[str, str]) -> None:
    # 24 calls a shift of 12, and 105 points of 70 in the index.
    shown = {
        name: [each for each in ("2,400%", "1,200%", "10,500%", "14,000%") if each in text]
        for name, text in written.items()
    }

    assert shown == {name: [] for name in written}
    assert "24" in written["screen"]


def test_json_says_what_they_measure(written: dict[str, str]) -> None:
    (employee,) = json.loads(written[".json"])["employees"]
    pace = employee["kpis"][0]

    assert employee["indexes"][0] == {"name": "index", "label": "", "kind": "count", "value": "105"}
    assert [(pace[each]["kind"], pace[each]["value"]) for each in ("plan", "actual", "score", "part")] == [
        ("number", "12"),
        ("number", "24"),
        ("count", "140"),
        ("count", "70"),
    ]
