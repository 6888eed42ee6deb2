"""Problems of which files and sheets make a table: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "KPI481": (
        "the people of this sheet have no number, those of {other} have one under `{heading}`",
        "add the column of numbers to this sheet: without it nobody can tell whether a person stands in both",
    ),
    "KPI526": (
        "line {line} is longer than any row of a table",
        "check that this is a table with a row on each line, and export it again",
    ),
    "KPI527": (
        "this place stands twice in the file, so that it has two values",
        "open the file in Excel or LibreOffice, compare this place with the source, and save it anew",
    ),
}
