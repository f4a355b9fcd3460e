"""Corrections: what a reader has checked, mended, struck out or added by hand, put back on any run over the same text.

A correction points at its row by the digest of the text and the span, so that it outlives a new version of the lists; what
no longer fits is told, never guessed.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.articles import Article
from analysis.files import unguard
from analysis.lexicons import load_lexicon

ACTIONS = ("accept", "reject", "change", "add")
TABLES = ("mentions", "cues", "attributions", "speakers", "actions", "sentiment", "tone")
COLUMNS = ("table", "digest", "start", "end", "action", "column", "value", "by", "why")
_FROM_SPAN = ("article_id", "sent_id", "para_id", "start", "end", "text")
_OPEN = ("actor", "state", "agent", "patient", "agent_state", "patient_state")  # names that a reader may add; other categories are closed
_SHORT = 8  # characters that name a digest
_EMPTY = {"int64": 0, "bool": False, "str": "", "float64": float("nan"), "Int64": pd.NA}

Row = dict[str, Any]
Span = tuple[str, int, int]


def digest_of(text: str) -> str:
    """SHA-256 of a text, as in the articles table: what a correction names its text by.

    Examples
    --------
    >>> digest_of("Iraq waits.")[:8]
    'e2d4aa11'
    """
    return hashlib.sha256(text.encode()).hexdigest()


def read_corrections(source: pd.DataFrame | str | os.PathLike[str]) -> pd.DataFrame:
    """Read corrections, and refuse a table that cannot be understood.

    Parameters
    ----------
    source : DataFrame or path
        A table, a CSV file, or a JSON file with a list of objects.  Columns: `table` (mentions, cues, attributions, speakers,
        actions, sentiment or tone); `digest` (of the text, as in the articles table; its first 8 characters do); `start`,
        `end` (of the row's span); `action`; `column` and `value`; `by` (who says so) and `why`.

        - accept: the row is right.  reject: it is no such thing.  With `column` and `value` only rows of that span that
          have this value, such as one of two agents.
        - change: `column` gets `value`, in every row of that span.
        - add: a row of that span; further lines with the same span set further columns of it.

        Each sentence has its one row of sentiment, which can be accepted or changed.

    Returns
    -------
    DataFrame
        These columns, all text but `start` and `end`.

    Raises
    ------
    ValueError
        If columns are missing, or a line names no known table or action, no span, no digest or no person; all such lines are
        told together.

    Examples
    --------
    >>> line = ["mentions", digest_of("Iraq waits."), 0, 4, "change", "reading", "place", "A. B.", "the country as a place"]
    >>> read_corrections(pd.DataFrame([line], columns=COLUMNS))[["start", "action", "value"]].values.tolist()
    [[0, 'change', 'place']]
    """
    if isinstance(source, pd.DataFrame):
        table = source
    elif Path(source).suffix == ".json":
        table = pd.DataFrame(json.loads(Path(source).read_text(encoding="utf-8-sig")))
    else:
        table = load_lexicon(source).map(unguard)  # as a page saves it
    missing = [name for name in COLUMNS if name not in table]
    if missing and len(table):
        raise ValueError(f"Corrections must have the columns {', '.join(COLUMNS)}; {', '.join(missing)} is missing.")
    rows = [[_cell(value) for value in row] for row in table.reindex(columns=list(COLUMNS)).astype(object).itertuples(index=False)]
    wrong = [f"line {number}: {fault}" for number, row in enumerate(rows, start=1) if (fault := _fault(*row))]
    if wrong:
        raise ValueError(f"Corrections that cannot be understood: {'; '.join(wrong)}.")
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="str").astype({"start": "int64", "end": "int64"})


def _cell(value: Any) -> str:
    """A cell as it would stand in a CSV file."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _fault(table: str, digest: str, start: str, end: str, action: str, column: str, value: str, by: str, why: str) -> str:
    """What is wrong with a line, or nothing."""
    del value, why
    if table not in TABLES:
        return f"`table` must be one of {', '.join(TABLES)}; not {table!r}"
    if action not in ACTIONS:
        return f"`action` must be one of {', '.join(ACTIONS)}; not {action!r}"
    if not (start.isdecimal() and end.isdecimal() and int(start) < int(end)):
        return f"`start` and `end` must be whole numbers, the end after the start; not {start!r} and {end!r}"
    if len(digest) < _SHORT:
        return f"`digest` must have at least {_SHORT} characters; not {digest!r}"
    if not by:
        return "`by` must say who made the correction"
    if action in ("change", "add") and column in _FROM_SPAN:
        return f"{column} follows from the span; reject the row and add another"
    return "`column` must say what to change" if action == "change" and not column else ""


def apply_corrections(
    name: str, table: pd.DataFrame, corrections: pd.DataFrame, articles: Article | Iterable[Article], sentences: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Put corrections on one table, in their order; the last one holds.

    Parameters
    ----------
    name : str
        Which table it is, such as "mentions"; corrections of other tables are left alone.
    table : DataFrame
        As its function returns it.
    corrections : DataFrame
        As `read_corrections` returns it.
    articles : Article or iterable of Article
        Those that were read; a correction holds for every one with its digest.
    sentences : DataFrame
        As `split_sentences` returns it.

    Returns
    -------
    corrected : DataFrame
        The table with one more column, `correction` (accept, change, add; missing where no hand was laid on); rejected rows
        are gone.  Words that a corrected row names by offsets, such as `cue`, follow them.
    unfit : DataFrame
        The corrections of this table that no longer fit, each with its `reason`.

    Examples
    --------
    >>> from analysis.actors import find_mentions
    >>> from analysis.segmentation import split_sentences
    >>> article = Article("a", "Iraq waits. Mali alone sings.")
    >>> lines = [["mentions", digest_of(article.text), 12, 16, "reject", "", "", "A. B.", "a person's name"]]
    >>> corrections = read_corrections(pd.DataFrame(lines, columns=COLUMNS))
    >>> corrected, unfit = apply_corrections("mentions", find_mentions(article), corrections, article, split_sentences(article))
    >>> corrected["text"].tolist(), len(unfit)
    (['Iraq'], 0)
    """
    texts = {each.article_id: each.text for each in ([articles] if isinstance(articles, Article) else articles)}
    own = corrections[corrections["table"] == name]
    work = _Work(table, texts, sentences)
    reasons = {}
    for line, (_, short, start, end, action, column, value, _, _) in zip(own.index, own.to_numpy(dtype=object), strict=True):
        ids = [article_id for article_id, digest in work.digests.items() if digest.startswith(short)]
        if name == "sentiment" and action in ("add", "reject"):
            faults = ["each sentence has its one row of sentiment: change it"] * len(ids)
        else:
            faults = [work.correct((article_id, start, end), action, column, value) for article_id in ids]
        if not faults or all(faults):
            reasons[line] = faults[0] if faults else "no text has this digest"
    told = own.loc[list(reasons)].reset_index(drop=True)
    return work.result(), told.assign(reason=pd.Series(list(reasons.values()), dtype="str"))


class _Work:
    """A table under correction, as rows that are found by their spans."""

    def __init__(self, table: pd.DataFrame, texts: Mapping[str, str], sentences: pd.DataFrame) -> None:
        self.table, self.texts, self.sentences = table, texts, sentences
        self.digests = {article_id: digest_of(text) for article_id, text in texts.items()}
        self.dtypes = {str(column): str(dtype).replace("object", "str") for column, dtype in table.dtypes.items()}  # text under pandas 2
        self.categories = {column: list(table[column].cat.categories) for column, dtype in self.dtypes.items() if dtype == "category"}
        values = table.astype(object).itertuples(index=False, name=None)
        self.rows: list[Row] = [dict(zip(self.dtypes, row, strict=True)) | {"correction": None} for row in values]
        self.at: dict[Span, list[Row]] = {}
        for row in self.rows:
            self.at.setdefault((str(row["article_id"]), row["start"], row["end"]), []).append(row)

    def correct(self, span: Span, action: str, column: str, cell: str) -> str:
        """Carry one correction out; return why that cannot be, or nothing."""
        value: Any = None
        if column:
            value, fault = self._value(column, cell)
            if fault:
                return fault
        here = [row for row in self.at.get(span, []) if row["correction"] != "reject"]
        if action == "add":
            here = [row for row in here if row["correction"] == "add"] or self._add(span)
            if not here:
                return "the span stands in no sentence"
        elif action != "change" and column:
            here = [row for row in here if (pd.isna(row[column]) and pd.isna(value)) or row[column] == value]
        for row in here:
            if action in ("add", "change") and column:
                row[column] = value
            if action == "reject" or row["correction"] != "add":
                row["correction"] = action
        return "" if here else "no row has this span" + (f" and {column} {cell!r}" if column and action != "change" else "")

    def _value(self, column: str, cell: str) -> tuple[Any, str]:
        """A cell in its column's own type, and what is wrong with it."""
        dtype = self.dtypes.get(column)
        if dtype is None:
            return None, f"the table has no column {column!r}"
        if dtype == "category":
            known = self.categories[column]
            if cell and cell not in known:
                if column not in _OPEN:
                    return None, f"{column} must be one of {', '.join(map(str, known))}; not {cell!r}"
                known.append(cell)
            return cell or None, ""
        try:
            if dtype in ("bool", "boolean"):
                return {"true": True, "false": False}[cell.casefold()], ""
            if dtype in ("int64", "Int64"):
                return (pd.NA, "") if not cell and dtype == "Int64" else (int(cell), "")
            return (float(cell or "nan"), "") if dtype == "float64" else (cell, "")
        except (KeyError, ValueError):
            return None, f"{column} must be {'true or false' if dtype in ('bool', 'boolean') else 'a number'}; not {cell!r}"

    def _add(self, span: Span) -> list[Row]:
        """A new row of a span, empty but for what follows from it; none where no sentence holds the span's start."""
        article_id, start, end = span
        sentences = self.sentences
        inside = (sentences["article_id"].astype(str) == article_id) & (sentences["start"] <= start) & (start < sentences["end"])
        if not inside.any() or end > len(self.texts[article_id]):
            return []
        sentence = sentences[inside].iloc[0]
        row: Row = {"correction": "add"}
        for column, dtype in self.dtypes.items():
            row[column] = _EMPTY.get(dtype)
            if column in ("sent_id", "para_id"):
                row[column] = int(sentence[column])
            elif column.endswith("_id") and dtype == "int64":  # a key of the table's own: one more than there are
                row[column] = max((each[column] for each in self.rows if str(each["article_id"]) == article_id), default=-1) + 1
        row |= {"article_id": article_id, "start": start, "end": end, "text": self.texts[article_id][start:end]}
        self.rows.append(row)
        self.at.setdefault(span, []).append(row)
        return [row]

    def result(self) -> pd.DataFrame:
        """The rows that are left as a table of the same columns and dtypes, in the order of the text."""
        rows = [row for row in self.rows if row["correction"] != "reject"]
        if any(row["correction"] == "add" for row in rows):
            order = {article_id: number for number, article_id in enumerate(self.texts)}
            rows.sort(key=lambda row: (order[str(row["article_id"])], row["start"]))
        for row in rows:
            for column in self.dtypes if row["correction"] in ("change", "add") else ():
                start, end = row.get(f"{column}_start", ...), row.get(f"{column}_end", ...)
                if self.dtypes[column] == "str" and start is not ... and end is not ...:
                    row[column] = "" if pd.isna(start) or pd.isna(end) else self.texts[str(row["article_id"])][start:end]
        columns: dict[str, Any] = {}
        for column, dtype in self.dtypes.items():
            values = [row[column] for row in rows]
            if dtype == "category":
                categories = pd.Index(self.categories[column], dtype=self.table[column].cat.categories.dtype)
                columns[column] = pd.Categorical(values, categories=categories)
            else:
                columns[column] = pd.Series(values, dtype=self.table[column].dtype)
        marks = pd.Categorical([row["correction"] for row in rows], categories=[action for action in ACTIONS if action != "reject"])
        return pd.DataFrame({**columns, "correction": marks})
