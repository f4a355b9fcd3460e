"""Framing: all tables of an analysis in one object, and the way back from their rows to the sentences."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.articles import Article
from analysis.garbage import uncollected
from analysis.lexicons import load_lexicon
from analysis.segmentation import _clauses, _sentences, _tokens, scan
from analysis.spans import Voices


@dataclass(frozen=True)
class Analysis:
    """Everything that was found in some articles; each table is described where its function is.

    Attributes
    ----------
    articles : DataFrame
        One row an article: `article_id`, `title`, `source`, `date`, `url`, `n_chars`, `n_sentences`, `digest` (SHA-256
        of the text).
    sentences, tokens, mentions, cues, attributions, speakers, actions, sentiment, tone : DataFrame
        As `split_sentences`, `tokenize`, `find_mentions`, `find_cues`, `find_attributions`, `find_speakers`, `find_actions`
        and `score_sentences` (masked by the mentions) return them; mentions, cues and actions with `voice` (see `add_voice`).
        `tone` has the mentions once more with `negative`, `neutral`, `positive` (see `score_targets`) and `tone`, their
        difference.
    clauses : DataFrame
        One row a clause: `article_id`, `sent_id`, `start`, `end`, `text`, `clause_id` (from 0 in its sentence).
    texts : dict
        The text of each article by its id.
    actors : DataFrame
        The actors that were looked for.
    corrections : DataFrame
        The corrections that were given, each with the `reason` why it no longer fits, "" where it was made.
    seed : int
        Seed of every resampling interval.
    """

    articles: pd.DataFrame
    sentences: pd.DataFrame
    clauses: pd.DataFrame
    tokens: pd.DataFrame
    mentions: pd.DataFrame
    cues: pd.DataFrame
    attributions: pd.DataFrame
    speakers: pd.DataFrame
    actions: pd.DataFrame
    sentiment: pd.DataFrame
    tone: pd.DataFrame
    texts: dict[str, str]
    actors: pd.DataFrame
    corrections: pd.DataFrame
    seed: int

    def __repr__(self) -> str:
        names = ("articles", "sentences", "mentions", "cues", "attributions", "actions")
        tables = ", ".join(f"{len(getattr(self, name))} {name}" for name in names)
        return f"Analysis({tables})"

    def _repr_html_(self) -> str:
        from analysis.highlights import show_analysis

        tables = {each.name: table for each in fields(self) if isinstance(table := getattr(self, each.name), pd.DataFrame)}
        return show_analysis({name: table for name, table in tables.items() if "article_id" in table}, self.texts)


def analyze(
    articles: Article | Iterable[Article],
    *,
    actors: pd.DataFrame | str | os.PathLike[str] | None = None,
    lexicon: pd.DataFrame | str | os.PathLike[str] | None = None,
    corrections: pd.DataFrame | str | os.PathLike[str] | None = None,
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
    corrections : DataFrame or path, optional
        What was mended by hand, as `read_corrections` takes it.  What follows from a table, such as voice and speakers, is
        found anew from the corrected one; corrected tables have a column `correction`.
    seed : int
        Seed of every resampling interval in what follows.

    Returns
    -------
    Analysis

    Examples
    --------
    >>> analyze(Article("a", "Iraq may buy Russian tanks. Moscow agreed."))
    Analysis(1 articles, 2 sentences, 3 mentions, 1 cues, 0 attributions, 1 actions)
    """
    with uncollected():
        tables = _Tables(articles, actors, lexicon, corrections)
        found = {each.name: getattr(tables, each.name) for each in fields(Analysis) if each.name != "seed"}
    return Analysis(**found, seed=seed)


