"""Top floor: forecast, schedule, audit, archive, comparison and report of a day, and the command line.

The names are imported when they are first used, so that light commands start fast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runs.archive import Archive
    from runs.execute import day_ahead
    from runs.run import Run

__all__ = ["Archive", "Run", "day_ahead"]

_HOMES = {"Archive": "runs.archive", "Run": "runs.run", "day_ahead": "runs.execute"}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used (PEP 562)."""
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module

    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
