"""Dispatch: a site and a forecast in, a schedule out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that light commands start fast."""
    if name not in _HOMES:
        raise AttributeError(name)
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)
