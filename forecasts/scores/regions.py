"""What errors cost where: the assessment of each local day by a region's rule.

A rule is data: a file ``rules/<name>.toml``, or any file of the same form, with its source. For a kind of source it
names the day's error ``e`` (``rmse`` or ``mae``, over capacity), the free fraction ``f`` and the hours ``h``; the
energy assessed is ``max(0, e - f) C h`` [MWh] a day. Curtailed and missing points are left out and counted. A new sort
of formula is a function in ``ERRORS``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from forecasts.notes import Array
from sites.problems import Refused, problem
from sites.reading import read_model

__all__ = ["ERRORS", "REGIONS", "Assessment", "Region", "Rule", "assess", "region_of"]

FOLDER = Path(__file__).parent / "rules"
REGIONS: tuple[str, ...] = tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))
"""Names of the regions that come with the package."""

ERRORS: Mapping[str, Callable[[Array], float]] = {
    "rmse": lambda error: float(np.sqrt(np.mean(error**2))),
    "mae": lambda error: float(np.mean(np.abs(error))),
}
"""Error of a day from its errors as fractions of capacity, shape (time,)."""


class Rule(BaseModel):
    """What the errors of one kind of source cost."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    error: Literal["rmse", "mae"]
    free_frac: float = Field(ge=0)
    hours: float = Field(gt=0)


class Region(BaseModel):
    """A region's assessment of forecasts, with its source.

    Attributes
    ----------
    is_second_hand
        Whether the rule is known from hearsay only; shown wherever its figures are.
    effective_from
        Since when it holds, None where that is not known.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    title_zh: str
    source: str
    is_second_hand: bool
    effective_from: dt.date | None = None
    wind: Rule | None = None
    pv: Rule | None = None

    def rule(self, kind: str) -> Rule | None:
        """Return the rule for a kind of source, None where the region has none."""
        found = getattr(self, kind, None)
        return found if isinstance(found, Rule) else None

    def called(self, language: str) -> str:
        """Return the title in a language."""
        return self.title_zh if language == "zh" else self.title


@dataclass(frozen=True)
class Assessment:
    """What a forecast cost under a region's rule.

    Attributes
    ----------
    days, days_over
        Local days with points, and those that cost something.
    energy_mwh
        Energy assessed over all days.
    worst_frac
        Error of the worst day.
    """

    days: int
    days_over: int
    energy_mwh: float
    worst_frac: float

    def as_dict(self) -> dict[str, Any]:
        """Return the figures by name."""
        return asdict(self)


def region_of(name: str) -> Region:
    """Read a region's rule by the name of one that comes with the package, or from a file.

    Raises
    ------
    Refused
        There is none of the name, or the file is not of the form.
    """
    path = FOLDER / f"{name}.toml" if name in REGIONS else Path(name)
    try:
        return _read(path, path.stat().st_mtime_ns)
    except OSError:
        raise Refused(
            problem("score-region-unknown", "--region", found=name, known=", ".join(REGIONS))
        ) from None
    except UnicodeDecodeError as fault:
        raise Refused(problem("input-encoding", path.name, byte=fault.start)) from None


@cache
def _read(path: Path, _changed: int) -> Region:
    return read_model(Region, path.name, path.read_text(encoding="utf-8-sig"))


def assess(
    rule: Rule, measured_mw: Array, forecast_mw: Array, capacity_mw: float, days: NDArray[np.datetime64]
) -> Assessment:
    """Assess a forecast day by day.

    Parameters
    ----------
    measured_mw, forecast_mw
        Power [MW], shape (time,), NaN where missing or curtailed.
    days
        Local day of each step, ``datetime64[D]``, shape (time,).
    """
    both = np.isfinite(measured_mw) & np.isfinite(forecast_mw)
    error = (forecast_mw[both] - measured_mw[both]) / capacity_mw
    known = days[both]
    errors = np.array([ERRORS[rule.error](error[known == day]) for day in np.unique(known)])
    excess = np.maximum(0.0, errors - rule.free_frac)
    return Assessment(
        days=len(errors),
        days_over=int((excess > 0).sum()),
        energy_mwh=float(excess.sum() * capacity_mw * rule.hours),
        worst_frac=float(errors.max(initial=0.0)),
    )
