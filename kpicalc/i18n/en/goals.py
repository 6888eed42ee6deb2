"""Problems of goals and of parameters with several values (28x, 33x): code → (sentence, help)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "KPI280": (
        "the shares of `{goal}` add up to {total}, not 1",
        "change the weights of what stands under it so that they add up to exactly 1, or leave some out",
    ),
    "KPI281": (
        "the shares of `{goal}` add up to {total} already: nothing is left for {names}",
        "lower the written weights, write all of them, or leave all of them out for equal shares",
    ),
    "KPI282": (
        "goal `{name}` has nothing under it",
        "name it in `goal:` of a KPI or in `of:` of another goal, or remove it",
    ),
    "KPI283": (
        "there is no goal `{name}`",
        "expected here: {expected}",
    ),
    "KPI284": (
        "goals stand under each other in a circle: {path}",
        "leave out `of:` of the goal that stands at the top",
    ),
    "KPI285": (
        "`{name}` has a weight, but goal `{goal}` is the plain mean of what stands under it",
        "leave out the weight, or `score: mean`",
    ),
    "KPI286": (
        "the weights come from goals, so the index cannot name KPIs one by one",
        "leave out `kpis:`; the score of one goal is `goal.score`",
    ),
    "KPI287": (
        "parameter `{name}` depends on `{by}`, which is not the name of a column or value",
        "write one name: `by: grade` or `by: team.region`",
    ),
    "KPI288": (
        "`{key}` is not a value of the kind {kind}",
        "write the keys of `values` as they stand in the cells; a flag is `true` or `false`",
    ),
    "KPI330": (
        "`{by}` may be {missing}, but parameter `{name}` has no value for that",
        "add the value, or say `otherwise:`",
    ),
    "KPI331": (
        "parameter `{name}` has a value for `{key}`, which `{by}` can never be",
        "the column allows: {allowed}",
    ),
}
