"""Problems of encodings, employee numbers and texts that select pay: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "KPI449": (
        "the encoding of the text file is not certain, it may be {readings}",
        'name it: `--encoding {first}`, or in kpicalc.yaml `reading: {{"{file}": {{encoding: {first}}}}}`',
    ),
    "KPI467": (
        "`{name}` is no encoding of text files",
        "write utf-8, utf-16, cp1252, cp1250, cp1251, iso8859-2, koi8-r or the like",
    ),
    "KPI468": (
        "`{found}`: letters of this text were lost before ({what})",
        "export the file anew with the right encoding, or type the text again",
    ),
    "KPI469": (
        "`{found}`: letters of two alphabets, or letters among digits, look like others in `{word}`",
        "type it again in one alphabet, so that other sheets and systems find it",
    ),
    "KPI520": (
        "`{found}` is not `{known}`, which the scheme names ({where}), but looks like it ({what})",
        "correct the cell; if it is right as it stands, name it among the values, or in `others:`",
    ),
    "KPI521": (
        "`{found}`: letters of two alphabets are mixed in `{word}`, and pay depends on this text ({what})",
        "type the word again in one alphabet, or name it in `others:` of the column",
    ),
    "KPI522": (
        "`{found}` looks like `{known}` in {second}, with which it is compared, but is not the same",
        "write both the same way; if they are meant as they stand, name one in `others:` of its column",
    ),
}
