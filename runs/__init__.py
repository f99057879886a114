"""Top floor: forecast, schedule, audit, archive, comparison and report of a day, and the command line.

The names are imported when they are first used, so that light commands start fast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sites.lazy import lazily

if TYPE_CHECKING:
    from runs.archive import Archive
    from runs.execute import day_ahead
    from runs.run import Run

__all__ = ["Archive", "Run", "day_ahead"]

_HOMES = {"Archive": "runs.archive", "Run": "runs.run", "day_ahead": "runs.execute"}

__getattr__ = lazily(__name__, _HOMES)


def __dir__() -> list[str]:
    return __all__
