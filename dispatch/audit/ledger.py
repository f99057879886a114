"""Declared relaxations as amounts that excuse a breach, and how much of each was really needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dispatch.audit.finding import Array

__all__ = ["CLAUSES", "Ledger", "Relaxation"]

CLAUSES = (
    "firm_load",
    "import_limit",
    "export_limit",
    "outside_peak",
    "level_window",
    "task_energy",
    "batch_run",
    "product",
    "resource",
    "pin",
    "call_rules",
    "power_limit",
    "budget",
    "fleet_energy",
    "comfort",
    "unit_rules",
    "spill_limit",
    "reserve",
    "island_energy",
    "network_limit",
)


@dataclass(frozen=True)
class Relaxation:
    """A hard limit that the schedule says it breaks.

    ``amounts`` are MW in each of ``steps``; MWh of level for ``level_window``.
    """

    asset: str
    clause: str
    steps: tuple[int, ...]
    amounts: tuple[float, ...]
    total_mwh: float


@dataclass
class Ledger:
    """Declared amounts by clause and asset, shape (count,), and what the checks took of them."""

    count: int
    declared: Mapping[tuple[str, str], Array] = field(default_factory=dict)
    used: dict[tuple[str, str], Array] = field(default_factory=dict)

    @classmethod
    def of(cls, relaxations: list[Relaxation], count: int) -> Ledger:
        """A ledger with nothing used yet."""
        declared: dict[tuple[str, str], Array] = {}
        for each in relaxations:
            amounts = declared.setdefault((each.clause, each.asset), np.zeros(count))
            amounts[list(each.steps)] += each.amounts
        return cls(count, declared)

    def excuse(self, clause: str, asset: str, excess: Array) -> Array:
        """What remains of an excess after the declared amount, shape (count,); notes what was taken."""
        declared = self.declared.get((clause, asset))
        if declared is None:
            return excess
        taken = np.clip(np.nan_to_num(excess), 0.0, declared)
        self._take(clause, asset, taken)
        return np.asarray(excess - taken)

    def excuse_total(self, clause: str, asset: str, excess: float) -> float:
        """What remains of an excess over the whole day, in MW summed over steps, after all that is declared."""
        declared = self.declared.get((clause, asset))
        if declared is None or not excess > 0.0:
            return excess
        share = min(1.0, excess / float(declared.sum())) if declared.sum() > 0.0 else 0.0
        self._take(clause, asset, declared * share)
        return excess - float(declared.sum()) * share

    def pardons(self, clause: str, asset: str) -> bool:
        """Whether a rule without a measure, such as the number of calls, is declared broken; notes the use."""
        declared = self.declared.get((clause, asset))
        if declared is None:
            return False
        self._take(clause, asset, declared)
        return True

    def is_relaxed(self, assets: tuple[str, ...]) -> NDArray[np.bool_]:
        """Which steps hold a declared relaxation of some assets, their tasks, or the whole site, shape (count,)."""
        found = np.zeros(self.count, dtype=bool)
        for (_, name), amounts in self.declared.items():
            if name.partition("/")[0] in assets:
                found |= amounts > 0.0
        return found

    def again(self) -> Ledger:
        """The same declarations for an event's day, whose use does not count."""
        return Ledger(self.count, self.declared)

    def unused(self) -> dict[tuple[str, str], Array]:
        """Declared but not needed amounts by clause and asset, shape (count,)."""
        return {
            key: np.asarray(amounts - self.used.get(key, np.zeros(self.count)))
            for key, amounts in self.declared.items()
        }

    def _take(self, clause: str, asset: str, taken: Array) -> None:
        before = self.used.get((clause, asset))
        self.used[clause, asset] = taken if before is None else np.maximum(before, taken)
