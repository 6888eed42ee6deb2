"""The figures of a construct: what a value named with a point is of the KPI, line or limit before it."""

from __future__ import annotations

from enum import StrEnum

from kpicalc.model.period import Period, parse_period


class Figure(StrEnum):
    """What a value is of the construct that it was made from; it stands after the last point of its name."""

    # Of a KPI or a goal.
    PLAN = "plan"
    ACTUAL = "actual"
    ATTAINMENT = "attainment"
    COUNTED = "counted"
    SCORE = "score"
    WEIGHT = "weight"
    PART = "part"
    STOPPED = "stopped"
    ENOUGH = "enough"
    STOP = "stop"
    THRESHOLD = "threshold"
    SHARE = "share"
    SUM = "sum"
    PRESENT = "present"
    DROP_BELOW = "drop_below"
    # Of an index.
    WEIGHTS = "weights"
    # Of rules: the first that decides, whether each holds, and what it gives.
    FIRST = "first"
    RULE = "rule"
    VALUE = "value"
    COUNT = "count"
    # Of a pay line or a limit.
    MIN = "min"
    MAX = "max"
    FLOOR = "floor"
    CAP = "cap"
    LIMIT = "limit"
    RECOVER = "recover"
    BEFORE = "before"
    ROUNDING = "rounding"
    EARNED = "earned"
    UNEARNED = "unearned"
    ASKED = "asked"
    OWED = "owed"
    AVAILABLE = "available"
    CARRIED = "carried"
    ADVANCE = "advance"
    RECOVERED = "recovered"
    BALANCE = "balance"
    # Of what people share or win.
    WINNER = "winner"
    ENTERS = "enters"
    AMOUNT = "amount"
    POOL = "pool"
    REST = "rest"
    CLAIM = "claim"
    PERCENT = "percent"
    CLAIMS = "claims"


# The figures of which a construct has several, numbered from 1: `бонус.rule2`.
_NUMBERED = frozenset({Figure.RULE, Figure.VALUE})
_FIGURES = {figure.value: figure for figure in Figure}


def figure_of(name: str) -> Figure | None:
    """Return what a name is of its construct, None for a name of its own.

    >>> figure_of("выручка.plan"), figure_of("бонус.rule2"), figure_of("plan")
    (<Figure.PLAN: 'plan'>, <Figure.RULE: 'rule'>, None)

    What a section names is no figure, whatever it is called: `limits.max` is the limit of a group `max`.

    >>> figure_of("limits.max"), figure_of("limits.max.max")
    (None, <Figure.MAX: 'max'>)
    """
    construct, _, last = name.rpartition(".")
    if not construct or construct in _SECTIONS:
        return None
    numbered = _FIGURES.get(last.rstrip("0123456789"))
    return numbered if numbered in _NUMBERED else _FIGURES.get(last)


def owner_of(name: str) -> str:
    """Return the name without its figure.

    >>> owner_of("limits.total.before"), owner_of("план")
    ('limits.total', 'план')
    """
    return name.rpartition(".")[0] if figure_of(name) else name


def construct_of(name: str) -> str:
    """Return the word that a name begins with: the construct, or the section of the scheme.

    >>> construct_of("выручка.plan"), construct_of("limits.total.before")
    ('выручка', 'limits')
    """
    return name.partition(".")[0]


class Section(StrEnum):
    """The sections of a scheme that names begin with: `limits.total.before`, `checks.fair`."""

    LIMITS = "limits"
    CHECKS = "checks"
    PERIOD = "period"


_SECTIONS = {section.value: section for section in Section}


def section_of(name: str) -> Section | None:
    """Return the section that a name begins with, None where it begins with a construct.

    >>> section_of("limits.total.before"), section_of("выручка.plan")
    (<Section.LIMITS: 'limits'>, None)
    """
    return _SECTIONS.get(construct_of(name))


def name_in_section(section: Section, word: str) -> str:
    """Return the name of what a section calls by a word.

    >>> name_in_section(Section.CHECKS, "fair")
    'checks.fair'
    """
    return f"{section}.{word}"


def word_in_section(name: str) -> str:
    """Return what a section calls its own, without the figure of it.

    >>> word_in_section("limits.total.before"), word_in_section("checks.fair")
    ('total', 'fair')
    """
    return owner_of(name).partition(".")[2]


# A column as far as it keeps its bounds; no name of a scheme has brackets.
_BOUNDED = " (bounded)"


def name_bounded(column: str) -> str:
    """Return the name of the values of a column that keep its bounds.

    >>> name_bounded("часы")
    'часы (bounded)'
    """
    return f"{column}{_BOUNDED}"


def bare_column(name: str) -> str:
    """Return the column that a name is of, whether it keeps its bounds or not.

    >>> bare_column("часы (bounded)"), bare_column("часы")
    ('часы', 'часы')
    """
    return name.removesuffix(_BOUNDED)


def name_figure(construct: str, figure: Figure) -> str:
    """Return the name of a figure.

    >>> name_figure("выручка", Figure.PLAN)
    'выручка.plan'
    """
    return f"{construct}.{figure}"


# How a line is named that pays the difference of a line of an earlier month; no name of a scheme has spaces.
_RETRO = "retro"


def retro_name(period: Period, line: str) -> str:
    """Return the name of the line that pays the difference of a line of an earlier month.

    >>> march = parse_period("2026-03")
    >>> march and retro_name(march, "bonus")
    'retro 2026-03 bonus'
    """
    return f"{_RETRO} {period} {line}"


def period_of_retro(name: str) -> Period | None:
    """Return the month whose difference a line pays, None for any other line.

    >>> str(period_of_retro("retro 2026-03 bonus")), period_of_retro("bonus")
    ('2026-03', None)
    """
    first, _, rest = name.partition(" ")
    return parse_period(rest.partition(" ")[0]) if first == _RETRO else None


def line_of_retro(name: str) -> str:
    """Return the line whose difference a line of that name pays.

    >>> line_of_retro("retro 2026-03 bonus")
    'bonus'
    """
    return name.split(" ", 2)[-1]
