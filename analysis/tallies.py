"""Tallies: rows counted and summed for the lines of a summary, which is indexed by article and actor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd


def _codes(column: pd.Series, known: pd.Index) -> np.ndarray:
    """Position of each value among the known ones, -1 where it is none of them; a category is looked up once, not once a row."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        places = np.append(known.get_indexer(pd.Index(column.cat.categories.astype("str"))), -1)
        codes: np.ndarray = places[column.cat.codes]
        return codes
    return known.get_indexer(pd.Index(column.astype("str")))


def lines_of(rows: pd.DataFrame, table: pd.DataFrame) -> np.ndarray:
    """For each row, the position of its article and actor in the summary; all stand there."""
    own, place = np.zeros(len(table), dtype="int64"), np.zeros(len(rows), dtype="int64")
    for name in map(str, table.index.names):
        values = pd.Index(table.index.get_level_values(name).astype("str"))
        known = values.unique()
        own, place = own * len(known) + known.get_indexer(values), place * len(known) + _codes(rows[name], known)
    order = np.argsort(own)
    lines: np.ndarray = order[np.searchsorted(own, place, sorter=order)] if len(rows) else place
    return lines


def by_hand(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows that a reader has accepted, changed or added."""
    return rows[rows["correction"].notna()] if "correction" in rows else rows.iloc[:0]


def count_rows(rows: pd.DataFrame, table: pd.DataFrame) -> pd.Series:
    """Number of rows of each article and actor, in the order of the summary."""
    return pd.Series(np.bincount(lines_of(rows, table), minlength=len(table)), index=table.index)


def sum_rows(rows: pd.DataFrame, column: str, table: pd.DataFrame) -> np.ndarray:
    """Sum of a column over the rows of each article and actor; NaN where there is none."""
    lines = lines_of(rows, table)
    sums: np.ndarray = np.bincount(lines, rows[column], minlength=len(table))
    return np.where(np.bincount(lines, minlength=len(table)) > 0, sums, np.nan)


def count_values(rows: pd.DataFrame, column: str, values: Sequence[str], table: pd.DataFrame, suffix: str = "") -> pd.DataFrame:
    """Rows of each article and actor by the values of a column, one column a value: ``n_<value><suffix>``."""
    codes = _codes(rows[column], pd.Index(list(values), dtype="str"))
    cells = (lines_of(rows, table) * len(values) + codes)[codes >= 0]
    counts = np.bincount(cells, minlength=len(table) * len(values)).reshape(len(table), len(values))
    return pd.DataFrame(counts, index=table.index, columns=[f"n_{value}{suffix}" for value in values])
