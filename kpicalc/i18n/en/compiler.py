"""Problems of the compiler: names and kinds (2xx), checks of the whole (3xx): code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "KPI201": (
        "unknown name `{name}`",
        "declare it under `parameters`, `facts` or `values`, or check the spelling",
    ),
    "KPI202": (
        "`{name}` is declared twice",
        "give one of the two another name; a pay line, for example, `{name}_pay`",
    ),
    "KPI204": (
        "`{name}` has many rows for one row here",
        (
            "take them together: `sum({name})`, `count({grain} where …)`, `max({name})`; "
            "to choose among columns of one row, say it by `if`: `if period.month = 3 then march else april`"
        ),
    ),
    "KPI205": (
        "`{name}` is out of reach: a row of `{home}` does not belong to a row of `{grain}`",
        "a formula sees its own row, what stands above it, and aggregates of what lies below",
    ),
    "KPI206": (
        "unknown name `{name}`, which looks like `{known}` but is spelt with other letters",
        "write `{known}` (a Latin and a Cyrillic letter may look the same)",
    ),
    "KPI207": ("unknown name `{name}`", "did you mean `{nearest}`?"),
    "KPI208": (
        "`{name}` looks like `{other}` but is spelt with other letters",
        "use one spelling, or names that a reader can tell apart",
    ),
    "KPI209": (
        "there is no function or table `{name}`",
        "did you mean `{nearest}`?",
    ),
    "KPI210": (
        "parameter `{name}` has no value on {day}: the first one begins on {first}",
        "add a value that begins earlier",
    ),
    "KPI211": (
        "the scheme reads no `employees`",
        "add a table `employees` under `facts`: it has one row for each person who is paid",
    ),
    "KPI212": (
        "`of:` names the table `{name}`, which is not declared",
        "expected here: {expected}",
    ),
    "KPI213": (
        "tables belong to each other in a circle: {path}",
        "let one of them belong to `company` or `employees`",
    ),
    "KPI214": ("table `{name}` has the name of a function", "give the table another name"),
    "KPI215": (
        "there is no KPI `{name}`",
        "expected here: {expected}",
    ),
    "KPI216": ("KPI `{name}` has no weight and cannot be part of an index", "add `weight:` to the KPI"),
    "KPI217": (
        "there is no KPI `{name}` with a `stop`",
        "expected here: {expected}",
    ),
    "KPI218": (
        "no earned pay line belongs to the group `{name}`",
        "expected here: {expected}",
    ),
    "KPI219": (
        "there is no earned pay line or group `{name}`",
        "only lines that are earned, and their groups, can stand here: {expected}",
    ),
    "KPI220": (
        "`{function}` takes together rows, but the formula names none of {tables}",
        "write for example `{function}(table.column)`; for all employees: in a value under `company.values`",
    ),
    "KPI221": (
        "`{function}` cannot take together rows of {tables} at once",
        "make one aggregate for each table",
    ),
    "KPI222": ("`{function}` takes one value per row", "write `{function}(table.column where …)`"),
    "KPI223": ("`where` does not belong to `{function}`", "`where` chooses rows in an aggregate only"),
    "KPI224": ("`{function}` wants ({wanted}); values given: {given}", "give each value once"),
    "KPI225": (
        "table `{table}` is asked with the wrong number of values: {given}",
        "write `{wanted}`",
    ),
    "KPI226": (
        "the period {period} is not of the length that the scheme pays for ({wanted})",
        "choose a period of that length, or change `period:` in the scheme (`days` takes any)",
    ),
    "KPI227": ("two schemes are called `{name}`", "give each scheme its own name"),
    "KPI228": (
        "`{name}` is a KPI and has several values",
        "say which: {values}",
    ),
    "KPI229": (
        "`{name}` is made of too many parts: more than {limit} levels",
        "join some of the parts in one value or one pay line",
    ),
    "KPI230": (
        "`{name}` is a table and needs the value to look up",
        "write `{name}(…)` with the value that picks the band",
    ),
    "KPI231": (
        "`{name}` must be {wanted}, but its formula gives {found}",
        "check the formula, or the kinds of the columns in it",
    ),
    "KPI232": (
        "the amount of `{name}` must be {wanted}, not {found}",
        "a share is not an amount: multiply it by one, as in `10_000 * (actual / plan)`",
    ),
    "KPI233": (
        "a share or factor of `{name}` must be {wanted}, not {found}",
        "a factor multiplies the amount: give it as 0.9 or 90%, or as one of the `values` with `type: ratio`",
    ),
    "KPI234": (
        "the condition of `{name}` must be {wanted}, not {found}",
        "compare the value with something, for example `… > 0`",
    ),
    "KPI235": (
        "the limit `{name}` must be {wanted}, not {found}",
        "write it in the kind of what it limits",
    ),
    "KPI236": (
        "the name `{name}` is taken: the program uses it itself",
        "choose another name",
    ),
    "KPI237": (
        "`count` counts rows, not values",
        "write `count({table})` or `count({table} where …)`",
    ),
    "KPI238": (
        "`{name}` is a table of facts, not a value",
        "name a column of it, or count its rows: `sum({name}.…)`, `count({name})`",
    ),
    "KPI239": (
        "KPI `{name}` has no value `{value}`",
        "it has: {values}",
    ),
    "KPI240": ("a minus sign cannot stand before {found}", "it changes the sign of numbers only"),
    "KPI241": (
        "a condition must be a flag, not {found}",
        "compare the value with something, for example `… > 0`",
    ),
    "KPI242": ("{left} `{sign}` {right} has no meaning", "check the kinds of both sides"),
    "KPI243": (
        "{left} cannot be compared (`{sign}`) with {right}",
        "compare values of one kind: a percent with a ratio, money with money",
    ),
    "KPI244": (
        "the branches of this `if` have different kinds: {left} and {right}",
        "let both branches give the same kind of value",
    ),
    "KPI245": ("`{function}` cannot take {found}", "check the kinds of its values"),
    "KPI246": (
        "the bands of table `{table}` are {wanted}, but it is asked with {found}",
        "write the bands in the kind of the value that picks them",
    ),
    "KPI247": (
        "there is no mode of rounding `{mode}`",
        "one of: {modes}",
    ),
    "KPI248": (
        "KPI `{name}` stands twice in the index",
        "name every KPI once",
    ),
    "KPI249": (
        "table `{table}` is derived: it has no sheet for `{key}`",
        "leave out `{key}:`, or read the table from a sheet",
    ),
    "KPI250": (
        "formulas need each other in a circle: {path}",
        (
            "break the circle: one of these must not depend on the others; a bare name means the nearest "
            "value, one of the same name above is written with a point: `company.…`"
        ),
    ),
    "KPI251": (
        "there is no function or table `{name}`",
        "declare it under `tables`; the functions are: {functions}",
    ),
    "KPI252": (
        "`{function}` takes together rows, and no table of facts belongs to `{grain}`",
        (
            "an aggregate takes rows that lie below; for all employees write a value under `company.values` "
            "or `teams.values`; rows beside are looked at by `before`, `rank` and, for a prize, `best`"
        ),
    ),
    "KPI270": (
        "`{name}` looks at a team, but employees belong to no table `teams`",
        "add a table `teams` to `facts`, or say `among: company`",
    ),
    "KPI271": (
        "table `{table}` does not say which row comes before which",
        "say `order:` in the table: the columns that put its rows in order",
    ),
    "KPI272": (
        "`{function}` compares rows, and there is only one row of `{grain}`",
        "use it in a formula of an employee or of a detail row",
    ),
    "KPI273": (
        "`{function}` can look at the rows of one of the tables above only",
        "its second value may be: {tables}",
    ),
    "KPI274": (
        "`{name}` are the subordinates of an employee, and this is a formula of `{grain}`",
        "move it to a formula of the employee",
    ),
    "KPI275": (
        "`{name}` may be meant of the subordinate or of the superior",
        "inside this total write `{mend}`; what the superior has cannot be used in it",
    ),
    "KPI276": (
        "`manager:` names an employee's superior, and `{table}` is not the table of employees",
        "move it to `employees`",
    ),
    "KPI277": (
        "`{key}` names `{name}`, which is no fitting column of `{table}`",
        "it may name: {expected}",
    ),
    "KPI278": (
        "`valid:` of `{parent}` and `on:` of `{table}` belong together",
        "say `valid:` in the table above, and `on:`, the day that counts, in the table below",
    ),
    "KPI279": (
        "`{table}` says `valid:`, but not what its rows are known by",
        "add `key:`, the heading of the column that identifies them",
    ),
    "KPI301": (
        "table `{table}` has a hole: {hole} is in no band",
        "begin this band with `{mend}`, or write bands with `from` only",
    ),
    "KPI302": (
        "bands of table `{table}` overlap: {both} is in two bands",
        "begin this band with `{mend}`, or end the one before it with `below` in place of `to`",
    ),
    "KPI303": ("band {band} of table `{table}` is empty", "check its bounds"),
    "KPI304": ("band {band} of table `{table}` is out of order", "write the bands from the lowest up"),
    "KPI305": (
        "table `{table}` ends at {end}: a greater value will be refused",
        "leave out the upper bound of the last band, or say `beyond: last` or `beyond: error`",
    ),
    "KPI306": (
        "KPI `{kpi}` has a `stop`, but no stop-factor looks at it",
        "add a rule `kpis_stopped: any` to a stop-factor, or take the `stop` away",
    ),
    "KPI307": (
        "`{name}` must lie between 0 and 1, not at {value}",
        "write for example `50%`",
    ),
    "KPI308": (
        "the limits of `{name}` are crossed: {least} is above {most}",
        "let the lower limit not exceed the upper one",
    ),
    "KPI309": (
        "bands of table `{table}` overlap: {both} is in two bands, and one of them has nothing else",
        "take one of the two away, or move its bounds",
    ),
    "KPI310": (
        "the weights of `{index}` add up to {total}, not 1",
        "change the weights of its KPIs so that they add up to exactly 1; a half is `50%` or `0.5`",
    ),
    "KPI311": (
        "KPI `{kpi}` stops all pay below {stop} but scores 0 only below {threshold}",
        "the `stop` is meant to lie below the `threshold`",
    ),
    "KPI312": (
        "only the last part of `{formula}` is divided",
        "write `{mend}` if the whole is meant",
    ),
    "KPI313": (
        "table `{table}` has bands up to {top}, but is asked with a ratio, in which 100% is 1",
        (
            "write the bands as percents: `from: 80%`; a figure that is no share (calls an hour, points) "
            "goes into a value with `type: count` or `type: number`"
        ),
    ),
    "KPI314": (
        "`{name}` is compared with itself",
        (
            "all names in such a condition, also with `{grain}.` before them, belong to the row that is "
            "looked at: both sides are the same value; compare with another column or a written value (rows "
            "with the same value as another row cannot be picked this way)"
        ),
    ),
    "KPI315": ("the step of `{function}` must be above 0, not {step}", "write for example `1` or `0.01`"),
    "KPI316": (
        "the bounds of `clamp` are crossed: {low} is above {high}",
        "write the lower bound first: `clamp(x, low, high)`",
    ),
    "KPI317": (
        "a ratio, in which 100% is 1, is compared with {points}",
        "write `{mend}`; a score in points goes into a value with `type: number`, and that one is compared",
    ),
    "KPI325": (
        "`{name}` is known only where the scheme reads who is whose superior",
        "say `manager:` in `employees`: the heading of the column that names the superior",
    ),
}
