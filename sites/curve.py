"""The power curve of a turbine as a table: read and checked."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from sites.problems import Problem, Refused, problem

__all__ = ["check_power_curve", "read_curve"]

POWER_CURVE_COLUMNS = ("wind_speed_m_per_s", "power_mw")
TURBINE_MW_MOST = 30.0  # about the largest turbine announced


def read_curve(name: str, text: str) -> None:
    """Refuse a power curve with every problem found in it."""
    problems = list(check_power_curve(name, text))
    if problems:
        raise Refused(problems)


def check_power_curve(name: str, text: str) -> Iterator[Problem]:
    """A power curve rises in wind speed and holds no power that a turbine cannot have."""
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), skipinitialspace=True)
    header = reader.fieldnames or []
    for column in POWER_CURVE_COLUMNS:
        if column not in header:
            yield problem("table-column-missing", name, column=column, found=", ".join(header))
    if any(column not in header for column in POWER_CURVE_COLUMNS):
        return
    before = -1.0
    for row in reader:
        at = f"{name}:{reader.line_num}"
        values = []
        for column in POWER_CURVE_COLUMNS:
            try:
                values.append(float(row[column]))
            except (TypeError, ValueError):
                yield problem("table-not-number", at, column=column, found=str(row[column]))
                return
        speed, power = values
        if not (speed > before and 0 <= power <= TURBINE_MW_MOST):
            yield problem("table-power-curve", at, speed=speed, power=power)
            return
        before = speed
    if before < 0:
        yield problem("table-empty", name, rows=0)
