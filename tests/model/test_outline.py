"""What the kinds of pay line are."""

from __future__ import annotations

from kpicalc.model.outline import LineKind, PayShare


def test_what_each_kind_of_line_is() -> None:
    kinds = {
        name: {str(kind) for kind in LineKind if getattr(kind.traits, name)}
        for name in ("earned", "stoppable", "negative", "by_results", "competing")
    }
    by_people = {str(kind) for kind in LineKind if kind.traits.written}

    assert kinds == {
        "earned": {"fixed", "soft", "variable", "allowance", "guarantee", "draw", "prize", "pool"},
        "stoppable": {"fixed", "soft", "variable", "allowance", "prize", "pool"},
        "negative": {"draw", "deduction", "entitlement", "adjustment", "rounding", "retro"},
        "by_results": {"variable", "prize", "pool"},
        "competing": {"prize", "pool"},
    }
    assert {str(kind) for kind in LineKind} - by_people == {"adjustment", "rounding", "retro"}
    assert [str(kind) for kind in LineKind if not kind.traits.money] == ["entitlement"]


def test_the_part_of_pay_that_a_line_belongs_to() -> None:
    shares = {str(kind): kind.traits.share for kind in LineKind}

    assert {name for name, share in shares.items() if share is PayShare.FIXED} == {"fixed", "soft"}
    assert {name for name, share in shares.items() if share is PayShare.TAKEN} == {
        "deduction",
        "adjustment",
        "rounding",
    }
    assert {str(kind): kind.traits.leaves for kind in LineKind if kind.traits.leaves != "carried"} == {
        "draw": "debt"
    }
