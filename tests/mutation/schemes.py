"""Change the numbers and comparisons of schemes, and count the changes that their tests notice.

`python -m tests.mutation.schemes` draws 22 mutants of every scheme in `schemes/`: a number that is a tenth
greater, a bound that takes in its end or no longer does, a condition likewise. Declared ranges of facts are
left alone: no figure can show them. Each mutant is run against the tests of its scheme, and against those
with what `kpicalc test --generate` proposes for the scheme as it is. A mutant for which no made-up facts give
another pay is counted apart: nobody can tell it from the scheme. `--count`, `--seed` and names choose.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from os.path import normpath
from pathlib import Path
from random import Random

import yaml

from kpicalc.compiler.passes import compile_scheme
from kpicalc.facts.read_files import read_workbook
from kpicalc.facts.workbook import Workbook
from kpicalc.i18n.catalogue import Language
from kpicalc.lab.laboratory import Laboratory, prepare_laboratory
from kpicalc.model.analysis import Witness
from kpicalc.model.diagnostic import Checked
from kpicalc.model.program import Program
from kpicalc.model.settings import NO_SETTINGS
from kpicalc.scheme.constructs.trials import TrialSpec
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.load import read_scheme, read_tests
from kpicalc.scheme.periods import periods_to_check
from kpicalc.testing.propose import propose_suite_tests
from kpicalc.testing.trials import Suite, run_suite
from tests.analysis.proofs.met_harm import random_facts

ROOT = Path(__file__).parents[2]
FACTS = 1500
_SKIPPED = {"kpicalc", "scheme", "title", "currency", "tests", "period", "label", "sheet", "heading", "owner"}
_SIGNS = {">=": ">", "<=": "<", ">": ">=", "<": "<="}
_ENDS = {"from": "above", "above": "from", "below": "to", "to": "below"}
_TOKEN = re.compile(r"(?<![\w.])\d[\d_]*(?:\.\d+)?(?![\w.-])|>=|<=|>|<")


@dataclass(frozen=True, slots=True)
class SchemeMutant:
    """One change of a scheme: the characters from `start` to `end` become `text`."""

    start: int
    end: int
    text: str

    def apply(self, source: str) -> str:
        """Return the scheme with the change."""
        return source[: self.start] + self.text + source[self.end :]


@dataclass(slots=True)
class Tally:
    """What became of the mutants of a scheme."""

    own: int = 0
    generated: int = 0
    lived: int = 0
    same: int = 0

    def __str__(self) -> str:
        told = self.own + self.generated + self.lived
        return f"{told} mutants, {self.own} killed by own tests, {self.own + self.generated} with generated"


def find_scheme_mutants(source: str) -> Iterator[SchemeMutant]:
    """Yield every mutant of a scheme."""
    yield from _in_node(yaml.compose(source), (), source)


def _in_node(node: yaml.Node | None, path: tuple[str, ...], source: str) -> Iterator[SchemeMutant]:
    match node:
        case yaml.MappingNode():
            for key, value in node.value:
                name = str(key.value)
                if name in _SKIPPED or (
                    path[:1] == ("facts",) and "values" not in (*path, name) and len(path) > 2
                ):
                    continue
                if name in _ENDS and "bands" in path:
                    yield SchemeMutant(key.start_mark.index, key.end_mark.index, _ENDS[name])
                yield from _in_node(value, (*path, name), source)
        case yaml.SequenceNode():
            for each in node.value:
                yield from _in_node(each, path, source)
        case yaml.ScalarNode() if path[:1] != ("facts",) or "values" in path:
            start, end = node.start_mark.index, node.end_mark.index
            for found in _TOKEN.finditer(source, start, end):
                if not _in_text(source[start : found.start()]):
                    yield SchemeMutant(*found.span(), _changed(found[0]))


def _in_text(before: str) -> bool:
    """Say whether a token stands inside a text of a formula."""
    return before[1:].count('"') % 2 == 1 if before[:1] in {"'", '"'} else before.count('"') % 2 == 1


def _changed(token: str) -> str:
    if token in _SIGNS:
        return _SIGNS[token]
    value = Decimal(token.replace("_", ""))
    if value == value.to_integral_value() and abs(value) < 10:
        return str(value + 1)
    return f"{(value * Decimal('1.1')).normalize():f}"


def main() -> int:
    """Draw, run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("schemes", nargs="*")
    parser.add_argument("--count", type=int, default=22)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print each mutant that lived")
    options = parser.parse_args()
    whole = Tally()
    for path in sorted((ROOT / "schemes").glob("*.yaml")):
        if options.schemes and path.stem not in options.schemes:
            continue
        tally = _run_scheme(path, options)
        print(f"{path.stem}: {tally}; {tally.same} change nothing that made-up facts show", flush=True)  # noqa: T201 - a script
        for name in ("own", "generated", "lived", "same"):
            setattr(whole, name, getattr(whole, name) + getattr(tally, name))
    told = max(whole.own + whole.generated + whole.lived, 1)
    both = (whole.own + whole.generated) / told
    print(f"all: {whole}; own {whole.own / told:.0%}, with generated {both:.0%}")  # noqa: T201 - likewise
    return 0


