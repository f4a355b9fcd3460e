"""Corpora: the tables of very many articles, as Parquet shards that one core, a pool of processes or a cluster writes.

Whoever writes them, the shards have the same bytes.  A run that was killed goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from importlib.metadata import version
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.articles import count_records, records
from analysis.files import replace
from analysis.lexicons import load_lexicon
from analysis.segmentation import LONGEST_ARTICLE
from analysis.shards import (
    INFO,
    MOST_ARTICLES,
    MOST_CHARACTERS,
    WINDOW,
    Shard,
    plan,
    read_marker,
    stem_of,
    write_info,
    write_shard,
)

if TYPE_CHECKING:
    import pandas as pd
    from distributed import Client

_DATA = Path(__file__).with_name("data")
_PACKAGES = ("framing-analysis", "numpy", "pandas", "pyarrow", "simplemma", "vaderSentiment")
_MOST_BREAKS = 3  # of the pool, without a shard done in between


def analyze_corpus(
    source: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] | pd.DataFrame,
    destination: str | os.PathLike[str],
    *,
    workers: int | None = None,
    client: Client | None = None,
    tokens: bool = False,
    actors: pd.DataFrame | str | os.PathLike[str] | None = None,
    lexicon: pd.DataFrame | str | os.PathLike[str] | None = None,
) -> Path:
    """Analyse very many articles and write their tables, shard by shard.

    A run that was stopped goes on where it was when it is called again; nothing is done twice.  Articles that cannot be read,
    an id that stood before, and texts of more than five million characters are left out and recorded with their reason.

    Parameters
    ----------
    source : path, list of paths, or DataFrame
        As `read_articles` takes it; table files (.csv, .jsonl, also .gz, .parquet) are read row by row.
    destination : path
        A folder, made if need be.
    workers : int, optional
        Processes on this machine; by default, the articles are analysed in this one.  A script that asks for several must
        guard its own start by ``if __name__ == "__main__":``.
    client : distributed.Client, optional
        A Dask cluster instead.  Its workers need this package and see the same `destination`.
    tokens : bool
        Whether to write the table of all words, which is the largest.
    actors, lexicon : DataFrame or path, optional
        As `analyze` takes them.

    Returns
    -------
    Path
        The folder: a folder of Parquet files for each table of `Analysis`, for `texts`, `counts` (`article_id`, `term`,
        `count`), `framing` (what `summarize_framing` counts, with the sums of `compound`; `level` state or actor, `name`) and
        `collocates` (`article_id`, `state`, `term`, `count` within five words of its mentions); and ``corpus.json``: versions,
        settings, digests of the word lists, numbers of rows, and `errors`.

    Raises
    ------
    FileNotFoundError
        If there is no such source.
    ValueError
        If `destination` holds a corpus that was made otherwise.
    OSError
        If a shard cannot be written; what is done stays done.

    Examples
    --------
    >>> import tempfile
    >>> import pandas as pd
    >>> from analysis import read_corpus
    >>> table = pd.DataFrame({"id": ["a", "b"], "text": ["Iraq may buy tanks.", "Russia sells them."]})
    >>> folder = analyze_corpus(table, tempfile.mkdtemp())
    >>> read_corpus(folder).mentions[["article_id", "state"]].values.tolist()
    [['a', 'Iraq'], ['b', 'Russia']]
    """
    if workers is not None and (not isinstance(workers, int) or workers < 1):
        raise ValueError(f"`workers` must be a whole number from 1; not {workers!r}.")
    if workers is not None and client is not None:
        raise ValueError("Give either `workers` or `client`, not both.")
    if isinstance(source, (str, os.PathLike)):
        if not Path(source).exists():
            raise FileNotFoundError(f"{source} does not exist; expected a folder of articles or a table of them.")
    elif not hasattr(source, "columns"):
        source = [*source]  # it may be gone through again
    tables = {"actors": actors, "lexicon": lexicon}
    options = {name: load_lexicon(table) if isinstance(table, (str, os.PathLike)) else table for name, table in tables.items()}
    run = _Run(source, Path(destination).resolve(), options, tokens)
    run.begin()
    if client is not None:
        run.submit(client.get_executor(pure=False), lambda: 2 * sum(client.nthreads().values()))  # type: ignore[no-untyped-call]
    elif workers in (None, 1):
        for shard in run.shards_to_do():
            run.add(write_shard(shard, run.destination, options, tokens=tokens))
    else:
        run.in_processes(workers)
    run.finish()
    return run.destination


@dataclass
class _Run:
    """One call of `analyze_corpus`, and how far it is."""

    source: Any
    destination: Path
    options: dict[str, Any]
    tokens: bool
    n_shards: int = 0
    n_before: int = 0  # articles that an earlier run has done
    n_done: int = 0
    n_all: int | None = None
    started: float = 0.0

    def begin(self) -> None:
        """Make the folder, or see that it was made in the same way."""
        info, settings = self.destination / INFO, _settings(self.options, tokens=self.tokens)
        if info.exists():
            before = json.loads(info.read_text(encoding="utf8"))["settings"]
            changed = sorted(name for name in {**before, **settings} if before.get(name) != settings.get(name))
            if changed:
                raise ValueError(f"{self.destination} holds a corpus that was made with other {', '.join(changed)}; expected a new folder.")
        for name, table in self.options.items():
            if table is not None:
                replace(self.destination / f"{name}.csv", partial(table.to_csv, index=False, lineterminator="\n"))
        write_info(self.destination, {"is_complete": False, "settings": settings})
        if sys.stderr.isatty():
            self.n_all = count_records(self.source)
        self.started = time.monotonic()

    def shards_to_do(self) -> Iterator[Shard]:
        """Shards that are not done, or whose articles have changed."""
        self.n_before = 0
        for shard in plan(records(self.source)):
            self.n_shards = shard.number + 1
            marker = read_marker(self.destination, shard.number)
            if marker and marker["digest"] == shard.digest():
                self.n_before += len(shard.records)
            else:
                yield shard

    def add(self, marker: dict[str, Any]) -> None:
        """Count what was done, and tell it on a terminal."""
        self.n_done += marker["n_records"]
        if self.n_all is not None:
            rate = self.n_done / (time.monotonic() - self.started)
            left = timedelta(seconds=round((self.n_all - self.n_before - self.n_done) / rate))
            line = f"{self.n_before + self.n_done:,} of {self.n_all:,} articles, {rate:,.0f} a second, {left} left"
            print(f"\r{line:<78}", end="", file=sys.stderr, flush=True)

    def submit(self, executor: Executor, n_ahead: Callable[[], int]) -> None:
        """Let others do the shards; only some are read ahead."""
        running: set[Future[dict[str, Any]]] = set()
        try:
            for shard in self.shards_to_do():
                running.add(executor.submit(write_shard, shard, self.destination, self.options, tokens=self.tokens))
                while len(running) >= max(n_ahead(), 2):
                    running = self._collect(running)
            while running:
                running = self._collect(running)
        finally:
            for future in running:
                future.cancel()

    def _collect(self, running: set[Future[dict[str, Any]]]) -> set[Future[dict[str, Any]]]:
        done, running = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            self.add(future.result())
        return running

    def in_processes(self, n: int) -> None:
        """Do the shards in a pool of processes; where one is killed, the pool is broken, and a new one does the rest."""
        n_breaks, n_done = 0, -1
        while True:
            try:
                with ProcessPoolExecutor(n, mp_context=get_context("spawn"), initializer=_end_with_parent) as pool:
                    return self.submit(pool, lambda: 2 * n)
            except BrokenProcessPool:
                n_breaks = n_breaks + 1 if self.n_done == n_done else 1
                n_done = self.n_done
                if n_breaks == _MOST_BREAKS:
                    raise RuntimeError(
                        f"A worker died {n_breaks} times in a row, perhaps for want of memory; what is done is in {self.destination}, "
                        "and another call goes on there."
                    ) from None

    def finish(self) -> None:
        """Remove what is left of earlier runs, and tell what there is."""
        markers = [read_marker(self.destination, number) or {} for number in range(self.n_shards)]
        names = {stem_of(number) for number in range(self.n_shards)}
        for path in self.destination.glob("*/part-*"):
            if path.name.partition(".")[0] not in names:
                path.unlink(missing_ok=True)
        for path in [*self.destination.glob(".*.tmp"), *self.destination.glob("*/.*.tmp")]:
            path.unlink(missing_ok=True)
        rows: Counter[str] = Counter()
        for marker in markers:
            rows.update(marker["rows"])
        write_info(
            self.destination,
            {
                "is_complete": True,
                "settings": _settings(self.options, tokens=self.tokens),
                "n_shards": self.n_shards,
                "n_characters": sum(marker["n_characters"] for marker in markers),
                "rows": dict(rows),
                "errors": [error for marker in markers for error in marker["errors"]],
            },
        )
        if self.n_all is not None:
            print(file=sys.stderr)


def _settings(options: dict[str, Any], *, tokens: bool) -> dict[str, Any]:
    """All that the shards depend on but the articles."""
    return {
        "versions": {"python": "{}.{}".format(*sys.version_info)} | {name: version(name) for name in _PACKAGES},
        "lexicons": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(_DATA.glob("*.csv"))},
        "options": {
            name: table if table is None else hashlib.sha256(table.to_csv(index=False, lineterminator="\n").encode()).hexdigest()
            for name, table in options.items()
        },
        "tokens": tokens,
        "shards": {"articles": MOST_ARTICLES, "characters": MOST_CHARACTERS, "longest_article": LONGEST_ARTICLE, "window": WINDOW},
    }


def _end_with_parent() -> None:
    """Let a worker of the pool die with the process that asked for it: nobody would collect what it does."""

    def watch() -> None:
        parent = parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
