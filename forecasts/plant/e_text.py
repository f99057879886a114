"""The E language (Q/GDW 215, DL/T 1230) as far as forecasts and plans use it: text to tables and back.

::

    // 2026-07-14_08:30:00
    <! Entity=RuichangPV type=DQ time='2026-07-15' !>
    <ShortTermForcast::RuichangPV>
    @id	短期预测功率	预计开机容量
    #1	0.000	5.000
    #2	0.000	5.000
    </ShortTermForcast::RuichangPV>

``<! ... !>`` is the head, ``<class::entity attribute='...'>`` opens a table, ``@`` (also ``@@`` and ``@#``)
names its columns, ``#`` begins a row, ``$`` holds units, ``%`` and ``:`` types and limits, ``//`` a comment.

The reader takes what is found in the field: tabs or spaces or commas, a mark glued to its first cell or not,
closing tags that are missing or spelt otherwise, several heads in one file, tables without a tag. It judges
no content. The writer writes one form only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sites.problems import Refused, problem

__all__ = ["EDocument", "ETable", "format_e_text", "parse_e_text"]

_ATTRIBUTE = re.compile(r"([^\s=<>!]+)\s*=\s*(?:'([^']*)'|\"([^\"]*)\"|([^\s'\"<>!]*))")
_CELL = re.compile(r"'([^']*)'|\"([^\"]*)\"|([^\s,，]+)")
_TAG = re.compile(r"^<\s*([^\s:<>/!]+)\s*(?:::?\s*([^\s<>]+))?(.*?)/?>$")
_FORBIDDEN = re.compile(r"[\s'\"<>@#=]|//")
TRANSPOSED = "@#"


@dataclass(frozen=True)
class ETable:
    """One table of an E file.

    Attributes
    ----------
    name, entity
        The two parts of its tag; the entity is that of the head where the tag names none.
    columns
        Their names; empty where there was no ``@`` line.
    rows
        Cells of each row, the row's number (where it has one) among them as the first cell.
    lines
        Line of the file of each row, from 1.
    attributes
        Of the tag.
    head
        Attributes of the head that the table stands under.
    units
        Of the ``$`` line, in the order of the columns.
    """

    name: str
    entity: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    lines: tuple[int, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    head: Mapping[str, str] = field(default_factory=dict)
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class EDocument:
    """A whole E file.

    Attributes
    ----------
    head
        Attributes of the first head.
    comments
        Texts after ``//``, in order.
    tables
        In order.
    """

    head: Mapping[str, str]
    tables: tuple[ETable, ...]
    comments: tuple[str, ...] = ()


@dataclass
class _Open:
    """The table that is being read."""

    name: str = ""
    entity: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    mark: str = "@"
    columns: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    rows: list[tuple[str, ...]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


class _Reader:
    """Goes through the lines once; each kind of line has its method."""

    def __init__(self) -> None:
        self.heads: list[dict[str, str]] = []
        self.tables: list[ETable] = []
        self.comments: list[str] = []
        self.open = _Open()

    def line(self, number: int, text: str) -> None:
        text, comment = _without_comment(text.strip().strip("\ufeff"))
        if comment:
            self.comments.append(comment)
        if text.startswith("<!"):
            self._close()
            self.heads.append(_attributes(text[2:].rstrip("!> \t")))
            self.open = _Open()
        elif text.startswith("</"):
            self._close()
            self.open = _Open()
        elif text.startswith("<"):
            self._tag(text)
        elif text.startswith("@"):
            self._columns(text)
        elif text.startswith("$"):
            self.open.units = _cells(text[1:])
        elif text.startswith("#"):
            self.open.rows.append(_cells(text[1:]))
            self.open.lines.append(number)

    def _tag(self, text: str) -> None:
        self._close()
        found = _TAG.match(text)
        if found is None:
            self.open = _Open()
            return
        self.open = _Open(found[1], found[2] or "", _attributes(found[3]))

    def _columns(self, text: str) -> None:
        if self.open.rows:  # a second table under one tag
            self._close()
            self.open = _Open(self.open.name, self.open.entity, self.open.attributes)
        mark = TRANSPOSED if text.startswith(TRANSPOSED) else "@@" if text.startswith("@@") else "@"
        self.open.mark, self.open.columns = mark, _cells(text[len(mark) :])

    def _close(self) -> None:
        opened = self.open
        if not (opened.rows or opened.columns):
            return
        head = self.heads[-1] if self.heads else {}
        columns, rows, lines = opened.columns, opened.rows, opened.lines
        if opened.mark == TRANSPOSED:
            columns, rows, lines = _turned(columns, rows, lines)
        entity = opened.entity or _attribute(head, "entity")
        self.tables.append(
            ETable(
                opened.name,
                entity,
                columns,
                tuple(rows),
                tuple(lines),
                opened.attributes,
                head,
                opened.units,
            )
        )

    def document(self) -> EDocument:
        self._close()
        self.open = _Open()
        return EDocument(self.heads[0] if self.heads else {}, tuple(self.tables), tuple(self.comments))


def parse_e_text(text: str, where: str = "") -> EDocument:
    """Return the tables of an E file's text.

    Raises
    ------
    Refused
        There is neither a head nor a row: the text is something else.
    """
    reader = _Reader()
    for number, line in enumerate(text.splitlines(), start=1):
        reader.line(number, line)
    document = reader.document()
    if not reader.heads and not any(table.rows for table in document.tables):
        raise Refused([problem("plant-not-e", where)])
    return document


def format_e_text(document: EDocument) -> str:
    """Return a document as text, CRLF at the end of each line, columns apart by tabs.

    Raises
    ------
    Refused
        A name or a cell cannot be written: it is empty, or has spaces, quotes or marks of the language.
    """
    bad = [
        name
        for table in document.tables
        for name in (table.name, table.entity, *table.columns, *(cell for row in table.rows for cell in row))
        if not name or _FORBIDDEN.search(name)
    ]
    bad += [key for key in document.head if not key or _FORBIDDEN.search(key)]
    bad += [value for value in document.head.values() if re.search(r"['\"<>\r\n]|//", value)]
    bad += [comment for comment in document.comments if re.search(r"[\r\n]", comment)]
    if bad:
        raise Refused([problem("plant-write-name", found=name) for name in dict.fromkeys(bad)])
    lines = [f"// {comment}" for comment in document.comments]
    lines.append(f"<! {' '.join(_written(key, value) for key, value in document.head.items())} !>")
    for table in document.tables:
        lines.append(f"<{table.name}::{table.entity}>")
        lines.append("@" + "\t".join(table.columns))
        lines += ["#" + "\t".join(row) for row in table.rows]
        lines.append(f"</{table.name}::{table.entity}>")
    return "\r\n".join(lines) + "\r\n"


def _written(key: str, value: str) -> str:
    is_plain = key in ("Entity", "type") and value and not _FORBIDDEN.search(value)
    return f"{key}={value}" if is_plain else f"{key}='{value}'"


def _attributes(text: str) -> dict[str, str]:
    return {found[1]: (found[2] or found[3] or found[4] or "").strip() for found in _ATTRIBUTE.finditer(text)}


def _attribute(attributes: Mapping[str, str], name: str) -> str:
    """Return an attribute whatever the case of its name; empty where it is missing."""
    return next((value for key, value in attributes.items() if key.lower() == name), "")


def _cells(text: str) -> tuple[str, ...]:
    return tuple(next((part for part in found.groups() if part), "") for found in _CELL.finditer(text))


def _without_comment(text: str) -> tuple[str, str]:
    """Return a line without what follows ``//`` outside quotes, and that."""
    quote = ""
    for place, mark in enumerate(text):
        if quote:
            quote = "" if mark == quote else quote
        elif mark in "'\"" and not text.startswith("//"):
            quote = mark
        elif text.startswith("//", place):
            return text[:place].rstrip(), text[place + 2 :].strip(" *\t")
    return text, ""


def _turned(
    columns: tuple[str, ...], rows: list[tuple[str, ...]], lines: list[int]
) -> tuple[tuple[str, ...], list[tuple[str, ...]], list[int]]:
    """Return a table of ``@#``, whose rows are attributes and whose columns are objects, the usual way round."""
    width = min((len(row) for row in rows), default=0)
    if width < 3:
        return columns, rows, lines
    names = ("id", *(row[1] for row in rows))
    turned = [(str(place - 1), *(row[place] for row in rows)) for place in range(2, width)]
    return names, turned, [lines[0]] * len(turned)
