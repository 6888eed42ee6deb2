"""`kpicalc audit`: is equal work paid equally, does pay follow results, can it be gamed; on real facts."""

from __future__ import annotations

import sys
from operator import attrgetter

from kpicalc import api
from kpicalc.cli.answer import Telling, end_answer
from kpicalc.cli.console import watch_progress
from kpicalc.cli.deciding_options import AuditOptions
from kpicalc.cli.outcome import ExitCode, Refusal
from kpicalc.cli.request import request_answer
from kpicalc.cli.typed_moves import read_part
from kpicalc.i18n.catalogue import Language
from kpicalc.model.money import ZERO
from kpicalc.report.views.audit import show_audit, title_audit
from kpicalc.report.writers.analysis_json import write_audit


def audit_schemes(options: AuditOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc audit` was asked to."""
    request = request_answer(options, _TELLING.formats())
    if isinstance(request, Refusal):
        return request
    alike = read_part(options.alike) if options.alike else ZERO
    if isinstance(alike, Refusal):
        return alike
    with watch_progress(sys.stderr, language) as on_progress:
        found = api.audit_month(request, options.currency.upper(), on_progress, alike=alike)
    return end_answer(found, _TELLING, options, language)


_TELLING = Telling(title_audit, show_audit, write_audit, currency=attrgetter("currency"))
