"""The place of a parser in a row of tokens."""

from __future__ import annotations

from dataclasses import field

from kpicalc.formula.tokens import Token
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, Label, error
from kpicalc.model.source import Place


@dataclass(slots=True)
class Cursor:
    """Walks over tokens and gathers problems, at most one for each place.

    `commas_separate` says whether a comma here parts two arguments; `level` counts the constructs
    that are open. After `stop` the cursor stands at the end and no further problem is reported.
    """

    tokens: tuple[Token, ...]
    position: int = 0
    level: int = 0
    commas_separate: bool = False
    stopped: bool = False
    problems: dict[int, Diagnostic] = field(default_factory=dict)

    @property
    def token(self) -> Token:
        """The token at the cursor; END when all are read."""
        return self.tokens[self.position]

    @property
    def before(self) -> Token:
        """The token read last."""
        return self.tokens[self.position - 1]

    def peek(self, distance: int) -> Token:
        """Return a token further on."""
        return self.tokens[min(self.position + distance, len(self.tokens) - 1)]

    def take(self) -> Token:
        """Return the token at the cursor and go on to the next."""
        token = self.token
        self.position = min(self.position + 1, len(self.tokens) - 1)
        return token

    def accept(self, text: str) -> bool:
        """Go on if the token at the cursor is this sign or keyword."""
        found = self.token.text == text
        if found:
            self.take()
        return found

    def report(self, code: str, place: Place, *others: Label, **params: object) -> None:
        """Note an error, unless this place has one already or the cursor was stopped."""
        if not self.stopped:
            self.problems.setdefault(self.position, error(code, place, *others, **params))

    def stop(self) -> None:
        """Give up: what follows cannot be understood."""
        self.position = len(self.tokens) - 1
        self.stopped = True
