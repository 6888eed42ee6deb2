"""From turnover to margin: the example month, worked by hand.

By turnover (salary 40 000 and 2 %): Агеева 1 350 000 → 67 000; Бурцев 2 900 000 → 98 000; Власова 760 000 →
55 200; Гуров 720 000 → 54 400. By margin (10 %; 0.8 below plan, 1.2 from 120 %): 280 000 of 200 000 → 33 600;
160 000 of 200 000 → 12 800; 155 000 of 150 000 → 15 500; 135 000 of 150 000 → 10 800.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from kpicalc.api import Request, audit_month, compare_schemes
from kpicalc.model.audit import Trick

FOLDER = Path(__file__).parents[2] / "examples" / "margin"
FACTS = tuple(sorted(FOLDER.glob("*.csv")))
D = Decimal


def test_old_and_new_pay_of_the_four() -> None:
    compared = compare_schemes(Request(FACTS, (FOLDER / "turnover.yaml",), None), (FOLDER / "margin.yaml",))

    assert compared.value is not None, compared.diagnostics
    (pair,) = compared.value.pairs
    assert {each.name.split()[0]: (each.old, each.new) for each in pair.people} == {
        "Агеева": (D(67_000), D(73_600)),
        "Бурцев": (D(98_000), D(52_800)),
        "Власова": (D(55_200), D(55_500)),
        "Гуров": (D(54_400), D(50_800)),
    }


def test_a_deal_told_a_month_later() -> None:
    """Бурцев: 50 000 of margin are 25 % and pay 4 000; 270 000 the month after are 135 % and pay 32 400."""
    audit = audit_month(Request(FACTS, (FOLDER / "margin.yaml",), None))

    assert audit.value is not None, audit.diagnostics
    (told,) = audit.value.schemes[0].gaming
    assert (told.trick, told.person.name.split()[0], told.people) == (Trick.LATER, "Бурцев", 3)
    assert (told.now, told.then) == ((D(52_800), D(52_800)), (D(44_000), D(72_400)))
