"""One breach of one rule: which, by whom, when and by how much."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sites.messages import current_language, say, use_language

__all__ = ["Array", "Finding", "MW_TOLERANCE", "RELATIVE_TOLERANCE", "spans"]

Array = NDArray[np.float64]

MW_TOLERANCE = 1e-5
"""Breaches up to here, in MW or MWh, are a solver's rounding."""

RELATIVE_TOLERANCE = 1e-6
"""Of money and indicators, on top of `MW_TOLERANCE` in their own unit."""

RUNS_SHOWN = 6


@dataclass(frozen=True)
class Finding:
    """A breach.

    Attributes
    ----------
    rule : str
        The broken rule, a `Rule` or one of an asset type's own.
    asset : str
        Asset, bus, ``asset/task``, ``asset/batch``, or the name of the figure; empty for the whole site.
    steps : tuple of int
        Indices of the steps, empty where the rule is about the whole day.
    amount : float
        By how much, the most over the steps.
    unit : str
        Unit of the amount, empty for a plain count or where there is no measure.
    where : str
        The steps for people, by the trade's labels (ends of steps), e.g. ``17:15-18:00``.
    event : str
        Label of the called event in whose day it was found, empty for the plan itself.
    """

    rule: str
    asset: str
    steps: tuple[int, ...]
    amount: float
    unit: str
    where: str = ""
    event: str = ""

    def text(self, language: str | None = None) -> str:
        """The finding for people, in a language or the one in force."""
        with use_language(language or current_language()):
            amount = say("audit-amount", figure=self.amount, unit=self.unit).strip()
            message = say(
                f"audit-{self.rule}",
                asset=self.asset or say("audit-whole-site"),
                steps=self.where or say("audit-whole-day"),
                amount=amount,
            )
            return say("audit-in-event", text=message, event=self.event) if self.event else message

    def as_dict(self) -> dict[str, object]:
        """The finding as data for JSON, with its text in the language in force."""
        return {
            "rule": str(self.rule),
            "asset": self.asset,
            "steps": list(self.steps),
            "amount": self.amount if math.isfinite(self.amount) else None,
            "unit": self.unit,
            "where": self.where,
            "event": self.event,
            "text": self.text(),
        }


def spans(labels: Sequence[str], steps: NDArray[np.int64]) -> str:
    """Steps as runs of labels: ``"17:15-18:00, 20:15"``."""
    if not len(steps):
        return ""
    runs = np.split(steps, np.flatnonzero(np.diff(steps) != 1) + 1)
    shown = [
        labels[run[0]] if len(run) == 1 else f"{labels[run[0]]}-{labels[run[-1]]}"
        for run in runs[:RUNS_SHOWN]
    ]
    return ", ".join(shown) + (f", … ({len(runs)})" if len(runs) > RUNS_SHOWN else "")
