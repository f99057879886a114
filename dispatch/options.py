"""How a day is solved."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Options"]


class Options(BaseModel):
    """Options of a schedule, validated.

    Attributes
    ----------
    solver : str
        ``highs``, or the name of any solver that Pyomo knows (``scip_direct``, ``gurobi``, ...).
    time_limit_s : float
        Wall-clock limit of the whole schedule, all stages together, seconds.
    gap_rel, gap_abs : float
        A stage ends when the incumbent is proven within this share, or this amount, of the best; never 0.
    threads, seed : int
        Of the solver; a run is repeated exactly only with the same ones.
    is_lazily_exclusive : bool
        Put exclusivity binaries only where a look at the answer, or the prices, demand them; otherwise in every step.
    has_capability : bool
        Compute the callable capability after the solve.
    has_stage_prices : bool
        Compute what each objective stage costs the later ones.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    solver: Annotated[str, Field(min_length=1)] = "highs"
    time_limit_s: Annotated[float, Field(gt=0, le=86_400, allow_inf_nan=False)] = 60.0
    gap_rel: Annotated[float, Field(gt=0, le=0.5)] = 1e-4
    gap_abs: Annotated[float, Field(gt=0)] = 1e-6
    threads: Annotated[int, Field(ge=1, le=256)] = 1
    seed: Annotated[int, Field(ge=0, le=2_147_483_647)] = 0
    is_lazily_exclusive: bool = True
    has_capability: bool = True
    has_stage_prices: bool = True
