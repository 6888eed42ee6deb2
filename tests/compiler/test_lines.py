"""Kinds of pay line: each that a scheme may write has a shape, and each shape a translation."""

from __future__ import annotations

from collections import Counter

from kpicalc.compiler.constructs.pay import TRANSLATORS
from kpicalc.model.outline import LineKind
from kpicalc.scheme.constructs.pay import LINES, DeductionSpec


def test_every_kind_that_may_be_written_has_one_shape() -> None:
    assert Counter(kind for spec in LINES for kind in spec.kinds) == Counter(
        kind for kind in LineKind if kind.traits.written
    )


def test_every_shape_is_translated() -> None:
    assert {*TRANSLATORS, DeductionSpec} == set(LINES)  # deductions have a pass of their own
