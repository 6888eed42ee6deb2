"""Rule tables: every condition and every value is a named variable, and the table a formula over them.

A rule table `x` becomes `x.rule1`, `x.rule2` … (whether the rule holds), `x.value1`, `x.value2` … (what it
would give), and for the greatest and the least `x.first`: the first value that counts, in the place of all
that do not.
"""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc.compiler.desugar.suggestion import missing_name
from kpicalc.compiler.desugar.terms import choose, one, read, rounded, total, zero
from kpicalc.compiler.draft import Definition, Draft, Requirement
from kpicalc.formula.no_answer import no_answer
from kpicalc.model.expr import Call, Expr, Reference
from kpicalc.model.kind import Kind
from kpicalc.model.outline import RulesOutline, StopRule
from kpicalc.model.program import EMPLOYEES, Role
from kpicalc.model.source import Span
from kpicalc.scheme.document import RuleTable, SchemeDocument
from kpicalc.scheme.rules_section import Hit, RuleSpec
from kpicalc.scheme.words import Word

# Whether a rule holds, and what it gives.
_Rule = tuple[Reference, Expr]


def translate_rules(draft: Draft, document: SchemeDocument) -> None:
    """Add every rule table as a value of its grain."""
    for name, spec in document.rules.items():
        if spec.of is not None and spec.of not in draft.grains:
            draft.problems.append(missing_name("KPI212", spec.of, draft.grains))
            continue
        _Rules(draft, name, spec).translate()


class _Rules:
    """One rule table on its way: where its variables go and how they are called."""

    def __init__(self, draft: Draft, name: Word, spec: RuleTable) -> None:
        self.draft = draft
        self.name = name
        self.spec = spec
        self.grain = str(spec.of or EMPLOYEES)

    def translate(self) -> None:
        """Add what each rule asks and gives, then the table itself."""
        rules = [self._add_rule(number, rule) for number, rule in enumerate(self.spec.rules, 1)]
        span = self.name.span
        expr = rounded(self._formula(rules, span), self.spec.round, span)
        label = self.spec.title or self.name
        kind = Kind.COUNT if self.spec.hit is Hit.COUNT else None
        self.draft.definitions.append(
            Definition(self.grain, str(self.name), expr, label, Role.VALUE, span, kind)
        )
        numbers = range(1, len(rules) + 1)
        conditions = [StopRule(_words_of(rule), f"{self.name}.rule{at}") for rule, at in self._numbered()]
        gives = () if self.spec.hit is Hit.COUNT else tuple(f"{self.name}.value{at}" for at in numbers)
        first_decides = self.spec.hit is Hit.FIRST
        self.draft.rules.append(
            RulesOutline(self.grain, str(self.name), tuple(conditions), gives, first_decides)
        )

    def _numbered(self) -> Iterator[tuple[RuleSpec, int]]:
        return zip(self.spec.rules, range(1, len(self.spec.rules) + 1), strict=True)

    def _add_rule(self, number: int, rule: RuleSpec) -> _Rule:
        """Add the variables of a rule; one that is counted gives 1."""
        when = read(self.draft, rule.when)
        holds = self._define(f"rule{number}", when, rule, Kind.FLAG)
        if rule.value is None:
            return holds, one(rule.span)
        return holds, self._define(f"value{number}", read(self.draft, rule.value), rule)

    def _define(self, part: str, expr: Expr, rule: RuleSpec, kind: Kind | None = None) -> Reference:
        name = f"{self.name}.{part}"
        if kind is not None:
            self.draft.requirements.append(Requirement(self.grain, expr, kind, "KPI234", name))
        label, by_parts = _words_of(rule), kind is not None
        self.draft.definitions.append(
            Definition(self.grain, name, expr, label, Role.VALUE, rule.span, kind, by_parts)
        )
        return Reference(self.grain, name, rule.span)

    def _formula(self, rules: list[_Rule], span: Span) -> Expr:
        match self.spec.hit:
            case Hit.SUM | Hit.COUNT:
                return total((choose(holds, gives, zero(span), span) for holds, gives in rules), span)
            case Hit.MAX | Hit.MIN if len(rules) > 1:
                return self._extreme(rules, span)
            case _:
                return self._first(rules, span)

    def _first(self, rules: list[_Rule], span: Span) -> Expr:
        """What the first rule that holds gives, else what the table says for no rule."""
        spec = self.spec
        expr = (
            no_answer("KPI510", self.name, span)
            if spec.otherwise is None
            else read(self.draft, spec.otherwise)
        )
        for holds, gives in reversed(rules):
            expr = choose(holds, gives, expr, span)
        return expr

    def _extreme(self, rules: list[_Rule], span: Span) -> Expr:
        """The greatest or least of what holds: the first value that counts stands in for all that do not."""
        name = f"{self.name}.first"
        label = self.spec.title or self.name
        self.draft.definitions.append(
            Definition(self.grain, name, self._first(rules, span), label, Role.VALUE, span)
        )
        first = Reference(self.grain, name, span)
        values = tuple(choose(holds, gives, first, span) for holds, gives in rules)
        return Call(self.spec.hit.value, values, span, of_values=True)


def _words_of(rule: RuleSpec) -> str:
    return rule.title or rule.when.text
