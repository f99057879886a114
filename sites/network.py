"""Lines and transformers between the electric buses of a site, and what hangs together.

What is joined by branches is a tree: power flows in from one bus, its root, and each other bus has one branch through
which it is fed. A ring that is closed is no tree, nor are two ties to the public grid joined by lines: the ring then
closes outside the site. Such a network has to be opened somewhere, as it is in operation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field, model_validator

from sites.base import Described, Name, Number, custom_error

if TYPE_CHECKING:
    from sites.site import Site

__all__ = ["Branch", "Joint", "Line", "Transformer", "Tree", "areas_of", "loops", "trees"]

Positive = Annotated[Number, Field(gt=0)]
NotNegative = Annotated[Number, Field(ge=0)]


class Branch(Described):
    """What joins two electric buses."""

    from_bus: Name
    to_bus: Name
    title: str = ""
    title_zh: str = ""

    @model_validator(mode="after")
    def _two_ends(self) -> Self:
        if self.from_bus == self.to_bus:
            raise custom_error("network-one-end", found=self.from_bus)
        return self


class Line(Branch):
    """An overhead line or a cable, by its totals from end to end."""

    resistance_ohm: NotNegative
    reactance_ohm: NotNegative
    susceptance_us: NotNegative = Field(default=0.0, description="Shunt susceptance, microsiemens.")
    current_ka_max: Positive = Field(description="Thermal limit, kA.")
    length_km: Positive | None = None

    @model_validator(mode="after")
    def _has_impedance(self) -> Self:
        if not self.resistance_ohm and not self.reactance_ohm:
            raise custom_error("network-no-impedance")
        return self


class Transformer(Branch):
    """A transformer between two voltages; `from_bus` is the high side."""

    rated_mva: Positive
    short_circuit_voltage_frac: Annotated[Number, Field(gt=0, le=0.5)] = Field(
        description="u_k, share of the rated voltage."
    )
    short_circuit_loss_mw: NotNegative = Field(description="Copper loss at rated load, MW.")
    no_load_loss_mw: NotNegative = Field(default=0.0, description="Iron loss, MW.")
    tap_frac: Annotated[Number, Field(gt=0.5, lt=1.5)] = Field(
        default=1.0, description="Ratio of the set tap over the nominal ratio of the two bus voltages."
    )
    loading_frac_max: Annotated[Number, Field(gt=0, le=2)] = Field(
        default=1.0, description="Most loading allowed, share of the rating."
    )

    @model_validator(mode="after")
    def _has_reactance(self) -> Self:
        share = self.short_circuit_loss_mw / self.rated_mva
        if share > self.short_circuit_voltage_frac:
            raise custom_error("network-copper-loss", found=share, limit=self.short_circuit_voltage_frac)
        return self


def areas_of(buses: Iterable[str], joins: Iterable[tuple[str, ...]]) -> Mapping[str, str]:
    """Group buses that are joined, directly or over others: bus -> the first bus of its group.

    Parameters
    ----------
    joins : iterable of tuple of str
        Buses that hang together: the ends of a branch, or all buses of an asset.
    """
    area = {bus: bus for bus in buses}
    order = {bus: place for place, bus in enumerate(area)}
    for join in joins:
        known = [area[bus] for bus in join if bus in area]
        if len(set(known)) > 1:
            first = min(known, key=order.__getitem__)
            area = {bus: first if head in known else head for bus, head in area.items()}
    return area


@dataclass(frozen=True)
class Joint:
    """A branch of a tree, seen from the root."""

    branch: str
    parent: str
    child: str


@dataclass(frozen=True)
class Tree:
    """Electric buses that hang together by branches.

    Attributes
    ----------
    root : str
        The bus with the tie; without one that of the first unit, store or renewable, which then forms the voltage.
    joints : tuple of Joint
        Each branch once, parents before children.
    """

    root: str
    joints: tuple[Joint, ...]

    @property
    def buses(self) -> tuple[str, ...]:
        """Root first, parents before children."""
        return (self.root, *(joint.child for joint in self.joints))


FORMERS = ("tie", "unit", "store", "renewable")


def trees(site: Site) -> tuple[Tree, ...]:
    """The networks of a site, each from its root; branches that would close a ring are left out (`loops` names them).

    Buses that no branch ends on are in none.
    """
    ends = _ends(site)
    found: list[Tree] = []
    for bus in site.buses:
        if bus in ends and not any(bus in tree.buses for tree in found):
            together = _walk(bus, ends)
            found.append(_walk(_root(site, together.buses), ends))
    return tuple(found)


def loops(site: Site) -> Iterator[tuple[str, ...]]:
    """Branches that form a ring, once for each that closes one in the file's order."""
    kept: dict[str, list[tuple[str, str]]] = {}
    for name, branch in site.branches.items():
        way = _way(kept, branch.from_bus, branch.to_bus)
        if way is not None:
            yield (*way, name)
            continue
        kept.setdefault(branch.from_bus, []).append((name, branch.to_bus))
        kept.setdefault(branch.to_bus, []).append((name, branch.from_bus))


def _ends(site: Site) -> dict[str, list[tuple[str, str]]]:
    """Bus -> (branch, bus at its other end)."""
    ends: dict[str, list[tuple[str, str]]] = {}
    for name, branch in site.branches.items():
        ends.setdefault(branch.from_bus, []).append((name, branch.to_bus))
        ends.setdefault(branch.to_bus, []).append((name, branch.from_bus))
    return ends


def _walk(root: str, ends: Mapping[str, list[tuple[str, str]]]) -> Tree:
    seen, joints, waiting = {root}, [], [root]
    while waiting:
        bus = waiting.pop(0)
        for name, other in ends.get(bus, ()):
            if other not in seen:
                seen.add(other)
                joints.append(Joint(name, bus, other))
                waiting.append(other)
    return Tree(root, tuple(joints))


def _root(site: Site, buses: tuple[str, ...]) -> str:
    for role in FORMERS:
        homes = [asset.bus for asset in site.assets.values() if asset.role == role and asset.bus in buses]
        if homes:
            return homes[0]
    return buses[0]


def _way(kept: Mapping[str, list[tuple[str, str]]], start: str, goal: str) -> tuple[str, ...] | None:
    """Branches from one bus to another, None where there is no way."""
    ways: dict[str, tuple[str, ...]] = {start: ()}
    waiting = [start]
    while waiting:
        bus = waiting.pop(0)
        if bus == goal:
            return ways[bus]
        for name, other in kept.get(bus, ()):
            if other not in ways:
                ways[other] = (*ways[bus], name)
                waiting.append(other)
    return None
