"""Framing: all tables of an analysis in one object, its summary by actor, and the way back to the sentences."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.actors import _mentions
from analysis.articles import Article
from analysis.cues import CATEGORIES, _cues
from analysis.entries import KINDS
from analysis.lexicons import load_lexicon
from analysis.readings import READINGS
from analysis.segmentation import _clauses, _sentences, _tokens, scan
from analysis.sentiment import score_sentences
from analysis.uncertainty import resample_ratio


@dataclass(frozen=True)
class Analysis:
    """Everything that was found in some articles; each table is described where its function is.

    Attributes
    ----------
    articles : DataFrame
        One row an article: `article_id`, `title`, `source`, `date`, `url`, `n_chars`, `n_sentences`, `digest` (SHA-256
        of the text).
    sentences, tokens, mentions, cues, sentiment : DataFrame
        As `split_sentences`, `tokenize`, `find_mentions`, `find_cues` and `score_sentences` (masked by the mentions)
        return them.
    clauses : DataFrame
        One row a clause: `article_id`, `sent_id`, `start`, `end`, `text`, `clause_id` (from 0 in its sentence).
    texts : dict
        The text of each article by its id.
    actors : DataFrame
        The actors that were looked for.
    seed : int
        Seed of every resampling interval.
    """

    articles: pd.DataFrame
    sentences: pd.DataFrame
    clauses: pd.DataFrame
    tokens: pd.DataFrame
    mentions: pd.DataFrame
    cues: pd.DataFrame
    sentiment: pd.DataFrame
    texts: dict[str, str]
    actors: pd.DataFrame
    seed: int

    def __repr__(self) -> str:
        tables = ", ".join(f"{len(getattr(self, name))} {name}" for name in ("articles", "sentences", "mentions", "cues"))
        return f"Analysis({tables})"


def analyze(
    articles: Article | Iterable[Article],
    *,
    actors: pd.DataFrame | str | os.PathLike[str] | None = None,
    lexicon: pd.DataFrame | str | os.PathLike[str] | None = None,
    seed: int = 0,
) -> Analysis:
    """Find everything in some articles.

    Parameters
    ----------
    articles : Article or iterable of Article
    actors : DataFrame or path, optional
        Whom to look for, as in `find_mentions`.
    lexicon : DataFrame or path, optional
        Stance cues that are added to ours, as in `find_cues`.
    seed : int
        Seed of every resampling interval in what follows.

    Returns
    -------
    Analysis

    Examples
    --------
    >>> analyze(Article("a", "Iraq may buy Russian tanks. Moscow agreed."))
    Analysis(1 articles, 2 sentences, 3 mentions, 1 cues)
    """
    batch = scan(articles)
    sentences = _sentences(batch)
    mentions = _mentions(batch, actors)
    return Analysis(
        articles=_articles(batch.articles, np.diff(batch.first)),
        sentences=sentences,
        clauses=_clauses(batch),
        tokens=_tokens(batch),
        mentions=mentions,
        cues=_cues(batch, lexicon),
        sentiment=score_sentences(sentences, mask=mentions),
        texts={article.article_id: article.text for article in batch.articles},
        actors=load_lexicon("actors") if actors is None else actors.copy() if isinstance(actors, pd.DataFrame) else load_lexicon(actors),
        seed=seed,
    )


def _articles(articles: tuple[Article, ...], n_sentences: np.ndarray) -> pd.DataFrame:
    ids = [article.article_id for article in articles]
    fields = {name: [getattr(article, name) for article in articles] for name in ("title", "source", "date", "url")}
    return pd.DataFrame(
        {
            "article_id": pd.Categorical(ids, categories=ids),
            **{name: pd.Series(column, dtype="str") for name, column in fields.items()},
            "n_chars": pd.Series([len(article.text) for article in articles], dtype="int64"),
            "n_sentences": pd.Series(n_sentences, dtype="int64"),
            "digest": pd.Series([hashlib.sha256(article.text.encode()).hexdigest() for article in articles], dtype="str"),
        }
    )


def evidence(analysis: Analysis, rows: pd.DataFrame) -> pd.DataFrame:
    """Open rows of any table into the sentences they stand in.

    Parameters
    ----------
    analysis : Analysis
    rows : DataFrame
        Rows of any table with `article_id`, `start` and `end`.

    Returns
    -------
    DataFrame
        One row for each of `rows`, in their order: the sentence (`article_id`, `sent_id`, `start`, `end`, `text`,
        `zone`) and the marked words (`mark`, `mark_start`, `mark_end`; offsets into the article's text).

    Examples
    --------
    >>> analysis = analyze(Article("a", "Iraq waits. Moscow may sell."))
    >>> evidence(analysis, analysis.cues)[["text", "mark"]].values.tolist()
    [['Moscow may sell.', 'may']]
    """
    missing = {"article_id", "start", "end"} - set(rows)
    if missing:
        raise ValueError(f"`rows` must have article_id, start and end; {', '.join(sorted(missing))} is missing.")
    table = analysis.sentences.iloc[_row_at(analysis.sentences, rows)].reset_index(drop=True)
    marks = zip(rows["article_id"].astype(str), rows["start"], rows["end"], strict=True)
    return table[["article_id", "sent_id", "start", "end", "text", "zone"]].assign(
        mark=pd.Series([analysis.texts[article_id][start:end] for article_id, start, end in marks], dtype="str"),
        mark_start=rows["start"].to_numpy(dtype="int64"),
        mark_end=rows["end"].to_numpy(dtype="int64"),
    )


def _row_at(table: pd.DataFrame, spans: pd.DataFrame) -> np.ndarray:
    """For each span, the position of the row of a table of consecutive spans, such as sentences, in which it starts."""
    ids = table["article_id"].cat.categories
    codes = ids.get_indexer(pd.Index(spans["article_id"].astype(str)))
    if (codes < 0).any():
        raise ValueError(f"`rows` speak of an article that was not analysed: {spans['article_id'].astype(str)[codes < 0].iloc[0]!r}.")
    keys = table["article_id"].cat.codes.to_numpy(dtype="int64") << 40 | table["start"].to_numpy()
    rows: np.ndarray = np.searchsorted(keys, codes.astype("int64") << 40 | spans["start"].to_numpy(dtype="int64"), side="right") - 1
    return rows


def summarize_framing(analysis: Analysis, *, by: str = "state") -> pd.DataFrame:
    """Summarize how each actor is framed: salience, company, stance in its clauses, sentiment of its sentences.

    Counts are facts of the text and carry no interval.  Rates and means carry a resampling interval over paragraphs
    (`_low`, `_high`), which tells how much they hang on few sentences.  Only body text counts.

    Parameters
    ----------
    analysis : Analysis
    by : str
        "state" (a militia counts to its country) or "actor" (each party by itself).

    Returns
    -------
    DataFrame
        One row an article and state (or actor), most mentioned first: `article_id`, the state or actor;
        `n_mentions`; `share` (0 to 1) of all mentions of the compared; `n_sentences` that name it, of
        `n_body_sentences`; `first_sent_id`; `n_clauses` that name it;
        `n_name` to `n_group` (mentions by kind) and `n_actor`, `n_modifier`, `n_place` (by reading);
        `n_shared` (sentences that name another of the compared as well) and `shared_with` (which, with counts);
        for each category of cues `n_hedge_clause` and so on (cues in the actor's own clauses) and `n_hedge_sentence` and
        so on (the weaker measure: cues anywhere in its sentences); for hedges, boosters, conditions and obligations the
        rate an own clause, `hedge_rate` and so on, with interval; `compound` and `compound_masked` (mean sentiment of its
        sentences, -1 to 1) with interval.

    Examples
    --------
    >>> table = summarize_framing(analyze(Article("a", "Iraq may buy Russian tanks. Iraqis wait.")))
    >>> table[["state", "n_mentions", "n_sentences", "shared_with", "n_hedge_clause"]].values.tolist()
    [['Iraq', 2, 2, 'Russia 1', 1], ['Russia', 1, 1, 'Iraq 1', 1]]
    """
    if by not in ("state", "actor"):
        raise ValueError(f"`by` must be one of 'state', 'actor'; not {by!r}.")
    body = analysis.sentences[analysis.sentences["zone"] == "body"]
    sentences = body.merge(analysis.sentiment[["article_id", "sent_id", "compound", "compound_masked"]], on=["article_id", "sent_id"])
    mentions = _in_body(analysis.mentions, body)
    mentions = mentions[mentions[by].notna()].assign(clause=lambda rows: _row_at(analysis.clauses, rows))
    cues = _in_body(analysis.cues, body).assign(clause=lambda rows: _row_at(analysis.clauses, rows))
    rows = []
    for article_id, own in mentions.groupby("article_id", observed=True, sort=False):
        of_article = [table[table["article_id"] == article_id] for table in (sentences, cues)]
        rows += _profiles(str(article_id), own, *of_article, by=by, seed=analysis.seed)
    columns = list(_profile_columns(by))
    if not rows:
        return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in _profile_columns(by).items()})
    table = pd.DataFrame(rows, columns=columns).astype({name: dtype for name, dtype in _profile_columns(by).items() if dtype != "category"})
    return table.assign(
        article_id=pd.Categorical(table["article_id"], categories=analysis.mentions["article_id"].cat.categories),
        **{by: pd.Categorical(table[by], categories=analysis.mentions[by].cat.categories)},
    )


RATES = ("hedge", "booster", "condition", "obligation")


def _in_body(table: pd.DataFrame, body: pd.DataFrame) -> pd.DataFrame:
    keys = pd.MultiIndex.from_frame(body[["article_id", "sent_id"]].astype({"article_id": str}))
    return table[pd.MultiIndex.from_frame(table[["article_id", "sent_id"]].astype({"article_id": str})).isin(keys)]


def _profile_columns(by: str) -> dict[str, str]:
    """Columns of the summary and their dtypes."""
    measures = [f"{name}_rate" for name in RATES] + ["compound", "compound_masked"]
    whole = ["n_mentions", "n_sentences", "n_body_sentences", "first_sent_id", "n_clauses"]
    return (
        {"article_id": "category", by: "category"}
        | dict.fromkeys(whole, "int64")
        | {"share": "float64"}
        | dict.fromkeys([f"n_{name}" for name in (*KINDS, *READINGS)], "int64")
        | {"n_shared": "int64", "shared_with": "str"}
        | dict.fromkeys([f"n_{name}_{scope}" for name in CATEGORIES for scope in ("clause", "sentence")], "int64")
        | dict.fromkeys([name + bound for name in measures for bound in ("", "_low", "_high")], "float64")
    )


def _profiles(
    article_id: str, mentions: pd.DataFrame, sentences: pd.DataFrame, cues: pd.DataFrame, *, by: str, seed: int
) -> list[dict[str, object]]:
    """Rows of the summary for one article."""
    named = mentions.groupby(by, observed=True)["sent_id"].agg(set).to_dict()
    by_name = mentions.groupby(by, observed=True)["start"]
    order = sorted(named, key=lambda name: (-len(by_name.get_group(name)), by_name.get_group(name).iloc[0]))
    paragraphs = sentences["para_id"].unique()
    rows = []
    for name in order:
        own = mentions[mentions[by] == name]
        inside = sentences[sentences["sent_id"].isin(named[name])]
        own_clauses = own.drop_duplicates("clause")
        in_clause, in_sentence = cues[cues["clause"].isin(own["clause"])], cues[cues["sent_id"].isin(named[name])]
        company = {other: len(named[name] & named[other]) for other in order if other != name and named[name] & named[other]}
        row: dict[str, object] = {
            "article_id": article_id,
            by: name,
            "n_mentions": len(own),
            "share": len(own) / len(mentions),
            "n_sentences": len(inside),
            "n_body_sentences": len(sentences),
            "first_sent_id": own["sent_id"].min(),
            "n_clauses": len(own_clauses),
            **{f"n_{kind}": int((own["kind"] == kind).sum()) for kind in KINDS},
            **{f"n_{reading}": int((own["reading"] == reading).sum()) for reading in READINGS},
            "n_shared": len(named[name] & set().union(*(named[other] for other in company))),
            "shared_with": ", ".join(f"{other} {n}" for other, n in sorted(company.items(), key=lambda item: (-item[1], item[0]))),
        }
        for category in CATEGORIES:
            row[f"n_{category}_clause"] = int((in_clause["category"] == category).sum())
            row[f"n_{category}_sentence"] = int((in_sentence["category"] == category).sum())
        # One column a measure, one line a paragraph: what is added up above and below the line.
        clauses = own_clauses.groupby("para_id").size().reindex(paragraphs, fill_value=0)
        paragraph_of = own_clauses.set_index("clause")["para_id"]
        above, below = {}, {}
        for category in RATES:
            hits = in_clause.loc[in_clause["category"] == category, "clause"].map(paragraph_of)
            above[f"{category}_rate"], below[f"{category}_rate"] = hits.value_counts().reindex(paragraphs, fill_value=0), clauses
        for measure in ("compound", "compound_masked"):
            grouped = inside.groupby("para_id")[measure]
            above[measure], below[measure] = (x.reindex(paragraphs, fill_value=0) for x in (grouped.sum(), grouped.size()))
        low, high = resample_ratio(np.column_stack(list(above.values())), np.column_stack(list(below.values())), seed=seed)
        for k, measure in enumerate(above):
            total = below[measure].sum()
            row[measure] = above[measure].sum() / total if total else np.nan
            row[f"{measure}_low"], row[f"{measure}_high"] = low[k], high[k]
        rows.append(row)
    return rows
