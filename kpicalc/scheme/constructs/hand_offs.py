"""A profile of a hand-off as written: fields, columns of facts, columns or parts of the file."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.hand_off import (
    Attribute,
    Check,
    DayForm,
    Each,
    Element,
    FormulaSigns,
    Slot,
    Takes,
    Template,
    Uncoded,
    Unusual,
)
from kpicalc.model.problem import Problem
from kpicalc.model.writing import DecimalMark, find_codec
from kpicalc.scheme import shapes
from kpicalc.scheme.fields import FlagField, Headings, TextField, WordField, choice
from kpicalc.scheme.readers import Entries, Items, Section, accept, read_by, require_mapping, scalar
from kpicalc.scheme.scalars import read_currency
from kpicalc.scheme.spec import Spec
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode
from kpicalc.scheme.words import Word

_SLOT = re.compile(r"<(\w+)>")
_ELEMENT = re.compile(r"(?P<name>[^\W\d][\w.-]*)(?P<mark>[*?]?)")
_DELIMITERS = {"tab": "\t"}


def read_template(node: ScalarNode) -> Template:
    """Read a text with places for values, such as `<amount>`; a blank one stays blank."""
    split = _SLOT.split(node.word)
    parts = [Slot(part) if at % 2 else part for at, part in enumerate(split) if part]
    return Template(tuple(parts), node.span)


def _read_template_node(node: Node) -> Template:
    if isinstance(node, ScalarNode):
        return accept(read_template(node))
    return accept(error(Problem.SINGLE_VALUE_EXPECTED, node.span))


def _read_encoding(node: ScalarNode) -> str | Diagnostic:
    """Read the name of an encoding; the mark at the beginning of a file is asked for on its own."""
    codec = find_codec(node.word)
    return codec.removesuffix("-sig") or error(Problem.ENCODING_UNKNOWN, node.span, name=node.word)


def _read_delimiter(node: ScalarNode) -> str | Diagnostic:
    sign = _DELIMITERS.get(node.text, node.text)
    return (
        sign if len(sign) == 1 else error(Problem.CHOICE_UNKNOWN, node.span, text=node.text, options=_SIGNS)
    )


_SIGNS = (";", ",", "|", "tab")


def read_element(name: ScalarNode, node: Node) -> Element:
    """Read an element: a template, or a mapping of attributes (`name=`) and the elements within it."""
    found = _ELEMENT.fullmatch(name.text)
    if found is None:
        return accept(
            error(Problem.PROFILE_WORD_UNKNOWN, name.span, name=name.text, known=("name*", "name?"))
        )
    repeated, optional = found["mark"] == "*", found["mark"] == "?"
    if not isinstance(node, MappingNode):
        text = _read_template_node(node)
        return Element(found["name"], (), (), text, repeated=repeated, optional=optional)
    attributes = [_read_attribute(key, value) for key, value in node.entries if key.text.endswith("=")]
    parts = [read_element(key, value) for key, value in node.entries if not key.text.endswith("=")]
    return Element(found["name"], tuple(attributes), tuple(parts), None, repeated=repeated, optional=optional)


def _read_attribute(key: ScalarNode, node: Node) -> Attribute:
    name = key.text.removesuffix("=")
    return Attribute(name.removesuffix("?"), _read_template_node(node), optional=name.endswith("?"))


def _read_root(node: Node) -> Element:
    entries = require_mapping(node).entries
    if len(entries) != 1:
        return accept(error(Problem.PROFILE_WORD_UNKNOWN, node.span, name="xml", known=("one element",)))
    return read_element(*entries[0])


TemplateField = Annotated[Template, read_by(_read_template_node, shapes.TEXT)]
EncodingField = Annotated[str, scalar(_read_encoding, shapes.TEXT)]


class FieldSpec(Spec):
    """A value that is one for the whole hand-off; a text alone is the value."""

    short_form = "value"

    value: WordField | None = None
    check: Annotated[Check | None, choice(Check)] = None
    optional: FlagField | None = None


class FactSpec(Spec):
    """A column of the sheet of employees; a text alone is its heading."""

    short_form = "column"

    column: Headings = ()
    check: Annotated[Check | None, choice(Check)] = None
    optional: FlagField | None = None


class TextSpec(Spec):
    """How a table is written as text."""

    delimiter: Annotated[str, scalar(_read_delimiter, shapes.TEXT)] = ";"
    encoding: EncodingField = "utf-8"
    mark: FlagField = False
    decimal: Annotated[DecimalMark, choice(DecimalMark)] = DecimalMark.POINT
    quotes: FlagField = True
    headings: FlagField = True
    formulas: Annotated[FormulaSigns, choice(FormulaSigns)] = FormulaSigns.REFUSE
    first: Items[Items[TemplateField]] = ()
    last: Items[Items[TemplateField]] = ()


def _read_columns(node: Node) -> tuple[tuple[Template, Template], ...]:
    return tuple(
        (read_template(key), _read_template_node(value)) for key, value in require_mapping(node).entries
    )


class ProfileDocument(Spec):
    """A profile; what is not written is that of the profile it extends."""

    hand_off: Annotated[Word, scalar(lambda node: Word(node.text, node.span), {"enum": [1, "1"]})]
    extends: WordField | None = None
    title: TextField = ""
    takes: Annotated[Takes | None, choice(Takes)] = None
    each: Annotated[Each, choice(Each)] = Each.EMPLOYEE
    net: FactSpec | None = None
    currency: Annotated[Word | None, scalar(read_currency, shapes.CURRENCY)] = None
    other_currencies: Annotated[Unusual, choice(Unusual, Unusual.LEAVE_OUT, Unusual.REFUSE)] = Unusual.REFUSE
    zero: Annotated[Unusual, choice(Unusual)] = Unusual.KEEP
    negative: Annotated[Unusual, choice(Unusual)] = Unusual.KEEP
    shared_accounts: FlagField = False
    days: Annotated[DayForm, choice(DayForm)] = DayForm.ISO
    fields: Section[FieldSpec] = Field(default_factory=dict)
    facts: Section[FactSpec] = Field(default_factory=dict)
    codes: Entries[WordField] = Field(default_factory=dict)
    uncoded: Annotated[Uncoded, choice(Uncoded)] = Uncoded.TITLE
    columns: Annotated[tuple[tuple[Template, Template], ...], read_by(_read_columns, {"type": "object"})] = ()
    text: TextSpec | None = None
    xml: Annotated[Element | None, read_by(_read_root, {"type": "object"})] = None
    xml_encoding: EncodingField = "utf-8"
