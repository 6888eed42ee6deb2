"""Profiles of hand-offs: what they may say, what they take from those they extend, and what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpicalc.model.hand_off import Check, Each, FormulaSigns, Profile, Slot, Takes, Uncoded, Unusual
from kpicalc.model.writing import DecimalMark
from kpicalc.scheme.load_profile import list_profiles, load_profile
from tests.flaws import find_flaws

NAMES = ("1c-accruals", "1c-indicators", "bank-1c", "bank-csv", "bank-text", "earnings")


def read(folder: Path, text: str, name: str = "ours", **given: str) -> tuple[Profile | None, list[str]]:
    """Read a profile that a company has; return it, and the problems with their places."""
    (folder / "notes.txt").touch()
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    read = load_profile(path, list_profiles(folder), given)
    assert find_flaws(read.diagnostics) == []
    found = [f"{each.code} {each.primary.place if each.primary else ''}" for each in read.diagnostics]
    return read.value, [each.replace(f"{folder}/", "") for each in found]


def test_every_profile_that_is_shipped_is_whole() -> None:
    known = list_profiles(None)

    assert tuple(known) == NAMES
    assert [load_profile(path, known, {}).diagnostics for path in known.values()] == [()] * len(NAMES)


OURS = """\
hand_off: 1
extends: bank-csv
title: Наш банк
negative: leave_out
fields: {account: "40702810138250123017", purpose: {value: Премия, optional: true}, more: {check: day}}
facts: {personal_account: {column: Счёт}, card: {column: [Карта, Card], check: card, optional: true}}
text: {encoding: utf-8, delimiter: tab, mark: true}
codes: {a: A1}
net: К выплате
"""


def test_a_profile_takes_what_it_does_not_say_from_the_one_it_extends(tmp_path: Path) -> None:
    ours, problems = read(tmp_path, OURS)

    assert (problems, ours is not None) == ([], True)
    assert ours is not None
    said = (ours.title, ours.takes, ours.each, ours.zero, ours.negative)
    assert said == ("Наш банк", Takes.NET, Each.EMPLOYEE, Unusual.LEAVE_OUT, Unusual.LEAVE_OUT)
    form = ours.text
    assert (form.encoding, form.delimiter, form.mark) == ("utf-8", "\t", True)
    assert (form.decimal, form.quotes, form.formulas) == (DecimalMark.COMMA, False, FormulaSigns.REFUSE)
    assert ({line: code.text for line, code in ours.codes.items()}, ours.uncoded) == (
        {"a": "A1"},
        Uncoded.TITLE,
    )
    assert (ours.net is not None and ours.net.headings, ours.suffixes) == (
        ("К выплате",),
        (".csv", ".txt", ".xlsx"),
    )


def test_fields_and_columns_are_joined_key_by_key(tmp_path: Path) -> None:
    ours, _ = read(tmp_path, OURS, bik="044525225", account="1")

    assert ours is not None
    account, bik, purpose = (ours.fields[name] for name in ("account", "bik", "purpose"))
    assert [(each.value, each.check, each.optional) for each in (account, bik, purpose)] == [
        ("1", Check.ACCOUNT, False),
        ("044525225", Check.BIK, True),
        ("Премия", None, True),
    ]
    assert (ours.fields["more"].value, ours.fields["more"].check) == ("", Check.DAY)
    facts = {name: (each.headings, each.check, each.optional) for name, each in ours.facts.items()}
    assert facts["personal_account"] == (("Счёт",), Check.ACCOUNT, False)
    assert facts["card"] == (("Карта", "Card"), Check.CARD, True)


def test_a_profile_of_our_name_extends_ours_and_stands_before_it(tmp_path: Path) -> None:
    ours, problems = read(tmp_path, "hand_off: 1\nextends: earnings\ntitle: Mine\n", "earnings")

    assert (ours and ours.title, problems) == ("Mine", [])
    assert list_profiles(tmp_path)["earnings"] == tmp_path / "earnings.yaml"


def test_only_files_of_yaml_are_profiles(tmp_path: Path) -> None:
    for name in ("bank.yml", "payroll.yaml", "notes.txt"):
        (tmp_path / name).write_text("hand_off: 1\n", encoding="utf-8")

    assert set(list_profiles(tmp_path)) - set(list_profiles(None)) == {"bank", "payroll"}


def test_places_are_filled_by_names(tmp_path: Path) -> None:
    ours, _ = read(tmp_path, "hand_off: 1\ncolumns: {a: <number>, b: 'no <amount> of <name>', c: x}\n")

    assert ours is not None
    assert [value.parts for _, value in ours.columns] == [
        (Slot("number"),),
        ("no ", Slot("amount"), " of ", Slot("name")),
        ("x",),
    ]


def test_a_document_has_attributes_repeated_and_optional_parts(tmp_path: Path) -> None:
    row = "    d*:\n      e?: <name>\n      f=: <position>\n"
    text = f"hand_off: 1\nxml:\n  a:\n    b?=: <period>\n    c=: x\n{row}"

    ours, problems = read(tmp_path, text)

    assert (problems, ours is not None) == ([], True)
    assert ours is not None
    root = ours.root
    assert root is not None
    assert [(each.name, each.optional) for each in root.attributes] == [("b", True), ("c", False)]
    (part,) = root.parts
    assert (part.name, part.repeated, part.parts[0].optional, ours.suffixes) == ("d", True, True, (".xml",))
    assert [name for each in ours.templates(".xml") for name in each.names] == ["period", "position", "name"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["KPI105 ours.yaml"]),
        ("columns: {a: b}", ["KPI133 ours.yaml:1:1"]),
        ("hand_off: 1", ["KPI133 ours.yaml:1:1"]),
        ("hand_off: 1\ncolumns: {a: <acount>}", ["KPI649 ours.yaml:2:14"]),
        ("hand_off: 1\ncolumns: {a: <amuont>}", ["KPI649 ours.yaml:2:14"]),
        ("hand_off: 1\ncolumns: {a: [b]}", ["KPI136 ours.yaml:2:14"]),
        ("hand_off: 1\nextends: nothing", ["KPI649 ours.yaml:2:1"]),
        ("hand_off: 1\nextends: earning", ["KPI649 ours.yaml:2:1"]),
        ("hand_off: 1\nextends: ours", ["KPI649 ours.yaml:2:1"]),
        ("hand_off: 1\nextends: earnings\ntkaes: net", ["KPI131 ours.yaml:3:1"]),
        ("hand_off: 1\nextends: earnings\ntakes: brutto", ["KPI142 ours.yaml:3:8"]),
        ("hand_off: 1\nextends: earnings\ntext: {encoding: rot13}", ["KPI467 ours.yaml:3:18"]),
        ("hand_off: 1\nextends: earnings\ntext: {delimiter: ;;}", ["KPI142 ours.yaml:3:19"]),
        ("hand_off: 1\nextends: earnings\nfacts: {account: {check: account}}", ["KPI133 ours.yaml:3:18"]),
        ("hand_off: 1\nxml: {a: b, c: d}", ["KPI649 ours.yaml:2:6"]),
        ("hand_off: 1\nxml: {2a: b}", ["KPI649 ours.yaml:2:7"]),
        ("hand_off: 1\nxml: {a: {b: [c]}}", ["KPI136 ours.yaml:2:14"]),
        ("hand_off: [", ["KPI110 ours.yaml:1:12"]),
    ],
)
def test_what_is_wrong_has_its_place(tmp_path: Path, text: str, expected: list[str]) -> None:
    profile, problems = read(tmp_path, text)

    assert (profile, problems) == (None, expected)


def test_a_chain_of_profiles_without_end_ends(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text("hand_off: 1\nextends: ours\n", encoding="utf-8")

    assert read(tmp_path, "hand_off: 1\nextends: other\n")[0] is None


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_bytes(b"\xff\xfe\x00")

    assert read(tmp_path, "hand_off: 1\nextends: base\n") == (None, ["KPI104 base.yaml:1:3"])
