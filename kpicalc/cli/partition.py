"""`kpicalc partition`: facts dealt out to parts, for runs on many workers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from kpicalc.api.run import bind_request
from kpicalc.cli.console import tell, tell_problems, watch_progress
from kpicalc.cli.options import ComputeOptions, PartitionOptions
from kpicalc.cli.outcome import ExitCode, Refusal, refuse
from kpicalc.cli.request import make_request
from kpicalc.cli.stopping import unwinding
from kpicalc.facts.read_files import find_address
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.model.diagnostic import has_errors
from kpicalc.report.document import Document, Verbatim
from kpicalc.spread.make_parts import PARQUET, DealtFacts, deal_out, write_parts
from kpicalc.spread.obstacles import find_obstacles


def partition_facts(options: PartitionOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc partition` was asked to: read as a run does, and write each row into its part."""
    typed = ComputeOptions(options.facts, options.scheme, options.period, encoding=options.encoding)
    request = make_request(tuple(options.facts), typed)
    if isinstance(request, Refusal):
        return request
    if options.to.exists() and (not options.to.is_dir() or any(options.to.iterdir())):
        return refuse("usage.folder_taken", path=str(options.to))
    with watch_progress(sys.stderr, language) as on_progress:
        bound = bind_request(request, on_progress)
    problems = bound.diagnostics
    if bound.value is not None:
        problems += tuple(find_obstacles(bound.value.programs))
    if has_errors(problems):
        return tell_problems(problems, language)
    assert bound.value is not None  # noqa: S101 - without a value something was wrong
    dealt = deal_out(bound.value, options.parts)
    strange = next(_list_strange(dealt), "")
    if strange:
        return refuse("usage.partition_source", path=strange)
    with unwinding():
        write_parts(dealt, options.to)
    tell(_show_parts(dealt, options.to, language))
    return tell_problems(problems, language)


def _list_strange(dealt: DealtFacts) -> Iterator[str]:
    """Yield the files that cannot be written as parts: those of other formats, and those of a store."""
    for sheet in (*(each.sheet for each in dealt.dealt), *dealt.shared):
        text = sheet.reader == PARQUET or sheet.reader.startswith("csv ")
        if find_address(Path(sheet.file)) or not (text or sheet in dealt.shared):
            yield sheet.file


def _show_parts(dealt: DealtFacts, folder: Path, language: Language) -> Document:
    sizes = dealt.people.values()
    figures = {
        "people": sum(sizes),
        "parts": len(sizes),
        "least": min(sizes),
        "most": max(sizes),
    }
    said = phrase(
        "output.parts", language, path=str(folder), **{name: str(each) for name, each in figures.items()}
    )
    return Document((Verbatim(said),))
