"""Problems of the scheme stage: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "KPI100": ("there is no such file", "check the path and the name of the scheme"),
    "KPI101": ("this is no file", "name the scheme file itself, not its folder"),
    "KPI102": ("the file cannot be opened", "check that you may read it and that the disk is there"),
    "KPI103": (
        "the file is larger than {limit} KB",
        "a scheme is a text of a few pages; split it by position",
    ),
    "KPI104": (
        "the file is not UTF-8 from here on",
        "save it as UTF-8: in Notepad, File → Save as → Encoding → UTF-8",
    ),
    "KPI105": ("the file is empty", "begin with `kpicalc: 1` and `scheme:`"),
    "KPI106": (
        "an invisible character {character} stands here",
        "delete it; it often comes along with text copied from a document or a web page",
    ),
    "KPI107": ("a tab stands here", "use spaces: YAML takes only them for indents and after a colon"),
    "KPI108": ("brackets and indents go deeper than {limit} levels", "write the inner parts as named values"),
    "KPI109": ("the file has more than {limit} words and lists", "split the scheme by position"),
    "KPI110": (
        "this cannot be read as YAML",
        "a line is `key: value`; a value with special characters goes in quotes",
    ),
    "KPI111": ("no space after the colon of `{key}`", "write `{key}: …` with an ordinary space"),
    "KPI112": (
        "a second `: ` in one line",
        "put the whole value in quotes, or the inner keys on lines of their own",
    ),
    "KPI113": ("the quote {quote} is never closed", "close it at the end of the value"),
    "KPI114": (
        "text after the closing quote",
        "put the whole value in quotes of the other sort: `'position = \"A\"'`",
    ),
    "KPI115": ("the bracket `{bracket}` has no partner", "add the missing bracket or remove this one"),
    "KPI116": ("`{character}` cannot stand here outside quotes", "put the whole value in quotes"),
    "KPI117": (
        "the indent differs from the lines it belongs to",
        "keys of one level begin in one column, deeper ones further right, below a key without own value",
    ),
    "KPI118": (
        "a comma inside brackets cuts the formula `{text}` in two",
        'put it in quotes: `"max(a, b)"`, or write the value on a line of its own',
    ),
    "KPI119": ("a comma cuts the number in two", "the decimal mark is a point: `{text}`"),
    "KPI120": ("the key `{key}` is written twice", "keep one of the two"),
    "KPI121": (
        "`{key}` looks like `{first}` but has other letters",
        "is one of them typed in the other alphabet? give them names that differ to the eye",
    ),
    "KPI122": (
        "an anchor `&{name}` has no place in a scheme",
        "remove it; a text that begins with & goes in quotes",
    ),
    "KPI123": (
        "an alias `*{name}` has no place in a scheme",
        "write the value here, or make it a parameter; a text that begins with * goes in quotes",
    ),
    "KPI124": ("a merge key `<<` has no place in a scheme", "write the keys here"),
    "KPI125": ("a tag `!…` has no place in a scheme", "remove it; a text that begins with ! goes in quotes"),
    "KPI126": ("a second document begins here", "keep one scheme per file and remove the line `---`"),
    "KPI127": ("a list or a mapping cannot be a key", "a key is one word; a text in brackets goes in quotes"),
    "KPI128": ("the key is empty", "write a name before the colon"),
    "KPI129": (
        "`{key}` has no value",
        "write `{key}: …`; if it belongs to the value before it, put that value in quotes: a comma ends it",
    ),
    "KPI130": ("the key `{key}` is not known here", "known here: {known}"),
    "KPI131": ("the key `{key}` is not known here", "did you mean `{meant}`?"),
    "KPI132": (
        "the key `{key}` looks like `{meant}` but its character {at}, `{character}`, is another letter",
        "type `{meant}` again in its own alphabet",
    ),
    "KPI133": ("the key `{key}` is missing", "add `{key}: …`"),
    "KPI134": ("keys with values are expected here", "write `key: value` lines below, or `{{key: value}}`"),
    "KPI135": ("a list is expected here", "write it in square brackets: `[a, b]`"),
    "KPI136": (
        "one value is expected here, not a list or keys",
        "write a single value; a text that begins with a bracket goes in quotes",
    ),
    "KPI137": ("nothing is listed here", "write at least one entry, or remove the key"),
    "KPI138": (
        "a value is missing here",
        "write it after the colon; a value that begins with # goes in quotes",
    ),
    "KPI139": ("`{text}` is not a number as it is written here", "write `{mend}`"),
    "KPI140": (
        "`{text}` is not a number",
        "a number has digits 0–9, `_` between thousands, a decimal point, and may end with `%`",
    ),
    "KPI141": (
        "`{text}` has too many digits",
        "at most {whole} before the decimal point and {decimals} after it",
    ),
    "KPI142": ("`{text}` is none of the words that stand here", "one of: {options}"),
    "KPI143": (
        "`{name}` is not a name: `{character}` (character {at}) cannot stand in one",
        (
            "a name has Latin or Cyrillic letters, digits and `_`, also in the place of a space; "
            "a text for people goes into `title`"
        ),
    ),
    "KPI144": ("`{name}` is not a name: it begins with a digit", "begin with a letter or `_`"),
    "KPI145": ("`{name}` is a word of the formula language", "choose another name"),
    "KPI146": ("version {found} of the language is not known", "this program reads `kpicalc: {known}`"),
    "KPI147": ("`{text}` is not the code of a currency", "three capital Latin letters: `RUB`, `USD`, `EUR`"),
    "KPI148": ("`{text}` is not a date", "write `2026-03-31`, or `2026-03` for the first day of a month"),
    "KPI149": ("two values begin on {date}", "keep one of the two"),
    "KPI150": ("`{first}` and `{second}` exclude each other", "keep one of the two"),
    "KPI151": ("none of these keys is written: {keys}", "write one of them"),
    "KPI152": ("a rounding step is above zero", "write for instance `step: 0.01`"),
    "KPI153": (
        "a band of a `{mode}` table has `{expected}`, not `{found}`",
        "write `{expected}: …`, or change `mode`",
    ),
    "KPI154": (
        "a point of an `interpolate` table has no `{key}`",
        "write each point as `{{from: …, value: …}}`",
    ),
    "KPI155": ("a percent does not fit the kind {kind}", "write a number without `%`, or `type: ratio`"),
    "KPI156": (
        "`{key}` bounds numbers, and this column is of the kind {kind}",
        "remove it, or list the allowed values in `one_of`",
    ),
    "KPI157": ("`{setting}` needs the key `{key}`", "add `{key}: …`"),
    "KPI158": ("`{key}` goes only with `{setting}`", "remove it, or write `{setting}`"),
    "KPI159": (
        "`#` begins a comment here and cuts the value short: `{text}`",
        "put the value in quotes if the rest of the line belongs to it",
    ),
    "KPI253": ("no colon after `{key}`", "write `{key}: …`; without the colon it is no key"),
    "KPI254": (
        "`{name}` is not the name of a scheme: `{character}` (character {at}) cannot stand there",
        "a scheme is called by letters, digits, `-` and `_`; a text for people goes into `title`",
    ),
    "KPI297": (
        "this is no scheme: it begins with {found} and has no key `kpicalc`",
        (
            "check that the right file is named; "
            "a scheme begins with `kpicalc: 1`, below it `scheme:`, `currency:`, `facts:`, `pay:`"
        ),
    ),
}
