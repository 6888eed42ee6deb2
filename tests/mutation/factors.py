"""Give the lines of schemes a factor that can fall below 0, and count those of which `validate` tells.

`python -m tests.mutation.factors` puts `100% - x / max(x, 1_000_000) * 2` into every line of every scheme in
`schemes/`, for the first columns of the employee. Of a line that is not told (KPI349) it is looked whether
random facts make both the factor and the line negative: if none do, there is no harm to tell.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path
from random import Random

from kpicalc.analysis.proofs.prove import prove
from kpicalc.compiler.passes import compile_scheme
from kpicalc.model.kind import Kind
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Program
from kpicalc.model.source import SourceText
from kpicalc.scheme.constructs.lines import EarnedSpec
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.load import read_scheme
from kpicalc.scheme.periods import periods_to_check
from kpicalc.scheme.words import Formula
from tests.analysis.proofs.met_harm import random_facts

ROOT = Path(__file__).parents[2]
COLUMNS, FACTS = 2, 1500
_LARGE = {Kind.MONEY: "1_000_000", Kind.COUNT: "100", Kind.RATIO: "100%"}


def documents_with_factor(document: SchemeDocument, program: Program) -> Iterator[tuple[str, SchemeDocument]]:
    """Yield the scheme with one factor more, and the name of the line that has it."""
    given = (each for each in program.inputs if each.grain == EMPLOYEES and each.kind in _LARGE)
    for column in islice((each for each in given if each.name.isidentifier()), COLUMNS):
        text = f"100% - {column.name} / max({column.name}, {_LARGE[column.kind]}) * 2"
        # No line of a scheme has this number, so that the place of the factor is its own.
        factor = Formula(SourceText(text, document.span.file, ((0, 100_000, 1),)))
        for line, spec in document.pay.items():
            if isinstance(spec, EarnedSpec):
                changed = spec.model_copy(update={"factors": (*spec.factors, factor)})
                yield str(line), document.model_copy(update={"pay": {**document.pay, line: changed}})


def _judge(document: SchemeDocument, line: str) -> str:
    """Return whether the factor of a changed scheme is told, and if not, whether it does harm."""
    program = compile_scheme(document, periods_to_check(document)[-1]).value
    if program is None:
        return "not a scheme"
    told = (dict(each.params)["line"] for each in prove(program, document) if each.code == _CODE)
    if line in told:
        return "told"
    amounts = random_facts(program, Random(1), FACTS).outcomes.named(line)  # noqa: S311 - a draw, no secret
    return "missed" if any(isinstance(each, Decimal) and each < 0 for each in amounts) else "no harm met"


_CODE = Problem.FACTOR_MAY_BE_NEGATIVE


def main() -> int:
    """Count and print."""
    counted: dict[str, int] = {}
    for path in sorted((ROOT / "schemes").glob("*.yaml")):
        document = read_scheme(path.read_text(encoding="utf-8"), str(path)).value
        assert document is not None
        program = compile_scheme(document, periods_to_check(document)[-1]).value
        assert program is not None
        for line, changed in documents_with_factor(document, program):
            verdict = _judge(changed, line)
            counted[verdict] = counted.get(verdict, 0) + 1
            if verdict != "told":
                print(f"{path.stem}, {line}: {verdict}", flush=True)  # noqa: T201 - a script
    print(", ".join(f"{number} {verdict}" for verdict, number in counted.items()))  # noqa: T201 - likewise
    return 0


if __name__ == "__main__":
    sys.exit(main())
