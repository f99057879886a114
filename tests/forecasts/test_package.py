"""``import forecasts`` is cheap, and its names are there when they are used."""

from __future__ import annotations

import subprocess
import sys

import pytest

import forecasts

CODE = """
import sys, forecasts
heavy = {"pvlib", "pandas", "xarray", "windpowerlib", "scipy", "numpy"} & set(sys.modules)
assert not heavy, heavy
from forecasts import forecast, gate
import forecasts.day_ahead
assert callable(forecast) and callable(forecasts.forecast) and callable(gate)
"""


def test_importing_the_package_imports_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_public_name_is_there_and_no_other() -> None:
    assert all(callable(getattr(forecasts, name)) for name in forecasts.__all__)
    assert dir(forecasts) == sorted(forecasts.__all__)
    with pytest.raises(AttributeError, match="no attribute 'weathr'"):
        getattr(forecasts, "weathr")  # noqa: B009 - a name that is not there
