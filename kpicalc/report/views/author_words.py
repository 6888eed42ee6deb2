"""Formulas in the words in which the author of a scheme wrote it: keywords, functions, figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field

from kpicalc.formula.printer import print_formula
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.key_names import key_names
from kpicalc.model.dataclass import dataclass
from kpicalc.model.expr import Expr
from kpicalc.model.figure import Section, construct_of
from kpicalc.model.program import COMPANY, EMPLOYEES, TEAMS, Program
from kpicalc.scheme.formula_words import Chosen, WordsBetween

# Values that the program names itself; the author may not.
_OWN = frozenset({"index", "total", "fixed", "variable", "attainment"})
# What is put in for a part of a formula is no word of it: it stands between these until all is translated.
_MARK = "\x00"


@dataclass(frozen=True, slots=True)
class AuthorWords:
    """Writes formulas of a scheme; `between` is None where it was written in English keys."""

    between: WordsBetween | None = field(default=None)

    def formula(self, expr: Expr, shown: Callable[[Expr], str | None] | None = None, home: str = "") -> str:
        """Write a formula; `shown` may give another text for a part of it, for instance its value."""
        if self.between is None:
            return print_formula(expr, shown, home)
        instead: list[str] = []

        def marked(part: Expr) -> str | None:
            text = None if shown is None else shown(part)
            if text is None:
                return None
            instead.append(text)
            return f"{_MARK}{len(instead) - 1}{_MARK}"

        pieces = self.text(print_formula(expr, marked, home)).split(_MARK)
        return "".join(instead[int(piece)] if at % 2 else piece for at, piece in enumerate(pieces))

    def text(self, english: str) -> str:
        """Write a formula, or a name, that the program wrote in English."""
        if self.between is None:
            return english
        written, taken = "", 0
        for change in self.between.changes(english):
            written += english[taken : change.start] + change.word
            taken = change.end
        return written + english[taken:]


def author_words(program: Program) -> AuthorWords:
    """Return how formulas of a program are written."""
    if program.keys != Language.RU:
        return AuthorWords()
    names = {
        name
        for _, name in (*(each.key for each in program.inputs), *(each.key for each in program.variables()))
    }
    constructs = {
        owner for name in names if "." in name and (owner := construct_of(name)) not in set(Section)
    }
    chosen = Chosen(
        names={name for name in names if "." not in name} - _OWN,
        constructs=constructs,
        called=set(program.tables),
        rows=set(program.grains) - {COMPANY, EMPLOYEES, TEAMS},
    )
    return AuthorWords(WordsBetween(key_names(Language.EN), key_names(Language.RU), chosen))
