"""How one type of asset is audited: what its audit offers, and what it leaves out by default."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from dispatch.audit.case import Case, Mask, Track
from dispatch.audit.finding import Array, Finding
from sites.assets.base import AssetBase

__all__ = ["AssetAudit", "Check", "Headroom"]

Check = Callable[[Any, Case, Track], Iterator[Finding]]


class _Reference(Protocol):
    def __call__(self, asset: Any, case: Case, /) -> Array: ...


class _Costs(Protocol):
    def __call__(self, asset: Any, case: Case, track: Track, /) -> dict[str, float]: ...


class _Follow(Protocol):
    def __call__(
        self, asset: Any, case: Case, own: Mapping[str, Array], field: str, wanted_mw: Array, /
    ) -> dict[str, Array] | None: ...


class _Looped(Protocol):
    def __call__(self, asset: Any, case: Case, track: Track, /) -> Array: ...


class _Quantities(Protocol):
    def __call__(self, asset: Any, case: Case, own: Mapping[str, Array], /) -> dict[str, Array]: ...


class _Feeds(Protocol):
    def __call__(self, asset: Any, case: Case, /) -> dict[str, Array]: ...


class _Parts(Protocol):
    def __call__(self, asset: Any, case: Case, /) -> Iterator[tuple[str, Any]]: ...


class _Uses(Protocol):
    def __call__(self, asset: Any, case: Case, track: Track, /) -> dict[str, Array]: ...


class _Begun(Protocol):
    def __call__(self, asset: Any, case: Case, plan: Track, start: int, /) -> dict[str, Mask]: ...


@dataclass(frozen=True)
class Headroom:
    """What an asset could at most add in the steps of an event: a bound, not a plan.

    ``free_mw`` needs no stored energy, ``stored_mw`` does (negative where the plan gives already, shape as the event);
    ``deliverable_mwh`` is the energy that is there for it.
    """

    free_mw: Array | float = 0.0
    stored_mw: Array | float = 0.0
    deliverable_mwh: float = 0.0


class _Headroom(Protocol):
    def __call__(self, asset: Any, case: Case, plan: Track, run: slice, /) -> Headroom: ...


def _rigid(asset: AssetBase, case: Case, plan: Track, run: slice) -> Headroom:
    return Headroom()


def _no_stocks(asset: AssetBase, case: Case) -> dict[str, Array]:
    return {}


def _curtailed(asset: AssetBase, case: Case, track: Track) -> Array:
    return track.curtailed_mw(asset.name)


def _nothing(asset: AssetBase, case: Case) -> Array:
    return np.zeros(case.steps.count)


def _no_parts(asset: AssetBase, case: Case) -> Iterator[tuple[str, Any]]:
    return iter(())


def _no_feeds(asset: AssetBase, case: Case) -> dict[str, Array]:
    return {field: np.zeros(case.steps.count) for field in asset.feeds}


def _alone(
    asset: AssetBase, case: Case, own: Mapping[str, Array], field: str, wanted_mw: Array
) -> dict[str, Array] | None:
    return None


def _no_quantities(asset: AssetBase, case: Case, own: Mapping[str, Array]) -> dict[str, Array]:
    return {}


def _free(asset: AssetBase, case: Case, track: Track) -> dict[str, float]:
    return {}


@dataclass(frozen=True)
class AssetAudit:
    """How one type of asset is audited.

    Attributes
    ----------
    operation : tuple of Check
        Rules of any complete day, the plan's and an event's.
    declared : tuple of Check
        Figures that the schedule gives beside its powers.
    reference : callable
        Power on the reference day, positive whether it feeds or takes, MW, shape (count,).
    costs : callable
        Parts of the bill, yuan over the day.
    idle_mwh : callable
        Level of a store that is left alone, MWh, shape (count,).
    variables : tuple of str
        Variables of any complete day.
    declared_variables : tuple of str
        Variables of the schedule beside them.
    headroom : callable
        What the asset could at most add in an event.
    tasks, batches : callable
        ``(asset/name, description)`` of what happens on the day.
    reference_feeds : callable
        What it feeds into its further buses on the reference day by itself, MW, by field.
    reference_quantities : callable
        Further variables of the reference day that its costs need, given what it feeds at home (``bus``) and into its
        further buses by field.
    looped : callable or None
        Energy that a conversion loop has lost for what it gives back in each step, MWh, shape (count,).
    follow : callable
        What it feeds on the reference day, home (``bus``) and further buses by field, so that the further bus of a
        field gets what it lacks, given what it feeds so far; None where it follows nobody.
    stocks : callable
        ``(asset/name, description)`` of its stocks.
    reference_stocks : callable
        Their contents on the reference day, by ``asset/name``.
    uses : callable or None
        How many of the site's shared resources it takes, by resource, shape (count,).
    begun : callable or None
        Steps of each batch that an event in a step must leave as planned, shape (count,); all of a batch that has
        begun where not given.
    spare_mw : callable
        What a renewable could have fed in instead of curtailing it, as far as its machines go, MW, shape (count,).
    rules : tuple of str
        Rules that only this type has; each has the message ``audit-<rule>``.
    """

    operation: tuple[Check, ...]
    variables: tuple[str, ...]
    declared: tuple[Check, ...] = ()
    declared_variables: tuple[str, ...] = ()
    reference: _Reference = _nothing
    costs: _Costs = _free
    idle_mwh: _Reference = _nothing
    headroom: _Headroom = _rigid
    tasks: _Parts = _no_parts
    batches: _Parts = _no_parts
    reference_feeds: _Feeds = _no_feeds
    follow: _Follow = _alone
    reference_quantities: _Quantities = _no_quantities
    stocks: _Parts = _no_parts
    reference_stocks: _Feeds = _no_stocks
    uses: _Uses | None = None
    begun: _Begun | None = None
    looped: _Looped | None = None
    spare_mw: _Looped = _curtailed
    rules: tuple[str, ...] = ()
