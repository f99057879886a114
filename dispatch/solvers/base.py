"""What the stages ask of a solver, whichever it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from dispatch.assets.base import Expr

__all__ = ["Answer", "Limits", "Session"]


@dataclass(frozen=True)
class Limits:
    """When a solve ends: seconds, and how near the best it must come."""

    seconds: float
    gap_rel: float
    gap_abs: float


@dataclass(frozen=True)
class Answer:
    """What a solve brought.

    Attributes
    ----------
    status : str
        ``optimal`` (within the gap), ``feasible`` (a limit stopped it; the incumbent is there), ``infeasible``,
        or ``nothing`` (a limit stopped it before any incumbent).
    value, bound : float
        Incumbent's value and proven bound of what was minimised; NaN where there is none.
    gap_rel : float
        |value - bound| / max(|value|, 1e-10); infinite where there is no bound.
    seconds : float
        Wall-clock time of the solve.
    """

    status: Literal["optimal", "feasible", "infeasible", "nothing"]
    value: float
    bound: float
    gap_rel: float
    seconds: float

    @property
    def has_solution(self) -> bool:
        """Whether there is an incumbent."""
        return self.status in ("optimal", "feasible")


class Session(Protocol):
    """One model in a solver's hands, solved again and again with other objectives."""

    @property
    def version(self) -> str:
        """Name and version of the solver."""

    @property
    def log(self) -> str:
        """What the solver has said so far."""

    def minimise(self, expression: Expr, limits: Limits, *, is_integer: bool = True) -> Answer:
        """Minimise from the last solution on; without integers they stay as the last solution has them.

        The incumbent is written into the model's variables.
        """

    def begin_with(self, integers: Mapping[str, float]) -> None:
        """Begin the next search from these values of integer variables, by name, where the solver can."""

    def hold(self, expression: Expr, most: float) -> int:
        """Keep an expression at or below a value from now on; gives a handle."""

    def release(self, handle: int) -> None:
        """Give a held expression up."""

    def close(self, variables: list[Expr]) -> None:
        """Keep variables at zero from now on."""
