"""A file as a table of cells: CSV in any of the usual encodings and separators, or a workbook."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

from sites.problems import Refused, problem

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CSV_SUFFIXES", "WORKBOOK_SUFFIXES", "decoded", "numbers", "read_table"]

CSV_SUFFIXES = (".csv", ".txt", ".tsv", ".dat")
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
ENCODINGS = ("utf-8-sig", "gb18030")
SEPARATORS = (",", ";", "\t", "|")
_DECIMAL_COMMA = re.compile(r"^\s*-?\d+,\d+\s*$")


def decoded(path: Path) -> str:
    """Return the text of a file in UTF-8, UTF-16 with its mark, or GBK.

    Raises
    ------
    Refused
        The file cannot be read, or is none of these.
    """
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise Refused([problem("history-file", path.name, reason=fault.strerror or str(fault))]) from fault
    encodings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ENCODINGS
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Refused([problem("history-encoding", path.name)])


def read_table(path: str | Path, sheet: str = "") -> pd.DataFrame:
    """Return the cells of a file: text from CSV, typed cells from a workbook; headers stripped.

    Raises
    ------
    Refused
        The file cannot be read, is of no known kind, or has no rows.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix in WORKBOOK_SUFFIXES:
        table = _workbook(path, sheet)
    elif suffix in CSV_SUFFIXES:
        table = _text_table(path)
    else:
        known = ", ".join((*CSV_SUFFIXES, *WORKBOOK_SUFFIXES))
        raise Refused([problem("history-suffix", path.name, found=suffix, known=known)])
    table = table.dropna(how="all").dropna(axis=1, how="all").reset_index(drop=True)
    table.columns = [str(name).strip().strip("\ufeff") for name in table.columns]
    if table.empty or len(table.columns) < 2:
        raise Refused([problem("history-empty", path.name, rows=len(table), columns=len(table.columns))])
    return table


def _text_table(path: Path) -> pd.DataFrame:
    import pandas as pd

    text = decoded(path)
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if not lines:
        raise Refused([problem("history-empty", path.name, rows=0, columns=0)])
    # the separator that cuts the first lines into the most cells, all the same number of them
    head = lines[:5]
    separator = max(
        SEPARATORS, key=lambda mark: min(len(next(csv.reader([line], delimiter=mark))) for line in head)
    )
    try:
        return pd.read_csv(
            io.StringIO("\n".join(lines)),
            sep=separator,
            dtype=str,
            skipinitialspace=True,
            keep_default_na=True,
            na_values=["--", "-", "—", "null", "NULL", "None", "无"],
            index_col=False,
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as fault:
        raise Refused([problem("history-file", path.name, reason=str(fault))]) from fault


def _workbook(path: Path, sheet: str) -> pd.DataFrame:
    import zipfile

    import pandas as pd
    from python_calamine import CalamineError

    try:
        with pd.ExcelFile(path, engine="calamine") as book:
            names = [str(name) for name in book.sheet_names]
            if sheet and sheet not in names:
                raise Refused([problem("history-sheet", path.name, found=sheet, known=", ".join(names))])
            return pd.read_excel(book, sheet_name=sheet or names[0])
    except (OSError, CalamineError, zipfile.BadZipFile, ValueError) as fault:
        raise Refused([problem("history-file", path.name, reason=str(fault))]) from fault


def numbers(column: pd.Series) -> tuple[pd.Series, int]:
    """Return a column as floats, NaN where a cell holds none, and how many cells held some other text."""
    import pandas as pd

    values = pd.to_numeric(column, errors="coerce").astype(float)
    failed = values.isna() & column.notna()
    if failed.any():
        text = column[failed].astype(str).str.strip()
        decimal_comma = text.str.match(_DECIMAL_COMMA.pattern).mean() > 0.5
        mended = text.str.replace(",", "." if decimal_comma else "", regex=False).str.rstrip("%")
        values[failed] = pd.to_numeric(mended, errors="coerce").astype(float)
        return values, int((values[failed].isna() & (text != "")).sum())
    return values, 0
