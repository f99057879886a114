"""How an asset behaves: the interface between one asset's equations and the model that gathers them.

A behaviour builds its variables and constraints in a Pyomo block of its own and says what it injects, what it costs,
what it loses and how it moves. The model asks; it never looks inside. Convention: the last index of every indexed
variable is the step, so that the model can tell what lies before a step and what after.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

import numpy as np
import pyomo.environ as pyo
import xarray as xr

from dispatch.windows import Array
from sites.assets.base import AssetBase

if TYPE_CHECKING:
    from dispatch.case import Case
    from dispatch.inputs import Inputs
    from sites.state import State

__all__ = ["Behaviour", "Block", "Doing", "Expr", "injection_of", "taking", "values_of"]

Expr = Any  # a Pyomo expression or a number: Pyomo carries no types
Block = Any
A = TypeVar("A", bound=AssetBase)
NEGLIGIBLE_MW = 1e-6


@dataclass(frozen=True)
class Doing:
    """What an asset does over a day.

    Attributes
    ----------
    quantities : dict of str to array, shape (count,)
        By the names of the schedule.
    parts : dict of str to array, shape (count,)
        Power of tasks or batches, MW.
    broken : dict of str to array, shape (count,)
        How far limits are broken, by clause, or by ``part/clause`` where one part of the asset breaks it.
    feeds : dict of str to array, shape (count,)
        What it feeds into its further buses, by the field that names the bus, MW; drawn from it where negative.
    stocks : dict of str to array, shape (count,)
        Contents of its stocks at the end of each step, by ``asset/stock``, in the unit of the site file.
    uses : dict of str to array, shape (count,)
        How many of the site's shared resources it takes, by resource.
    """

    quantities: dict[str, Array] = field(default_factory=dict)
    parts: dict[str, Array] = field(default_factory=dict)
    broken: dict[str, Array] = field(default_factory=dict)
    feeds: dict[str, Array] = field(default_factory=dict)
    stocks: dict[str, Array] = field(default_factory=dict)
    uses: dict[str, Array] = field(default_factory=dict)


def taking(parts: dict[str, Array], preferred: dict[str, Array], count: int) -> Doing:
    """What a load made of tasks or batches does: their powers summed, beside the preferred ones."""
    zero = np.zeros(count)
    quantities = {
        "demand_mw": np.asarray(sum(preferred.values(), zero), dtype=float),
        "power_mw": np.asarray(sum(parts.values(), zero), dtype=float),
        "unserved_mw": zero,
    }
    return Doing(quantities, parts)


def injection_of(quantities: Mapping[str, Array]) -> Array:
    """Injection at home that an asset's quantities say: its own word, else turbine, source, store, tie, unit, load."""
    for given, taken in (
        ("injection_mw", None),
        ("turbined_mw", None),
        ("used_mw", None),
        ("discharge_mw", "charge_mw"),
        ("import_mw", "export_mw"),
        ("output_mw", None),
    ):
        if given in quantities:
            return quantities[given] - quantities[taken] if taken else quantities[given]
    return -quantities["power_mw"]


def values_of(variable: Expr, steps: range) -> Array:
    """Values of a variable or expression indexed by step, shape (count,)."""
    return np.asarray([pyo.value(variable[t]) for t in steps], dtype=float)


