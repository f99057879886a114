"""Forecasts and plans that go out: a day's power to an E file or a table of points, as plants' own come in.

Signs: what a source, a store or a tie feeds into its bus is positive, charging and export negative; what a load takes
is positive. Figures are whole kW.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from forecasts.notes import Array
from forecasts.plant import EForm, write_e_file, write_point_table
from forecasts.plant.writing import Encoding
from runs.forecast_points import points_of
from runs.run import Run
from runs.vintages import Vintage
from sites.problems import Problem, Refused, problem
from sites.reading import load

__all__ = ["E_FILE", "FORMS", "Outgoing", "WrittenFile", "write_forecast", "write_plan"]

E_FILE = "e-file"
FORMS: Mapping[str, str] = {E_FILE: "", "points-csv": ".csv", "points-xlsx": ".xlsx"}
"""What a file can be written as, and the suffix that its name must have."""
TABLE_SUFFIXES = (".csv", ".xlsx", ".xlsm", ".xls")
ENCODINGS: Mapping[str, Encoding] = {"utf-8": "utf-8", "utf8": "utf-8", "gbk": "gbk"}
PLAN_FORM = {"kind": "JH", "table": "DayAheadPlan", "column": "计划功率"}


@dataclass(frozen=True)
class Outgoing:
    """What a user wants written.

    Attributes
    ----------
    path
        File to write.
    form
        One of :data:`FORMS`.
    assets
        ``ASSET`` or ``ASSET=NAME``, the name that the receiver knows it by; all assets where empty.
    encoding
        ``utf-8`` or ``gbk``.
    entity
        Entity of an E file's head, and of its table where it has one asset without a name; the site where not given.
    is_forced
        Whether a file that is there is replaced.
    """

    path: Path
    form: str
    assets: tuple[str, ...] = ()
    encoding: str = "utf-8"
    entity: str | None = None
    is_forced: bool = False


@dataclass(frozen=True)
class WrittenFile:
    """What was written: the file, the name of each asset in it, how many steps, and the energy of each [MWh]."""

    path: Path
    names: dict[str, str]
    steps: int
    energy_mwh: dict[str, float]


@dataclass(frozen=True)
class _Day:
    """The power of a day and what belongs to it."""

    power_mw: Mapping[str, Array]
    date: dt.date
    time_zone: str
    step_minutes: int
    site: str
    issue_time: dt.datetime | None
    form: Mapping[str, str]
    capacity_mw: Mapping[str, float]


def write_forecast(vintage: Vintage, order: Outgoing) -> WrittenFile:
    """Write an archived forecast; the sources' rated power goes along as on-line capacity.

    Raises
    ------
    Refused
        The order does not fit the forecast, the file is there already, or a figure is missing; nothing was written.
    Trouble
        The file cannot be written.
    """
    points = points_of(vintage)
    site = load(vintage.folder / "site")
    capacity = {
        name: float(rated)
        for name, asset in site.assets.items()
        if asset.role == "renewable" and (rated := getattr(asset, "power_mw_rated", None)) is not None
    }
    return _write(
        _Day(
            points.mean_mw,
            vintage.date,
            points.time_zone,
            points.step_minutes,
            str(vintage.record["site"]),
            vintage.issue_time,
            {},
            capacity,
        ),
        order,
    )


def write_plan(run: Run, order: Outgoing) -> WrittenFile:
    """Write the schedule of an archived run.

    Raises
    ------
    Refused, Trouble
        As :func:`write_forecast`.
    """
    data = run.schedule.data
    loads = {name for name, asset in run.site.assets.items() if asset.role == "load"}
    power = {
        name: data["power_mw" if name in loads else "injection_mw"].sel(asset=name).to_numpy()
        for name in (str(each) for each in data["asset"].values)
    }
    said = (run.record.get("issued") or {}).get("at") or run.record.get("created")
    return _write(
        _Day(
            power,
            run.date,
            run.site.place.time_zone,
            run.site.step_minutes,
            run.site.name,
            dt.datetime.fromisoformat(str(said)) if said else None,
            PLAN_FORM,
            {},
        ),
        order,
    )


def _write(day: _Day, order: Outgoing) -> WrittenFile:
    names, problems = _names(day, order)
    problems += _faults(order)
    if problems:
        raise Refused(problems)
    plans = {name: day.power_mw[asset] for asset, name in names.items()}
    encoding = ENCODINGS[order.encoding.lower()]
    if order.form == E_FILE:
        write_e_file(
            order.path,
            plans,
            date=day.date,
            time_zone=day.time_zone,
            entity=order.entity or day.site,
            form=EForm(**day.form, encoding=encoding),
            capacity_mw={
                name: day.capacity_mw[asset] for asset, name in names.items() if asset in day.capacity_mw
            },
            issue_time=day.issue_time,
            step_minutes=day.step_minutes,
        )
    else:
        write_point_table(
            order.path,
            plans,
            date=day.date,
            time_zone=day.time_zone,
            step_minutes=day.step_minutes,
            encoding=encoding,
        )
    steps = len(next(iter(plans.values())))
    energy = {asset: float(np.sum(day.power_mw[asset])) * day.step_minutes / 60 for asset in names}
    return WrittenFile(order.path, names, steps, energy)


def _names(day: _Day, order: Outgoing) -> tuple[dict[str, str], list[Problem]]:
    """Return the name in the file of each asset that goes out."""
    names: dict[str, str] = {}
    problems: list[Problem] = []
    for text in order.assets or tuple(day.power_mw):
        asset, _, name = text.partition("=")
        if asset not in day.power_mw:
            known = ", ".join(day.power_mw)
            problems.append(problem("export-asset", "--asset", found=asset, site=day.site, known=known))
        elif asset in names:
            problems.append(problem("export-asset-twice", "--asset", found=asset))
        else:
            names[asset] = name.strip() or asset
    if len(order.assets) == 1 and "=" not in order.assets[0] and order.entity:
        names = dict.fromkeys(names, order.entity)
    used = list(names.values())
    twice = [name for name in dict.fromkeys(used) if used.count(name) > 1]
    return names, problems + [problem("export-asset-twice", "--asset", found=name) for name in twice]


def _faults(order: Outgoing) -> list[Problem]:
    """Return what is wrong with the file that is wanted."""
    problems: list[Problem] = []
    suffix = order.path.suffix.lower()
    if order.form not in FORMS:
        known = ", ".join(FORMS)
        problems.append(problem("export-form", "--as", found=order.form, known=known))
    elif FORMS[order.form] and suffix != FORMS[order.form]:
        problems.append(problem("export-suffix", "--to", form=order.form, wanted=FORMS[order.form]))
    elif order.form == E_FILE and suffix in TABLE_SUFFIXES:
        problems.append(problem("export-e-suffix", "--to", found=suffix))
    if order.encoding.lower() not in ENCODINGS:
        problems.append(problem("export-encoding", "--encoding", found=order.encoding))
    elif order.form == "points-xlsx" and ENCODINGS[order.encoding.lower()] != "utf-8":
        problems.append(problem("export-encoding-workbook", "--encoding", found=order.encoding))
    if order.entity and order.form in FORMS and order.form != E_FILE:
        problems.append(problem("export-entity", "--entity", form=order.form))
    if order.path.is_dir() or not order.path.parent.is_dir():
        problems.append(problem("export-folder", "--to", found=str(order.path)))
    elif order.path.exists() and not order.is_forced:
        problems.append(problem("export-exists", "--to", found=str(order.path)))
    return problems
