"""Keys in Russian or as elsewhere: what is meant is told where it is known at that place."""

from __future__ import annotations

import pytest

from kpicalc.model.source import Span
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.scalars import find_meant_key, unknown_key
from kpicalc.scheme.words import Word

TOP = tuple(SchemeDocument.model_fields)


@pytest.mark.parametrize(
    ("written", "known", "meant"),
    [
        ("Валюта", TOP, "currency"),
        ("стоп-факторы", TOP, "stop_factors"),
        ("вид", ("kind", "type"), "kind"),
        ("вид", ("type",), "type"),
        ("вид", ("from", "to"), None),
        ("премия", TOP, None),
        ("then", ("when", "value", "title"), "value"),
    ],
)
def test_the_key_meant(written: str, known: tuple[str, ...], meant: str | None) -> None:
    assert find_meant_key(written, known) == meant


def test_a_russian_key_is_told_with_the_key_meant() -> None:
    problem = unknown_key(Word("оплата", Span("a.yaml", 1, 1, 1, 7)), TOP)

    assert (problem.code, dict(problem.params)["meant"]) == ("KPI131", "pay")
