"""A unit that burns fuel: steam or engine plant on biomass, waste, coal or gas, with or without heat."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from sites.assets.base import AssetBase, Role
from sites.base import (
    Clock,
    Described,
    Fraction,
    Hours,
    Name,
    Number,
    PowerMw,
    PriceYuan,
    custom_error,
)
from sites.problems import Problem, problem

if TYPE_CHECKING:
    from sites.site import Site

__all__ = ["CostPoint", "Delivery", "Fuel", "FuelPoint", "StartTier", "Thermal"]

Array = NDArray[np.float64]
NotNegative = Annotated[Number, Field(ge=0)]
Positive = Annotated[Number, Field(gt=0)]
StateHours = Annotated[Number, Field(ge=-8784, le=8784)]
LONG_HOURS = 8784.0
ROUND = 1e-6


class StartTier(Described):
    """What a start costs from some time off on."""

    off_hours_from: Hours
    cost_yuan: NotNegative


class FuelPoint(Described):
    """A point of the fuel curve."""

    output_mw: PowerMw
    fuel_mwh_per_h: NotNegative


class CostPoint(Described):
    """A point of the cost curve."""

    output_mw: PowerMw
    cost_yuan_per_h: NotNegative


class Delivery(Described):
    """Fuel that comes at a time of the day."""

    at: Clock
    energy_mwh: NotNegative


class Fuel(Described):
    """A fuel by its lower heating value: price, emissions, its share of the blend, what of it is there.

    ``factor_t_per_mwh`` counts all CO2 of the chimney, ``fossil_frac`` is the share of it that counts: 1 for coal,
    0 for biomass and biogas, the fossil share of the waste for municipal waste.
    """

    name: Name
    price_yuan_per_mwh: PriceYuan = Field(description="Negative where somebody pays for the burning.")
    factor_t_per_mwh: Annotated[Number, Field(ge=0, le=3)] = 0.0
    fossil_frac: Fraction = 1.0
    share_frac_min: Fraction = Field(default=0.0, description="Least share of the blend, by energy.")
    share_frac_max: Fraction = Field(default=1.0, description="Most of the blend, by energy.")
    must_burn_mwh: NotNegative = Field(default=0.0, description="What must be burnt of it each day, MWh.")
    stock_mwh_initial: NotNegative | None = Field(
        default=None, description="Stock where no state is known, MWh; without it there is always enough."
    )
    deliveries: tuple[Delivery, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.share_frac_min > self.share_frac_max:
            raise custom_error("site-min-above-max", low="share_frac_min", high="share_frac_max")
        if self.deliveries and self.stock_mwh_initial is None:
            raise custom_error("site-together", fields="deliveries, stock_mwh_initial")
        return self


class Thermal(AssetBase):
    """A unit that is on or off, with limits on how it starts, runs and stops.

    Powers are those of the generator; ``own_use_frac`` and ``own_use_mw`` are taken off before the bus. What it burns
    follows from ``fuel_curve`` and ``fuels``; a unit of which only money is known has a ``cost_curve`` instead.
    """

    role: ClassVar[Role] = "unit"
    carriers: ClassVar[dict[str, str]] = {"bus": "electricity", "heat_bus": "heat"}
    state_fields: ClassVar[tuple[str, ...]] = ("unit_hours", "output_mw", "stocks")

    type: Literal["thermal"]
    power_mw_max: Annotated[PowerMw, Field(gt=0)]
    power_mw_min: PowerMw = Field(default=0.0, description="Least power while it is on, MW.")
    own_use_frac: Annotated[Number, Field(ge=0, lt=1)] = Field(
        default=0.0, description="Share of the power that the unit itself takes."
    )
    own_use_mw: PowerMw = Field(default=0.0, description="What it takes beside that while on, MW.")

    fuels: tuple[Fuel, ...] = Field(default=(), max_length=2)
    fuel_curve: tuple[FuelPoint, ...] = Field(
        default=(), description="Fuel over power, rising and convex, from power_mw_min to power_mw_max."
    )
    cost_curve: tuple[CostPoint, ...] = Field(
        default=(), description="Cost over power, where no fuel is told."
    )
    no_load_yuan_per_h: NotNegative = Field(default=0.0, description="Other cost of every hour on, yuan.")
    wear_yuan_per_mwh: NotNegative = Field(default=0.0, description="Other cost of every MWh, yuan.")
    carbon_liable_frac: Fraction = Field(
        default=1.0, description="Share of the fossil CO2 on which the price of carbon falls."
    )
    start_costs: tuple[StartTier, ...] = Field(
        default=(), description="Cost of a start by how long it was off, both rising."
    )
    stop_cost_yuan: NotNegative = 0.0

    min_up_hours: Hours = 0.0
    min_down_hours: Hours = 0.0
    ramp_up_mw_per_h: Positive | None = None
    ramp_down_mw_per_h: Positive | None = None
    start_mw_max: PowerMw | None = Field(default=None, description="Most power in the first step on, MW.")
    stop_mw_max: PowerMw | None = Field(default=None, description="Most power in the last step on, MW.")
    must_run: Annotated[bool, Field(strict=True)] = False
    reference_mw: PowerMw | None = Field(
        default=None, description="Power on the reference day, MW; else the minimum if it must run, else off."
    )
    reserve_mw_max: PowerMw | None = Field(
        default=None, description="Most spinning reserve, MW; all it could give where not stated, 0 for none."
    )

    heat_bus: Name | None = None
    heat_frac: NotNegative = Field(default=0.0, description="Heat per power, back pressure, MW/MW.")
    heat_mw_on: PowerMw = Field(default=0.0, description="Heat beside that while on, MW.")

    hours_initial: StateHours | None = Field(
        default=None, description="Hours on (+) or off (-) where no state is known; long where not given."
    )
    output_mw_initial: PowerMw | None = Field(
        default=None, description="Net power before the day where no state is known, MW."
    )

    # --- what follows from the fields -----------------------------------------------------------------------------

    @property
    def power_mw_rated(self) -> float:
        """The most that it can feed into its bus, MW."""
        return float(self.net_mw(self.power_mw_max, 1.0))

    @property
    def output_mw_least(self) -> float:
        """The least that it feeds into its bus while it is on, MW."""
        return float(self.net_mw(self.power_mw_min, 1.0))

    @property
    def start_limit_mw(self) -> float:
        """Most power in the first step on, MW."""
        return self.power_mw_max if self.start_mw_max is None else self.start_mw_max

    @property
    def stop_limit_mw(self) -> float:
        """Most power in the last step on, MW."""
        return self.power_mw_max if self.stop_mw_max is None else self.stop_mw_max

    @property
    def points(self) -> tuple[tuple[float, float], ...]:
        """The curve: power in MW, and fuel in MWh/h, or cost in yuan/h where no fuel is told."""
        if self.fuel_curve:
            return tuple((point.output_mw, point.fuel_mwh_per_h) for point in self.fuel_curve)
        return tuple((point.output_mw, point.cost_yuan_per_h) for point in self.cost_curve)

    @property
    def pieces(self) -> tuple[tuple[float, float], ...]:
        """Pieces of the curve above the least power: width in MW, slope."""
        return tuple((x1 - x0, (y1 - y0) / (x1 - x0)) for (x0, y0), (x1, y1) in pairwise(self.points))

    @property
    def slope_below(self) -> float:
        """Slope of the curve below the least power, where only a broken rule leads: it never falls below zero."""
        least, burnt = self.points[0]
        average = burnt / least if least > 0 else 0.0
        return min([average, *(slope for _, slope in self.pieces[:1])])

    def curve(self, power_mw: Array, is_on: Array) -> Array:
        """Fuel in MWh/h, or cost in yuan/h, of the generator's power and state, shape (count,)."""
        if not self.points:
            return np.zeros(np.shape(power_mw))
        known = np.asarray(self.points)
        within = np.interp(power_mw, known[:, 0], known[:, 1])
        below = self.slope_below * np.maximum(self.power_mw_min - power_mw, 0.0)
        return np.asarray(np.where(is_on > 0.5, within - below, 0.0))

    def net_mw(self, power_mw: Array | float, is_on: Array | float) -> Array | float:
        """What of the generator's power reaches the bus, MW."""
        return (1.0 - self.own_use_frac) * power_mw - self.own_use_mw * is_on

    def generator_mw(self, net_mw: Array | float, is_on: Array | float) -> Array | float:
        """The generator's power behind what reaches the bus, MW."""
        return (net_mw + self.own_use_mw * is_on) / (1.0 - self.own_use_frac)

    def start_yuan(self, off_hours: float) -> float:
        """Cost of a start after some hours off, yuan: of the last tier that has begun, else of the first."""
        begun = [tier.cost_yuan for tier in self.start_costs if tier.off_hours_from <= off_hours + ROUND]
        return begun[-1] if begun else (self.start_costs[0].cost_yuan if self.start_costs else 0.0)

    @property
    def is_fuel_exact(self) -> bool:
        """Whether burning more than the curve asks for could pay, so that its pieces need an order of their own."""
        return any(fuel.price_yuan_per_mwh < 0 or fuel.must_burn_mwh > 0 for fuel in self.fuels)

    def stock_key(self, fuel: Fuel) -> str:
        """Key of a fuel's stock in the state."""
        return f"{self.name}/{fuel.name}"

    # --- state ----------------------------------------------------------------------------------------------------

    def initial_state(self) -> dict[str, dict[str, float]]:
        """On for long if it must run, else off for long, unless told; stocks as told."""
        hours = self.hours_initial
        if hours is None:
            hours = LONG_HOURS if self.must_run else -LONG_HOURS
        before = self.output_mw_initial
        if before is None:
            before = float(self.net_mw(self._usual_mw, 1.0)) if hours > 0 else 0.0
        stocks = {
            self.stock_key(fuel): fuel.stock_mwh_initial
            for fuel in self.fuels
            if fuel.stock_mwh_initial is not None
        }
        state = {"unit_hours": {self.name: hours}, "output_mw": {self.name: before}}
        return {**state, **({"stocks": stocks} if stocks else {})}

    @property
    def _usual_mw(self) -> float:
        """Generator's power on the reference day, MW."""
        if self.reference_mw is None:
            return self.power_mw_min
        return float(self.generator_mw(self.reference_mw, 1.0))

    def state_contradictions(
        self, value: Callable[[str, str], float]
    ) -> Iterator[tuple[str, str, dict[str, object]]]:
        """What of a state before the day contradicts the unit: message, place and figures."""
        hours, before = value("unit_hours", self.name), value("output_mw", self.name)
        at_hours, at_output = f"unit_hours.{self.name}", f"output_mw.{self.name}"
        least, most = (float(self.net_mw(p, 1.0)) for p in (self.power_mw_min, self.power_mw_max))
        if hours == 0:
            yield "thermal-state-zero", at_hours, {"asset": self.name}
        elif hours < 0 and before > ROUND:
            yield "thermal-state-off-power", at_output, {"asset": self.name, "hours": -hours, "found": before}
        elif hours > 0 and not least - ROUND <= before <= most + ROUND:
            about = {"asset": self.name, "hours": hours, "found": before, "least": least, "most": most}
            yield "thermal-state-on-power", at_output, about
        if self.must_run and -self.min_down_hours < hours < 0:
            about = {"asset": self.name, "hours": -hours, "least": self.min_down_hours}
            yield "thermal-state-must-run", at_hours, about

    def own_problems(self, site: Site, where: str) -> Iterator[Problem]:
        """The assumed state must not contradict the unit; heat needs a bus."""
        del site
        known = self.initial_state()
        for key, at, args in self.state_contradictions(lambda field, name: known[field][name]):
            field = "hours_initial" if at.startswith("unit_hours") else "output_mw_initial"
            yield problem(key, f"{where} {field}", **args)

    def clocks(self) -> Iterator[tuple[str, int]]:
        """Times at which fuel comes."""
        for place, fuel in enumerate(self.fuels):
            for number, delivery in enumerate(fuel.deliveries):
                yield f".fuels[{place + 1}].deliveries[{number + 1}] at", delivery.at

    # --- what must hold between the fields ------------------------------------------------------------------------

    @model_validator(mode="after")
    def _powers(self) -> Self:
        if self.power_mw_min > self.power_mw_max:
            raise custom_error("site-min-above-max", low="power_mw_min", high="power_mw_max")
        for field in ("start_mw_max", "stop_mw_max"):
            limit = getattr(self, field)
            if limit is not None and limit < self.power_mw_min:
                raise custom_error(
                    "thermal-limit-below-minimum", field=field, found=limit, least=self.power_mw_min
                )
        if self.net_mw(self.power_mw_min, 1.0) < 0:
            raise custom_error("thermal-own-use", least=self.power_mw_min)
        heats = self.heat_frac > 0 or self.heat_mw_on > 0
        if heats != (self.heat_bus is not None):
            raise custom_error("site-together", fields="heat_bus, heat_frac / heat_mw_on")
        reference = self.reference_mw
        if reference:
            usual = self._usual_mw
            if not self.power_mw_min - ROUND <= usual <= self.power_mw_max + ROUND:
                least, most = (
                    round(float(self.net_mw(p, 1.0)), 6) for p in (self.power_mw_min, self.power_mw_max)
                )
                raise custom_error("thermal-reference", found=reference, least=least, most=most)
        return self

    @model_validator(mode="after")
    def _curves(self) -> Self:
        if bool(self.fuels) != bool(self.fuel_curve):
            raise custom_error("site-together", fields="fuels, fuel_curve")
        if bool(self.fuel_curve) == bool(self.cost_curve):
            raise custom_error("site-one-of", fields="fuel_curve, cost_curve")
        name = "fuel_curve" if self.fuel_curve else "cost_curve"
        powers = [power for power, _ in self.points]
        if any(later <= earlier for earlier, later in pairwise(powers)):
            raise custom_error("thermal-curve-order", field=name)
        if abs(powers[0] - self.power_mw_min) > ROUND or abs(powers[-1] - self.power_mw_max) > ROUND:
            args = {
                "first": powers[0],
                "last": powers[-1],
                "least": self.power_mw_min,
                "most": self.power_mw_max,
            }
            raise custom_error("thermal-curve-span", field=name, **args)
        slopes = [slope for _, slope in self.pieces]
        for place, (one, other) in enumerate(pairwise(slopes), start=2):
            if other < one - 1e-9 * max(1.0, abs(one)):
                args = {"place": place, "before": round(one, 6), "after": round(other, 6)}
                raise custom_error("thermal-curve-convex", field=name, **args)
        if slopes and slopes[0] < 0:
            raise custom_error("thermal-curve-falls", field=name)
        return self

    @model_validator(mode="after")
    def _tiers(self) -> Self:
        for one, other in pairwise(self.start_costs):
            if other.off_hours_from <= one.off_hours_from or other.cost_yuan < one.cost_yuan:
                args = {"first": one.off_hours_from, "second": other.off_hours_from}
                raise custom_error("thermal-start-order", **args, one=one.cost_yuan, other=other.cost_yuan)
        return self

    @model_validator(mode="after")
    def _blend(self) -> Self:
        names = [fuel.name for fuel in self.fuels]
        if len(set(names)) != len(names):
            raise custom_error("site-name-twice", found=names[0])
        least, most = (sum(getattr(f, f"share_frac_{end}") for f in self.fuels) for end in ("min", "max"))
        if self.fuels and not least <= 1.0 + 1e-9 <= most + 2e-9:
            raise custom_error("thermal-blend", least=round(least, 6), most=round(most, 6))
        return self
