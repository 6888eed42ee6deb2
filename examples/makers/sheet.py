"""What a table of facts is: columns with headings and kinds, rows as people write them."""

from __future__ import annotations

from dataclasses import dataclass

COMPANY = "ООО «Северный ветер»"
MONTH = "за март 2026 г."
PEOPLE = "Сотрудники"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: a heading, perhaps below a common heading, and what its cells hold.

    `kind` is ordinal, text, date, flag, money, percent, count or hours; `single` is the heading for a file
    that has no room for two lines of headings.
    """

    heading: str
    kind: str
    group: str = ""
    single: str = ""


@dataclass(frozen=True, slots=True)
class Detail:
    """A sheet beside that of the people: many rows for a person, or one for a shop or a department."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: str


@dataclass(frozen=True, slots=True)
class Staff:
    """The people paid by one scheme: number, name and position, then number and what they achieved."""

    scheme: str
    title: str
    columns: tuple[Column, ...]
    people: str
    results: str
    details: tuple[Detail, ...] = ()


ORDINAL = Column("№ п/п", "ordinal")
NUMBER = Column("Таб. №", "text")
PERSON = (NUMBER, Column("ФИО", "text"), Column("Должность", "text"))
SALARY = Column("Оклад, руб.", "money")
HIRED = Column("Дата приёма", "date")


def pair(group: str, kind: str, upper: str = "план", lower: str = "факт") -> tuple[Column, Column]:
    """Return two columns below a common heading, as plan and fact stand in most sheets."""
    return (
        Column(upper, kind, group, f"{group}, {upper}"),
        Column(lower, kind, group, f"{group}, {lower}"),
    )


def rows_of(table: str) -> list[list[str]]:
    """Split a table of these modules into its cells."""
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