class _Tables:
    """The tables of an analysis, each made when it is first asked for, with what it needs; `analyze` asks for all.

    What makes a table is imported there, too: who wants one table does not wait for the others.  Arguments are those of
    `analyze`.
    """

    def __init__(
        self,
        articles: Article | Iterable[Article],
        actors: pd.DataFrame | str | os.PathLike[str] | None = None,
        lexicon: pd.DataFrame | str | os.PathLike[str] | None = None,
        corrections: pd.DataFrame | str | os.PathLike[str] | None = None,
    ) -> None:
        self._batch = scan(articles)
        self._given, self._lexicon, self._corrections = actors, lexicon, corrections
        self._unfit: list[pd.DataFrame] = []

    @cached_property
    def _lines(self) -> pd.DataFrame:
        from analysis.corrections import COLUMNS, read_corrections

        return read_corrections(pd.DataFrame(columns=list(COLUMNS)) if self._corrections is None else self._corrections)

    def _corrected(self, name: str, table: pd.DataFrame) -> pd.DataFrame:
        if self._corrections is None:
            return table
        from analysis.corrections import apply_corrections

        table, told = apply_corrections(name, table, self._lines, self._batch.articles, self.sentences)
        self._unfit.append(told)
        return table

    @cached_property
    def articles(self) -> pd.DataFrame:
        return _articles(self._batch.articles, np.diff(self._batch.first))

    @cached_property
    def sentences(self) -> pd.DataFrame:
        return _sentences(self._batch)

    @cached_property
    def clauses(self) -> pd.DataFrame:
        return _clauses(self._batch)

    @cached_property
    def tokens(self) -> pd.DataFrame:
        return _tokens(self._batch)

    @cached_property
    def _named(self) -> pd.DataFrame:
        from analysis.actors import _mentions

        return self._corrected("mentions", _mentions(self._batch, self._given))

    @cached_property
    def attributions(self) -> pd.DataFrame:
        from analysis.attributions import _attributions

        return self._corrected("attributions", _attributions(self._batch))

    @cached_property
    def _voices(self) -> Voices:
        return Voices(self.attributions)

    @cached_property
    def mentions(self) -> pd.DataFrame:
        return self._voices.add_to(self._named)

    @cached_property
    def cues(self) -> pd.DataFrame:
        from analysis.cues import _cues

        return self._voices.add_to(self._corrected("cues", _cues(self._batch, self._lexicon)))

    @cached_property
    def speakers(self) -> pd.DataFrame:
        from analysis.speakers import find_speakers

        return self._corrected("speakers", find_speakers(self.attributions, self._named))

    @cached_property
    def actions(self) -> pd.DataFrame:
        from analysis.actions import _actions

        return self._voices.add_to(self._corrected("actions", _actions(self._batch, self._named)))

    @cached_property
    def sentiment(self) -> pd.DataFrame:
        from analysis.sentiment import score_sentences

        return self._corrected("sentiment", score_sentences(self.sentences, mask=self._named))

    @cached_property
    def tone(self) -> pd.DataFrame:
        from analysis.tone import _tone

        return self._corrected("tone", _tone(self._batch, self.mentions))

    @cached_property
    def texts(self) -> dict[str, str]:
        return {article.article_id: article.text for article in self._batch.articles}

    @cached_property
    def actors(self) -> pd.DataFrame:
        given = self._given
        return given.copy() if isinstance(given, pd.DataFrame) else load_lexicon("actors" if given is None else given)

    @cached_property
    def corrections(self) -> pd.DataFrame:
        """Corrections, each with the reason why it no longer fits in one of the tables that were made."""
        lines, unfit, keys = self._lines, self._unfit, list(self._lines)
        reasons = pd.concat(unfit).drop_duplicates(keys) if unfit else lines.assign(reason="").iloc[:0]
        return lines.merge(reasons, how="left", on=keys).fillna({"reason": ""})


def _articles(articles: tuple[Article, ...], n_sentences: np.ndarray) -> pd.DataFrame:
    import hashlib

    ids = [article.article_id for article in articles]
    fields = {name: [getattr(article, name) for article in articles] for name in ("title", "source", "date", "url")}
    return pd.DataFrame(
        {
            "article_id": pd.Categorical(ids, categories=pd.Index(ids, dtype="str")),
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
        `zone`) and the marked words (`mark`, `mark_start`, `mark_end`; offsets into the article's text); `correction` where
        `rows` have it.

    Examples
    --------
    >>> analysis = analyze(Article("a", "Iraq waits. Moscow may sell."))
    >>> evidence(analysis, analysis.cues)[["text", "mark"]].values.tolist()
    [['Moscow may sell.', 'may']]
    """
    missing = {"article_id", "start", "end"} - set(rows)
    if missing:
        raise ValueError(f"`rows` must have article_id, start and end; {', '.join(sorted(missing))} is missing.")
    table = analysis.sentences.iloc[row_at(analysis.sentences, rows)].reset_index(drop=True)
    marks = zip(rows["article_id"].astype(str), rows["start"], rows["end"], strict=True)
    by_hand = {"correction": rows["correction"].array} if "correction" in rows else {}
    return table[["article_id", "sent_id", "start", "end", "text", "zone"]].assign(
        mark=pd.Series([analysis.texts[article_id][start:end] for article_id, start, end in marks], dtype="str"),
        mark_start=rows["start"].to_numpy(dtype="int64"),
        mark_end=rows["end"].to_numpy(dtype="int64"),
        **by_hand,
    )


def row_at(table: pd.DataFrame, spans: pd.DataFrame) -> np.ndarray:
    """For each span, the position of the row of a table of consecutive spans, such as sentences, in which it starts."""
    known = pd.Index(table["article_id"].cat.categories)
    codes, ids = pd.factorize(spans["article_id"])  # each article is looked up once
    places = known.get_indexer(pd.Index(ids.astype("str")))
    if (places < 0).any():
        raise ValueError(f"`rows` speak of an article that was not analysed: {ids[places < 0][0]!r}.")
    keys = offset_keys(table, "start")
    wanted = places.astype("int64")[codes] << 40 | spans["start"].to_numpy(dtype="int64")
    rows: np.ndarray = np.searchsorted(keys, wanted, side="right") - 1
    return rows


def offset_keys(table: pd.DataFrame, bound: str) -> np.ndarray:
    """Numbers that order the offsets of all articles: for each row its article and its `start` or `end`."""
    keys: np.ndarray = table["article_id"].cat.codes.to_numpy(dtype="int64") << 40 | table[bound].to_numpy(dtype="int64")
    return keys


def in_body(analysis: Analysis, table: pd.DataFrame) -> pd.DataFrame:
    """Rows of a table that stand in the article's own prose, not in a headline, a caption, a link or a note."""
    zones = analysis.sentences["zone"].astype(str).to_numpy()[row_at(analysis.sentences, table)]
    rows: pd.DataFrame = table.loc[zones == "body"]
    return rows
