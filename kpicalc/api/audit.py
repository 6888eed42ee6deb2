"""The audit of a month: the run that pays it, and what is to be said of its schemes on these facts."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from kpicalc.analysis.audit.audit import audit_pay
from kpicalc.api.run import Request, pay_in_currency, tell_nobody
from kpicalc.model.audit import PayAudit
from kpicalc.model.diagnostic import Checked
from kpicalc.model.money import ZERO


def audit_month(
    request: Request,
    currency: str = "",
    on_progress: Callable[[str], None] = tell_nobody,
    *,
    alike: Decimal = ZERO,
) -> Checked[PayAudit]:
    """Compute the facts of a request and say how fair and honest their schemes are.

    Nothing is said where somebody cannot be paid; without a problem there is no audit where people are paid
    in several currencies. Results within the part `alike` of each other count as equal.
    """
    paid = pay_in_currency(request, currency, on_progress)
    if paid.value is None:
        return Checked(None, paid.diagnostics)
    period, places = paid.value
    return Checked(audit_pay(places, period, alike), paid.diagnostics)
