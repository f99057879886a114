"""Operation without the public grid: for how long, from when, and which part of the loads is critical."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from sites.base import Described, Fraction, Name, Number, Span
from sites.problems import Problem, problem

if TYPE_CHECKING:
    from sites.site import Site
    from sites.time import Steps

__all__ = ["Islanding", "islanding_problems"]


class Islanding(Described):
    """An outage of the ties that the critical loads have to survive."""

    hours: Annotated[Number, Field(gt=0, le=24)] = Field(description="Length of the outage, hours.")
    windows: tuple[Span, ...] = Field(
        default=(), description="When the outage may begin; at any step of the day where none is given."
    )
    critical_frac: dict[Name, Fraction] = Field(
        min_length=1, description="Share of each load that must be served, by asset; the others may be shed."
    )
    is_held: bool = Field(
        default=False,
        description="Whether the plan must keep as much stored energy as the critical loads would need.",
    )

    def starts(self, steps: Steps) -> NDArray[np.bool_]:
        """Steps at which an outage may begin and ends within the day, shape (count,)."""
        inside = steps.within_any(self.windows) if self.windows else np.ones(steps.count, dtype=bool)
        return inside & (np.arange(steps.count) + self.length(steps) <= steps.count)

    def length(self, steps: Steps) -> int:
        """Steps that an outage lasts."""
        return max(1, int(np.ceil(self.hours / steps.hours - 1e-9)))


def islanding_problems(site: Site, where: str) -> Iterator[Problem]:
    """Critical assets are electric loads of the site; windows begin and end on steps."""
    about = site.islanding
    if about is None:
        return
    loads = site.of_role("load", "electricity")
    for name in about.critical_frac:
        if name not in loads:
            at = f"{where} [islanding.critical_frac]"
            yield problem("islanding-not-load", at, found=name, known=", ".join(loads))
    for span in about.windows:
        for minute in (span.start_minute, span.end_minute):
            if minute % site.step_minutes:
                at = f"{where} [islanding] windows"
                yield problem("site-clock-step", at, found=str(span), step=site.step_minutes)