def _run_scheme(path: Path, options: argparse.Namespace) -> Tally:
    source = path.read_text(encoding="utf-8")
    suite = _suite(source, str(path), ())
    assert suite is not None
    program = _compile(suite.document)
    assert program is not None
    proposed = read_tests(f"scheme: {path.name}\n{propose_suite_tests(suite, _open, Language.EN)}", str(path))
    specs = () if proposed.value is None else proposed.value.tests
    random = Random(options.seed)  # noqa: S311 - a draw, no secret
    witnesses = random_facts(program, random, FACTS).probes
    before = prepare_laboratory(program).pay_all(witnesses)
    every = list(find_scheme_mutants(source))
    tally = Tally()
    for mutant in random.sample(every, min(options.count, len(every))):
        changed = _suite(mutant.apply(source), str(path), specs)
        verdict = _judge(changed, (witnesses, before))
        if verdict:
            setattr(tally, verdict, getattr(tally, verdict) + 1)
        if verdict == "lived" and options.show:
            line = source.count("\n", 0, mutant.start) + 1
            print(f"  line {line}: {source[mutant.start : mutant.end]} -> {mutant.text}")  # noqa: T201 - likewise
    return tally


def _judge(suite: Suite | None, told: tuple[Sequence[Witness], Sequence[object]]) -> str:
    """Return what became of a mutant, "" where it is no scheme any more."""
    program = None if suite is None else _compile(suite.document)
    if suite is None or program is None:
        return ""
    own, generated = (Suite(suite.document, (specs,)) for specs in suite.files)
    if _fails(own):
        return "own"
    if _fails(generated):
        return "generated"
    witnesses, before = told
    laboratory: Laboratory = prepare_laboratory(program)
    return "same" if laboratory.pay_all(witnesses) == list(before) else "lived"


def _fails(suite: Suite) -> bool:
    return any(not each.passed for each in run_suite(suite, _open, coverage=False).trials)


def _suite(source: str, file: str, specs: tuple[TrialSpec, ...]) -> Suite | None:
    document = read_scheme(source, file).value
    return None if document is None else Suite(document, (document.tests, specs))


def _compile(document: SchemeDocument) -> Program | None:
    return compile_scheme(document, periods_to_check(document)[-1]).value


def _open(spec: TrialSpec) -> Checked[Workbook]:
    """Open the files that a test of a scheme names."""
    folder = Path(spec.span.file).parent
    return read_workbook(tuple(Path(normpath(folder / each)) for each in spec.given_files), "", NO_SETTINGS)


if __name__ == "__main__":
    sys.exit(main())
