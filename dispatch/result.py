"""A schedule: its data, its status, its figures; written to disk whole and read back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import xarray as xr

from dispatch.lexicographic import StageResult
from dispatch.results import Decisions

if TYPE_CHECKING:
    from dispatch.network.rounds import NetworkNote

__all__ = ["Schedule", "SolverNote", "relaxations_of"]

NEGLIGIBLE = 5e-6
ENERGY_CLAUSES = ("level_window", "island_energy")


def relaxations_of(decisions: Decisions, hours: float) -> list[dict[str, Any]]:
    """Broken limits as data: asset, clause, steps, amounts in MW (levels and energy kept: MWh), total in MWh."""
    found = []
    for (asset, clause), amounts in decisions.broken.items():
        steps = np.flatnonzero(amounts > NEGLIGIBLE)
        if not steps.size:
            continue
        scale = 1.0 if clause in ENERGY_CLAUSES else hours
        found.append(
            {
                "asset": asset,
                "clause": clause,
                "steps": steps.tolist(),
                "amounts_mw": amounts[steps].tolist(),
                "total_mwh": float(amounts[steps].sum() * scale),
            }
        )
    return found


@dataclass(frozen=True)
class SolverNote:
    """Which solver it was, what it said, and the gap that was asked of it."""

    version: str
    log: str
    gap_rel_allowed: float


@dataclass(frozen=True)
class Schedule:
    """One day's plan.

    Attributes
    ----------
    data : xarray.Dataset
        See `dispatch.results.schedule_data`; status and figures are attributes, JSON where they have structure.
    events : xarray.Dataset or None
        For each called event the day that answers it (`dispatch.capability`).
    solver_log : str
        What the solver said.
    islands : xarray.Dataset or None
        The day of the worst outage of each hour (`dispatch.islanding.survival`).
    """

    data: xr.Dataset
    events: xr.Dataset | None
    solver_log: str
    islands: xr.Dataset | None = None

    @classmethod
    def of(
        cls,
        data: xr.Dataset,
        *,
        status: str,
        kpis: dict[str, Any],
        costs: dict[str, float],
        stages: list[StageResult],
        relaxations: list[dict[str, Any]],
        solver: SolverNote,
        events: xr.Dataset | None,
    ) -> Self:
        """Put status and figures into the data's attributes."""
        capability = kpis["is_capability_met"]
        gaps = [stage.gap_rel for stage in stages if stage.gap_rel is not None]
        attributes = {
            "status": status,
            "targets_met": int(kpis["is_shaving_met"] != 0),
            "capability_met": -1 if capability is None else int(capability),
            "gap_rel": max(gaps, default=float("nan")),
            "gap_rel_allowed": solver.gap_rel_allowed,
            "solver": solver.version,
            "stages": json.dumps([asdict(stage) for stage in stages]),
            "relaxations": json.dumps(relaxations),
            "costs": json.dumps(costs),
            "kpis": json.dumps(kpis),
        }
        return cls(data=data.assign_attrs(attributes), events=events, solver_log=solver.log)

    def with_network(self, note: NetworkNote | None) -> Self:
        """The same with an account of how plan and AC power flow came together, where there is a network."""
        if note is None:
            return self
        return replace(self, data=self.data.assign_attrs(network=note.text()))

    @property
    def status(self) -> str:
        """``optimal``, ``feasible``, ``relaxed``, ``rule_based`` or ``previous_plan``."""
        return str(self.data.attrs["status"])

    @property
    def is_targets_met(self) -> bool:
        """Whether the targets that the plan was held to are met (capability is reported, not yet constrained)."""
        return bool(self.data.attrs["targets_met"])

    @property
    def kpis(self) -> dict[str, Any]:
        """Figures; None where none applies."""
        return dict(json.loads(self.data.attrs["kpis"]))

    @property
    def costs(self) -> dict[str, float]:
        """Cost parts, yuan."""
        return dict(json.loads(self.data.attrs["costs"]))

    @property
    def stages(self) -> list[dict[str, Any]]:
        """Objective stages, in order."""
        return list(json.loads(self.data.attrs["stages"]))

    @property
    def relaxations(self) -> list[dict[str, Any]]:
        """Broken hard limits."""
        return list(json.loads(self.data.attrs["relaxations"]))

    @property
    def gap_rel(self) -> float:
        """Largest gap of the stages."""
        return float(self.data.attrs["gap_rel"])

    def save(self, folder: Path) -> None:
        """Write ``schedule.nc`` and, where there are events or outages, ``events.nc`` and ``islands.nc``."""
        _write(self.data, folder / "schedule.nc")
        if self.events is not None:
            _write(self.events, folder / "events.nc")
        if self.islands is not None:
            _write(self.islands, folder / "islands.nc")

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read what `save` wrote."""
        data = xr.load_dataset(folder / "schedule.nc", engine="h5netcdf")
        path = folder / "events.nc"
        events = xr.load_dataset(path, engine="h5netcdf") if path.exists() else None
        path = folder / "islands.nc"
        islands = xr.load_dataset(path, engine="h5netcdf") if path.exists() else None
        return cls(data=data, events=events, solver_log="", islands=islands)


def _write(data: xr.Dataset, path: Path) -> None:
    encoding = {
        str(name): {"zlib": True, "complevel": 4}
        for name, variable in data.data_vars.items()
        if variable.dtype.kind == "f" and variable.size
    }
    data.to_netcdf(path, engine="h5netcdf", encoding=encoding)