class Behaviour(ABC, Generic[A]):
    """Variables, constraints, injections, costs and results of one asset.

    Attributes
    ----------
    clauses : tuple of str
        Hard limits of the asset that the elastic model may break step by step; each has a slack variable there.
    part_dimension : str
        Dimension of the schedule in which the asset's parts stand: ``task`` or ``batch``.
    quantities : mapping of str to (str, str)
        Quantities over time that only this type has: name -> unit, meaning.
    held : frozenset of str
        Variables of the block that a called event leaves as planned: commitments and the like.
    asset, case : description and day.
    """

    clauses: ClassVar[tuple[str, ...]] = ()
    part_dimension: ClassVar[str] = "task"
    quantities: ClassVar[Mapping[str, tuple[str, str]]] = {}
    held: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, asset: A, case: Case) -> None:
        self.asset = asset
        self.case = case
        self.T = range(case.steps.count)

    def start(self, block: Block) -> None:
        """Declare the slack variables of an elastic model, then build."""
        if self.case.is_elastic and self.clauses:
            block.slack = pyo.Var(self.clauses, self.T, within=pyo.NonNegativeReals)
        self.build(block)

    def slack(self, block: Block, clause: str, t: int) -> Expr:
        """How far a limit is broken in a step: 0 unless the model is elastic."""
        return block.slack[clause, t] if self.case.is_elastic else 0.0

    @abstractmethod
    def build(self, block: Block) -> None:
        """Add the asset's variables and constraints to its block."""

    def link(self, block: Block, blocks: Mapping[str, tuple[Behaviour[Any], Block]]) -> None:
        """Add what ties the asset to others, once every block is built.

        Parameters
        ----------
        blocks : mapping of str to (Behaviour, block)
            Every asset of the site by name.
        """

    def reserve(self, block: Block, t: int) -> Expr:
        """Spinning reserve that the asset holds in a step, MW."""
        return 0.0

    def uses(self, block: Block, t: int) -> Mapping[str, Expr]:
        """How many of the site's shared resources the asset takes in a step, by resource."""
        return {}

    def stocks(self, block: Block) -> dict[str, Array]:
        """Contents of its stocks at the end of each step, by ``asset/stock``, shape (count,) each."""
        return {}

    @abstractmethod
    def injection(self, block: Block, t: int) -> Expr:
        """Power fed into the bus in a step, MW; taken from it where negative."""

    def feeds(self, block: Block, t: int) -> Mapping[str, Expr]:
        """Power fed into the asset's further buses in a step, by the field that names the bus, MW."""
        return {}

    @abstractmethod
    def results(self, block: Block) -> dict[str, Array]:
        """Quantities of the asset over time, by the names of the schedule, shape (count,) each."""

    @classmethod
    def preferred(cls, asset: A, inputs: Inputs) -> Doing:
        """What the asset does on the reference day; nothing for sources and ties, which follow the others."""
        del asset, inputs
        return Doing()

    @classmethod
    def repeated(cls, asset: A, inputs: Inputs, earlier: xr.Dataset) -> Doing:
        """What an earlier plan for the day decided for the asset, carried out on today's forecast.

        Parameters
        ----------
        earlier : xarray.Dataset
            Schedule of the same site and steps.
        """
        del earlier
        return cls.preferred(asset, inputs)

    @classmethod
    def as_used(cls, asset: A, inputs: Inputs, used_mw: Array) -> Doing:
        """What a renewable does without any decision of its own, given how much of it is used."""
        available = inputs.available_mw[asset.name]
        return Doing({"available_mw": available, "used_mw": used_mw, "curtailed_mw": available - used_mw})

    @classmethod
    def bill(cls, asset: A, inputs: Inputs, quantities: Mapping[str, Array]) -> dict[str, float]:
        """Named cost parts of what the asset does, yuan: `costs` in figures instead of expressions."""
        del asset, inputs, quantities
        return {}

    @classmethod
    def follow(cls, asset: A, inputs: Inputs, doing: Doing, field: str, wanted_mw: Array) -> Doing | None:
        """What the asset does on the reference day so that a further bus gets what it lacks.

        Parameters
        ----------
        doing : Doing
            What it does so far.
        field : str
            The field that names the bus.
        wanted_mw : array, shape (count,)
            What the bus still lacks, MW, 0 or more.

        Returns
        -------
        Doing or None
            With more in ``feeds[field]``; None where the asset follows nobody.
        """
        del asset, inputs, doing, field, wanted_mw
        return None

    @classmethod
    def carried(
        cls, asset: A, state: State, quantities: Mapping[str, Array], hours: float
    ) -> dict[tuple[str, str], float]:
        """What of the asset goes into the state at the end of the day, by field of the state and key.

        Levels of stores and peaks of ties are carried without it. ``quantities`` holds the power of the asset's parts
        too, by ``asset/name``.
        """
        del asset, state, quantities, hours
        return {}

    def parts(self, block: Block) -> dict[str, Array]:
        """Power of the asset's tasks or batches, by ``asset/name``, MW, shape (count,) each."""
        return {}

    def costs(self, block: Block) -> Mapping[str, Expr]:
        """Named cost parts over the day, yuan."""
        return {}

    def absorbed(self, block: Block, t: int) -> Expr:
        """Renewable power used in a step, MW."""
        return 0.0

    def losses(self, block: Block, t: int) -> Expr:
        """Energy lost in a conversion loop in a step, MWh."""
        return 0.0

    def looped(self, block: Block, t: int) -> Expr:
        """Energy that a conversion loop has lost for what it gives back in a step, MWh: burnt, if that is surplus."""
        return 0.0

    def store_flows(self, block: Block, t: int) -> tuple[Expr, Expr, float, float] | None:
        """What a store takes and gives in a step, and the most of each, MW; None for what stores nothing."""
        return None

    def deliverable(self, block: Block, t: int) -> Expr:
        """Energy that a store could give from the beginning of a step on, MWh at its bus."""
        return 0.0

    def exchange(self, block: Block, t: int) -> Expr:
        """Import less export of a tie in a step, MW."""
        return 0.0

    def exchanged(self, block: Block, t: int) -> tuple[Expr, Expr]:
        """Import and export of a tie in a step, each for itself, MW."""
        return 0.0, 0.0

    def burnt(self, block: Block, t: int) -> Expr:
        """Fuel burnt in a step, MWh: ``fuel_mwh`` of the results as an expression."""
        return 0.0

    def emitted(self, block: Block, t: int) -> Expr:
        """Fossil CO2 of fuels in a step, t: ``co2_t`` of the results as an expression."""
        return 0.0

    def movements(self, block: Block, t: int) -> tuple[Expr, ...]:
        """Powers whose changes from step to step wear the equipment or its people, MW."""
        return ()

    def conflicts(self, block: Block) -> frozenset[int]:
        """Steps in which the solution does two exclusive things at once."""
        return frozenset()

    def slacks(self, block: Block) -> dict[str, list[tuple[float, Expr]]]:
        """Slack variables of an elastic model by clause, each with the MWh that one unit of it stands for."""
        hours = self.case.hours
        return {clause: [(hours, block.slack[clause, t]) for t in self.T] for clause in self.clauses}

    def overruns(self, block: Block) -> dict[tuple[str, str], Array]:
        """Broken limits of an elastic solution, by asset (or ``asset/part``) and clause, MW, shape (count,) each."""
        if not self.case.is_elastic:
            return {}
        name = self.asset.name
        return {
            (name, c): np.asarray([pyo.value(block.slack[c, t]) for t in self.T], dtype=float)
            for c in self.clauses
        }

    def committed_until(self, event: int, length: int, notice_hours: float) -> int:
        """First step that a called event of some length and notice may change: its own, or later for a slow asset."""
        del length, notice_hours
        return event
