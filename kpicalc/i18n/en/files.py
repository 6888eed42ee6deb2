"""Problems of which files and sheets make a table: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "KPI477": (
        "nobody reads the sheet `{sheet}`, and {count} people on it are not paid, from `{person}` on",
        'let a scheme read it, or write `ignore: ["{sheet}"]` in kpicalc.yaml',
    ),
    "KPI478": (
        "the sheet `{sheet}` has the headings of the table `{table}`, but is not called so: nobody reads it",
        (
            'rename it, write a pattern such as `sheet: "{table}*"` in the scheme, '
            'or `ignore: ["{sheet}"]` in kpicalc.yaml'
        ),
    ),
    "KPI479": (
        "nothing of this file is read",
        "take it out of the folder, or write its name under `ignore:` in kpicalc.yaml",
    ),
    "KPI480": (
        "left out: this is of {found}, and {period} is computed",
        "take it away, or write its name under `ignore:` in kpicalc.yaml",
    ),
    "KPI481": (
        "the people of this sheet have no number, those of {other} have one under `{heading}`",
        "add the column of numbers to this sheet: without it nobody can tell whether a person stands in both",
    ),
    "KPI482": (
        "this is a copy of {other}: the rows would count twice",
        "leave one of the files",
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
