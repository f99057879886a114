"""Operation without the public grid: what it needs, and how long it lasts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sites.lazy import lazily

if TYPE_CHECKING:
    from dispatch.islanding.needs import critical_mw as critical_mw
    from dispatch.islanding.survival import Islands as Islands
    from dispatch.islanding.survival import islands as islands

__all__ = ["Islands", "critical_mw", "islands"]

__getattr__ = lazily(__name__, {"Islands": ".survival", "critical_mw": ".needs", "islands": ".survival"})


def __dir__() -> list[str]:
    return __all__
