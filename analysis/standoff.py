"""Stand-off: all annotations of an analysis in one file that holds no word of the text, only where it stands.

So annotations can be published where the text cannot.  Whoever has the text gets every table back; with another text, were
it a letter longer, reading is refused.
"""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.articles import Article
from analysis.corrections import digest_of
from analysis.files import write_whole
from analysis.framing import Analysis
from analysis.segmentation import _lemma

_FORMAT = "framing-analysis stand-off 1"
# What `tokenize` makes of a word.
_OF_WORD: dict[str, Callable[[str], str]] = {"term": lambda word: word.casefold().replace("’", "'"), "lemma": _lemma}


def export_standoff(analysis: Analysis, path: str | os.PathLike[str]) -> Path:
    """Write every table of an analysis without the text: offsets, labels and the digest of each text, as JSON.

    Words of the text are left out: `text`, `cue`, `source` and the like stand there as offsets.  Names of actors, entries of
    the word lists, titles that are no part of the text, and single words by which a name was learned are annotations and
    stay.  The file appears whole or not at all.

    Parameters
    ----------
    analysis : Analysis
    path : path
        A file of that name is replaced.

    Returns
    -------
    Path

    Examples
    --------
    >>> import pathlib, tempfile
    >>> from analysis.framing import analyze
    >>> article = Article("a", "Moscow said that Iraq may buy tanks.")
    >>> file = export_standoff(analyze(article), pathlib.Path(tempfile.mkdtemp(), "a.json"))
    >>> "tanks" in file.read_text(encoding="utf8")
    False
    >>> read_standoff(file, article).mentions["text"].tolist()
    ['Moscow', 'Iraq']
    """
    path = Path(path)
    tables: dict[str, Any] = {}
    others: dict[str, Any] = {}
    for field in dataclasses.fields(analysis):
        value = getattr(analysis, field.name)
        if isinstance(value, pd.DataFrame):
            tables[field.name] = {"columns": [_encode(column, value, analysis.texts) for column in value.columns], "n_rows": len(value)}
        elif field.name != "texts":
            others[field.name] = value
    digests = {article_id: digest_of(text) for article_id, text in analysis.texts.items()}
    content = json.dumps({"format": _FORMAT, "digests": digests, "tables": tables, "values": others}, ensure_ascii=False)
    return write_whole(path, content.encode())


def read_standoff(path: str | os.PathLike[str], articles: Article | Iterable[Article]) -> Analysis:
    """Read an analysis back that `export_standoff` wrote, with the texts that it speaks of.

    Parameters
    ----------
    path : path
    articles : Article or iterable of Article
        The same ids and texts; zones and metadata come from the file.

    Returns
    -------
    Analysis

    Raises
    ------
    ValueError
        If the file is no such export, or a text is missing or another one.
    """
    try:
        content = json.loads(Path(path).read_text(encoding="utf8"))
    except ValueError:  # no UTF-8, or no JSON
        content = None
    if not isinstance(content, dict) or content.get("format") != _FORMAT or not {"digests", "tables", "values"} <= set(content):
        raise ValueError(f"{path} must be a file that `export_standoff` wrote ({_FORMAT}).")
    given = {each.article_id: each.text for each in ([articles] if isinstance(articles, Article) else articles)}
    for article_id, digest in content["digests"].items():
        if article_id not in given:
            raise ValueError(f"`articles` must hold article {article_id!r}, of which {path} speaks.")
        if digest_of(given[article_id]) != digest:
            raise ValueError(f"The text of article {article_id!r} is not the one that was annotated: its digest must be {digest}.")
    texts = {article_id: given[article_id] for article_id in content["digests"]}
    fields: dict[str, Any] = {name: _decode(table, texts) for name, table in content["tables"].items()}
    return Analysis(**fields, **content["values"], texts=texts)


def _slices(column: str, table: pd.DataFrame, texts: dict[str, str]) -> list[str] | None:
    """What the text says at the offsets that go with a column."""
    prefix = "" if column == "text" else f"{column}_"
    if not {"article_id", f"{prefix}start", f"{prefix}end"} <= set(table):
        return None
    spans = zip(table["article_id"].astype(str), table[f"{prefix}start"], table[f"{prefix}end"], strict=True)
    return ["" if pd.isna(start) or pd.isna(end) else texts[article_id][start:end] for article_id, start, end in spans]


def _named(dtype: Any) -> str:
    """Name of a dtype; text has the same under pandas 2 and 3."""
    return str(dtype).replace("object", "str")


def _encode(column: str, table: pd.DataFrame, texts: dict[str, str]) -> dict[str, Any]:
    """One column: its name and dtype, and its values unless they follow from the text."""
    values, dtype = table[column], _named(table[column].dtype)
    about: dict[str, Any] = {"name": column, "dtype": dtype}
    if dtype == "category":
        categories = values.cat.categories
        return about | {"categories": categories.tolist(), "of": _named(categories.dtype), "values": values.cat.codes.tolist()}
    if dtype != "str":
        return about | {"values": [None if pd.isna(value) else value for value in values.tolist()]}
    cells = [None if pd.isna(value) else value for value in values]
    if cells == _slices(column, table, texts):
        return about
    if column in _OF_WORD and "text" in table and cells == [_OF_WORD[column](word) for word in table["text"]]:
        return about
    ids = table["article_id"].astype(str) if "article_id" in table else [""] * len(table)
    return about | {"values": [_place(cell, texts.get(article_id, "")) for cell, article_id in zip(cells, ids, strict=True)]}


def _place(cell: str | None, text: str) -> str | list[int] | None:
    """Where several words stand in the text; anything else as it is."""
    at = text.find(cell) if cell and any(map(str.isspace, cell)) else -1
    return cell if at < 0 else [at, at + len(cell or "")]


def _decode(content: dict[str, Any], texts: dict[str, str]) -> pd.DataFrame:
    """The table of what `_encode` made of its columns."""
    table = pd.DataFrame(index=pd.RangeIndex(content["n_rows"]))
    waiting = []
    for about in content["columns"]:
        name, dtype = about["name"], about["dtype"]
        if "values" not in about:
            waiting.append(name)
            table[name] = None  # keeps its place
        elif dtype == "category":
            categories = pd.Index(about["categories"], dtype=about["of"])
            table[name] = pd.Categorical.from_codes(about["values"], categories=categories)
        elif dtype == "str":
            ids = table["article_id"].astype(str) if "article_id" in table else [""] * len(table)
            cells = [
                texts[article_id][slice(*value)] if isinstance(value, list) else value
                for value, article_id in zip(about["values"], ids, strict=True)
            ]
            table[name] = pd.Series(cells, dtype="str")
        else:
            table[name] = pd.Series(about["values"], dtype=dtype)
    for name in waiting:
        of_text = _slices(name, table, texts) if name not in _OF_WORD else [_OF_WORD[name](word) for word in table["text"]]
        table[name] = pd.Series(of_text, dtype="str")
    return table
