"""Dispatch: a site and a forecast in, a schedule out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sites.lazy import lazily

if TYPE_CHECKING:
    from dispatch.options import Options
    from dispatch.result import Schedule
    from dispatch.scheduling import complete, schedule

__all__ = ["Options", "Schedule", "complete", "schedule"]

_HOMES = {
    "Options": "dispatch.options",
    "Schedule": "dispatch.result",
    "complete": "dispatch.scheduling",
    "schedule": "dispatch.scheduling",
}

__getattr__ = lazily(__name__, _HOMES)
