"""Whom a scheme pays: descriptions that a row must fit, exceptions, and whether it takes all the rest."""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc.model.dataclass import dataclass
from kpicalc.model.expr import Text


@dataclass(frozen=True, slots=True)
class AskedHeading:
    """A column by its heading, and the texts of which a row must have one there."""

    heading: str
    texts: tuple[Text, ...]

    @property
    def values(self) -> tuple[str, ...]:
        """The texts without their places."""
        return tuple(each.value for each in self.texts)


Description = tuple[AskedHeading, ...]


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is paid: those who fit all of `named` and none of the `exceptions`.

    With `otherwise` only those of them whom no other scheme names. All that is asked in one description must
    fit; of several exceptions one is enough. The audience is everybody, and false, where it asks nothing.
    """

    named: Description = ()
    exceptions: tuple[Description, ...] = ()
    otherwise: bool = False

    def __bool__(self) -> bool:
        """Say whether the scheme chooses its people at all."""
        return bool(self.named or self.exceptions or self.otherwise)

    def asked(self) -> Iterator[AskedHeading]:
        """Yield all that is asked of a row, the exceptions too."""
        yield from self.named
        for each in self.exceptions:
            yield from each

    def headings(self) -> tuple[str, ...]:
        """Return the headings of all columns that are looked at, each once."""
        return tuple(dict.fromkeys(each.heading for each in self.asked()))


EVERYBODY = Audience()
