"""Comparison: how outlets or months frame the same actors, over the articles of an analysis or of a corpus on disk.

The articles of a group are what varies by chance here: intervals resample articles, never sentences.  A corpus is gone through
shard by shard; what is kept is a sum an actor, a group and a batch of its articles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.canvas import FEW_MENTIONS
from analysis.corpora import Corpus
from analysis.framing import Analysis
from analysis.lexicons import load_lexicon
from analysis.shards import LEVELS, collocate_rows, framing_rows
from analysis.summaries import RATES, TONES
from analysis.terms import keyness
from analysis.uncertainty import resample_ratio

MOST_BATCHES = 200  # articles of a larger group are dealt into so many batches, and batches are resampled
GROUPS = ("source", "month", "year")
UNKNOWN = "unknown"

# What is divided by what; the sums of all actors of a group are `all_`.
MEASURES = {
    "article_share": ("n_articles", "all_articles"),
    "share": ("n_mentions", "all_mentions"),
    "actor_share": ("n_actor", "n_mentions"),
    "attribution_rate": ("n_attributions", "n_sentences"),
    **{f"{name}_rate": (f"n_{name}_clause", "n_clauses") for name in RATES},
    "compound": ("compound", "n_sentences"),
    "compound_masked": ("compound_masked", "n_sentences"),
    **{name: (name, f"n_{name}") for name in TONES},
    "acting_rate": ("n_actions_by", "n_sentences"),
    "target_rate": ("n_actions_on", "n_sentences"),
    "harming_share": ("n_harmful_by", "n_actions_by"),
    "harmed_share": ("n_harmful_on", "n_actions_on"),
}
_SUMS = ("compound", "compound_masked", *TONES)  # no counts
_NOT_ADDED = ("first_sent_id", "n_body_sentences", "shared_with", "share")
_PARTS = sorted({part for parts in MEASURES.values() for part in parts})


def summarize_corpus(corpus: Analysis | Corpus, *, by: str | None = None, of: str = "state", seed: int = 0) -> pd.DataFrame:
    """Summarize how actors are framed over many articles: one row a group of articles and an actor.

    Parameters
    ----------
    corpus : Analysis or Corpus
    by : {"source", "month", "year"}, optional
        Groups of articles; by default all are one.
    of : {"state", "actor"}
        A militia counts to its country, or each party is by itself.
    seed : int
        Seed of the intervals.

    Returns
    -------
    DataFrame
        Most mentioned first within each group: the group (`source`, `month`, `year`; "unknown" where an article tells none;
        `corpus` without `by`); the state or actor; `n_articles` that name it, of `all_articles`; `n_mentions`, `n_sentences` and all
        other counts of `summarize_framing`, summed; and with intervals over articles (`_low`, `_high`): `article_share` (of
        the group's articles), `share` (of all mentions), `actor_share` (of its mentions, those read as an actor),
        `attribution_rate` (attributions to it for each sentence that names it), `hedge_rate` and so on (for each of its
        clauses), `compound` and `compound_masked` (mean of its sentences), `tone`, `tone_author` and `tone_others` (mean of
        its mentions), `acting_rate` and `target_rate` (actions that it does, and that are done to it, for each of its
        sentences), `harming_share` and `harmed_share` (of these actions, the ones that are bad for the patient).  No interval
        where fewer than nine articles (or batches of them) have what is counted.

    Examples
    --------
    >>> from analysis import Article, analyze
    >>> articles = [Article(f"a{i}", "Iraq may buy tanks.", source="AB"[i % 2]) for i in range(4)]
    >>> table = summarize_corpus(analyze(articles), by="source")
    >>> table[["source", "state", "n_articles", "article_share", "hedge_rate"]].values.tolist()
    [['A', 'Iraq', 2, 1.0, 1.0], ['B', 'Iraq', 2, 1.0, 1.0]]
    """
    sums = _sums(corpus, by, of)
    tables = []
    for group in _names(sums.groups) or [""]:
        counts = _of_group(sums.actors, group).drop(columns=[*_SUMS])
        counts = counts.groupby(level="name", sort=True).sum().astype("int64")
        batches = _batches(sums, group, counts.index.tolist())
        totals = {f"all_{name}": int(_of_group(sums.groups, group)[f"n_{name}"].sum()) for name in ("articles", "mentions")}
        counts = counts.assign(group=group, **totals)
        tables.append(pd.concat([counts.rename_axis(of).reset_index(), _measured(batches, seed)], axis=1))
    first = ["group", of, "n_articles", "all_articles", "n_mentions", "all_mentions"]
    table = pd.concat(tables).sort_values(["group", "n_mentions", of], ascending=[True, False, True], ignore_index=True)
    return table[[*first, *(name for name in table if name not in first)]].rename(columns={"group": by or "corpus"})


def compare(corpus: Analysis | Corpus, *, by: str = "source", of: str = "state", seed: int = 0) -> pd.DataFrame:
    """Compare how groups of articles, such as outlets, frame the same actors: each group with all others.

    One interval in twenty misses by chance, and there is one for each actor and measure: read the largest differences as
    questions, and the words behind them (`compare_terms`).

    Parameters
    ----------
    corpus : Analysis or Corpus
        With articles of two groups at least.
    by : {"source", "month", "year"}
    of : {"state", "actor"}
    seed : int
        Seed of the intervals.

    Returns
    -------
    DataFrame
        One row a group, an actor of at least ten mentions in all, and a measure of `summarize_corpus`: the group, the state or
        actor; `measure`; `value` in the group; `rest` in all other articles; `difference`, `difference_low`,
        `difference_high` (95 %, over articles); `n_articles` and `rest_articles` that name it, `n_mentions` and `rest_mentions`;
        `is_left_out` (the group never names it).

    Raises
    ------
    ValueError
        If all articles are of one group.

    References
    ----------
    Zou, G. Y. & Donner, A. (2008). Construction of confidence limits about effect measures: a general approach. *Statistics in
    Medicine* 27(10), 1693-1702 (limits of a difference from those of its two parts).

    Examples
    --------
    >>> from analysis import Article, analyze
    >>> texts = {"A": "Iraq may buy tanks.", "B": "Iraq buys tanks."}
    >>> articles = [Article(f"a{i}", texts["AB"[i % 2]], source="AB"[i % 2]) for i in range(40)]
    >>> table = compare(analyze(articles))
    >>> table.loc[table["measure"] == "hedge_rate", ["source", "state", "value", "rest", "difference"]].values.tolist()
    [['A', 'Iraq', 1.0, 0.0, 1.0], ['B', 'Iraq', 0.0, 1.0, -1.0]]
    """
    sums = _sums(corpus, by, of)
    groups = _names(sums.groups)
    if len(groups) < 2:
        found = ", ".join(map(repr, groups)) or "none"
        raise ValueError(f"There must be articles of two groups (`{by}`) at least; all are of {found}.")
    mentions = sums.actors["n_mentions"].groupby(level="name").sum()
    names = mentions.index[mentions >= FEW_MENTIONS].tolist()
    batches = {group: _batches(sums, group, names) for group in groups}
    tables = []
    for group, own in batches.items():
        others = [other for name, other in batches.items() if name != group]
        rest = {part: _folded(np.concatenate([other[part] for other in others])) for part in _PARTS}
        one, two = _measured(own, seed), _measured(rest, seed)
        n = {
            f"{side}_{what}": parts[f"n_{what}"].sum(axis=0).astype("int64")
            for side, parts in (("n", own), ("rest", rest))
            for what in ("articles", "mentions")
        }
        for measure in MEASURES:
            (value, low, high), (other, other_low, other_high) = (
                [side[measure + bound].to_numpy() for bound in ("", "_low", "_high")] for side in (one, two)
            )
            columns = {
                "value": value,
                "rest": other,
                "difference": value - other,
                "difference_low": value - other - np.hypot(value - low, other_high - other),
                "difference_high": value - other + np.hypot(high - value, other - other_low),
            }
            tables.append(pd.DataFrame({by: group, of: names, "measure": measure, **columns, **n, "is_left_out": n["n_mentions"] == 0}))
    table = pd.concat(tables).sort_values([by, of], kind="stable", ignore_index=True)
    return table.astype({by: "str", of: "str", "measure": "str"})


def compare_terms(corpus: Analysis | Corpus, state: str, *, by: str = "source") -> pd.DataFrame:
    """Compare the words near an actor between groups of articles: each group with all others.

    Parameters
    ----------
    corpus : Analysis or Corpus
    state : str
        Near whose mentions, within five words and the sentence.
    by : {"source", "month", "year"}

    Returns
    -------
    DataFrame
        One row a group and term, stop words left out, the most typical of the group first: the group, `term`, the columns of
        `keyness`, and `target_articles` and `reference_articles` that have it there: with few, it is the story and not the
        outlet.

    Examples
    --------
    >>> from analysis import Article, analyze
    >>> texts = {"A": "Aggressive Russia waits.", "B": "Peaceful Russia waits."}
    >>> articles = [Article(f"a{i}", texts["AB"[i % 2]], source="AB"[i % 2]) for i in range(8)]
    >>> compare_terms(analyze(articles), "Russia").groupby("source")["term"].first().to_dict()
    {'A': 'aggressive', 'B': 'peaceful'}
    """
    _check(by, "state")
    pieces = []
    for articles, near in _chunks(corpus, "collocates"):
        near = near[near["state"] == state]
        group = _groups(articles, by).reindex(near["article_id"].astype(str)).to_numpy()
        rows = pd.DataFrame({"group": group, "term": near["term"].to_numpy(), "count": near["count"].to_numpy(), "articles": 1})
        pieces.append(rows.groupby(["group", "term"], sort=True).sum())
    found = pd.concat(pieces).groupby(level=[0, 1], sort=True).sum()
    groups = sorted(set(found.index.get_level_values(0)))
    if len(groups) < 2:
        raise ValueError(f"Two groups (`{by}`) at least must name {state!r}; found {', '.join(map(repr, groups)) or 'none'}.")
    whole, stop = found.groupby(level=1).sum(), set(load_lexicon("stop_words")["entry"])
    tables = []
    for group in groups:
        own = found.loc[group].reindex(whole.index, fill_value=0)
        rest = whole - own
        table = keyness(own["count"], rest["count"])
        table["target_articles"], table["reference_articles"] = own["articles"], rest["articles"]
        table = table[[term not in stop for term in table.index]].reset_index()
        table.insert(0, by, group)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def _check(by: str | None, of: str) -> None:
    if by is not None and by not in GROUPS:
        raise ValueError(f"`by` must be one of {', '.join(map(repr, GROUPS))}; not {by!r}.")
    if of not in LEVELS:
        raise ValueError(f"`of` must be one of {', '.join(map(repr, LEVELS))}; not {of!r}.")


def _groups(articles: pd.DataFrame, by: str | None) -> pd.Series:
    """Group of each article, by its id."""
    if by is None:
        labels = pd.Series("all", index=articles.index)
    elif by == "source":
        labels = articles["source"]
    else:
        labels = articles["date"].str.extract(r"^(\d{4}-\d\d)" if by == "month" else r"^(\d{4})", expand=False)
    labels = labels.fillna(UNKNOWN)
    return pd.Series(labels.to_numpy(dtype=object), index=articles["article_id"].astype(str))


class _Sums(NamedTuple):
    """What the articles add up to, by batches of articles."""

    actors: pd.DataFrame  # indexed by group, actor and batch: all counts, and the sums of sentiment
    groups: pd.DataFrame  # indexed by group and batch: n_articles, n_mentions


def _sums(corpus: Analysis | Corpus, by: str | None, of: str) -> _Sums:
    """Deal the articles of each group into batches, in their order, and add up what is counted in each."""
    _check(by, of)
    n_articles: Counter[str] = Counter()
    actors, groups = list[pd.DataFrame](), list[pd.DataFrame]()
    for articles, framing in _chunks(corpus, "framing"):
        group = _groups(articles, by)
        number = group.groupby(group).cumcount() + group.map(n_articles).astype("int64")
        n_articles.update(group)
        place = pd.DataFrame({"group": group, "batch": number % MOST_BATCHES})
        rows = framing[framing["level"] == of].drop(columns=[*_NOT_ADDED, "level"]).astype({"article_id": str})
        rows = rows.assign(n_articles=1).join(place, on="article_id").drop(columns="article_id")
        actors = _add_up([*actors, rows.groupby(["group", "name", "batch"], sort=True).sum()])
        mentions = rows.groupby(["group", "batch"])["n_mentions"].sum()
        batches = place.groupby(["group", "batch"]).size().rename("n_articles").to_frame()
        groups = _add_up([*groups, batches.assign(n_mentions=mentions.reindex(batches.index, fill_value=0))])
    return _Sums(_total(actors), _total(groups))


def _names(groups: pd.DataFrame) -> list[str]:
    """Names of the groups."""
    return [str(name) for name in groups.index.get_level_values("group").unique()]


def _add_up(tables: list[pd.DataFrame]) -> list[pd.DataFrame]:
    """Add tables up once those that came later are as long as the first: so each row is touched few times."""
    if sum(map(len, tables[1:])) < len(tables[0]):
        return tables
    return [_total(tables)]


def _total(tables: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(tables).groupby(level=list(range(tables[0].index.nlevels)), sort=True).sum()


def _chunks(corpus: Analysis | Corpus, name: str) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    """Articles and one of the tables that add up, shard by shard."""
    if isinstance(corpus, Analysis):
        yield corpus.articles, (framing_rows if name == "framing" else collocate_rows)(corpus)
    else:
        yield from zip(corpus.shards("articles"), corpus.shards(name))


def _of_group(table: pd.DataFrame, group: str) -> pd.DataFrame:
    """Sums of one group; no rows where its articles name nobody."""
    return table[table.index.get_level_values("group") == group]


def _batches(sums: _Sums, group: str, names: list[str]) -> dict[str, np.ndarray]:
    """What the measures are made of in one group: a line a batch, a column an actor."""
    own = _of_group(sums.actors, group)
    own = own[own.index.get_level_values("name").isin(names)]
    place = own.index.get_level_values("batch").to_numpy(), pd.Index(names).get_indexer(own.index.get_level_values("name"))
    whole = _of_group(sums.groups, group)  # a line a batch
    parts = {}
    for part in _PARTS:
        parts[part] = np.zeros((len(whole), len(names)))
        if part.startswith("all_"):
            parts[part][:] = whole[part.replace("all_", "n_")].to_numpy()[:, None]
        else:
            parts[part][place] = own[part]
    return parts


def _folded(batches: np.ndarray) -> np.ndarray:
    """As many batches as there may be, the further ones added to the first."""
    folded = batches[:MOST_BATCHES].copy()
    for start in range(MOST_BATCHES, len(batches), MOST_BATCHES):
        further = batches[start : start + MOST_BATCHES]
        folded[: len(further)] += further
    return folded


def _measured(batches: dict[str, np.ndarray], seed: int) -> pd.DataFrame:
    """All measures of the actors, a row each, with intervals over batches of articles."""
    above, below = (np.concatenate([batches[parts[k]] for parts in MEASURES.values()], axis=1) for k in (0, 1))
    total = below.sum(axis=0)
    value = np.divide(above.sum(axis=0), total, out=np.full(len(total), np.nan), where=total > 0)
    found = np.stack([value, *resample_ratio(above, below, seed=seed)]).reshape(3, len(MEASURES), -1)
    return pd.DataFrame({name + bound: found[b, m] for m, name in enumerate(MEASURES) for b, bound in enumerate(("", "_low", "_high"))})
