"""No command writes over what it reads, under whatever name it is told to."""

from __future__ import annotations

import json
import os
import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from pyarrow import parquet
from pypdf import PdfReader

from kpicalc.cli.deliver import Page, page_formats
from kpicalc.i18n.catalogue import Language, words
from kpicalc.report.document import (
    Cell,
    Document,
    Heading,
    KeyValues,
    Paragraph,
    TableBlock,
    TableRow,
    Tree,
    Verbatim,
)
from kpicalc.report.picture import Picture
from tests.architecture.sources import ROOT
from tests.cli.stand_in import invoke
from tests.cli.writing_commands import COMMANDS, begin, outs

# Any report is already a page.
PAGES = page_formats(lambda page: page)

SCHEME = {
    "kpicalc": "1",
    "scheme": "bonus",
    "currency": "RUB",
    "facts": {"employees": {"план": "money"}},
    "pay": {"премия": {"kind": "variable", "amount": "план"}},
}
FACTS = "Таб. №;План\n1;5\n"
OPTIONS = ("--scheme", "schemes", "--period", "2026-03", "--summary")


@pytest.fixture(name="project")
def lay_out_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a scheme (JSON is YAML), its tests, a project file, and facts in two places."""
    for name, content in {
        "schemes/bonus.yaml": json.dumps(SCHEME, ensure_ascii=False),
        "schemes/bonus.test.yaml": "kpicalc: 1\nscheme: bonus.yaml\ntests: []\n",
        "kpicalc.yaml": "schemes: schemes\n",
        "facts/march.csv": FACTS,
        "one.csv": FACTS,
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def link(path: str, target: str, *, hard: bool = False) -> str:
    """Make a second name for a file."""
    if hard:
        os.link(target, path)
    else:
        Path(path).symlink_to(Path(target).absolute())
    return path


@pytest.mark.parametrize("facts", ["one.csv", "facts", "facts/march.csv"])
@pytest.mark.parametrize("way", ["plain", "capitals", "spelling", "link", "hard link", "folder link"])
def test_facts_are_not_written_over(project: Path, facts: str, way: str) -> None:
    wanted = "one.csv" if facts == "one.csv" else "facts/march.csv"
    match way:
        case "plain":
            out = wanted
        case "capitals":
            facts, out = "facts", str(Path("facts/march.csv").rename("facts/MARCH.CSV"))
        case "spelling":
            out = f"facts/../schemes/../{wanted}"
        case "folder link":
            Path("again").symlink_to(project, target_is_directory=True)
            out = f"again/{wanted}"
        case _:
            out = link("pay.csv", wanted, hard=way == "hard link")
    before, done = contents(project), invoke("compute", facts, *OPTIONS, "--out", out)

    assert (done.exit_code, done.stderr) == (
        2,
        f"error: `{out}` is one of the files that are read; write the result to another\n",
    )
    assert contents(project) == before


@pytest.mark.parametrize("command", ["compute", "analyse", "template"])
@pytest.mark.parametrize("scheme", ["schemes/bonus.yaml", "schemes/bonus.test.yaml", "kpicalc.yaml"])
@pytest.mark.parametrize("hard", [True, False])
def test_what_belongs_to_schemes_is_not_written_over(
    project: Path, command: str, scheme: str, *, hard: bool
) -> None:
    typed, suffix = {
        "compute": (["compute", "one.csv", *OPTIONS, "--out"], ".json"),
        "analyse": (["analyse", "schemes/bonus.yaml", "--out"], ".json"),
        "template": (["template", "schemes/bonus.yaml", "--force", "--out"], ".xlsx"),
    }[command]
    out = link(f"out{suffix}", scheme, hard=hard)
    before = contents(project)

    done = invoke(*typed, out)

    assert (done.exit_code, done.stderr) == (
        2,
        f"error: `{out}` is a file of the schemes; write the result to another\n",
    )
    assert contents(project) == before


@pytest.mark.parametrize("out", ["facts/pay.csv", "facts/new/pay.CSV", "again/pay.csv"])
def test_a_statement_among_the_facts_would_be_read_as_facts(project: Path, out: str) -> None:
    (project / "facts" / "new").mkdir()
    (project / "again").symlink_to(project / "facts", target_is_directory=True)

    done = invoke("compute", "facts", *OPTIONS, "--out", out)

    said = "would lie among the facts and be read with them the next time; write it to another folder"
    assert (done.exit_code, " ".join(done.stderr.split())) == (2, f"error: `{out}` {said}")


def test_json_among_the_facts_and_csv_beside_a_file_of_facts_are_written(project: Path) -> None:
    assert invoke("compute", "facts", *OPTIONS, "--out", "facts/pay.json").exit_code == 0
    assert invoke("compute", "facts/march.csv", *OPTIONS, "--out", "facts/pay.csv").exit_code == 0
    assert (project / "facts" / "pay.csv").exists()


def test_two_names_of_one_file_are_one_file(project: Path) -> None:
    (project / "a.csv").write_text("old", encoding="utf-8")
    link("b.csv", "a.csv", hard=True)

    done = invoke("compute", "one.csv", *OPTIONS, "--out", "a.csv", "--out", "b.csv")

    assert (done.exit_code, done.stderr) == (2, "error: `b.csv` is named twice\n")


@pytest.mark.parametrize("name", [name for name, each in COMMANDS.items() if "--out" in each.typed])
def test_every_command_refuses_what_it_cannot_write(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = COMMANDS[name]
    begin(tmp_path, command)
    monkeypatch.chdir(tmp_path)
    typed = [each for each in command.typed[: command.typed.index("--out")] if each != "--formulas"]
    suffix = Path(command.files[0]).suffix
    before = contents(tmp_path)

    for files, said in ((("o.txt",), "`o.txt` must end"), ((f"o{suffix}", f"./o{suffix}"), "is named twice")):
        done = invoke(*typed, *outs(*files))
        assert (done.exit_code, said in done.stderr) == (2, True), done.stderr
    assert contents(tmp_path) == before


def test_init_writes_over_nothing_through_a_link(project: Path) -> None:
    (project / ".kpicalc").mkdir()
    link(".kpicalc/scheme.schema.json", "schemes/bonus.yaml")
    before = contents(project)

    for name in ("bonus", "other"):
        done = invoke("init", "--no-input", "--force", "--name", name)
        assert done.exit_code == 2
    assert contents(project) == before


@pytest.mark.parametrize("name", ["/dev/stdin", "-", "pipe"])
def test_facts_from_a_pipe_are_refused_in_plain_words(project: Path, name: str) -> None:
    if name == "/dev/stdin" and not Path(name).is_char_device():
        pytest.skip("what stands there is a file")
    if name == "pipe":
        os.mkfifo(project / name)

    done = invoke("compute", name, *OPTIONS)

    said = "is a pipe, and facts are read more than once; save them as a file first"
    assert (done.exit_code, done.stderr) == (2, f"error: `{name}` {said}\n")


@pytest.mark.parametrize("suffix", sorted(PAGES))
def test_no_page_holds_signs_that_hide_text(suffix: str) -> None:
    text = "a\x1b[31m\u202eb\u200b"
    cells = (Cell(text),)
    blocks = (
        Heading(text),
        Paragraph(text),
        Verbatim(text),
        TableBlock(cells, (TableRow(cells, (text,)),)),
        KeyValues(((text, text),)),
        Tree(text, (text,), (Tree(text),)),
    )
    parts: list[Document | Picture] = [
        *(Document((block,)) for block in blocks),
        Picture(1, 1, text, text, ()),
    ]
    pages = [b"".join(PAGES[suffix].write(Page("a", [part], Language.EN))) for part in parts]
    shown = [read_page(suffix, page) for page in pages]

    assert set("\x1b\u202e\u200b") & set("".join(shown)) == set()
    assert [text for text in shown[:-1] if "\\u202eb" not in text.replace("\\\\", "\\")] == []


def read_page(suffix: str, page: bytes) -> str:
    """Return the text of a page."""
    if suffix == ".xlsx":
        with ZipFile(BytesIO(page)) as book:
            return "\n".join(book.read(name).decode() for name in book.namelist())
    if suffix == ".parquet":
        return str(parquet.read_table(BytesIO(page)).to_pylist())
    if suffix != ".pdf":
        return page.decode("utf-8-sig")
    return "\n".join(each.extract_text() for each in PdfReader(BytesIO(page)).pages)


def formats_of(command: str, language: Language) -> set[str]:
    """Return the formats that a command offers where it refuses another."""
    refused = invoke(command, "one.csv", "--out", "a.none", language=language).stderr
    return set(re.findall(r"(?<=[ ,])[.]\w+", refused))


def test_every_format_that_is_offered_is_written(project: Path) -> None:
    names = [f"a{suffix}" for suffix in sorted(formats_of("compute", Language.EN))]

    done = invoke("compute", "one.csv", *OPTIONS, *(part for name in names for part in ("--out", name)))

    assert (done.exit_code, done.stderr) == (0, "")
    for name in names:
        assert "bonus" in read_page(Path(name).suffix, (project / name).read_bytes())


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(("command", "page"), [("compute", "README.md"), ("analyse", "docs/analyse.md")])
def test_the_pages_name_every_format(command: str, page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    formats = formats_of(command, Language.EN)

    assert {suffix for suffix in formats if f"{suffix}`" not in text} == set()
    assert formats >= {".html", ".md", ".json"}


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(("command", "key"), [("compute", "out"), ("analyse", "analyse_out")])
def test_the_help_names_every_format(command: str, key: str, language: Language) -> None:
    formats = formats_of(command, language)

    assert formats - set(re.findall(r"[.]\w+", words(language)[f"help.{key}"])) == set()
    assert formats >= {".html", ".md", ".json"}


@pytest.mark.parametrize("language", list(Language))
def test_the_help_of_every_command_that_writes_pages_names_all_of_them(language: Language) -> None:
    told = {key: set(re.findall(r"[.]\w+", text)) for key, text in words(language).items()}
    pages = set(page_formats(lambda page: page))
    named = {key: pages - told[key] for key in told if key.startswith("help.") and ".html" in told[key]}

    assert {key: missing for key, missing in named.items() if missing} == {}
    assert len(named) > 5
