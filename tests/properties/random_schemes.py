"""Random schemes, as text in the language of docs/language, and facts for them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis import strategies as st

from tests.properties.random_formulas import FormulaWriter
from tests.properties.random_rows import EMPLOYEE_COLUMNS, RECEIPT_COLUMNS, Rows, write_rows
from tests.properties.random_tables import write_tables

Section = dict[str, Any]

MODES = ("half_up", "half_down", "half_even", "down", "up")
STEPS = ("0.01", "0.1", "1", "100", "0.05", "0.001")
WEIGHTS = (("1",), ("0.5", "50%"), ("0.25", "0.25", "0.5"), ("0.4", "0.3", "20%", "0.1"))

_EMPLOYEE = {
    "money": ["план", "факт", "порог", "sum(receipts.бонус)", "sum(receipts.сумма)"],
    "ratio": ["ставка", "лимит", "80%"],
    "count": [
        "касания",
        "years_between(принят, period.last_day)",
        "months_between(принят, period.first_day)",
    ],
    "flag": ["взыскание", "план > 0"],
    "text": ["разряд", '"A"'],
    "row_money": ["receipts.сумма", "receipts.бонус", "items.цена"],
    "row_ratio": ["receipts.доля", "ставка"],
    "row_flag": ["receipts.возврат", "receipts.особый", "receipts.сумма > 100", "not взыскание"],
    "count_of_rows": [
        "count(receipts)",
        "count(items where receipts.возврат)",
        "count_distinct(receipts.клиент)",
    ],
}
_RECEIPT = {
    "money": ["сумма", "employee.план", "sum(items.цена)", "порог"],
    "ratio": ["доля", "ставка", "1%"],
    "count": ["count(items)", "касания"],
    "flag": ["возврат", "взыскание", "сумма > 0"],
    "text": ["клиент", '"x"'],
}


@dataclass(frozen=True, slots=True)
class Case:
    """A scheme, section by section, and the rows of its tables."""

    sections: Mapping[str, Section]
    rows: Rows

    @property
    def text(self) -> str:
        """The scheme as it would stand in a file, without its head."""
        return "\n".join(f"{name}: {write_flow(section)}" for name, section in self.sections.items())

    def __repr__(self) -> str:
        return f"{self.text}\nrows: {json.dumps(self.rows, ensure_ascii=False)}"


def write_flow(section: object) -> str:
    """Write a section in YAML's flow style, where every scalar is quoted."""
    return json.dumps(section, ensure_ascii=False)


@st.composite
def cases(draw: st.DrawFn, *, teams: bool = True) -> Case:
    """Draw a scheme and its facts; with `teams`, pay may also hang on the team and the company.

    Hypothesis draws no more than the seed: its own choices would come out too plain to be worth much.
    """
    random = draw(st.randoms(use_true_random=True))
    grown = _Growth(random, together=teams and random.random() < 0.5)
    return Case(grown.sections(), write_rows(random, together=grown.together))


