"""Help for single cases of problems, where that of the code does not fit: code.hint → help."""

HINTS: dict[str, str] = {
    "KPI424.key": (
        "by this column it is known whose row it is: fill in the cell, or clear the row; "
        "if another column says it, name that one by `key:` in the scheme"
    ),
    "KPI424.link": (
        "by this column it is known to what the row belongs: fill in the cell, or clear the row; "
        "if another column says it, name that one by `link:` in the scheme; rows that belong to nobody here "
        "are left out by `rows: {{unlinked: skip}}`"
    ),
    "KPI477.hidden": 'show the sheet, or write `ignore: ["{sheet}"]` in kpicalc.yaml',
    "KPI477.missing": (
        "for a scheme to read it, the sheet needs also: {missing}; if these people are not to be paid, "
        'write `ignore: ["{sheet}"]` in kpicalc.yaml'
    ),
}
