"""Words of `validate` and `rule`: help texts, refusals, reports."""

VALIDATE_WORDS: dict[str, str] = {}