@dataclass(slots=True)
class _Growth:
    """A scheme on its way."""

    random: Random
    together: bool
    # The formulas of values, as text.
    named: str = ""

    def sections(self) -> Mapping[str, Section]:
        """Write all sections, each with the names of those before it."""
        tables, functions = write_tables(self.random)
        writer = FormulaWriter(self.random, {**_EMPLOYEE, **functions})
        if self.together:
            writer.names["money"] = [*writer.names["money"], "team.итог", "company.прибыль", "план_отдела"]
        parameters = {
            "порог": {"value": self.choice("500", "1000 / 3", "2_500"), "type": "money"},
            "лимит": {"2025-01": "12%", "2026-02": self.choice("10%", "33.3%")},
        }
        facts = self.facts(functions)
        values = self.values(writer)
        self.named = write_flow(values)
        kpis = self.kpis(writer)
        indexes = self.indexes(kpis, writer)
        pay = self.pay(writer)
        stops = self.stop_factors(kpis, pay, writer)
        limits = self.limits(pay)
        written = {"parameters": parameters, "facts": facts, "values": values, "tables": tables, "kpis": kpis}
        written |= {"indexes": indexes, "stop_factors": stops, "pay": pay, "limits": limits}
        kept: dict[str, Any] = {name: section for name, section in written.items() if section}
        if self.chance(0.3):
            kept["official_salary_in_full"] = "true"
        return kept

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def choice(self, *options: str) -> str:
        return self.random.choice(options)

    def some(self, options: Mapping[str, object], share: float = 0.3) -> Section:
        """Keep some of the options."""
        return {name: option for name, option in options.items() if self.chance(share)}

    def rounding(self) -> Section:
        return {"step": self.choice(*STEPS), "mode": self.choice(*MODES)}

    def facts(self, functions: Mapping[str, list[str]]) -> Section:
        """Write the tables of facts; receipts have formulas of their own."""
        row = FormulaWriter(self.random, {**_RECEIPT, **functions})
        facts: Section = {
            "employees": {"columns": EMPLOYEE_COLUMNS},
            "receipts": {"of": "employees", "columns": RECEIPT_COLUMNS},
            "items": {"of": "receipts", "columns": {"цена": "money"}},
        }
        facts["receipts"]["values"] = {"бонус": row.write("money", 1), "особый": row.write("flag", 1)}
        if self.together:
            facts["teams"] = {"columns": {"план_отдела": "money"}, "values": {"итог": "sum(employees.факт)"}}
            facts["company"] = {"columns": {"прибыль": "money"}}
        return facts

    def values(self, writer: FormulaWriter) -> Section:
        values: Section = {}
        for number, kind in enumerate(self.random.choices(("money", "ratio", "flag"), k=3), 1):
            formula: object = writer.write(kind)
            if kind != "flag" and self.chance(0.3):
                formula = {"formula": formula, "round": self.rounding()}
            values[f"з{number}"] = formula
            writer.names[kind] = [*writer.names[kind], f"з{number}"]
        return values

    def kpis(self, writer: FormulaWriter) -> Section:
        weights = self.random.choice(WEIGHTS) if self.chance(0.8) else ()
        kpis = {f"п{number}": self.kpi(writer, weight) for number, weight in enumerate(weights, 1)}
        for name in kpis:
            writer.names["ratio"] = [*writer.names["ratio"], f"{name}.score", f"{name}.attainment"]
        return kpis

    def kpi(self, writer: FormulaWriter, weight: str) -> Section:
        kpi: Section = {"weight": weight}
        if self.chance(0.15):
            kpi["attainment"] = writer.write("ratio", 1)
        else:
            kpi |= {"plan": writer.write("money", 1), "actual": writer.write("money", 1)}
            kpi |= self.direction()
            kpi |= self.some({"when_plan_zero": self.choice("zero", "full", "exclude")}, 0.6)
        kpi |= self.some({"floor": "0%", "cap": self.choice("120%", "лимит + 100%"), "threshold": "80%"})
        kpi |= self.some({"stop": self.choice("60%", "80%"), "score": "attainment * 2 - 50%"})
        points = self.some({point: self.rounding() for point in ("attainment", "score", "part")}, 0.15)
        return kpi | ({"round": points} if points else {})

    def direction(self) -> Section:
        way = self.choice("higher", "target", "ratio", "mirror", "span")
        if way in {"higher", "target"}:
            return {"better": way}
        return {"better": "lower", "formula": way} | ({"base": "порог"} if way == "span" else {})

    def indexes(self, kpis: Section, writer: FormulaWriter) -> Section:
        if not kpis:
            return {}
        declared = self.chance(0.4)
        writer.names["ratio"] = [*writer.names["ratio"], "индекс" if declared else "index"]
        if not declared:
            return {}
        options = {"kpis": list(kpis), "round": self.rounding(), "cap": "150%", "floor": "0%"}
        return {"индекс": self.some(options, 0.5)}

    def pay(self, writer: FormulaWriter) -> Section:
        pay = {f"с{number}": self.earning(writer) for number in range(1, self.random.randint(2, 4))}
        if self.chance(0.5):
            pay["у1"] = self.deduction(writer, pay)
        if self.chance(0.2):
            pay["у2"] = self.deduction(
                writer, {name: line for name, line in pay.items() if "from" not in line}
            )
        if self.chance(0.3):
            pay["право"] = {"kind": "entitlement"} | self.random.choice(
                ({"when": writer.write("flag", 1)}, {"points": writer.write("count", 1)})
            )
        return pay

    def earning(self, writer: FormulaWriter) -> Section:
        line: Section = {"kind": self.choice("fixed", "soft", "variable"), "amount": writer.write("money")}
        # What multiplies a line twice is refused: by its name, or within its amount and what that names.
        taken = set(re.findall(r"[\w.]+", f"{line['amount']} {self.named}"))
        line |= self.some({"share": writer.write("ratio", 1), "when": writer.write("flag", 1)})
        if line.get("share") in taken:
            del line["share"]
        line |= self.some({"min": "0", "max": "5_000", "group": self.choice("г1", "г2")})
        line |= self.some({"round": self.rounding()}, 0.2)
        factors = [writer.write("ratio", 0) for _ in range(self.random.randint(0, 2))]
        different = [each for each in dict.fromkeys(factors) if each not in {*taken, line.get("share")}]
        return line | ({"factors": different} if different else {})

    def deduction(self, writer: FormulaWriter, earned: Section) -> Section:
        names = self.random.sample(list(earned), k=self.random.randint(1, len(earned)))
        line = {"kind": "deduction", "amount": writer.write("money", 1), "from": names}
        line |= self.some({"limit": self.choice("20%", "50%", "100%"), "when": writer.write("flag", 1)})
        return line | self.some({"round": self.rounding()}, 0.1) | self.some({"refund": "true"}, 0.7)

    def stop_factors(self, kpis: Section, pay: Section, writer: FormulaWriter) -> Section:
        stopped = [name for name, kpi in kpis.items() if "stop" in kpi]
        earned = [name for name, line in pay.items() if line["kind"] in {"fixed", "soft", "variable"}]
        if not stopped and self.chance(0.5):
            return {}
        rules: list[Section] = [{"kpis_stopped": "any", "factor": self.choice("0", "50%")}] if stopped else []
        rules.append({"when": writer.write("flag", 1), "factor": self.choice("0.3", "лимит", "ставка")})
        lines = self.random.sample(earned, k=self.random.randint(1, len(earned)))
        return {"D": {"lines": lines, "rules": rules} | self.some({"otherwise": "90%"})}

    def limits(self, pay: Section) -> Section:
        groups = sorted({line["group"] for line in pay.values() if "group" in line})
        bounds = {"min": self.choice("0", "750.5"), "max": self.choice("1_000", "порог + 6_000")}
        limits: Section = {"total": self.some(bounds, 0.6)} if self.chance(0.4) else {}
        if groups and self.chance(0.6):
            limits["groups"] = {groups[0]: self.some(bounds, 0.6) or bounds}
        return {name: part for name, part in limits.items() if part}
