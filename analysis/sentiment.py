"""Sentiment of sentences: VADER's lexicon and rules, with the actors' names and without them.

To VADER "United", "security" and "defense" are words of praise, so that the sentiment of a sentence would depend on
how an actor's name is spelled.  A mask replaces names by blanks before the sentence is scored.

In three steps one sees what hangs on them: plain, without names, and without the topic words of the field either
(``data/topic_words.csv``: "air defense" or "strikes" name the subject here and judge nobody), which `match_phrases` finds.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis.vader import polarity

_Scores = tuple[float, float, float, float]
_Scorer = Callable[[str], _Scores]
_WORD = re.compile(r"\w+(?:['’-]\w+)*")


def score_sentences(sentences: pd.DataFrame, *, mask: pd.DataFrame | None = None, model: str | None = None) -> pd.DataFrame:
    """Score the sentiment of sentences with VADER, or with words weighed for the news.

    Parameters
    ----------
    sentences : DataFrame
        As `split_sentences` returns it.
    mask : DataFrame, optional
        Spans that are replaced by blanks for `compound_masked`: `article_id`, `start`, `end`.  Any table with offsets
        serves, such as mentions, or mentions and topic words one below the other.
    model : str, optional
        "vader" (the default: its lexicon and rules, exactly), or "news": the words of the tone model without a target,
        weighed on NewsMTSC and on rated sentences of editorials.  It masks names itself, closer to human ratings of
        editorials (see ``model_card("tone")``), and its shares are probabilities.

    Returns
    -------
    DataFrame
        One row a sentence, keyed like `sentences`: `negative`, `neutral`, `positive` (shares of the words, 0 to 1),
        `compound` (-1 to 1; with "news" it is `positive` - `negative`) and `compound_masked` (the same without the masked
        names, NaN without a mask).

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
    scorers: dict[str | None, _Scorer] = {None: polarity, "vader": polarity, "news": _by_news}
    if model not in scorers:
        raise ValueError(f"`model` must be 'vader' or 'news'; not {model!r}.")
    score, texts = scorers[model], sentences["text"].tolist()
    scores = [score(text) for text in texts]
    table = sentences[["article_id", "sent_id", "start", "end", "text"]].reset_index(drop=True)
    for i, column in enumerate(("negative", "neutral", "positive", "compound")):
        table[column] = np.array([each[i] for each in scores], dtype=float)
    if mask is None:
        table["compound_masked"] = np.full(len(table), np.nan)
    else:
        masked = _blank(sentences, mask)
        table["compound_masked"] = np.array(
            [each[3] if blanked == text else score(blanked)[3] for text, blanked, each in zip(texts, masked, scores, strict=True)],
            dtype=float,
        )
    return table


def influential_words(text: str) -> pd.DataFrame:
    """Tell which words turn VADER's score of a sentence, and by how much.

    Parameters
    ----------
    text : str

    Returns
    -------
    DataFrame
        One row a word that matters, the strongest first: `start`, `end`, `text`, `influence` (the compound score minus the
        one without the word, -2 to 2).  Influences do not add up: VADER's score is no sum.

    Examples
    --------
    >>> influential_words("A good, not very brave army.")["text"].tolist()
    ['not', 'brave', 'good', 'very']
    """
    whole, rows = polarity(text).compound, []
    for match in _WORD.finditer(text):
        without = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
        influence = round(whole - polarity(without).compound, 4)
        if influence:
            rows.append((match.start(), match.end(), match[0], influence))
    rows.sort(key=lambda row: -abs(row[3]))
    starts, ends, words, influences = zip(*rows, strict=True) if rows else ((), (), (), ())
    return pd.DataFrame(
        {
            "start": pd.Series(starts, dtype="int64"),
            "end": pd.Series(ends, dtype="int64"),
            "text": pd.Series(words, dtype="str"),
            "influence": pd.Series(influences, dtype="float64"),
        }
    )


def _by_news(text: str) -> _Scores:
    from analysis.tone import _linear

    negative, neutral, positive = _linear().score_sentence(text)
    return negative, neutral, positive, positive - negative


def _blank(sentences: pd.DataFrame, mask: pd.DataFrame) -> list[str]:
    """Texts of the sentences with the masked spans replaced by blanks of the same length."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for article_id, start, end in zip(mask["article_id"].tolist(), mask["start"].tolist(), mask["end"].tolist(), strict=True):
        spans.setdefault(article_id, []).append((start, end))
    texts, article, rest, position = [], None, [], 0
    columns = (sentences[name].tolist() for name in ("article_id", "start", "text"))
    for article_id, start, text in zip(*columns, strict=True):
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
