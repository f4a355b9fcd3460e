"""Corpora that `analyze_corpus` has written, read back: as frames, as an `Analysis` of some articles, or shard by shard."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.articles import Article
from analysis.framing import Analysis, analyze
from analysis.lexicons import load_lexicon
from analysis.segmentation import tokenize
from analysis.shards import INFO, stem_of, tables_of


@dataclass(frozen=True, repr=False)
class Corpus:
    """The tables of a corpus on disk; each is read when it is asked for, by its name: ``corpus.mentions``.

    Attributes
    ----------
    path : Path
        Its folder.
    info : dict
        What ``corpus.json`` tells: settings, versions, numbers of rows, and the `errors`, an article each.
    """

    path: Path
    info: dict[str, Any]

    def __repr__(self) -> str:
        n_left_out = len(self.info["errors"])
        tables = ", ".join(f"{n:,} {name}" for name, n in self.info["rows"].items())
        return f"Corpus({tables}; {n_left_out:,} articles left out)"

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name not in self.info["rows"]:
            raise AttributeError(f"A corpus has no table {name!r}; it has {', '.join(self.info['rows'])}.")
        return self.table(name)

    def table(self, name: str, *, columns: Sequence[str] | None = None, articles: Iterable[str] | None = None) -> pd.DataFrame:
        """Read a table, or some columns and articles of it.

        Parameters
        ----------
        name : str
            One of ``corpus.info["rows"]``.
        columns : sequence of str, optional
        articles : iterable of str, optional
            Ids of articles.

        Returns
        -------
        DataFrame
            As `analyze` gives it, with the same dtypes.
        """
        ids = self._ids if articles is None else self._known(articles)
        return self._read(name, range(self.info["n_shards"]), columns, ids, some=articles is not None)

    def shards(self, name: str, *, columns: Sequence[str] | None = None) -> Iterator[pd.DataFrame]:
        """Read a table shard by shard, so that only one is in memory."""
        for number in range(self.info["n_shards"]):
            yield self._read(name, [number], columns, None, some=False)

    def load(self, articles: Iterable[str] | None = None) -> Analysis:
        """Load some articles, by default all, as the `Analysis` that `analyze` would give.

        Parameters
        ----------
        articles : iterable of str, optional
            Ids of articles.
        """
        ids = None if articles is None else [*articles]
        texts = self.table("texts", articles=ids)
        names = [field.name for field in fields(Analysis) if field.name in self.info["rows"]]
        found: dict[str, Any] = {name: self.table(name, articles=ids) for name in names}
        found["texts"] = dict(zip(texts["article_id"].astype(str), texts["text"]))
        if "tokens" not in found:
            found["tokens"] = tokenize(Article(article_id, text) for article_id, text in found["texts"].items())
        return Analysis(**{field.name: found.get(field.name, getattr(self._empty, field.name)) for field in fields(Analysis)})

    @cached_property
    def _empty(self) -> Analysis:
        """The analysis of no article, for what does not depend on articles."""
        given = {name: digest and load_lexicon(self.path / f"{name}.csv") for name, digest in self.info["settings"]["options"].items()}
        return analyze([], actors=given["actors"], lexicon=given["lexicon"])

    @cached_property
    def _dtypes(self) -> dict[str, pd.Series]:
        return {name: table.dtypes for name, table in tables_of(self._empty, tokens=True).items()}

    @cached_property
    def _ids(self) -> pd.Index:
        ids: list[str] = self._arrow("articles", range(self.info["n_shards"]), ["article_id"]).column(0).to_pylist()
        return pd.Index(ids, dtype="str")

    def _known(self, articles: Iterable[str]) -> pd.Index:
        wanted = {*articles}
        unknown = wanted.difference(self._ids)
        if unknown:
            raise ValueError(f"The corpus has no article {min(unknown)!r}.")
        return self._ids[self._ids.isin(list(wanted))]

    def _read(self, name: str, numbers: Iterable[int], columns: Sequence[str] | None, ids: pd.Index | None, *, some: bool) -> pd.DataFrame:
        dtypes = self._dtypes[name]
        found = self._arrow(name, numbers, [*(dtypes.index if columns is None else columns)], ids if some else None)
        table = pd.DataFrame({column: _column(found.column(column), dtypes[column]) for column in found.column_names})
        if ids is not None and "article_id" in table:
            table["article_id"] = table["article_id"].cat.set_categories(ids)
        return table

    def _arrow(self, name: str, numbers: Iterable[int], columns: list[str], ids: pd.Index | None = None) -> Any:
        from pyarrow import compute, dataset

        paths = [str(self.path / name / f"{stem_of(number)}.parquet") for number in numbers]
        chosen = None if ids is None else compute.field("article_id").isin(ids.tolist())
        return dataset.dataset(paths, format="parquet").to_table(columns=columns, filter=chosen)


def _column(column: Any, dtype: Any) -> pd.Series:
    """A column with the dtype that it has in an analysis; a category that takes any value has those that occur, sorted."""
    values: pd.Series
    if isinstance(dtype, pd.CategoricalDtype):
        values = column.dictionary_encode().to_pandas()
        categories = values.cat.categories.sort_values() if dtype.categories.empty else dtype.categories
        return values.cat.set_categories(categories.astype("str"))
    values = column.to_pandas()
    return values.astype(dtype)


def read_corpus(destination: str | os.PathLike[str]) -> Corpus:
    """Open a corpus that `analyze_corpus` has written.

    Parameters
    ----------
    destination : path
        Its folder.

    Returns
    -------
    Corpus
        Tables by name, such as ``corpus.mentions``, as frames that the plots take; ``corpus.load(ids)``, some articles as an
        `Analysis`; `summarize_corpus` and `compare` go through it shard by shard.

    Raises
    ------
    FileNotFoundError
        If there is no corpus.
    ValueError
        If it is not finished.
    """
    path = Path(destination)
    if not (path / INFO).is_file():
        raise FileNotFoundError(f"{path} holds no {INFO}; expected a folder that `analyze_corpus` has written.")
    info = json.loads((path / INFO).read_text(encoding="utf8"))
    if not info["is_complete"]:
        raise ValueError(f"The corpus in {path} is not finished; call `analyze_corpus` again, and it goes on where it stopped.")
    return Corpus(path, info)
