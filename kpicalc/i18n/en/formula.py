"""Problems of the formula stage: code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "KPI160": ("the formula is empty", "write a number, a name or a formula, for instance `оклад * 10%`"),
    "KPI161": (
        "the formula has {length} characters; at most {limit} are allowed",
        "give a part of it a name under `values` and use the name here",
    ),
    "KPI162": (
        "the formula is nested deeper than {limit} levels",
        "give a part of it a name under `values`; in a long sum each term is one level",
    ),
    "KPI163": (
        "the formula has more than {limit} parts once its chained comparisons are written out",
        "give the middle of a comparison like `a < x < b` a name under `values`",
    ),
    "KPI164": ("`{found}` is not part of the formula language", "write `{wanted}` instead"),
    "KPI165": ("`{found}`: the formula language has no powers", "multiply: `x * x`"),
    "KPI166": ("`{found}`: only round brackets are used in formulas", "write `(` and `)`"),
    "KPI167": ("the character `{found}` ({code}) has no meaning in a formula", "take it out or replace it"),
    "KPI168": (
        "a character that cannot be seen ({code}) stands in the formula",
        "type this part again by hand; such characters come along when text is pasted",
    ),
    "KPI169": (
        "the text {found} is not closed on its line",
        "put the same quote at its end; a text cannot contain its own quote",
    ),
    "KPI170": ("{found} stands in typographic quotes", 'write texts in straight quotes: "текст"'),
    "KPI171": ("`#` has no meaning in a formula", "put comments on a line of their own, outside the formula"),
    "KPI172": (
        "`%` does not stand directly after a number",
        "write `5%` without a space; a percentage of a value is `x * 5%`, and a hundredth of it `x * 1%`",
    ),
    "KPI173": (
        "`{found}` is not a number",
        "a number has digits on both sides of its one point and single `_` between them: `0.5`, `16_000_000`",
    ),
    "KPI174": ("the number `{found}` contains spaces", "write `{wanted}`"),
    "KPI175": (
        "the number `{found}` contains a comma",
        "write `{wanted}`",
    ),
    "KPI176": (
        "`{found}`: a number and letters run together",
        "write `5_000`, not `5K` or `5000руб`; a product is `2 * x`; a name cannot begin with a digit",
    ),
    "KPI177": ("`{found}`: numbers are not written with an exponent", "write all digits: `100_000`"),
    "KPI178": ("`{found}` is not written with the digits 0-9", "write `{wanted}`"),
    "KPI179": (
        "the number is too long: at most {whole} digits before the point and {fraction} after it",
        "shorten the number",
    ),
    "KPI180": (
        "there is no day `{found}`",
        "a date is written as year-month-day: `2026-03-31`; a subtraction needs spaces: `2026 - 10 - 50`",
    ),
    "KPI181": ("the date `{found}` is written day first", "write `{wanted}`"),
    "KPI182": (
        "a value is expected before `{found}`",
        "write a number, a name or a bracket there; a formula begins without `=`",
    ),
    "KPI183": ("the formula breaks off after `{before}`", "write the value that is missing at the end"),
    "KPI184": (
        "no operator stands between `{left}` and `{right}`",
        "write what is to be done with them, for instance `*`, `+` or `and`",
    ),
    "KPI185": (
        "no operator stands between the names `{left}` and `{right}`",
        "a name of several words is written with `_`: `{left}_{right}`; two values need an operator",
    ),
    "KPI186": ("`{found}` is not a word of the formula language", "write `{wanted}`"),
    "KPI187": ("`{found}` stands here without its `if`", "a choice is written `if condition then a else b`"),
    "KPI188": (
        "`then` is missing after the condition of `if`",
        "a choice is written `if condition then a else b`, without commas",
    ),
    "KPI189": (
        "`else` is missing after `if … then …`",
        "say what else the value is: `if condition then a else b`",
    ),
    "KPI190": ("a bracket is not closed", "put `)` here or take `(` away"),
    "KPI191": ("`)` closes a bracket that was not opened", "take `)` away or put `(` before"),
    "KPI192": (
        "a comma stands outside the arguments of a function",
        "a fraction has a point: `0.5`; arguments stand in brackets after a name: `max(a, b)`",
    ),
    "KPI193": (
        "`where` stands outside the brackets of an aggregate",
        "write `sum(receipts.сумма where condition)`",
    ),
    "KPI194": (
        "`where` follows several arguments",
        "an aggregate takes one value and then the condition: `sum(x where condition)`",
    ),
    "KPI195": ("`{word} …` needs brackets here", "write `({word} …)`"),
    "KPI196": (
        "no name follows the point after `{before}`",
        "after a point stands a column or value: `receipts.сумма`, `employee.план`",
    ),
    "KPI197": (
        "a point stands after something that is not a name",
        "a point only joins names: `receipts.сумма`, `выручка.attainment`",
    ),
    "KPI198": (
        "`{found}` cannot be called: its name has a point",
        "functions and tables are called by a plain name: `max(a, b)`, `К2(x)`",
    ),
    "KPI199": (
        "`{found}` is not a function here",
        "write `a and b`, `a or b`, `not a`, `if condition then a else b`",
    ),
}
