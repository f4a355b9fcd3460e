"""Sentiment of sentences: VADER's lexicon and rules, with the actors' names and without them.

To VADER "United", "security" and "defense" are words of praise, so that the sentiment of a sentence would depend on
how an actor's name is spelled.  A mask replaces names by blanks before the sentence is scored.

In three steps one sees what hangs on them: plain, without names, and without the topic words of the field either
(``data/topic_words.csv``: "air defense" or "strikes" name the subject here and judge nobody), which `match_phrases` finds.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer


def score_sentences(sentences: pd.DataFrame, *, mask: pd.DataFrame | None = None, model: str | None = None) -> pd.DataFrame:
    """Score the sentiment of sentences with VADER.

    Parameters
    ----------
    sentences : DataFrame
        As `split_sentences` returns it.
    mask : DataFrame, optional
        Spans that are replaced by blanks for `compound_masked`: `article_id`, `start`, `end`.  Any table with offsets
        serves, such as mentions, or mentions and topic words one below the other.
    model : str, optional
        Only "vader", the default.

    Returns
    -------
    DataFrame
        One row a sentence, keyed like `sentences`: `negative`, `neutral`, `positive` (shares of the words, 0 to 1),
        `compound` (-1 to 1) and `compound_masked` (the same without the masked names, NaN without a mask).

    References
    ----------
    Hutto, C. J. & Gilbert, E. (2014). VADER: A parsimonious rule-based model for sentiment analysis of social media
    text. *ICWSM* 8(1), 216-225.

    Examples
    --------
    >>> from analysis import Article, find_mentions, split_sentences
    >>> article = Article("a", "The United States is in the article.")
    >>> score_sentences(split_sentences(article), mask=find_mentions(article))[["compound", "compound_masked"]].values.tolist()
    [[0.4215, 0.0]]
    """
    if model not in (None, "vader"):
        raise ValueError(f"`model` must be 'vader'; not {model!r}.")
    texts = sentences["text"].tolist()
    scores = [_vader().polarity_scores(text) for text in texts]
    table = sentences[["article_id", "sent_id", "start", "end", "text"]].reset_index(drop=True)
    for column, key in (("negative", "neg"), ("neutral", "neu"), ("positive", "pos"), ("compound", "compound")):
        table[column] = np.array([score[key] for score in scores], dtype=float)
    if mask is None:
        table["compound_masked"] = np.full(len(table), np.nan)
    else:
        masked = _blank(sentences, mask)
        table["compound_masked"] = np.array(
            [
                score["compound"] if blanked == text else _vader().polarity_scores(blanked)["compound"]
                for text, blanked, score in zip(texts, masked, scores, strict=True)
            ],
            dtype=float,
        )
    return table


def _blank(sentences: pd.DataFrame, mask: pd.DataFrame) -> list[str]:
    """Texts of the sentences with the masked spans replaced by blanks of the same length."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for article_id, start, end in zip(mask["article_id"].astype(str), mask["start"], mask["end"], strict=True):
        spans.setdefault(article_id, []).append((start, end))
    texts, article, rest, position = [], None, [], 0
    for article_id, start, text in zip(sentences["article_id"].astype(str), sentences["start"], sentences["text"], strict=True):
        if article_id != article:
            article, rest, position = article_id, sorted(spans.get(article_id, [])), 0
        end, blanked = start + len(text), text
        while position < len(rest) and rest[position][1] <= start:
            position += 1
        following = position
        while following < len(rest) and rest[following][0] < end:
            low, high = max(rest[following][0] - start, 0), min(rest[following][1] - start, len(text))
            blanked = blanked[:low] + " " * (high - low) + blanked[high:]
            following += 1
        texts.append(blanked)
    return texts


@cache
def _vader() -> SentimentIntensityAnalyzer:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # reads its lexicon

    return SentimentIntensityAnalyzer()
