"""Rows of a table found again in closed periods: matched once, for all columns that come from there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from itertools import chain, count, repeat

from kpicalc.facts.join import twin_forms
from kpicalc.model.dataclass import dataclass
from kpicalc.model.history import ClosedPeriod, History
from kpicalc.model.program import COMPANY, EMPLOYEES

# Stands for the row of a key that a period does not have.
_NOWHERE = -1


@dataclass(frozen=True, slots=True)
class MatchedRows:
    """Rows of a table that only one closed period has, of those that count: `there` by the row here."""

    closed: ClosedPeriod
    there: Mapping[int, int]


@dataclass(slots=True)
class ClosedRows:
    """Finds rows of closed periods by their keys: as they are written, else as they compare.

    Nearly all people stand under the same number in each period; only for the others it is looked how numbers
    were written, once for all periods.
    """

    history: History
    _rows: dict[tuple[int, str], dict[str, int]] = field(default_factory=dict)
    _spelt: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def rows_of(self, closed: ClosedPeriod, grain: str) -> dict[str, int]:
        """Return the rows of a closed period by their keys."""
        if grain == COMPANY:
            # What another department closed is not of the company as this one knows it.
            return {} if closed.apart else {COMPANY: 0}
        known = self._rows.get((id(closed), grain))
        if known is None:
            known = self._rows[id(closed), grain] = dict(zip(closed.keys.get(grain, ()), count()))
        return known

    def spellings(self, grain: str) -> Mapping[str, Sequence[str]]:
        """Return how the keys of all closed periods are written, by the form in which they compare."""
        if grain == COMPANY:
            return {twin_forms([COMPANY])[0]: [COMPANY]}
        if grain not in self._spelt:
            everybody = self.history.everybody if grain == EMPLOYEES else None
            periods = (each.keys.get(grain, ()) for each in self.history.periods)
            keys = list(dict.fromkeys(chain.from_iterable(periods) if everybody is None else everybody()))
            spelt: dict[str, list[str]] = {}
            for form, key in zip(twin_forms(keys), keys, strict=True):
                spelt.setdefault(form, []).append(key)
            self._spelt[grain] = spelt
        return self._spelt[grain]

    def find_everywhere(
        self, periods: Sequence[ClosedPeriod], grain: str, forms: Iterable[str]
    ) -> dict[str, dict[int, int]]:
        """Return for each form its rows by the places of the periods that have one, in their order."""
        asked = tuple(forms)
        # How everybody's number compares is looked up only where somebody is not found as written.
        spelt = self.spellings(grain) if periods and asked else {}
        wanted = {key: form for form in asked for key in spelt.get(form, ())}
        found: dict[str, dict[int, int]] = {}
        for at, closed in enumerate(periods if wanted else ()):
            rows = self.rows_of(closed, grain)
            for key in wanted.keys() & rows.keys():
                found.setdefault(wanted[key], {})[at] = rows[key]
        return found

    def match(
        self, periods: Sequence[ClosedPeriod], grain: str, keys: Sequence[str]
    ) -> tuple[list[MatchedRows], dict[int, str]]:
        """Return the rows that exactly one period has, and the forms of all other rows.

        What other departments left counts for those whom ours do not know.
        """
        there: list[dict[int, int]] = [{} for _ in periods]
        ours = [at for at, each in enumerate(periods) if not each.apart]
        rows = self.rows_of(periods[ours[0]], grain) if len(ours) == 1 else {}
        known = list(map(rows.get, keys, repeat(_NOWHERE)))
        left = [row for row, at in enumerate(known) if at == _NOWHERE] if _NOWHERE in known else []
        if rows:
            there[ours[0]] = dict(enumerate(known))
            for row in left:
                del there[ours[0]][row]
        forms = dict(zip(left, twin_forms([keys[row] for row in left]), strict=True))
        found = self.find_everywhere(periods, grain, forms.values())
        for row, form in tuple(forms.items()):
            having = found.get(form, {})
            counting = [at for at in having if not periods[at].apart] or list(having)
            if len(counting) == 1:
                there[counting[0]][row] = having[counting[0]]
                del forms[row]
        return [MatchedRows(*each) for each in zip(periods, there, strict=True) if each[1]], forms
