"""What is told of a failure: its number, kind and place, and nothing of the user's data."""

from __future__ import annotations

import hashlib
import traceback
from pathlib import Path

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase


def tell_failure(failure: BaseException, language: Language) -> str:
    """Say that we failed. The message of an exception may quote pay, so it is left out."""
    last = traceback.extract_tb(failure.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    return phrase(
        "failure.bug", language, number=number_failure(failure), kind=type(failure).__name__, place=place
    )


def tell_system(refusal: OSError, language: Language) -> str:
    """Say that the system refused to read or write."""
    reason = refusal.strerror or type(refusal).__name__
    return phrase("usage.prefix", language, text=phrase("usage.system", language, reason=reason))


def number_failure(failure: BaseException) -> str:
    """Return a number that is the same for the same failure at the same place of the program."""
    frames = traceback.extract_tb(failure.__traceback__)
    trail = [type(failure).__name__, *(f"{Path(each.filename).name}:{each.name}" for each in frames)]
    return hashlib.sha256("\n".join(trail).encode()).hexdigest()[:8]
