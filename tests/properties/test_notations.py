"""Amounts in every notation: read to exactly that amount, or refused, never to another one."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from kpicalc.facts.numbers import WrittenNumber, read_written_number
from kpicalc.facts.units import Measured
from kpicalc.model.writing import DecimalMark
from tests.tries import tries

EXAMPLES = tries(120)

AMOUNTS = st.tuples(
    st.booleans(), st.integers(min_value=0, max_value=10**9), st.sampled_from(["", "5", "50", "05", "1234"])
)
GROUPS = ["", " ", "\u00a0", "\u202f", "'", "’", ",", "."]
SIGNS = ["-{}", "- {}", "\u2212{}", "\u2013{}", "({})", "{}-"]
MONEY = ["{}", "${}", "$ {}", "{} $", "{}€", "{} руб.", "EUR {}", "USD{}", "{} тг", "R$ {}"]


def grouped(whole: str, group: str, *, indian: bool) -> str:
    """Put a mark between groups of three digits, or of two before the last three."""
    if not group or len(whole) < 4:
        return whole
    head, tail = whole[:-3], whole[-3:]
    size = 2 if indian else 3
    parts = [head[max(0, end - size) : end] for end in range(len(head), 0, -size)]
    return group.join([*reversed(parts), tail])


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    AMOUNTS,
    st.tuples(st.sampled_from(GROUPS), st.sampled_from([",", "."])),
    st.sampled_from(SIGNS),
    st.tuples(st.sampled_from(MONEY), st.booleans(), st.booleans()),
    st.sampled_from([None, *DecimalMark]),
)
def test_an_amount_is_read_to_itself_or_refused(
    amount: tuple[bool, int, str],
    marks: tuple[str, str],
    sign: str,
    shape: tuple[str, bool, bool],
    declared: DecimalMark | None,
) -> None:
    negative, number, cents = amount
    group, mark = marks
    money, sign_outside, indian = shape
    if group == mark or (indian and group != ","):
        group = ""
    digits = grouped(str(number), group, indian=indian) + (f"{mark}{cents}" if cents else "")
    written = money.format(digits) if sign_outside or not negative else money.format(sign.format(digits))
    written = sign.format(written) if sign_outside and negative else written
    meant = Decimal(f"{'-' if negative else ''}{number}.{cents or 0}")
    found = read_written_number(written, declared)
    own = {",": DecimalMark.COMMA, ".": DecimalMark.POINT}
    truthful = not cents or declared in {None, own[mark]}
    truthful = truthful and (group not in own or declared is None or declared is not own[group])

    if isinstance(found, WrittenNumber) and not found.doubtful and truthful:
        assert found.value == meant
        assert found.unit is None or found.unit.measured is Measured.MONEY
    if money == "{}" and declared is None and not group and sign in {"-{}", "({})"}:
        assert isinstance(found, WrittenNumber)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.text(alphabet="0123456789 .,-+()%'$€kртысмлн/", max_size=12))
def test_a_sign_cannot_be_lost(text: str) -> None:
    found = read_written_number(text)
    if isinstance(found, WrittenNumber):
        digits = "".join(each for each in text if each.isdigit())
        held = f"{abs(found.value):f}".replace(".", "").lstrip("0")
        assert held.rstrip("0") == digits.lstrip("0").rstrip("0")
        minus = "-" in text or "(" in text
        assert (found.value < 0) == (minus and bool(found.value))
