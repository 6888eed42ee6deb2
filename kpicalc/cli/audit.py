"""`kpicalc audit`: is equal work paid equally, does pay follow results, can it be gamed; on real facts."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass

from kpicalc import api
from kpicalc.cli.console import tell_parts, tell_problems, watch_progress, write_for_programs
from kpicalc.cli.deciding_options import AuditOptions
from kpicalc.cli.deliver import Format, Inputs, Page, check_formats, check_outputs, deliver, table_formats
from kpicalc.cli.options import ComputeOptions, ResultFormat
from kpicalc.cli.outcome import ExitCode, Refusal, refuse
from kpicalc.cli.request import make_request
from kpicalc.i18n.catalogue import Language
from kpicalc.model.audit import PayAudit
from kpicalc.model.diagnostic import has_errors
from kpicalc.report.views.audit import show_audit, title_audit
from kpicalc.report.writers.audit_json import write_audit


@dataclass(frozen=True, slots=True)
class _Told:
    """An audit, and the language it is told in."""

    audit: PayAudit
    language: Language


def audit_schemes(options: AuditOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc audit` was asked to."""
    typed = ComputeOptions(options.facts, options.scheme, options.period, encoding=options.encoding)
    request = check_formats(options.out or (), _FORMATS) or make_request(tuple(options.facts), typed)
    if isinstance(request, Refusal):
        return request
    refusal = check_outputs(options.out or (), Inputs(request.facts, request.schemes))
    if refusal is not None:
        return refusal
    with watch_progress(sys.stderr, language) as on_progress:
        found = api.audit_month(request, options.currency.upper(), on_progress)
    if found.value is None and not has_errors(found.diagnostics):
        return refuse("usage.currencies")
    if found.value is None:
        return tell_problems(found.diagnostics, language)
    told = _Told(found.value, language)
    written = deliver(options.out or (), _FORMATS, told)
    if isinstance(written, Refusal):
        return written
    if options.format is ResultFormat.JSON:
        write_for_programs(b"".join(write_audit(found.value)).decode())
    else:
        tell_parts((show_audit(found.value, language),))
    return tell_problems(found.diagnostics, language)


def _show_page(told: _Told) -> Page:
    title = title_audit(told.audit, told.language)
    return Page(title, (show_audit(told.audit, told.language),), told.language, told.audit.currency)


_FORMATS: Mapping[str, Format[_Told]] = {
    ".json": Format(lambda told: write_audit(told.audit)),
    **table_formats(_show_page),
}
