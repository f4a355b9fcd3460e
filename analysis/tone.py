"""Tone: how somebody is spoken of, which is not the sentiment of the sentence.

"Israel praised the United States for its support against Iran" is good for one, bad for another.  The model behind it is
linear, its weights are a table that can be read (``data/tone_weights.csv``, made by `analysis.fit_tone`), and it never sees
a name.  Read ``model_card("tone")`` before you publish one of its numbers.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.lexicons import _packaged
from analysis.segmentation import Batch
from analysis.tone_features import COMPOUND, Feature, expand, features, sentence_weights, word_of
from analysis.tone_models import CLASSES, ToneModel, WordListModel
from analysis.tone_words import common_words, read

Span = tuple[int, int]
_THRESHOLD, _DAMPING = "threshold ", "damping "
_LEADS = "t:leads"
COUNTRIES = "linear-countries"  # the setting in which `analyze` scores mentions
_LINEAR = {None: False, "linear": False, COUNTRIES: True}  # with thresholds for text about countries or without
_REMEMBERED = 200_000  # weights of words in their contexts


class LinearModel:
    """The embedded model: for each feature what it adds to the log-odds of negative and of positive, against neutral.

    Parameters
    ----------
    weights : dict
        From feature to its two weights in one complex number, negative + positive·j, so that a sum is one addition;
        "bias" holds the intercepts, "threshold ..." what speaks for neutral in text about countries, "damping t:leads" by
        what the log-odds of a name that leads others are multiplied: whoever acts or speaks is seldom the one judged.
    thresholds : bool
        Whether both are applied.
    """

    def __init__(self, weights: dict[str, complex], *, thresholds: bool = True) -> None:
        self.weights = {key: weight for key, weight in weights.items() if not key.startswith((_THRESHOLD, _DAMPING))}
        self._damping = weights.get(_DAMPING + _LEADS, 1j).imag if thresholds else 1.0
        for key in weights if thresholds else ():
            if key.startswith(_THRESHOLD):
                name = key.removeprefix(_THRESHOLD)
                self.weights[name] = self.weights.get(name, 0j) + weights[key]
        self.known = common_words() | {word for word in map(word_of, weights) if word is not None}
        self._sums: dict[str, complex] = {}

    def weight(self, key: str) -> complex:
        """What one unit of a feature adds to the two log-odds."""
        found = self._sums.get(key)
        if found is None:
            if len(self._sums) > _REMEMBERED:
                self._sums.clear()
            found = self._sums[key] = sum((share * self.weights.get(part, 0j) for part, share in expand(key)), 0j)
        return found

    def damping(self, found: Sequence[Feature]) -> float:
        """By what the log-odds of a target with these features are multiplied."""
        return self._damping if found and found[0][0] == _LEADS else 1.0

    def score(self, texts: Sequence[str], spans: Sequence[Span]) -> NDArray[np.float64]:
        """Probabilities of negative, neutral and positive, one row a target."""
        odds = np.zeros((len(texts), 3))
        weights, weight = self.weights, self.weight
        for row, text, span in zip(odds, texts, spans, strict=True):
            both, found = weights["bias"], features(text, *span, self.known)
            for key, value, _ in found:
                both += value * (weight(key) if key[0] in COMPOUND else weights.get(key, 0j))
            both *= self.damping(found)
            row[0], row[2] = both.real, both.imag
        return _shares(odds)

    def score_sentence(self, text: str) -> tuple[float, float, float]:
        """Probabilities of negative, neutral and positive for a sentence as a whole."""
        both = self.weights["bias"] + sum(
            (value * self.weights.get(key, 0j) for key, value in sentence_weights(text, self.known).items()), 0j
        )
        negative, neutral, positive = _shares(np.array([[both.real, 0.0, both.imag]]))[0].tolist()
        return negative, neutral, positive


def score_targets(texts: Iterable[str], spans: Iterable[Span], *, model: str | os.PathLike[str] | ToneModel | None = None) -> pd.DataFrame:
    """Score how each target is spoken of in its sentence.

    Parameters
    ----------
    texts : iterable of str
        Sentences; the same one again for each target in it.
    spans : iterable of (start, end)
        Where the target stands in its text.
    model : str, path or object, optional
        "linear" (the default, embedded, as it was fitted on news about politicians), "linear-countries" (the same, slower to
        call a name among other names negative or positive, and a name that leads others slower still: what text about
        countries needs, and what `analyze` takes), a path to a word list of your own (CSV: `entry`, `value`), or any object
        with ``score(texts, spans)`` that returns n rows of three numbers, such as `TransformersModel`.

    Returns
    -------
    DataFrame
        One row a target: `negative`, `neutral`, `positive`, which add up to 1.  A target without a word has the model's
        intercepts alone.

    Raises
    ------
    ValueError
        If there are not as many spans as texts, a span lies outside its text, or there is no such model.

    Examples
    --------
    >>> text = "Smith blamed Jones."
    >>> scores = score_targets([text, text], [(0, 5), (13, 18)])
    >>> [str(each) for each in scores.idxmax(axis=1)]
    ['neutral', 'negative']
    """
    texts, spans = list(texts), [(int(start), int(end)) for start, end in spans]
    if len(texts) != len(spans):
        raise ValueError(f"`spans` must have one (start, end) for each of the {len(texts)} texts; not {len(spans)}.")
    for text, (start, end) in zip(texts, spans, strict=True):
        if not 0 <= start <= end <= len(text):
            raise ValueError(f"A span must lie inside its text of {len(text)} characters; not ({start}, {end}).")
    scores = np.asarray(_model(model).score(texts, spans), dtype=float).reshape(-1, 3) if texts else np.empty((0, 3))
    if len(scores) != len(texts):
        raise ValueError(f"`model` must return one row for each of the {len(texts)} targets; not {len(scores)}.")
    return pd.DataFrame(scores, columns=list(CLASSES))


def explain(text: str, span: Span, *, model: str | None = None) -> pd.DataFrame:
    """Tell by word how the embedded model comes to its score of one target.

    Parameters
    ----------
    text : str
    span : (start, end)
        Where the target stands in it.
    model : str, optional
        "linear" (the default) or "linear-countries", which `analyze` takes; see `score_targets`.

    Returns
    -------
    DataFrame
        One row a word, the target in one row: `start`, `end`, `text`, what it adds to the log-odds of `negative` and
        of `positive` against neutral, and `tone` = positive - negative.  The target's own row holds what any target of
        its form and place has, intercepts included.  The columns add up: the sum of `negative` is
        log(P(negative) / P(neutral)), the sum of `positive` log(P(positive) / P(neutral)).

    Raises
    ------
    ValueError
        If there is no such model.

    Examples
    --------
    >>> words = explain("Smith praised Jones.", (14, 19))
    >>> words["text"][words["tone"].idxmax()]
    'praised'
    """
    if model not in _LINEAR:
        raise ValueError(f"`model` must be {' or '.join(repr(name) for name in _LINEAR if name)}; not {model!r}.")
    linear = _linear(_LINEAR[model])
    spans = read(text, linear.known).spans
    inside = [i for i, (low, high) in enumerate(spans) if high > span[0] and low < span[1]]
    target = inside[0] if inside else -1
    sums = np.zeros(len(spans) + 1, dtype=complex)  # the last one for the intercepts, where no word is the target
    sums[target] = linear.weights["bias"]
    found = features(text, *span, linear.known)
    for key, value, token in found:
        sums[token] += value * linear.weight(key)
    sums *= linear.damping(found)
    rows = [i for i in range(len(spans)) if i not in inside[1:]]
    starts = [span[0] if i == target else spans[i][0] for i in rows]
    ends = [span[1] if i == target else spans[i][1] for i in rows]
    if target == -1:
        rows, starts, ends = [*rows, len(spans)], [*starts, span[0]], [*ends, span[1]]
    return pd.DataFrame(
        {
            "start": pd.Series(starts, dtype="int64"),
            "end": pd.Series(ends, dtype="int64"),
            "text": pd.Series([text[start:end] for start, end in zip(starts, ends, strict=True)], dtype="str"),
            "negative": sums[rows].real,
            "positive": sums[rows].imag,
            "tone": sums[rows].imag - sums[rows].real,
        }
    )


def _shares(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    shares = np.exp(odds - odds.max(axis=1, keepdims=True, initial=0))
    probabilities: NDArray[np.float64] = shares / shares.sum(axis=1, keepdims=True)
    return probabilities


def _tone(batch: Batch, mentions: pd.DataFrame) -> pd.DataFrame:
    """Tidy table of tone: the mentions with `negative`, `neutral`, `positive` and `tone` = positive - negative."""
    position = {article.article_id: i for i, article in enumerate(batch.articles)}
    texts, spans = [], []
    columns = (mentions[name].tolist() for name in ("article_id", "sent_id", "start", "end"))
    for article_id, sent_id, start, end in zip(*columns, strict=True):
        article = position[article_id]
        sentence = batch.first[article] + sent_id
        low, high = batch.start[sentence], batch.end[sentence]
        texts.append(batch.articles[article].text[low:high])
        spans.append((start - low, min(end, high) - low))
    scores = score_targets(texts, spans, model=COUNTRIES)
    return pd.concat([mentions.reset_index(drop=True), scores], axis=1).assign(tone=scores["positive"] - scores["negative"])


def _model(model: str | os.PathLike[str] | ToneModel | None) -> ToneModel:
    if model is None or (isinstance(model, str) and model in _LINEAR):
        return _linear(_LINEAR[model])
    if isinstance(model, (str, os.PathLike)):
        if os.fspath(model).endswith(".csv"):
            return WordListModel(model)
        names = ", ".join(repr(name) for name in _LINEAR if name)
        raise ValueError(f"`model` must be {names}, a path to a word list (.csv) or an object with score(texts, spans); not {model!r}.")
    if not hasattr(model, "score"):
        raise TypeError(f"`model` must have a method score(texts, spans); {type(model).__name__} has none.")
    return model


@cache
def _linear(thresholds: bool = False) -> LinearModel:
    rows = csv.reader(io.StringIO(_packaged("tone_weights"), newline=""))
    next(rows)
    return LinearModel({row[0]: complex(float(row[1]), float(row[2])) for row in rows}, thresholds=thresholds)
