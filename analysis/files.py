"""Files: written whole or not at all, and tables as CSV in which no cell is run as a formula.

Whoever is stopped, by a full disk or a switched-off computer, leaves the old file as it was.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_ABANDONED = 60  # seconds after which an unfinished file belongs to nobody any more
# What a spreadsheet would run as a formula, or what `guard` has made of it; a plain number stays a number.  Pages read it, too.
FORMULA = r"^(?!-?[0-9]+(?:\.[0-9]+)?(?![\s\S]))'*[=+\-@\t\r\n＝＋－＠]"
_FORMULA = re.compile(FORMULA)


def replace(path: Path, write: Callable[[Path], object]) -> None:
    """Let a function write a file under another name, and give it its own when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    building = path.with_name(f".{path.name[:60]}.{uuid.uuid4().hex}.tmp")  # two may write the same file
    try:
        write(building)
        building.replace(path)
    finally:
        building.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file so that nobody ever sees half of it, and remove what a run that was killed has left beside it.

    Raises
    ------
    OSError
        If the folder is missing, full or not to be written to; the old file is as it was.
    """
    if not path.parent.is_dir():
        raise FileNotFoundError(f"{path.parent} must be a folder that exists, to write {path.name} into it.")
    replace(path, lambda building: building.write_bytes(content))
    for left in path.parent.glob(f".{escape(path.name[:60])}.*.tmp"):
        with suppress(FileNotFoundError):  # whoever wrote it has just finished
            if time.time() - left.stat().st_mtime > _ABANDONED:
                left.unlink(missing_ok=True)
    return path


def guard(cell: str) -> str:
    """Return a cell of CSV that a spreadsheet shows as it is; `unguard` gives the text back.

    Examples
    --------
    >>> [guard(text) for text in ("=1+1", "@Iraq", "-3.5", "'Tis", "'=1")]
    ["'=1+1", "'@Iraq", '-3.5', "'Tis", "''=1"]
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguard(cell: str) -> str:
    """Return the text that `guard` was given.

    Examples
    --------
    >>> [unguard(guard(text)) for text in ("=1+1", "@Iraq", "-3.5", "'Tis", "'=1")]
    ['=1+1', '@Iraq', '-3.5', "'Tis", "'=1"]
    """
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell


def csv_of(table: pd.DataFrame) -> bytes:
    """Return a table as CSV in UTF-8, its text guarded; numbers and offsets are as they are."""
    text = table.select_dtypes(exclude=["number", "bool"])
    guarded = {str(name): [guard(cell) if isinstance(cell, str) else cell for cell in text[name]] for name in text}
    return table.assign(**guarded).to_csv(index=False, lineterminator="\n").encode()
