"""Tasks done in this process, each as far from the others as in one of its own."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kpicalc.spread.parts import DealtPart


@dataclass(slots=True)
class Kept:
    """What a task came to, packed as it would lie in another process."""

    data: bytes


@dataclass(slots=True)
class AtHome:
    """A cluster of this process; with `backwards` the tasks of a round are done from the last one."""

    backwards: bool = False
    works: list[str] = field(default_factory=list)
    waiting: list[tuple[Kept, Callable[..., object], tuple[object, ...]]] = field(default_factory=list)

    def start(self, work: Callable[..., object], *arguments: object, part: DealtPart) -> object:
        """Note a task; it is done when something is gathered."""
        del part
        kept = Kept(b"")
        self.waiting.append((kept, work, arguments))
        return kept

    def gather(self, tasks: Sequence[object]) -> list[Any]:
        """Do what waits, and return what some tasks came to."""
        rounds: dict[str, list[tuple[Kept, Callable[..., object], tuple[object, ...]]]] = {}
        for task in self.waiting:
            rounds.setdefault(task[1].__name__, []).append(task)
        for each in rounds.values():
            for kept, work, arguments in reversed(each) if self.backwards else each:
                self.works.append(work.__name__)
                given = pickle.loads(pickle.dumps([_open(one) for one in arguments]))  # noqa: S301 - our own
                kept.data = pickle.dumps(work(*given))
        self.waiting.clear()
        return [_open(each) for each in tasks]


def _open(value: object) -> object:
    return pickle.loads(value.data) if isinstance(value, Kept) else value  # noqa: S301 - our own
