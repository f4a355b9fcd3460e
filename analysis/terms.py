"""Terms: how often words and word sequences occur, how evenly, near whom, and in which of two corpora more."""

from __future__ import annotations

from collections.abc import Iterable
from math import erfc, sqrt

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

    The two measures order the words of this text.  They are no test: the sentences of one article depend on each other.

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
        `total` in all tokens; `log_dice` (14 + log2 of the Dice coefficient of word and spans: 14 where each stands once
        near each of the other, one less for half as often; it does not depend on the size of the text); `g2` (log-likelihood ratio of
        near or not by this word or another, the spans' own words left out; negative where it is rarer near them).

    References
    ----------
    Rychlý, P. (2008). A lexicographer-friendly association score. *Proceedings of RASLAN*, 6-9.
    Evert, S. (2008). Corpora and collocations, section 4 (surface co-occurrence). In *Corpus Linguistics: An International
    Handbook*. Mouton de Gruyter.

    Examples
    --------
    >>> from analysis import Article, find_mentions, tokenize
    >>> article = Article("a", "Alleged Israeli strikes hit Iraq.")
    >>> collocates(tokenize(article), find_mentions(article).head(1), window=1)["count"].to_dict()
    {'alleged': 1, 'strikes': 1}
    """
    if not isinstance(window, int) or window < 1:
        raise ValueError(f"`window` must be a whole number from 1; not {window!r}.")
    from nltk.metrics.association import BigramAssocMeasures

    spans = spans[["article_id", "sent_id", "start", "end"]].drop_duplicates()
    word, span, distance = words_near(tokens, spans, window=window)
    inside = np.zeros(len(tokens), dtype=bool)
    inside[word[distance == 0]] = True
    signed = np.zeros(len(tokens), dtype=np.int64)  # words to the nearest span: negative before it, positive after it
    farthest_first = np.lexsort((-span, -np.abs(distance)))
    signed[word[farthest_first]] = distance[farthest_first]
    near = (signed != 0) & ~inside
    found = pd.DataFrame({"term": tokens["term"].to_numpy()[near], "is_before": signed[near] < 0})
    grouped = found.groupby("term", sort=True)["is_before"]
    table = pd.DataFrame({"count": grouped.size().astype("int64"), "n_before": grouped.sum().astype("int64")})
    table["n_after"] = table["count"] - table["n_before"]
    table["total"] = tokens["term"].value_counts().reindex(table.index).fillna(0).astype("int64")
    dice = [BigramAssocMeasures.dice(n, (len(spans), total), len(tokens)) for n, total in zip(table["count"], table["total"])]
    table["log_dice"] = 14 + np.log2(np.array(dice, dtype="float64"))
    outside = tokens["term"][~inside].value_counts().reindex(table.index).to_numpy()
    table["g2"] = _signed_g2(table["count"].to_numpy(), int(near.sum()), outside, int((~inside).sum()))
    table.index = table.index.astype("str").rename("term")
    return table.sort_values("count", ascending=False, kind="stable")


def _signed_g2(n: np.ndarray, n_part: int, n_term: np.ndarray, n_all: int) -> np.ndarray:
    """Log-likelihood ratio of a term's `n` occurrences among the `n_part` of `n_all` words; negative where it is rarer there."""
    from nltk.metrics.association import BigramAssocMeasures

    g2 = [BigramAssocMeasures.likelihood_ratio(a, (n_part, b), n_all) for a, b in zip(n.tolist(), n_term.tolist())]
    signed: np.ndarray = np.where(n * n_all < n_part * n_term, -1.0, 1.0) * np.maximum(np.array(g2, dtype="float64"), 0.0)
    return signed


MEASURES = ("log_odds", "g2", "log_ratio")


def keyness(target: pd.Series, reference: pd.Series, *, measure: str = "log_odds", background: pd.Series | None = None) -> pd.DataFrame:
    """Tell which terms one corpus uses more than another.

    The tests take each word as drawn by itself.  Words come in bursts, by article and by topic, so that even the adjusted
    `p` is too small where few articles hold a term: read how many do.

    Parameters
    ----------
    target, reference : Series
        How often each term occurs, by term, such as ``count_terms(tokens)["count"]``.  Their sums are the sizes of the two
        corpora, so count all terms and leave some out afterwards.
    measure : str
        What the table is sorted by: "log_odds" (by `z`), "g2" or "log_ratio".
    background : Series, optional
        Counts in a third corpus, such as the language at large.  They are added to those of the two to make the prior.  A
        library of word frequencies gives shares of all words: take them times a million, rounded.

    Returns
    -------
    DataFrame
        One row a term of either corpus, index `term`, those of the target first: `n_target`, `n_reference`,
        `target_per_thousand`, `reference_per_thousand`; `log_odds` (difference of the two log-odds, each with a prior that
        weighs as much as both corpora together) and `z`, the same by its standard deviation: the prior draws rare words and
        small differences towards 0; `g2` (log-likelihood ratio, negative where the target uses the term less); `log_ratio`
        (log2 of the ratio of the two shares: 1 is twice as often; no occurrence counts as half a one); `p` (of `g2`) and
        `p_adjusted` for all terms tested (Holm: holds whatever the terms have to do with each other).  NaN where a corpus
        is empty.

    Raises
    ------
    ValueError
        If `measure` is unknown, a term has two counts, or a count is no whole number from 0.

    References
    ----------
    Monroe, B. L., Colaresi, M. P. & Quinn, K. M. (2008). Fightin' words: lexical feature selection and evaluation.
    *Political Analysis* 16(4), 372-403.
    Dunning, T. (1993). Accurate methods for the statistics of surprise and coincidence. *Computational Linguistics* 19(1), 61-74.
    Hardie, A. (2014). Log Ratio: an informal introduction. ESRC CASS, Lancaster.
    Holm, S. (1979). A simple sequentially rejective multiple test procedure. *Scandinavian Journal of Statistics* 6(2), 65-70.

    Examples
    --------
    >>> table = keyness(pd.Series({"oil": 8, "the": 40}), pd.Series({"tank": 6, "the": 42}))
    >>> table[["n_target", "n_reference", "z"]].round(1).to_dict("index")["oil"]
    {'n_target': 8, 'n_reference': 0, 'z': 1.7}
    >>> table.index.tolist()
    ['oil', 'the', 'tank']
    """
    if measure not in MEASURES:
        raise ValueError(f"`measure` must be one of {', '.join(map(repr, MEASURES))}; not {measure!r}.")
    given = {"target": target, "reference": reference, "background": pd.Series(dtype="float64") if background is None else background}
    for name, counts in given.items():
        wrong = counts[counts.index.duplicated() | ~((counts >= 0) & (counts % 1 == 0))]
        if len(wrong):
            raise ValueError(f"`{name}` must have one whole number from 0 for each term; not {wrong.iloc[0]!r} for {wrong.index[0]!r}.")
    terms = pd.Index(sorted({*target.index, *reference.index}), dtype="str", name="term")
    one, other, third = (counts.reindex(terms).fillna(0).to_numpy() for counts in given.values())
    n_one, n_other, n_third = int(one.sum()), int(other.sum()), given["background"].sum()
    table = pd.DataFrame({"n_target": one.astype("int64"), "n_reference": other.astype("int64")}, index=terms)
    table["target_per_thousand"] = one * (1000 / n_one if n_one else np.nan)
    table["reference_per_thousand"] = other * (1000 / n_other if n_other else np.nan)
    if n_one and n_other:
        prior = (one + other + third) * ((n_one + n_other) / (n_one + n_other + n_third))
        table["log_odds"], table["z"] = _log_odds(one, other, prior)
        table["g2"] = _signed_g2(table["n_target"].to_numpy(), n_one, (one + other).astype("int64"), n_one + n_other)
        table["log_ratio"] = np.log2(np.maximum(one, 0.5) / n_one) - np.log2(np.maximum(other, 0.5) / n_other)
        table["p"] = [erfc(sqrt(abs(g2) / 2)) for g2 in table["g2"]]  # chi-squared, one degree of freedom
        table["p_adjusted"] = _holm(table["p"].to_numpy())
    else:
        table = table.assign(**dict.fromkeys(("log_odds", "z", "g2", "log_ratio", "p", "p_adjusted"), np.nan))
    return table.sort_values("z" if measure == "log_odds" else measure, ascending=False, kind="stable")


def _log_odds(one: np.ndarray, other: np.ndarray, prior: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Difference of log-odds under a Dirichlet prior, and the same by its standard deviation."""
    y, x = one + prior, other + prior
    with np.errstate(divide="ignore", invalid="ignore"):  # a corpus of one term has no odds, nor has a term without occurrences
        difference = np.log(y) - np.log(y.sum() - y) - np.log(x) + np.log(x.sum() - x)
        deviation = np.sqrt(1 / y + 1 / x)
    difference[~np.isfinite(difference)] = np.nan
    return difference, difference / deviation


def _holm(p: np.ndarray) -> np.ndarray:
    """Adjust p-values for their number: the smallest times n, the next times n - 1, and so on, never falling."""
    order = np.argsort(p, kind="stable")
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)), 1)
    return adjusted


def words_near(tokens: pd.DataFrame, spans: pd.DataFrame, *, window: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Words up to `window` words from each span, within its sentence, and the span's own words.

    Three arrays, one element a word and span: their positions in `tokens` and `spans`, and the distance in words, negative
    before the span and 0 inside it.
    """
    ids = pd.Index(tokens["article_id"].cat.categories)
    word_article = tokens["article_id"].cat.codes.to_numpy(dtype="int64") << 40
    span_article = ids.get_indexer(pd.Index(spans["article_id"].astype(str))).astype("int64") << 40

    def key(table: pd.DataFrame, article: np.ndarray, column: str) -> np.ndarray:
        keys: np.ndarray = article | table[column].to_numpy(dtype="int64")
        return keys

    sentence, own = key(tokens, word_article, "sent_id"), key(spans, span_article, "sent_id")
    first, last = np.searchsorted(sentence, own), np.searchsorted(sentence, own, side="right")
    low = np.searchsorted(key(tokens, word_article, "end"), key(spans, span_article, "start"), side="right").clip(first, last)
    high = np.searchsorted(key(tokens, word_article, "start"), key(spans, span_article, "end")).clip(low, last)
    start, stop = np.maximum(first, low - window), np.minimum(last, high + window)
    n = stop - start
    span = np.repeat(np.arange(len(spans)), n)
    word = np.arange(n.sum()) - np.repeat(np.cumsum(n) - n, n) + np.repeat(start, n)
    distance = np.minimum(word - low[span], 0) + np.maximum(word - high[span] + 1, 0)
    return word, span, distance
