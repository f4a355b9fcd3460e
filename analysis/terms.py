"""Terms: how often words and word sequences occur, how evenly, and near whom."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd


def count_terms(tokens: pd.DataFrame, *, n: int = 1, stop_words: Iterable[str] = ()) -> pd.DataFrame:
    """Count terms, or sequences of n terms, and how evenly they are spread.

    Parameters
    ----------
    tokens : DataFrame
        As `tokenize` returns it.
    n : int
        Words in a sequence; a sequence crosses neither a sentence nor a punctuation mark.
    stop_words : iterable of str
        Terms to leave out; a longer sequence is left out if it begins or ends with one.

    Returns
    -------
    DataFrame
        Index `term`, most frequent first; `count`; `per_thousand` (occurrences per 1,000 of all words, those of
        `stop_words` included); `n_sentences` that hold it; `dp` (Gries' deviation of proportions over sentences, from
        0, spread as evenly as the words, towards 1, all in one short sentence).

    References
    ----------
    Gries, S. Th. (2008). Dispersions and adjusted frequencies in corpora. *International Journal of Corpus
    Linguistics* 13(4), 403-437.

    Examples
    --------
    >>> from analysis.articles import Article
    >>> from analysis.segmentation import tokenize
    >>> count_terms(tokenize(Article("a", "Iraq asks. Iraq buys tanks.")))["count"].head(2).to_dict()
    {'iraq': 2, 'asks': 1}
    """
    if not isinstance(n, int) or n < 1:
        raise ValueError(f"`n` must be a whole number from 1; not {n!r}.")
    if isinstance(stop_words, str):
        raise TypeError("`stop_words` must be several words, such as a list; not one str.")
    sentence = tokens.groupby(["article_id", "sent_id"], observed=True, sort=False).ngroup().to_numpy()
    terms = tokens["term"].to_numpy(dtype=object)
    start, end = tokens["start"].to_numpy(), tokens["end"].to_numpy()
    size = max(len(terms) - n + 1, 0)
    whole = np.ones(size, dtype=bool)
    for step in range(n - 1):  # the words of a sequence stand next to each other
        here = slice(step, step + size)
        after = slice(step + 1, step + 1 + size)
        whole &= (sentence[here] == sentence[after]) & (start[after] - end[here] == 1)
    stop = set(stop_words)
    if stop:
        for place in {0, n - 1}:
            whole &= ~np.isin(terms[place : place + size].astype(str), list(stop))
    positions = np.flatnonzero(whole)
    sequences = [" ".join(terms[i : i + n]) for i in positions]
    counts = pd.DataFrame({"term": pd.Series(sequences, dtype="str"), "sentence": sentence[positions]})
    return _dispersion(counts, np.bincount(sentence), len(terms))


def _dispersion(occurrences: pd.DataFrame, sentence_sizes: np.ndarray, n_words: int) -> pd.DataFrame:
    """Count terms by sentence; DP is half the summed distance between a term's shares and the sentences' shares."""
    cells = occurrences.groupby(["term", "sentence"], sort=True).size().rename("cell").reset_index()
    by_term = cells.groupby("term", sort=True)["cell"]
    count = by_term.sum()
    expected = sentence_sizes[cells["sentence"]] / max(n_words, 1)
    distance = (cells["cell"] / by_term.transform("sum") - expected).abs()
    sums = pd.DataFrame({"term": cells["term"], "distance": distance, "expected": expected}).groupby("term", sort=True).sum()
    table = pd.DataFrame(
        {
            "count": count.astype("int64"),
            "per_thousand": count * 1000.0 / max(n_words, 1),
            "n_sentences": by_term.size().astype("int64"),
            "dp": (sums["distance"] + 1 - sums["expected"]) / 2,  # sentences without the term differ by their own share
        }
    )
    table.index = table.index.astype("str").rename("term")
    return table.sort_values("count", ascending=False, kind="stable")


def collocates(tokens: pd.DataFrame, spans: pd.DataFrame, *, window: int = 5) -> pd.DataFrame:
    """Count the words around some spans, such as the mentions of an actor.

    Parameters
    ----------
    tokens : DataFrame
        As `tokenize` returns it.
    spans : DataFrame
        Any table with `article_id`, `sent_id`, `start` and `end`.
    window : int
        Words on each side, within the sentence.  A word near two spans counts once; the spans' own words do not count.

    Returns
    -------
    DataFrame
        Index `term`, most frequent first; `count` near the spans; `n_before` and `n_after` the nearest span;
        `total` in all tokens.

    Examples
    --------
    >>> from analysis import Article, find_mentions, tokenize
    >>> article = Article("a", "Alleged Israeli strikes hit Iraq.")
    >>> collocates(tokenize(article), find_mentions(article).head(1), window=1)["count"].to_dict()
    {'alleged': 1, 'strikes': 1}
    """
    if not isinstance(window, int) or window < 1:
        raise ValueError(f"`window` must be a whole number from 1; not {window!r}.")
    groups = tokens.groupby(["article_id", "sent_id"], observed=True, sort=False).indices
    start, end = tokens["start"].to_numpy(), tokens["end"].to_numpy()
    inside = np.zeros(len(tokens), dtype=bool)
    signed = np.zeros(len(tokens), dtype=np.int64)  # words to the nearest span: negative before it, positive after it
    for article_id, sent_id, s, e in zip(spans["article_id"], spans["sent_id"], spans["start"], spans["end"], strict=True):
        where = groups.get((article_id, sent_id))
        if where is None:
            continue
        own = (start[where] < e) & (end[where] > s)
        inside[where[own]] = True
        before, after = where[end[where] <= s][-window:], where[start[where] >= e][:window]
        for positions, distances in ((before, -np.arange(len(before), 0, -1)), (after, np.arange(1, len(after) + 1))):
            nearer = (signed[positions] == 0) | (np.abs(distances) < np.abs(signed[positions]))
            signed[positions[nearer]] = distances[nearer]
    near = (signed != 0) & ~inside
    found = pd.DataFrame({"term": tokens["term"].to_numpy()[near], "is_before": signed[near] < 0})
    grouped = found.groupby("term", sort=True)["is_before"]
    table = pd.DataFrame({"count": grouped.size().astype("int64"), "n_before": grouped.sum().astype("int64")})
    table["n_after"] = table["count"] - table["n_before"]
    table["total"] = tokens["term"].value_counts().reindex(table.index).fillna(0).astype("int64")
    table.index = table.index.astype("str").rename("term")
    return table.sort_values("count", ascending=False, kind="stable")
