"""One run paid again with other facts, many times at once: only what rests on them is computed anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

from kpicalc.engine.evaluate import evaluate
from kpicalc.lab.frozen import Frozen, freeze_rest
from kpicalc.lab.laboratory import EACH_COMPANY, spread_companies
from kpicalc.model.dataclass import dataclass
from kpicalc.model.facts import Facts, Frame
from kpicalc.model.fault import Fault, Value
from kpicalc.model.program import COMPANY, Key, Program
from kpicalc.model.result import Settlement

# What columns are instead: one value for each row of their frame.
OtherColumns = Mapping[Key, Sequence[Value]]
# So many rows are computed at a time that memory stays small, and a call pays off.
_ROWS_AT_ONCE = 50_000


@dataclass(frozen=True, slots=True)
class Replay:
    """A settlement ready to be paid again: the program of what changes, under many companies, and its facts.

    `changed` are facts, or values of the company such as parameters; `wanted` is what is asked.
    """

    program: Program
    frozen: Frozen
    changed: frozenset[Key]
    wanted: tuple[Key, ...]

    @property
    def rows(self) -> int:
        """How many rows are computed for each change."""
        return sum(frame.size for frame in self.frozen.frames.values())

    def pay_all(self, changes: Iterable[OtherColumns]) -> Iterator[Mapping[Key, Sequence[Value]]]:
        """Yield for each change what is wanted, a value for each row of its frame.

        A column that a change does not name is as it was.
        """
        waiting = iter(changes)
        at_once = max(1, _ROWS_AT_ONCE // max(1, self.rows))
        while batch := list(islice(waiting, at_once)):
            yield from self._pay_batch(batch)

    def _pay_batch(self, batch: Sequence[OtherColumns]) -> Iterator[Mapping[Key, Sequence[Value]]]:
        wanted = map(_moved, self.wanted)
        columns = evaluate(self.program, self._lay_out(batch), keep_all=False, wanted=wanted).columns
        sizes = {key: self.frozen.frames[key[0]].size for key in self.wanted}
        for at in range(len(batch)):
            yield {
                key: self.frozen.still.get(key) or columns[_moved(key)][at * size : (at + 1) * size]
                for key, size in sizes.items()
            }

    def _lay_out(self, batch: Sequence[OtherColumns]) -> Facts:
        frames = {grain: self._repeat(grain, batch) for grain in self.frozen.frames if grain != COMPANY}
        frames[EACH_COMPANY] = self._repeat(COMPANY, batch)
        frames[COMPANY] = self.frozen.frames[COMPANY]
        return Facts(frames, (), "")

    def _repeat(self, grain: str, batch: Sequence[OtherColumns]) -> Frame:
        """Return the rows of a grain once for each change, each under its own company."""
        frame, times = self.frozen.frames[grain], len(batch)
        own = {} if grain == COMPANY else frame.columns
        columns: dict[str, Sequence[Value]] = {name: list(column) * times for name, column in own.items()}
        for home, name in self.changed:
            if home == grain:
                now = self.frozen.now[home, name]
                changed = (change.get((home, name), now) for change in batch)
                columns[name] = list(chain.from_iterable(changed))
        faulty = frozenset(
            name
            for name in columns
            if name in frame.faulty
            or ((grain, name) in self.changed and Fault in set(map(type, columns[name])))
        )
        return Frame(
            EACH_COMPANY if grain == COMPANY else grain,
            frame.size * times,
            list(frame.keys) * times,
            list(frame.labels) * times,
            columns,
            self._parents(grain, frame, times),
            None,
            faulty,
            [each if each < 0 else each + at * frame.size for at in range(times) for each in frame.superiors],
            frame.cut | frozenset(name for home, name in self.changed if home == grain),
        )

    def _parents(self, grain: str, frame: Frame, times: int) -> list[int]:
        above = self.program.grains[EACH_COMPANY if grain == COMPANY else grain].parent
        if above in {None, COMPANY}:
            return [0] * (frame.size * times)
        if above == EACH_COMPANY:
            return [at for at in range(times) for _ in range(frame.size)]
        size = self.frozen.frames[above or ""].size
        return [each + at * size for at in range(times) for each in frame.parents]


def _moved(key: Key) -> Key:
    return (EACH_COMPANY, key[1]) if key[0] == COMPANY else key


def prepare_replay(settlement: Settlement, changed: frozenset[Key], wanted: Sequence[Key]) -> Replay:
    """Return what pays a settlement again and again with other values of some facts.

    `wanted` are variables of the employee or of the company, also some that do not change.
    """
    frozen = freeze_rest(settlement, changed, wanted)
    shared = frozenset(each.key for each in frozen.program.inputs if each.grain == COMPANY) - changed
    spread = spread_companies(frozen.program, shared)
    return Replay(spread.program, frozen, changed, tuple(wanted))
