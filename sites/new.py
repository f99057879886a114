"""A starting file for a site of the user's own: commented, with every field, and valid as written."""

from __future__ import annotations

import re
from pathlib import Path

from sites.base import NAME_LENGTH_MOST, NAME_PATTERN
from sites.problems import Problem, Refused, Trouble, problem

__all__ = ["new_site"]

STARTER = Path(__file__).parent / "starter"


def new_site(name: str, folder: str | Path) -> Path:
    """Write a starting site file and the files that it names.

    Parameters
    ----------
    name : str
        The site's name: letters, digits, ``-`` and ``_``.
    folder : str or Path
        Where to; made if it is not there.

    Returns
    -------
    Path
        The site file, ``folder/site.toml``.

    Raises
    ------
    Refused
        Where the name cannot be used or a file is there already; nothing is written then.
    Trouble
        Where the folder cannot be written.
    """
    target = Path(folder)
    problems: list[Problem] = []
    if not re.match(NAME_PATTERN, name) or len(name) > NAME_LENGTH_MOST:
        problems.append(problem("new-name", found=name))
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(STARTER.glob("*.*"))}
    problems += [
        problem("file-exists", file=str(target / file)) for file in texts if (target / file).exists()
    ]
    if target.exists() and not target.is_dir():
        problems.append(problem("file-exists", file=str(target)))
    if problems:
        raise Refused(problems)
    try:
        target.mkdir(parents=True, exist_ok=True)
        for file, text in texts.items():
            with (target / file).open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text.replace("@NAME@", name))
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise Trouble(problem("file-unwritable", str(target), detail=detail)) from None
    return target / "site.toml"
