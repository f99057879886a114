"""A table with one row a day and one column a step, as many companies keep their 96 points."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sites.problems import Problem, problem

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["melted", "step_columns"]

STEPS_A_DAY = (24, 48, 96)
MINUTES_A_DAY = 24 * 60
VALUE_COLUMN, TIME_COLUMN = "power", "time"
_CLOCK = re.compile(r"^(?:[a-z_]*)(\d{1,2})[:：时](\d{2})(?:[:：]00)?分?$", re.IGNORECASE)
_NUMBERED = re.compile(r"^(?:p|v|t|f|val|value|point|点|第)?_?(\d{1,2})(?:点|时段)?$", re.IGNORECASE)


def step_columns(headers: list[str]) -> dict[str, int] | None:
    """Return the end of each step column's interval, minutes after midnight; None where the shape is another.

    Columns are clocks from 00:15 to 24:00, or (labels at the start) from 00:00 to 23:45, or numbers from 1.
    """
    clocks = {each: int(found[1]) * 60 + int(found[2]) for each in headers if (found := _CLOCK.match(each))}
    if len(clocks) in STEPS_A_DAY and len(set(clocks.values())) == len(clocks):
        step = MINUTES_A_DAY // len(clocks)
        if min(clocks.values()) == 0 and max(clocks.values()) == MINUTES_A_DAY - step:
            ends_at_midnight = list(clocks.values())[-1] == 0
            shift = 0 if ends_at_midnight else step
            return {each: (minutes + shift) or MINUTES_A_DAY for each, minutes in clocks.items()}
        return clocks
    numbered = {each: int(found[1]) for each in headers if (found := _NUMBERED.match(each))}
    if len(numbered) in STEPS_A_DAY and sorted(numbered.values()) == list(range(1, len(numbered) + 1)):
        return {each: number * MINUTES_A_DAY // len(numbered) for each, number in numbered.items()}
    return None


def melted(table: pd.DataFrame, notes: list[Problem]) -> pd.DataFrame:
    """Return a table of days as a table of steps; any other table as it is.

    The new columns are ``time`` (the *start* of each step, on the file's clock) and ``power``.
    """
    import pandas as pd

    ends = step_columns(list(table.columns))
    if ends is None:
        return table
    rest = [each for each in table.columns if each not in ends]
    date_column = next(
        (each for each in rest if re.search("日期|date|时间|day", each.lower())), rest[0] if rest else ""
    )
    if not date_column:
        return table
    step = MINUTES_A_DAY // len(ends)
    steps = table.melt(id_vars=[date_column], value_vars=list(ends), var_name="end", value_name=VALUE_COLUMN)
    begins = steps["end"].map(ends) - step
    clock = (begins // 60).astype(str).str.zfill(2) + ":" + (begins % 60).astype(str).str.zfill(2)
    day = steps[date_column].astype(str).str.strip().str.split(r"[ T]", regex=True).str[0]
    notes.append(problem("history-note-wide", steps=len(ends), column=date_column))
    melted_table = pd.DataFrame({TIME_COLUMN: day + " " + clock, VALUE_COLUMN: steps[VALUE_COLUMN]})
    order = (
        begins.to_numpy() + table.index.to_numpy().repeat(1)[steps.groupby("end").cumcount()] * MINUTES_A_DAY
    )
    sorted_table: pd.DataFrame = melted_table.iloc[order.argsort(kind="stable")].reset_index(drop=True)
    return sorted_table
