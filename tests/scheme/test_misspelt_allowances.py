"""Comments that look like an allowance are told; other comments are left alone."""

from __future__ import annotations

import pytest

from kpicalc.model.diagnostic import Label
from kpicalc.model.source import Span
from kpicalc.scheme.misspelt_allowances import find_misspelt


@pytest.mark.parametrize(
    ("comment", "codes"),
    [
        ("# kpicalc: alow KPI344 - why", "KPI344"),
        ("# kpicalc: аllow KPI344 - why", "KPI344"),
        ("# kpicalc: allowed KPI344 - why", "KPI344"),
        ("# kpicalc: разрешить kpi344, KPI312 - так надо", "KPI344, KPI312"),
        ("# kpicalc: разрешаю - так надо", "KPI344"),
        ("# kpicalc: ignore", "KPI344"),
        ("# kpicalc: noqa KPI345 - why", "KPI345"),
        ("# kpicalc: Allow KPI344 - why", "KPI344"),
        ("# KpiCalc: allow KPI344 - why", "KPI344"),
        ("# kpicalc : allow KPI344 - why", "KPI344"),
        ("# kpicalc allow KPI344 - why", "KPI344"),
        ("#kpicalc:disable: KPI344", "KPI344"),
    ],
)
def test_a_comment_that_looks_like_an_allowance_is_told(comment: str, codes: str) -> None:
    (told,) = find_misspelt(f"\ufeffb: 2\r\na: 1  {comment}  \r\n", "s.yaml")

    assert (told.code, dict(told.params)) == ("KPI364", {"codes": codes})
    assert told.primary == Label(Span("s.yaml", 2, 7, 2, 7 + len(comment)))


@pytest.mark.parametrize(
    "text",
    [
        "a: 1  # kpicalc: allow KPI344 - why\n",
        "a: 1  #kpicalc:allow\n",
        "a: 1  # kpicalc: 1\n",
        "a: 1  # kpicalc: see the regulation\n",
        "a: 1  # kpicalc rule KPI344 says more\n",
        "a: 1  # allow KPI344\n",
        "a: 1  # about kpicalc: alow KPI344 - why\n",
        'a: "x # kpicalc: alow KPI344 - why"\n',
        "a: |\n  # kpicalc: alow KPI344 - why\n",
        "a: x# kpicalc: alow KPI344 - why\n",
        "a: 1\n",
    ],
)
def test_other_comments_are_left_alone(text: str) -> None:
    assert find_misspelt(text, "s.yaml") == ()


def test_a_text_that_is_not_yaml_is_looked_at_all_the_same() -> None:
    assert len(find_misspelt("a: [\n# kpicalc: alow KPI344 - why\n", "s.yaml")) == 1
