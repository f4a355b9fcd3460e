"""A codebook of one's own: spans that a reader has marked and labelled, read so that they go where our mentions go."""

from __future__ import annotations

import csv
import io
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.framing import Analysis, row_at
from analysis.samples import NOTHING
from analysis.spans import add_voice

COLUMNS = ("article_id", "start", "end", "label", "coder")


def read_spans(source: pd.DataFrame | str | os.PathLike[str], analysis: Analysis) -> pd.DataFrame:
    """Read spans that were coded by hand, and refuse what does not fit the texts.

    Parameters
    ----------
    source : DataFrame or path
        A table or a CSV file: `article_id`, `start`, `end` (characters of the article's text, the end not included), `label`, `coder`;
        and, if it is there, `text`, the words of the span, which are checked.  A coder who found nothing in an article says so by a
        row of any span with the label "none".
    analysis : Analysis
        Of the same texts.

    Returns
    -------
    DataFrame
        One row a span, in the order of the text: `article_id`, `sent_id`, `start`, `end`, `text`, `para_id`, `label`, `coder`,
        `voice` (see `add_voice`).  Spaces at either end of a span are left out; it belongs to the sentence in which it starts.

    Raises
    ------
    ValueError
        If columns are missing, or rows speak of an article that was not analysed, of no span of its text or of other words than
        `text`, or lack a label or coder; all such rows are told together.

    Examples
    --------
    >>> from analysis import Article, analyze
    >>> analysis = analyze(Article("a", "Strikes went on. “We will pay,” Iraq said."))
    >>> spans = pd.DataFrame([["a", 0, 7, "conflict", "A. B."], ["a", 26, 29, "cost", "A. B."]], columns=COLUMNS)
    >>> read_spans(spans, analysis)[["sent_id", "text", "label", "voice"]].values.tolist()
    [[0, 'Strikes', 'conflict', 'author'], [1, 'pay', 'cost', 'quoted']]
    """
    if isinstance(source, pd.DataFrame):
        table = source
    else:
        rows = list(csv.reader(io.StringIO(Path(source).read_text(encoding="utf-8-sig"), newline="")))
        table = pd.DataFrame(rows[1:], columns=rows[0] if rows else [], dtype=object)
    missing = [name for name in COLUMNS if name not in table]
    if missing:
        raise ValueError(f"Spans must have the columns {', '.join(COLUMNS)}; {', '.join(missing)} is missing.")
    names = [*COLUMNS, "text"] if "text" in table else list(COLUMNS)
    cells = [[_cell(value) for value in row] for row in table[names].astype(object).itertuples(index=False)]
    wrong = [f"row {number}: {fault}" for number, row in enumerate(cells, start=1) if (fault := _fault(analysis.texts, *row))]
    if wrong:
        raise ValueError(f"Spans that cannot be read: {'; '.join(wrong)}.")
    ids = analysis.articles["article_id"].cat.categories
    spans = pd.DataFrame([row[:5] for row in cells], columns=list(COLUMNS), dtype="str").astype({"start": "int64", "end": "int64"})
    spans["article_id"] = pd.Categorical(spans["article_id"], categories=ids)
    spans = spans.sort_values(["article_id", "start", "end"], kind="stable", ignore_index=True)
    words = [analysis.texts[article_id][start:end] for article_id, start, end in spans[["article_id", "start", "end"]].to_numpy()]
    spans["start"] += pd.Series([len(each) - len(each.lstrip()) for each in words], dtype="int64")
    spans["end"] -= pd.Series([len(each) - len(each.rstrip()) for each in words], dtype="int64")
    sentences = analysis.sentences.iloc[row_at(analysis.sentences, spans)]
    spans = spans.assign(
        label=spans["label"].astype("category"),
        coder=spans["coder"].astype("category"),
        sent_id=sentences["sent_id"].to_numpy(),
        para_id=sentences["para_id"].to_numpy(),
        text=pd.Series([each.strip() for each in words], dtype="str"),
    )
    spans = add_voice(spans, analysis.attributions)
    return spans[["article_id", "sent_id", "start", "end", "text", "para_id", "label", "coder", "voice"]]


def _cell(value: Any) -> str:
    """A cell as it would stand in a CSV file."""
    if not isinstance(value, str) and pd.isna(value):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _fault(texts: dict[str, str], article_id: str, start: str, end: str, label: str, coder: str, text: str = "") -> str:
    """What is wrong with a row, or nothing."""
    if article_id not in texts:
        return f"article {article_id!r} was not analysed"
    whole = texts[article_id]
    if not (start.isdecimal() and end.isdecimal() and int(start) < int(end) <= len(whole)):
        return f"`start` and `end` must be a span of the text's {len(whole)} characters; not {start!r} and {end!r}"
    words = whole[int(start) : int(end)]
    if not words.strip():
        return f"the text has no words from {start} to {end}"
    if text and text.split() != words.split():
        return f"the text reads {words!r} from {start} to {end}; not {text!r}"
    return "" if label and coder else "`label` and `coder` must not be empty"


def recode(analysis: Analysis, spans: pd.DataFrame) -> Analysis:
    """Put a codebook of one's own in the place of the actors: what is counted, compared and drawn for them is then for its labels.

    Parameters
    ----------
    analysis : Analysis
    spans : DataFrame
        As `read_spans` returns it, of one coder.

    Returns
    -------
    Analysis
        Whose `mentions` are the spans, `actor` and `state` being the label, with `correction` "add" (all are by hand) and `coder`.
        They have no `kind` and no `reading`, and `tone` is empty: these tell of names.  All else stays: cues, what is said by
        whom, actions, and sentiment, in which the names of the actors are masked.

    Raises
    ------
    ValueError
        If the spans are of several coders.

    Examples
    --------
    >>> from analysis import Article, analyze, summarize_framing
    >>> analysis = analyze(Article("a", "Strikes may go on. We will pay."))
    >>> spans = pd.DataFrame([["a", 0, 7, "conflict", "A. B."], ["a", 27, 30, "cost", "A. B."]], columns=COLUMNS)
    >>> coded = recode(analysis, read_spans(spans, analysis))
    >>> summarize_framing(coded)[["state", "n_mentions", "n_hedge_clause"]].values.tolist()
    [['conflict', 1, 1], ['cost', 1, 0]]
    """
    coders = sorted(set(spans["coder"]))
    if len(coders) > 1:
        raise ValueError(f"`spans` must be of one coder; not of {', '.join(coders)}: choose one.")
    own = spans[spans["label"] != NOTHING].reset_index(drop=True)
    labels = pd.Categorical(own["label"].astype("str"), categories=sorted({*own["label"].astype("str")}))
    by_hand = pd.Categorical(["add"] * len(own), categories=["accept", "change", "add"])
    empty = analysis.mentions.iloc[:0].drop(columns="correction", errors="ignore").reindex(range(len(own)))
    found = {str(name): own[name] for name in empty if name in own}
    mentions = empty.assign(**found, actor=labels, state=labels, learned_by="", correction=by_hand, coder=own["coder"])
    mentions = mentions.astype({"learned_by": "str"})
    actors = pd.DataFrame({"entry": own["text"], "actor": labels.astype("str"), "state": labels.astype("str")}).drop_duplicates()
    return replace(analysis, mentions=mentions, tone=analysis.tone.iloc[:0], actors=actors.reset_index(drop=True))
