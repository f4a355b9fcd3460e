"""Word lists: one CSV a list in ``data/``, one row an entry, every entry with its source.

Lists are data that a reader can open, question and change; no word stands in code.
"""

from __future__ import annotations

import csv
import io
import os
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def load_lexicon(name: str | os.PathLike[str]) -> pd.DataFrame:
    """Load a word list of the package, or one of your own.

    Parameters
    ----------
    name : str or path
        The name of a list in ``analysis/data`` ("cues", "actors", "sources", ...), or a path to a CSV file.

    Returns
    -------
    DataFrame
        One row an entry, all columns text; an empty cell is "".

    Raises
    ------
    ValueError
        If there is no such list; the message names those there are.

    Examples
    --------
    >>> load_lexicon("zones")["zone"].unique().tolist()
    ['headline', 'standfirst', 'link', 'note', 'caption', 'byline']
    """
    import pandas as pd

    path = Path(os.fspath(name))
    if path.suffix != ".csv":
        text = _packaged(os.fspath(name))
    elif path.is_file():
        text = path.read_text(encoding="utf-8-sig")
    else:
        raise FileNotFoundError(f"{name} does not exist; expected a word list (.csv).")
    header, *rows = [row for row in csv.reader(io.StringIO(text, newline="")) if row] or [[]]
    return pd.DataFrame(rows, columns=header, dtype="str")


@cache
def _packaged(name: str) -> str:
    data = files("analysis") / "data"
    known = sorted(item.name[:-4] for item in data.iterdir() if item.name.endswith(".csv"))
    if name not in known:
        raise ValueError(f"`name` must be a path to a CSV file or one of {', '.join(known)}; not {name!r}.")
    return (data / f"{name}.csv").read_text(encoding="utf8")
