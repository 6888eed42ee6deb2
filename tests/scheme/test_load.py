"""Scheme files: what cannot be read, and all problems of a file at once."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kpicalc.model.diagnostic import Label
from kpicalc.model.source import FilePlace, Span
from kpicalc.scheme.file_text import MAX_BYTES
from kpicalc.scheme.load import load_scheme, read_scheme
from tests.scheme.texts import MINIMAL, ROOT, params_of, problems_of

EVERYWHERE = """\
kpicalc: 1
scheme: seller
curency: RUB
period: week
parameters: {п: {value: 1, tipe: money}}
facts:
  employees: {план: mony}
values: {1a: 5}
tables: {т: {mode: lookup, bands: []}}
kpis: {к: {weight: 1}}
indexes: {и: {kpis: х}}
stop_factors: {D: {lines: [п], rules: [{factor: 0}]}}
pay: {о: {kind: fixd, amount: 1}, о: 5}
limits: {total: {}}
"""


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_bytes(MINIMAL.encode())

    checked = load_scheme(path)
    assert checked.ok
    assert checked.value is not None
    assert checked.value.file == str(path)
    assert checked.value.digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_digest_is_that_of_the_file_also_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + MINIMAL.replace("\n", "\r\n").encode())

    document = load_scheme(path, "shown.yaml").value
    assert document is not None
    assert document.file == "shown.yaml"
    assert document.digest == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("name", "code"), [("none.yaml", "KPI100"), ("", "KPI101"), ("s.yaml/deeper", "KPI100")]
)
def test_what_is_no_file_is_refused(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "s.yaml").write_text("x", encoding="utf-8")

    checked = load_scheme(tmp_path / name, "shown")
    assert [(each.code, each.primary) for each in checked.diagnostics] == [(code, Label(FilePlace("shown")))]


def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "s.yaml"
    path.write_bytes(b"x")

    def refuse(*_: object) -> None:
        raise PermissionError

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", refuse)
        refused = load_scheme(path).diagnostics
    assert problems_of(refused) == ["KPI102"]


def test_a_large_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_bytes(b"#" * (MAX_BYTES + 1))

    assert problems_of(load_scheme(path).diagnostics) == ["KPI103"]
    assert params_of(load_scheme(path).diagnostics[0]) == {"limit": 256}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("kpicalc: 1\ntitle: Оклад\n".encode("cp1251"), "KPI104 2:8"),
        ("kpicalc: 1\ntitle: Оклад\n".encode("utf-16"), "KPI104 1:4"),
        ("kpicalc: 1\n".encode("utf-16-le"), "KPI104 1:2"),
        ("title: Я".encode() + b"\xff", "KPI104 1:9"),
    ],
)
def test_other_encodings_are_refused(tmp_path: Path, data: bytes, expected: str) -> None:
    path = tmp_path / "s.yaml"
    path.write_bytes(data)

    assert problems_of(load_scheme(path).diagnostics) == [expected]


@pytest.mark.parametrize("written", ["2", "1.0", "'2'", "один"])
def test_another_version_is_all_that_is_said(written: str) -> None:
    checked = read_scheme(f"kpicalc: {written}\nnew_key: 5\n", "s")

    assert problems_of(checked.diagnostics) == ["KPI146 1:10"]
    assert checked.value is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("version: 3\nservices: {}\n", ("`version`", "`services`")),
        ("a: 1\nb: 1\nc: 1\nd: 1\ne: 1\n", ("`a`", "`b`", "`c`", "`d`", "…")),
        ("scheme: x\ntitle: X\n", ("`scheme`", "`title`")),
        ("kind: Pod\nmetadata: {name: a, name: b}\n", ("`kind`", "`metadata`")),
    ],
)
def test_a_file_of_something_else_is_all_that_is_said(text: str, found: tuple[str, ...]) -> None:
    checked = read_scheme(text, "s")

    assert problems_of(checked.diagnostics) == ["KPI297 1:1"]
    assert params_of(checked.diagnostics[0]) == {"found": found}
    assert checked.value is None


@pytest.mark.parametrize(
    "text",
    [
        "scheme: x\npay: {}\n",
        "facts: {}\ncurency: RUB\n",
        "показатели: {}\nвыплаты: {}\n",
        "kpicalk: 1\n",
        "kрicalc: 1\n",
        "{}\n",
    ],
)
def test_a_file_that_means_to_be_a_scheme_is_looked_at(text: str) -> None:
    codes = {each.code for each in read_scheme(text, "s").diagnostics}

    assert "KPI133" in codes
    assert "KPI297" not in codes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kpicalc:\n", "KPI138 1:9"),
        ("kpicalc: [1]\n", "KPI136 1:10"),
        ("{}\n", "KPI133 1:1"),
        ("hello\n", "KPI134 1:1"),
        ("- a\n", "KPI134 1:1"),
        ("scheme: &x\nfacts: &y\n", "KPI133 1:1"),
    ],
)
def test_a_file_without_a_version_is_looked_at(text: str, expected: str) -> None:
    assert expected in problems_of(read_scheme(text, "s").diagnostics)


def test_text_that_is_no_yaml_has_one_problem() -> None:
    assert problems_of(read_scheme("kpicalc: 1\nscheme:x\npay: {}\n", "s").diagnostics) == ["KPI111 2:7"]


def test_all_problems_of_a_file_come_together_in_the_order_of_the_file() -> None:
    assert problems_of(read_scheme(EVERYWHERE, "s").diagnostics) == [
        "KPI131 3:1",
        "KPI142 4:9",
        "KPI131 5:28",
        "KPI142 7:21",
        "KPI144 8:10",
        "KPI137 9:35",
        "KPI151 10:11",
        "KPI135 11:21",
        "KPI151 12:40",
        "KPI142 13:17",
        "KPI120 13:35",
        "KPI151 14:17",
    ]


def test_a_document_stands_beside_a_problem_of_the_text() -> None:
    checked = read_scheme(MINIMAL + "currency: USD\n", "s")

    assert problems_of(checked.diagnostics) == ["KPI120 6:1"]
    assert not checked.ok
    assert checked.value is not None
    assert checked.value.currency == "RUB"


@pytest.mark.parametrize("text", ["rub", "RUR1", "руб", "РУБ", "₽"])
def test_a_currency_is_a_code(text: str) -> None:
    checked = read_scheme(MINIMAL.replace("RUB", text), "s")

    assert problems_of(checked.diagnostics) == ["KPI147 3:11"]


def test_a_missing_key_deep_inside_points_at_the_key_that_holds_it() -> None:
    text = (
        MINIMAL + "tables:\n  т:\n    mode: lookup\n    bands:\n      - value: 1\n    snap:\n      mode: up\n"
    )

    problem = read_scheme(text, "s").diagnostics[0]
    assert problem.primary == Label(Span("s", 11, 5, 11, 9))
    assert params_of(problem) == {"key": "step"}


def test_the_chapters_of_the_language_speak_of_a_scheme_that_loads() -> None:
    chapters = sorted((ROOT / "docs" / "language").glob("*.md"))
    book = "".join(each.read_text(encoding="utf-8") for each in chapters)
    head, *sections = [part.split("```")[0] for part in book.split("```yaml\n")[1:]]
    head = "".join(line for line in head.splitlines(keepends=True) if "…" not in line)
    repeated = "official_salary_in_full: true  # 9. optional\n"

    # A block that begins with the name of a file shows another scheme.
    parts = [each for each in sections if not each.startswith("# ")]
    text = head.replace(repeated, "") + "".join(parts)
    assert problems_of(read_scheme(text, "s").diagnostics) == []


def test_unknown_keys_do_not_hide_the_problems_of_later_passes() -> None:
    text = "kpicalc: 1\nscheme: s\ncurrency: RUB\nfacts: {employees: {x: money}}\n"
    text += "pay: {a: {kind: fixed, amount: 1, amuont: 2}, b: {kind: fixed, amount: 2, trash: [{y: 1}]}}\n"

    checked = read_scheme(text, "s.yaml")

    assert [each.code for each in checked.diagnostics] == ["KPI131", "KPI130"]
    assert checked.value is not None
    assert list(checked.value.pay) == ["a", "b"]


def test_nothing_is_read_on_when_more_than_a_key_is_wrong() -> None:
    text = "kpicalc: 1\nscheme: s\ncurrency: RUB\nfacts: {employees: {x: money}}\n"
    text += "pay: {a: {kind: fixed, amuont: 2, factors: [1, {z: 1}]}}\n"

    checked = read_scheme(text, "s.yaml")

    assert checked.value is None
    assert "KPI131" in [each.code for each in checked.diagnostics]
