"""What a regulation says of pay: each line, stop-factors, limits, rounding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kpicalc.model.kind import Kind
from kpicalc.model.money import Rounding, minor_unit
from kpicalc.report.document import Block, Paragraph
from kpicalc.report.views.regulation.formula_words import Speaker, plain_name
from kpicalc.report.views.regulation.general_terms import muted
from kpicalc.scheme.constructs.lines import BoundedSpec, GateSpec, LineSpec
from kpicalc.scheme.constructs.people import FundSpec, PoolSpec
from kpicalc.scheme.constructs.rules import ANY, StopFactorSpec
from kpicalc.scheme.words import Formula

# What is said of a line in its first sentence, and what stands by itself.
_MAIN = frozenset({"amount", "base", "rate", "percent", "of", "points", "from", "best", "by"})
_KINDS = {"amount": Kind.MONEY, "percent": Kind.RATIO}
_SILENT = frozenset({"kind", "title", "group", "among", "step"})


def say_pay(speaker: Speaker) -> Iterator[Block]:
    """Say each line of pay: how it is computed, when it is due, by what it is multiplied, its limits."""
    for name, line in speaker.document.pay.items():
        kind = speaker.say(f"line.{line.kind}")
        title = speaker.title((str(name),))
        amount = _say_amount(line, speaker)
        yield Paragraph(f"{title} — {kind}. {_without_circle(amount, title, speaker)}")
        for key in line.known_keys():
            if line.has(key) and key not in _MAIN | _SILENT:
                yield from map(muted, _say_key(key, line.value_of(key), line, speaker))


def _without_circle(amount: str, title: str, speaker: Speaker) -> str:
    """Say where an amount is set that is called like the line itself."""
    if amount != speaker.say("amount.amount", amount=title):
        return amount
    sections = (("parameters", speaker.document.parameters), ("values", speaker.document.values))
    named = (key for key, section in sections for name in section if speaker.title((str(name),)) == title)
    return speaker.say("set_in", section=speaker.quote(speaker.say(f"section.{next(named, 'facts')}")))


def _say_amount(line: LineSpec, speaker: Speaker) -> str:
    """Say how an amount is found, by the keys that are written."""
    values = {key: line.value_of(key) for key in line.known_keys() if line.has(key)}
    said = {key: _say_part(key, value, speaker) for key, value in values.items() if key in _MAIN}
    if isinstance(line, PoolSpec) and line.equal:
        said["equal"] = said.pop("by")
    shape = "_".join(sorted(said))
    own = f"{line.kind}_{shape}"
    shape = own if speaker.knows(f"amount.{own}") else shape
    if speaker.knows(f"amount.{shape}"):
        among = values.get("among") or line.value_of("among") if "among" in line.known_keys() else ""
        return speaker.say(f"amount.{shape}", among=speaker.say(f"among.{among}") if among else "", **said)
    return "; ".join(f"{key}: {text}" for key, text in said.items())


def _say_part(key: str, value: Any, speaker: Speaker) -> str:
    if not isinstance(value, Formula):
        return _list(value, speaker)
    return speaker.factor(value) if key in {"base", "rate"} else speaker.formula(value, _KINDS.get(key))


def _list(value: Any, speaker: Speaker) -> str:
    parts = value if isinstance(value, tuple) else (value,)
    formulas = [speaker.formula(part) for part in parts if isinstance(part, Formula)]
    return "; ".join(formulas) or speaker.lines(map(str, parts))


def _say_key(key: str, value: Any, line: LineSpec, speaker: Speaker) -> Iterator[str]:
    """Say one key of a line."""
    match value:
        case Rounding():
            yield speaker.say("rounded.line", how=speaker.rounding(value))
        case GateSpec():
            bound = value.from_ or value.above
            what = speaker.formula(value.value) if value.value is not None else speaker.say("the_base")
            side = "from" if value.from_ else "above"
            yield speaker.say(f"gate.{side}", what=what, bound=speaker.formula(bound))
        case bool():
            yield speaker.say(f"line_key.{key}_{str(value).lower()}")
        case Formula() if key == "when":
            own = f"line_key.when_{line.kind}"
            key = own if speaker.knows(own) else "line_key.when"
            yield speaker.say(key, value=speaker.condition(value))
        case Formula() | tuple():
            yield _say_known(key, _list(value, speaker), speaker)
        case _:
            yield _say_known(f"{key}_{value}", str(value), speaker)


def _say_known(key: str, text: str, speaker: Speaker) -> str:
    if speaker.knows(f"line_key.{key}"):
        return speaker.say(f"line_key.{key}", value=text)
    return f"{key}: {text}"


def say_stop_factors(speaker: Speaker) -> Iterator[Block]:
    """Say what lowers pay: the lines concerned, and the rules in their order."""
    for name, factor in speaker.document.stop_factors.items():
        lines = speaker.lines(map(str, factor.lines))
        yield Paragraph(speaker.say("stop_factor", title=speaker.title((str(name),)), lines=lines))
        yield from _say_stop_rules(factor, speaker)


def _say_stop_rules(factor: StopFactorSpec, speaker: Speaker) -> Iterator[Block]:
    for rule in factor.rules:
        title = f"{rule.title}: " if rule.title else ""
        if rule.when is not None:
            condition = speaker.condition(rule.when)
        elif any(each == ANY for each in rule.kpis_stopped):
            condition = speaker.say("any_stopped")
        else:
            condition = speaker.say(
                "stopped", kpis=", ".join(speaker.title((str(each),)) for each in rule.kpis_stopped)
            )
        yield muted(
            f"{title}{speaker.say('stop_rule', condition=condition, factor=speaker.formula(rule.factor))}"
        )
    rest = speaker.formula(factor.otherwise) if factor.otherwise is not None else ""
    yield muted(speaker.say("stop_otherwise", factor=rest) if rest else speaker.say("no_stop"))


def say_limits(speaker: Speaker) -> Iterator[Block]:
    """Say the limits of groups and of the whole, what is rounded, and that the salary is paid in full."""
    document = speaker.document
    if document.official_salary_in_full:
        yield Paragraph(speaker.say("salary_in_full"))
    named = {each.name for each in speaker.program.variables()}
    for group in dict.fromkeys(str(each.group) for each in document.pay.values() if each.group):
        if group in named:
            title = speaker.title((group,))
            yield Paragraph(speaker.say("group", title=title, lines=speaker.lines([group])))
    limits = document.limits
    if limits is not None:
        if limits.total is not None:
            yield from _say_limit(speaker.say("whole_pay"), limits.total, speaker)
        for name, each in limits.groups.items():
            of = speaker.say("group_of", lines=speaker.lines([str(name)]))
            yield from _say_limit(of, each, speaker)
        for fund in limits.funds.values():
            yield Paragraph(_say_fund(fund, speaker))
    for name, check in document.checks.items():
        title = speaker.quote(check.title or plain_name(str(name)))
        yield Paragraph(speaker.say("check", title=title, condition=speaker.condition(check.that)))
    step = minor_unit(speaker.program.currency)
    rounding = getattr(document, "round", None) or Rounding(step)
    yield Paragraph(speaker.say("rounded.each", how=speaker.rounding(rounding)))
    yield Paragraph(speaker.say("total"))


def _say_limit(what: str, limit: BoundedSpec, speaker: Speaker) -> Iterator[Block]:
    for key in ("min", "max"):
        bound = getattr(limit, key)
        if bound is not None:
            rest = limit.under if key == "min" else limit.over
            said = speaker.say(f"limit.{key}", bound=speaker.formula(bound))
            yield Paragraph(f"{what} {said} {speaker.say(f'rest.{rest}')}")
    rounding = getattr(limit, "round", None)
    if rounding is not None:
        yield Paragraph(f"{what} {speaker.say('rounded.sum', how=speaker.rounding(rounding))}")


def _say_fund(fund: FundSpec, speaker: Speaker) -> str:
    lines = speaker.lines(map(str, fund.lines))
    return speaker.say(
        "fund",
        title=f"{speaker.quote(fund.title)}: " if fund.title else "",
        lines=lines,
        max=speaker.formula(fund.max),
        among=speaker.say(f"among.{fund.among}"),
    )
