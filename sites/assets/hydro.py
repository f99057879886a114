"""A small hydropower station: run-of-river, with a pond where it has one.

Power of a flow: P = rho g H eta Q, with rho = 1000 kg/m3, g = 9.80665 m/s2, net head H and the efficiency eta of
turbine, gear and generator together (ESHA, Guide on how to develop a small hydropower plant, 2004, section 1.4). Head
and efficiency are taken as constant, so that a pond is a window of energy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from sites.assets.renewable import Renewable
from sites.base import (
    Described,
    EfficiencyFrac,
    EnergyMwh,
    FileName,
    Fraction,
    Number,
    PowerMw,
    PriceYuan,
    custom_error,
)
from sites.problems import Problem, Refused, problem
from sites.table import DatedTable, read_dated

if TYPE_CHECKING:
    from sites.site import Site

__all__ = ["Hydro", "Inflow", "Pond", "read_flow", "read_power"]

MW_PER_M4_PER_S = 9.80665e-3
"""rho g, MW for each m3/s and m of head."""
MONTHS = 12
Flow = Annotated[Number, Field(ge=0, le=200_000)]


def _read(name: str, text: str, column: str) -> DatedTable:
    table = read_dated(name, text, (column,))
    wrong = np.flatnonzero(table.columns[column] < 0)
    if wrong.size:
        place = int(wrong[0])
        about = {"column": column, "found": float(table.columns[column][place])}
        raise Refused([problem("table-negative", f"{name}:{table.lines[place]}", **about)])
    return table


def read_flow(name: str, text: str) -> DatedTable:
    """Read and check a dated series of flow: ``time, inflow_m3_per_s``."""
    return _read(name, text, "inflow_m3_per_s")


def read_power(name: str, text: str) -> DatedTable:
    """Read and check a dated series of natural power: ``time, inflow_mw``."""
    return _read(name, text, "inflow_mw")


class Inflow(Described):
    """What the river brings: exactly one of four forms.

    A series in MW is the power of the whole natural flow at the station's head and efficiency.
    """

    data_files: ClassVar[tuple[str, ...]] = ("series_m3_per_s", "series_mw")

    monthly_m3_per_s: tuple[Flow, ...] | None = Field(
        default=None, description="Twelve mean flows, January first, m3/s."
    )
    monthly_mw: tuple[PowerMw, ...] | None = Field(
        default=None, description="Twelve mean natural powers, January first, MW."
    )
    series_m3_per_s: FileName | None = Field(default=None, description="CSV: time, inflow_m3_per_s.")
    series_mw: FileName | None = Field(default=None, description="CSV: time, inflow_mw.")

    @property
    def is_flow(self) -> bool:
        """Whether it is given in m3/s."""
        return self.monthly_m3_per_s is not None or self.series_m3_per_s is not None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        forms = ("monthly_m3_per_s", "monthly_mw", "series_m3_per_s", "series_mw")
        given = [form for form in forms if getattr(self, form) is not None]
        if len(given) != 1:
            raise custom_error("site-one-of", fields=", ".join(forms))
        value = getattr(self, given[0])
        if isinstance(value, tuple) and len(value) != MONTHS:
            raise custom_error("site-twelve-of", field=given[0], found=len(value))
        return self


class Pond(Described):
    """Water that can be kept for some hours, m3 or the MWh that it gives at the station's head."""

    volume_m3_max: Annotated[Number, Field(gt=0, le=1e11)] | None = Field(
        default=None, description="Usable and unusable volume of the pond, m3."
    )
    energy_mwh_max: EnergyMwh | None = Field(default=None, description="The same as energy at the bus, MWh.")
    level_frac_min: Fraction = Field(default=0.0, description="Lowest level, share of the whole.")
    level_frac_max: Fraction = Field(default=1.0, description="Highest level, share of the whole.")
    level_frac_initial: Fraction = Field(
        default=0.5, description="Level to start from where no state is known, 0-1."
    )
    terminal_value_yuan_per_mwh: Annotated[PriceYuan, Field(ge=0)] = Field(
        default=0.0, description="Value of a MWh of water in the pond at the end of the day, yuan."
    )

    @model_validator(mode="after")
    def _window(self) -> Self:
        if (self.volume_m3_max is None) == (self.energy_mwh_max is None):
            raise custom_error("site-one-of", fields="volume_m3_max, energy_mwh_max")
        if self.level_frac_min >= self.level_frac_max:
            raise custom_error("site-min-above-max", low="level_frac_min", high="level_frac_max")
        if not self.level_frac_min <= self.level_frac_initial <= self.level_frac_max:
            raise custom_error("site-initial-outside", found=self.level_frac_initial)
        return self


