"""Cliffs and zones of curves given by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kpicalc.analysis.curves.study import study_curve
from kpicalc.model.analysis import Cliff, Curve, Zone, ZoneKind
from tests.analysis.curves.made_curves import make_curve

NEAR = Decimal("0.1")


def cliffs(curve: Curve) -> list[tuple[int, int, int]]:
    found = study_curve(curve, NEAR).cliffs
    return [(int(each.at), int(each.before), int(each.after)) for each in found]


def zones(curve: Curve) -> list[tuple[str, int, int | None, int, int]]:
    found = study_curve(curve, NEAR).zones
    return [
        (
            str(each.kind),
            int(each.start),
            None if each.end is None else int(each.end),
            int(each.pay_at_start),
            int(each.pay_at_end),
        )
        for each in found
    ]


def test_a_step_is_a_cliff_between_two_flat_zones() -> None:
    curve = make_curve((0, 100, 100), (80, 150, 150))

    study = study_curve(curve, NEAR)

    assert study.cliffs == (Cliff(Decimal(80), Decimal(100), Decimal(150)),)
    assert study.zones == (
        Zone(ZoneKind.FLAT, Decimal(0), Decimal(80), Decimal(100), Decimal(100)),
        Zone(ZoneKind.FLAT, Decimal(80), None, Decimal(150), Decimal(150)),
    )


def test_where_less_is_better_the_worst_comes_first() -> None:
    curve = make_curve((0, 150, 150), (80, 100, 100), lower=True)

    assert cliffs(curve) == [(79, 100, 150)]
    assert zones(curve) == [("flat", 200, 79, 100, 100), ("flat", 79, None, 150, 150)]


def test_a_steep_piece_is_no_cliff() -> None:
    assert cliffs(make_curve((0, 0, 990), (100, 1000, 1990))) == []
    assert zones(make_curve((0, 0, 990), (100, 1000, 1990))) == []


def test_a_bend_ends_a_flat_zone_at_the_last_point_that_pays_the_same() -> None:
    curve = make_curve((0, 100, 100), (51, 102, 300), (151, 300, 300))

    assert zones(curve) == [("flat", 0, 50, 100, 100), ("flat", 150, None, 300, 300)]


def test_flat_pieces_without_a_jump_are_one_zone() -> None:
    curve = make_curve((0, 100, 100), (50, 100, 100), (100, 100, 300))

    assert zones(curve) == [("flat", 0, 99, 100, 100)]


def test_a_piece_of_one_point_is_no_zone() -> None:
    assert zones(make_curve((0, 0, 99), (100, 500, 500), (101, 101, 200))) == [
        ("falling", 101, None, 500, 101),
    ]


def test_pay_that_falls_and_recovers_is_a_zone_until_it_is_regained() -> None:
    curve = make_curve((0, 0, 100), (100, 60, 160))

    assert cliffs(curve) == [(100, 100, 60)]
    assert zones(curve) == [("falling", 100, 140, 100, 60)]


def test_pay_that_falls_without_a_jump_begins_to_fall_at_the_peak() -> None:
    curve = make_curve((0, 0, 100), (100, 100, 51), (150, 50, 50))

    assert zones(curve) == [("falling", 99, None, 100, 50), ("flat", 150, None, 50, 50)]


def test_pay_that_is_regained_by_a_jump_is_regained_there() -> None:
    curve = make_curve((0, 0, 100), (100, 60, 70), (150, 200, 300))

    assert zones(curve) == [("falling", 100, 150, 100, 60)]


def test_pay_that_falls_from_the_beginning_falls_at_once() -> None:
    assert zones(make_curve((0, 200, 100))) == [("falling", 0, None, 200, 100)]


def test_a_loss_beside_much_more_is_slight() -> None:
    study = study_curve(make_curve((0, 0, 100_000), (100, 99_900, 200_000)), NEAR)

    assert [each.slight for each in study.zones] == [True]
    assert (study.notable_cliffs, study.notable_zones, study.slight) == ((), (), 1)


def test_a_loss_is_measured_beside_the_pay_there_and_beside_the_whole_curve() -> None:
    long = study_curve(make_curve((0, 0, 1_000), (10, 900, 1_000), (20, 1_000, 1_000_000)), NEAR)
    high = study_curve(make_curve((0, 150_000, 150_100), (100, 150_050, 150_150)), NEAR)

    assert [each.slight for each in long.zones] == [False]
    assert [each.slight for each in high.cliffs] == [False]
    assert [each.slight for each in high.zones] == [False]


def test_an_end_on_a_bent_piece_is_not_exact() -> None:
    straight = make_curve((0, 0, 100), (100, 60, 160))
    bent = replace(straight, pieces=tuple(replace(each, bent=True) for each in straight.pieces))

    assert [each.exact for each in study_curve(straight, NEAR).zones] == [True]
    assert [each.exact for each in study_curve(bent, NEAR).zones] == [False]
