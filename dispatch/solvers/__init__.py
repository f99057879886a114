"""Solvers behind one small interface: HiGHS by default, any that Pyomo knows by name."""

from __future__ import annotations

from typing import Any

from dispatch.options import Options
from dispatch.solvers.base import Answer, Limits, Session

__all__ = ["Answer", "Limits", "Session", "session"]


def session(model: Any, options: Options) -> Session:
    """Give a model to the solver that the options name.

    Raises
    ------
    sites.Refused
        Where the solver is unknown or not installed.
    """
    if options.solver == "highs":
        from dispatch.solvers.highs import HighsSession

        return HighsSession(model, threads=options.threads, seed=options.seed)
    from dispatch.solvers.named import named_session  # HiGHS needs it not

    return named_session(model, options.solver, threads=options.threads)
