"""Files: written whole or not at all.

Whoever is stopped, by a full disk or a switched-off computer, leaves the old file as it was.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from glob import escape
from pathlib import Path

_ABANDONED = 60  # seconds after which an unfinished file belongs to nobody any more


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
