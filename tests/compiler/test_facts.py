"""Tables of facts: how they belong to each other."""

from __future__ import annotations

import pytest

from tests.compiler.builders import PAY, problems_of


@pytest.mark.parametrize(
    ("tables", "path"),
    [
        ("а: {of: а}", "а → а"),
        ("а: {of: б}, б: {of: а}", "а → б → а"),
        ("х: {of: а}, а: {of: б}, б: {of: в}, в: {of: а}", "а → б → в → а"),
        ("х: {of: а}, а: {of: а}", "а → а"),
    ],
)
def test_tables_in_a_circle_are_told_once(tables: str, path: str) -> None:
    problems = problems_of(f"facts: {{employees: {{}}, {tables}}}\n{PAY}")

    assert problems == [("KPI213", {"path": path})]
