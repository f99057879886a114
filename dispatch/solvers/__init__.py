"""Solvers behind one small interface: HiGHS by default, any that Pyomo knows by name."""

from __future__ import annotations

from typing import Any

from dispatch.options import Options
from dispatch.solvers.base import Answer, Limits, Session

__all__ = ["Answer", "Limits", "Session", "session"]


def session(model: Any, options: Options) -> Session:  # noqa: ANN401 - Pyomo carries no types
    """Give a model to the solver that the options name.

    Raises
    ------
    sites.Refused
        Where the solver is unknown or not installed.
    """
    if options.solver == "highs":
        from dispatch.solvers.highs import HighsSession  # noqa: PLC0415 - the other solver needs it not

        return HighsSession(model, threads=options.threads, seed=options.seed)
    from dispatch.solvers.named import NamedSession  # noqa: PLC0415 - HiGHS needs it not

    return NamedSession(model, options.solver, threads=options.threads, seed=options.seed)
