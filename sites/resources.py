"""What several assets share and can use only so often at once: a crew, a crane, a kiln line's exhaust fan."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sites.base import Described, WholeNumber

__all__ = ["Resource"]


class Resource(Described):
    """A shared resource, ``[resources.<name>]``; batches name it."""

    title: str = ""
    title_zh: str = ""
    at_once_max: Annotated[WholeNumber, Field(ge=1, le=1000)] = Field(
        description="Most runs that use it at the same time, over all assets."
    )
