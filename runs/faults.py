"""How a command ends: exit codes, what the machine refused, and where the traceback of an internal fault goes."""

from __future__ import annotations

import errno
import os
import re
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sites.problems import Problem, Trouble, problem

__all__ = [
    "EXIT_BAD_INPUT",
    "EXIT_INTERRUPTED",
    "EXIT_MET",
    "EXIT_MISSED",
    "EXIT_PIPE_CLOSED",
    "EXIT_TROUBLE",
    "keep_traceback",
    "writing",
]

EXIT_MET = 0
"""A plan, and its targets met; a check without findings; the same plan again."""
EXIT_MISSED = 1
"""A plan that misses a target, is relaxed or worse, or fails its audit; a check with findings; another plan."""
EXIT_BAD_INPUT = 2
"""Bad input; nothing was written."""
EXIT_TROUBLE = 3
"""Could not write, or an internal fault."""
EXIT_INTERRUPTED = 130
"""Stopped by Ctrl-C (128 + SIGINT)."""
EXIT_PIPE_CLOSED = 141
"""Nobody reads the output any more (128 + SIGPIPE)."""

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
HDF5_NUMBER = re.compile(r"errno = (\d+)")


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn what the machine refuses inside the block into a :class:`Trouble` that names the folder.

    HDF5 reports a full disk as a ``RuntimeError`` or an ``OSError`` without a number; its text holds one.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as fault:
        raise Trouble(_explained(fault, folder)) from fault
    except RuntimeError as fault:
        if HDF5_NUMBER.search(str(fault)) is None:
            raise
        raise Trouble(_explained(fault, folder)) from fault


def _explained(fault: Exception, folder: Path) -> Problem:
    number = getattr(fault, "errno", None)
    found = HDF5_NUMBER.search(str(fault))
    if number is None and found is not None:
        number = int(found[1])
    if number in FULL:
        return problem("run-disk-full", str(folder))
    if number in FORBIDDEN:
        return problem("run-not-writable", str(folder))
    detail = (os.strerror(number) if number else str(fault)) or type(fault).__name__
    return problem("run-not-written", str(folder), detail=detail)


def keep_traceback(fault: BaseException, folders: list[Path]) -> Path | None:
    """Write the traceback of an internal fault into the first folder that takes it; None where none does."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    text = "".join(traceback.format_exception(fault))
    head = f"hengli {' '.join(sys.argv[1:])}\npython {sys.version}\n\n"
    for folder in [*folders, Path(tempfile.gettempdir())]:
        path = folder / f"hengli-fault-{stamp}-{os.getpid()}.txt"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_text(head + text, encoding="utf-8")
        except OSError:
            continue
        return path
    return None
