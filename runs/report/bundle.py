"""The plotting library: one copy for a whole archive, so that a report stays small and needs no network."""

from __future__ import annotations

import os
from pathlib import Path

from runs.files import replace_file

__all__ = ["FOLDER", "link_to_bundle"]

FOLDER = "_assets"


def link_to_bundle(archive_root: Path, run_folder: Path) -> str:
    """Write the library into the archive where it is missing; return its path as seen from a run.

    It is named by its version and written in one move, so that runs at the same time cannot spoil it, and old
    reports keep the version that drew them.
    """
    import vl_convert

    name = f"vega-{vl_convert.get_vega_version()}-lite-{vl_convert.get_vegalite_versions()[-1]}.js"
    path = archive_root / FOLDER / name
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;"))
    return Path(os.path.relpath(path, run_folder)).as_posix()
