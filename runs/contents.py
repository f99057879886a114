"""What a run's folder holds, file by file, and writing it.

=================  =====================================================================================================
``site/``          ``site.toml`` and the files that it names, as they were
``inputs/``        the files given by the user, as they were: weather, state, day
``state.json``     the state the day started from; ``state_end.json``: the one the plan leaves
``day.toml``       the day's own facts; empty where there were none
``weather.nc``     the weather over the day; ``forecast.nc``: the forecast
``schedule.nc``    the plan; ``events.nc``: the days that prove its callable capability (NetCDF 4)
``previous.nc``    the issued plan that was carried out instead, where the solver brought nothing
``audit.json``     what the audit found, ``solver.log`` what the solver said
``plan.csv``       the plan as a table of one row a step; ``plan.xlsx`` the same
``run.json``       status, figures, options, versions, seeds, notes
``report.html``    the report
=================  =====================================================================================================
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from dispatch.audit import ALL_RULES
from runs.files import json_text
from runs.state import end_state
from runs.table import csv_bytes, excel_bytes
from sites.problems import Problem
from sites.site import Site
from sites.state import State

if TYPE_CHECKING:
    import xarray as xr

    from dispatch import Options, Schedule
    from runs.prepare import Prepared

__all__ = ["Planned", "dataset_bytes", "write_contents", "write_record"]

COMPRESSED_FROM = 1024
"""Values from which on a variable is compressed; below, the chunk's own overhead is larger than what it saves."""


@dataclass(frozen=True)
class Planned:
    """A plan with all that it was made from and all that is to be said about it.

    Attributes
    ----------
    previous
        The issued plan that was carried out instead, where the solver brought nothing.
    findings
        What the audit found.
    is_history
        Whether the day was scheduled only as history of another.
    """

    run_id: str
    created: dt.datetime
    prepared: Prepared
    state: State
    schedule: Schedule
    previous: xr.Dataset | None
    options: Options
    findings: tuple[dict[str, Any], ...]
    notes: tuple[Problem, ...]
    is_history: bool = False


def write_contents(folder: Path, planned: Planned, record: Mapping[str, Any]) -> None:
    """Write a run, the report excepted, into a folder that is there and empty."""
    prepared, schedule, run_id = planned.prepared, planned.schedule, planned.run_id
    _write_site(folder / "site", prepared.site, prepared.site_text)
    for kind, (name, content) in prepared.inputs.items():
        (folder / "inputs").mkdir(exist_ok=True)
        (folder / "inputs" / f"{kind}-{name}").write_bytes(content)
    end = end_state(prepared.site, planned.state, prepared.date, schedule.data, run_id)
    for name, state in (("state.json", planned.state), ("state_end.json", end)):
        _write(folder / name, json_text(state.model_dump(mode="json")))
    _write(folder / "day.toml", prepared.day_text)
    (folder / "weather.nc").write_bytes(dataset_bytes(prepared.weather))
    (folder / "forecast.nc").write_bytes(dataset_bytes(prepared.forecast))
    schedule.save(folder)
    if planned.previous is not None:
        (folder / "previous.nc").write_bytes(dataset_bytes(planned.previous))
    _write(folder / "solver.log", schedule.solver_log)
    _write(folder / "audit.json", json_text({"findings": planned.findings, "rules_checked": len(ALL_RULES)}))
    about = {key: record[key] for key in ("id", "site", "date", "created", "status", "solver")}
    about |= {f"weather_{key}": value for key, value in record["weather"].items() if value is not None}
    (folder / "plan.csv").write_bytes(csv_bytes(schedule.data, run_id))
    (folder / "plan.xlsx").write_bytes(excel_bytes(schedule.data, run_id, about))
    write_record(folder, record)


def write_record(folder: Path, record: Mapping[str, Any]) -> None:
    """Write ``run.json``."""
    _write(folder / "run.json", json_text(record))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _write_site(folder: Path, site: Site, text: str) -> None:
    folder.mkdir()
    _write(folder / "site.toml", text)
    for name, content in site.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, content)


def dataset_bytes(dataset: xr.Dataset) -> bytes:
    """Return a Dataset as NetCDF 4: double precision, large variables compressed without loss.

    It is made in memory, so that a full disk is met by a plain write and not inside HDF5.
    """
    encoding: dict[str, dict[str, Any]] = {}
    for name, values in dataset.variables.items():
        if values.size >= COMPRESSED_FROM and np.issubdtype(values.dtype, np.number):
            encoding[str(name)] = {"zlib": True, "complevel": 4, "shuffle": True}
    # time coordinates keep the encoding that they were given
    content = dataset.to_netcdf(path=None, engine="h5netcdf", encoding=encoding)
    return bytes(content)
