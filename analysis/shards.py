"""Shards: some hundred articles of a corpus, analysed and written as one Parquet file a table.

A shard depends on its own articles alone, so that it has the same bytes whoever writes it, and may be written twice.  Every file
gets its name when it is whole; the last one tells that the shard is done.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.articles import Article, Record, article_of
from analysis.files import replace
from analysis.framing import Analysis, analyze
from analysis.garbage import uncollected
from analysis.segmentation import check_length
from analysis.summaries import count_framing, read_spoken
from analysis.terms import words_near

MOST_ARTICLES = 500
MOST_CHARACTERS = 4_000_000  # what a cluster takes as one task without complaint, and a worker without much memory
WINDOW = 5  # words on each side of a mention
LEVELS = ("state", "actor")
INFO = "corpus.json"
_DONE = "done"


@dataclass(frozen=True)
class Shard:
    """Some articles that stand one after the other in their source."""

    number: int
    records: tuple[Record, ...]

    def digest(self) -> str:
        """Tell whether the source still holds the same articles."""
        found = hashlib.blake2b(digest_size=16)
        for record in self.records:
            row = json.dumps(record.row, sort_keys=True).encode() if record.row else record.data
            found.update(f"{record.article_id}\0{record.suffix}\0{record.problem}\0{len(row)}\0".encode())
            found.update(row)
        return found.hexdigest()


def plan(records: Iterable[Record]) -> Iterator[Shard]:
    """Deal articles into shards by their order and size alone; one whose id stood before is left out, with the reason."""
    number, size, seen = 0, 0, set[str]()
    held: list[Record] = []
    for record in records:
        if not record.problem and record.article_id in seen:
            reason = f"{record.place} has the id {record.article_id!r}, which stands before; each article must have an id of its own."
            record = Record(record.file, record.article_id, n=record.n, problem=reason)
        seen.add(record.article_id)
        length = len(record.data) + len((record.row or {}).get("text") or "")
        if held and (len(held) == MOST_ARTICLES or size + length > MOST_CHARACTERS):
            yield Shard(number, tuple(held))
            number, size, held = number + 1, 0, []
        held.append(record)
        size += length
    if held or not number:  # no article makes a shard too, of empty tables
        yield Shard(number, tuple(held))


def stem_of(number: int) -> str:
    """Name of the files of a shard."""
    return f"part-{number:06}"


def write_shard(shard: Shard, destination: Path, options: dict[str, Any], *, tokens: bool) -> dict[str, Any]:
    """Analyse a shard, write its tables, and return what its done marker tells."""
    articles, errors = _articles(shard.records)
    with uncollected():
        analysis, failed = _analyze(articles, options)
        tables = tables_of(analysis, tokens=tokens)
    for name, table in tables.items():
        _write_table(table, destination / name / f"{stem_of(shard.number)}.parquet")
    marker = {
        "digest": shard.digest(),
        "n_records": len(shard.records),
        "n_characters": int(analysis.articles["n_chars"].sum()),
        "rows": {name: len(table) for name, table in tables.items()},
        "errors": errors + failed,
    }
    _write_json(marker, destination / _DONE / f"{stem_of(shard.number)}.json")
    return marker


def read_marker(destination: Path, number: int) -> dict[str, Any] | None:
    """What the done marker of a shard tells; None where there is none, or a table is gone."""
    path = destination / _DONE / f"{stem_of(number)}.json"
    if not path.exists():
        return None
    marker: dict[str, Any] = json.loads(path.read_text(encoding="utf8"))
    is_whole = all((destination / name / f"{stem_of(number)}.parquet").exists() for name in marker["rows"])
    return marker if is_whole else None


def write_info(destination: Path, info: dict[str, Any]) -> None:
    """Write what is told of the whole corpus."""
    _write_json(info, destination / INFO)


def _write_json(content: dict[str, Any], path: Path) -> None:
    replace(path, lambda building: building.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf8"))


def tables_of(analysis: Analysis, *, tokens: bool) -> dict[str, pd.DataFrame]:
    """All tables of an analysis that have a row for something in an article, and what a corpus adds up."""
    tables = {field.name: getattr(analysis, field.name) for field in fields(analysis)}
    tables = {name: table for name, table in tables.items() if isinstance(table, pd.DataFrame) and table.columns[0] == "article_id"}
    if not tokens:
        del tables["tokens"]
    texts = pd.Series([analysis.texts[str(article_id)] for article_id in analysis.articles["article_id"]], dtype="str")
    tables["texts"] = pd.DataFrame({"article_id": analysis.articles["article_id"], "text": texts})
    tables["counts"] = _counts(analysis.tokens)
    tables["framing"] = framing_rows(analysis)
    tables["collocates"] = collocate_rows(analysis)
    return tables


def _write_table(table: pd.DataFrame, path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    columns = pa.Table.from_pandas(table, preserve_index=False)
    plain = [column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column for column in columns.columns]
    columns = pa.table(dict(zip(columns.column_names, plain)))  # the codes of a category are those of one shard
    replace(path, lambda building: parquet.write_table(columns, building, compression="zstd"))


def _articles(records: Iterable[Record]) -> tuple[list[Article], list[dict[str, str]]]:
    """Clean articles, and the reason for each that cannot be had."""
    articles, errors = [], []
    for record in records:
        try:
            article = article_of(record)
            check_length(article.text, record.place)
            articles.append(article)
        except ValueError as error:
            errors.append({"article_id": record.article_id, "reason": str(error)})
    return articles, errors


def _analyze(articles: list[Article], options: dict[str, Any]) -> tuple[Analysis, list[dict[str, str]]]:
    """Analyse all articles at once; if one cannot be analysed, all others."""
    try:
        return analyze(articles, **options), []
    except Exception:
        sound, errors = [], []
        for article in articles:
            try:
                analyze(article, **options)
                sound.append(article)
            except Exception as error:
                reason = f"{article.article_id!r} cannot be analysed: {type(error).__name__}: {error}."
                errors.append({"article_id": article.article_id, "reason": reason})
        if not errors:  # no single article is to blame
            raise
        return analyze(sound, **options), errors


def _counts(tokens: pd.DataFrame) -> pd.DataFrame:
    """How often each term stands in each article."""
    return _sizes(tokens[["article_id", "term"]])


def framing_rows(analysis: Analysis) -> pd.DataFrame:
    """Counts of each article, by state and by actor."""
    spoken = read_spoken(analysis)
    rows = []
    for level in LEVELS:
        counts = count_framing(analysis, spoken, by=level).astype({level: "str"})
        rows.append(counts.rename(columns={level: "name"}).assign(level=level))
    table = pd.concat(rows).sort_values("article_id", kind="stable", ignore_index=True)
    return table[["article_id", "level", "name", *(name for name in table if name not in ("article_id", "level", "name"))]]


def collocate_rows(analysis: Analysis) -> pd.DataFrame:
    """How often each term stands near each state in each article; a word near two of its mentions counts once."""
    mentions = analysis.mentions[analysis.mentions["state"].notna()]
    word, span, distance = words_near(analysis.tokens, mentions, window=WINDOW)
    state = mentions["state"].cat.codes.to_numpy()[span]
    pairs = pd.DataFrame({"word": word, "state": state, "is_own": distance == 0})
    own = pairs.loc[pairs["is_own"], "word"].unique()
    pairs = pairs[~pairs["word"].isin(own)].drop_duplicates(["word", "state"])
    tokens = analysis.tokens[["article_id", "term"]].take(pairs["word"].to_numpy())
    states = pd.Categorical.from_codes(pairs["state"], categories=mentions["state"].cat.categories)
    return _sizes(tokens.assign(state=states)[["article_id", "state", "term"]])


def _sizes(rows: pd.DataFrame) -> pd.DataFrame:
    """How often each combination occurs."""
    sizes: pd.DataFrame = rows.groupby(list(rows), observed=True, sort=True).size().rename("count").reset_index()
    return sizes