class Hydro(Renewable):
    """Run-of-river station.

    Available is the power of the natural flow, less what must pass beside the turbines, as far as these can take it:
    water above passes the weir and is no loss of theirs. Without a pond a flow below the turbines' least gives nothing.
    """

    state_fields: ClassVar[tuple[str, ...]] = ("levels_mwh",)

    type: Literal["hydro"]
    inflow: Inflow
    head_m: Annotated[Number, Field(gt=0, le=2500)] | None = Field(
        default=None, description="Net head, m; needed where anything is given in m3."
    )
    efficiency_frac: EfficiencyFrac = Field(
        default=0.85, description="Turbine, gear and generator together, 0-1."
    )
    flow_m3_per_s_max: Flow | None = Field(default=None, description="Most that the turbines take, m3/s.")
    flow_m3_per_s_min: Flow | None = Field(
        default=None, description="Least with which a turbine runs at all, m3/s."
    )
    power_mw_max: PowerMw | None = Field(
        default=None, description="Most power of the generators, MW; the turbines' where not given."
    )
    power_mw_min: PowerMw | None = Field(
        default=None, description="Least power, MW; in place of flow_m3_per_s_min."
    )
    release_m3_per_s_min: Flow = Field(
        default=0.0, description="Ecological flow that the river must keep below the weir, m3/s."
    )
    release_from: Literal["bypass", "tailrace"] = Field(
        default="bypass",
        description="bypass: the ecological flow passes beside the turbines; tailrace: their water counts too.",
    )
    pond: Pond | None = Field(default=None, description="None: the water is used as it comes.")

    @property
    def mw_per_m3_per_s(self) -> float:
        """Power of a flow of 1 m3/s, MW; 0 without a head."""
        return MW_PER_M4_PER_S * (self.head_m or 0.0) * self.efficiency_frac

    @property
    def power_mw_rated(self) -> float:
        """The most that the station can feed into its bus, MW."""
        by_flow = np.inf if self.flow_m3_per_s_max is None else self.flow_m3_per_s_max * self.mw_per_m3_per_s
        by_power = np.inf if self.power_mw_max is None else self.power_mw_max
        return float(min(by_flow, by_power))

    @property
    def power_mw_least(self) -> float:
        """The least with which it runs, MW."""
        return max((self.flow_m3_per_s_min or 0.0) * self.mw_per_m3_per_s, self.power_mw_min or 0.0)

    @property
    def bypass_mw(self) -> float:
        """Natural power that passes beside the turbines, MW."""
        return self.release_m3_per_s_min * self.mw_per_m3_per_s if self.release_from == "bypass" else 0.0

    @property
    def tailrace_mw(self) -> float:
        """Power of the flow that turbines and weir together must pass on, MW; never more than the river brings."""
        return self.release_m3_per_s_min * self.mw_per_m3_per_s if self.release_from == "tailrace" else 0.0

    @property
    def energy_mwh_max(self) -> float:
        """What the pond holds, MWh at the bus; 0 without one."""
        if self.pond is None:
            return 0.0
        if self.pond.energy_mwh_max is not None:
            return self.pond.energy_mwh_max
        return float(self.pond.volume_m3_max or 0.0) / 3600.0 * self.mw_per_m3_per_s

    @property
    def level_mwh_min(self) -> float:
        """Lowest level, MWh."""
        return 0.0 if self.pond is None else self.pond.level_frac_min * self.energy_mwh_max

    @property
    def level_mwh_max(self) -> float:
        """Highest level, MWh."""
        return 0.0 if self.pond is None else self.pond.level_frac_max * self.energy_mwh_max

    @property
    def level_mwh_initial(self) -> float:
        """Level to start from where no state is known, MWh."""
        return 0.0 if self.pond is None else self.pond.level_frac_initial * self.energy_mwh_max

    @property
    def terminal_value_yuan_per_mwh(self) -> float:
        """Value of a MWh in the pond at the end of the day, yuan."""
        return 0.0 if self.pond is None else self.pond.terminal_value_yuan_per_mwh

    def initial_state(self) -> dict[str, dict[str, float]]:
        """The pond's level."""
        return {} if self.pond is None else {"levels_mwh": {self.name: self.level_mwh_initial}}

    def readers(self) -> dict[str, Callable[[str, str], object]]:
        """The inflow's series."""
        found: dict[str, Callable[[str, str], object]] = {}
        if self.inflow.series_m3_per_s is not None:
            found[self.inflow.series_m3_per_s] = read_flow
        if self.inflow.series_mw is not None:
            found[self.inflow.series_mw] = read_power
        return found

    def own_problems(self, site: Site, where: str) -> Iterator[Problem]:
        """A release that takes all that the river ever brings leaves nothing to run on."""
        del site
        monthly = self.inflow.monthly_m3_per_s
        if monthly is not None and max(monthly) <= self.release_m3_per_s_min and self.bypass_mw > 0:
            about = {"found": self.release_m3_per_s_min, "most": max(monthly)}
            yield problem("hydro-release-high", f"{where} release_m3_per_s_min", **about)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        in_m3 = {
            "inflow": self.inflow.is_flow,
            "flow_m3_per_s_max": self.flow_m3_per_s_max is not None,
            "flow_m3_per_s_min": self.flow_m3_per_s_min is not None,
            "release_m3_per_s_min": self.release_m3_per_s_min > 0,
            "pond.volume_m3_max": self.pond is not None and self.pond.volume_m3_max is not None,
        }
        named = [field for field, is_given in in_m3.items() if is_given]
        if named and self.head_m is None:
            raise custom_error("hydro-head", fields=", ".join(named))
        if self.flow_m3_per_s_max is None and self.power_mw_max is None:
            raise custom_error("hydro-turbine", fields="flow_m3_per_s_max, power_mw_max")
        if self.power_mw_least > self.power_mw_rated:
            about = {"found": f"{self.power_mw_least:.4g}", "most": f"{self.power_mw_rated:.4g}"}
            raise custom_error("hydro-least-above-most", **about)
        return self
