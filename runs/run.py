"""A run as a value: what went in, what came out, and where it lies; read from its folder, part by part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runs.files import read_json
from sites.problems import Refused, problem

if TYPE_CHECKING:
    import xarray as xr

    from dispatch import Schedule
    from sites.day import DayFacts
    from sites.site import Site
    from sites.state import State

__all__ = ["Run", "readable"]

DAMAGE = (OSError, ValueError, KeyError, TypeError, RuntimeError)
"""What reading a damaged file ends in: no such file, no JSON, a field less, a value of another kind, HDF5's own."""


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn what reading a damaged part of a run ends in into one refusal that names the file.

    Raises
    ------
    Refused
        The file is missing, cut off, or does not hold what it should; its own problems follow, where it has any.
    """
    try:
        yield
    except Refused as refused:
        raise Refused([problem("run-unreadable", str(path)), *refused.problems]) from None
    except DAMAGE as fault:
        raise Refused(problem("run-unreadable", str(path))) from fault


@dataclass(frozen=True)
class Run:
    """One plan of one day of one site.

    Attributes
    ----------
    folder
        Where it lies: ``archive/<site>/<day>/<id>``.
    record
        What ``run.json`` says: status, figures, options, versions, seeds, notes.

    The other parts (site, state, weather, forecast, schedule, ...) are read from the folder when they are asked for.
    """

    folder: Path
    record: dict[str, Any]

    @classmethod
    def read(cls, folder: Path) -> Run:
        """Read a run from its folder.

        Raises
        ------
        Refused
            The folder holds no run that can be read.
        """
        path = folder / "run.json"
        with readable(path):
            record = dict(read_json(path))
        return cls(folder, record)

    @property
    def id(self) -> str:
        """The run's id."""
        return str(self.record["id"])

    @property
    def date(self) -> dt.date:
        """The local day that is planned."""
        return dt.date.fromisoformat(str(self.record["date"]))

    @property
    def status(self) -> str:
        """One word: optimal, feasible, relaxed, rule_based or previous_plan."""
        return str(self.record["status"])

    @property
    def exit_code(self) -> int:
        """How the command that made the run ended."""
        return int(self.record["exit_code"])

    @property
    def kpis(self) -> dict[str, Any]:
        """Figures of the plan by name, None where not applicable."""
        return dict(self.record.get("kpis") or {})

    @property
    def costs(self) -> dict[str, float]:
        """Parts of the cost, yuan."""
        return dict(self.record.get("costs") or {})

    @property
    def report(self) -> Path:
        """The report for people."""
        return self.folder / "report.html"

    @cached_property
    def site(self) -> Site:
        """The site as it was then."""
        from sites.reading import load

        path = self.folder / "site" / "site.toml"
        with readable(path):
            return load(path)

    @cached_property
    def state(self) -> State:
        """The state that the day started from."""
        return self._state("state.json")

    @cached_property
    def state_end(self) -> State:
        """The state that the plan leaves at the end of the day."""
        return self._state("state_end.json")

    def _state(self, name: str) -> State:
        from runs.inputs import state_from

        path = self.folder / name
        with readable(path):
            return state_from(path.read_text(encoding="utf-8"), name)

    @cached_property
    def day(self) -> DayFacts:
        """The day's own facts."""
        from sites.day import DayFacts
        from sites.reading import read_model

        path = self.folder / "day.toml"
        with readable(path):
            return read_model(DayFacts, path.name, path.read_text(encoding="utf-8"))

    @cached_property
    def weather(self) -> xr.Dataset:
        """The weather of the day."""
        return self._dataset("weather.nc")

    @cached_property
    def forecast(self) -> xr.Dataset:
        """The forecast that was scheduled."""
        return self._dataset("forecast.nc")

    @cached_property
    def previous(self) -> xr.Dataset | None:
        """The issued plan that was carried out instead, None where the plan is the solver's."""
        return self._dataset("previous.nc") if (self.folder / "previous.nc").is_file() else None

    def _dataset(self, name: str) -> xr.Dataset:
        import xarray as xr

        path = self.folder / name
        with readable(path), xr.open_dataset(path, engine="h5netcdf") as dataset:
            return dataset.load()

    @cached_property
    def schedule(self) -> Schedule:
        """The plan."""
        from dispatch import Schedule

        with readable(self.folder / "schedule.nc"):
            return Schedule.read(self.folder)

    @cached_property
    def findings(self) -> list[dict[str, Any]]:
        """What the audit found; empty for a sound plan."""
        path = self.folder / "audit.json"
        with readable(path):
            return [dict(each) for each in read_json(path)["findings"]]
