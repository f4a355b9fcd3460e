"""Other models of tone in the same tables: your own word list, or a classifier that you have on your machine.

Nothing is downloaded: a classifier comes from a folder or from the cache of the library that made it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from analysis.lexicons import load_lexicon
from analysis.spans import PhraseIndex
from analysis.tone_words import grammar

CLASSES = ("negative", "neutral", "positive")
_NORM = 15.0  # VADER's: the sum of valences at which the score is about two thirds is 3.5
_REACH = 3


class ToneModel(Protocol):
    """What `score_targets` takes as a model."""

    def score(self, texts: Sequence[str], spans: Sequence[tuple[int, int]]) -> Any:
        """Return n rows of three numbers: negative, neutral, positive."""


class WordListModel:
    r"""Tone by a word list of your own, such as AFINN: the valences of the words in the target's sentence.

    A word up to three words behind a negation counts -0.74 times, and the sum s becomes c = s / sqrt(s² + 15), as in VADER:
    `positive` is c where it is above zero, `negative` is -c where it is below, `neutral` the rest.  It cannot tell targets
    of one sentence apart.

    Parameters
    ----------
    lexicon : path
        A CSV with the columns `entry` (a word or phrase) and `value` (above zero is good).

    Examples
    --------
    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp(), "own.csv")
    >>> _ = path.write_text("entry,value\nbrave,2\n", encoding="utf8")
    >>> WordListModel(path).score(["A brave Smith came."], [(8, 13)]).round(2).tolist()
    [[0.0, 0.54, 0.46]]
    """

    def __init__(self, lexicon: str | os.PathLike[str]) -> None:
        table = load_lexicon(lexicon)
        if not {"entry", "value"} <= set(table):
            raise ValueError(f"A word list for tone must have the columns entry and value; {lexicon} has {', '.join(table.columns)}.")
        self._values = {entry.lower(): float(value) for entry, value in zip(table["entry"], table["value"], strict=True)}
        self._index = PhraseIndex(self._values)

    def score(self, texts: Sequence[str], spans: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
        """Shares of negative, neutral and positive, one row a target."""
        rows = np.zeros((len(texts), 3))
        for row, text, (low, high) in zip(rows, texts, spans, strict=True):
            plain = text.lower().replace("’", "'")
            total = 0.0
            for start, end in self._index.find(plain):
                if end <= low or start >= high:
                    before = plain[max(0, start - 60) : start].split()[-_REACH:]
                    denied = any(word in grammar("negation") or word.endswith("n't") for word in before)
                    total += self._values[plain[start:end]] * (-0.74 if denied else 1.0)
            share = total / (total * total + _NORM) ** 0.5
            row[:] = max(-share, 0.0), 1 - abs(share), max(share, 0.0)
        return rows


class TransformersModel:
    """A sequence classifier of Hugging Face transformers, from a local folder or the user's cache.

    Text and target are given as a pair, as classifiers of aspects want them.  Needs the extra `transformers`.

    Parameters
    ----------
    path : str or path
        A folder with model and tokenizer, or a name that is already in the cache; nothing is downloaded.
    labels : sequence of three str, optional
        The model's labels for negative, neutral and positive; by default those that begin so.
    batch_size : int
    """

    def __init__(self, path: str | os.PathLike[str], *, labels: Sequence[str] | None = None, batch_size: int = 32) -> None:
        try:
            import transformers
        except ImportError as error:
            raise ImportError("TransformersModel needs the extra: pip install 'framing-analysis[transformers]'.") from error
        self._tokenizer = transformers.AutoTokenizer.from_pretrained(os.fspath(path), local_files_only=True)
        self._model = transformers.AutoModelForSequenceClassification.from_pretrained(os.fspath(path), local_files_only=True).eval()
        self._batch_size = batch_size
        known = {str(name): int(i) for i, name in self._model.config.id2label.items()}
        wanted = labels or [next((name for name in known if name.lower().startswith(each[:3])), each) for each in CLASSES]
        if len(wanted) != 3 or not set(wanted) <= set(known):
            raise ValueError(f"`labels` must name three labels of the model for {', '.join(CLASSES)}; it has {', '.join(known)}.")
        self._columns = [known[name] for name in wanted]

    def score(self, texts: Sequence[str], spans: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
        """Probabilities of negative, neutral and positive, one row a target."""
        import torch

        parts = []
        for first in range(0, len(texts), self._batch_size):
            some = list(texts[first : first + self._batch_size])
            targets = [text[low:high] for text, (low, high) in zip(some, spans[first : first + self._batch_size], strict=True)]
            inputs = self._tokenizer(some, targets, padding=True, truncation="only_first", return_tensors="pt")
            with torch.no_grad():
                odds = np.asarray(self._model(**inputs).logits, dtype=float)[:, self._columns]
            shares = np.exp(odds - odds.max(axis=1, keepdims=True))
            parts.append(shares / shares.sum(axis=1, keepdims=True))
        return np.concatenate(parts) if parts else np.empty((0, 3))


class NewsSentimentModel:
    """The classifier of the package NewsSentiment (Hamborg & Donnay 2021), which has to be installed with its model.

    Parameters
    ----------
    classifier : object, optional
        A ready ``NewsSentiment.TargetSentimentClassifier``; by default one is made.
    """

    def __init__(self, classifier: Any = None) -> None:
        if classifier is None:
            try:
                from NewsSentiment import TargetSentimentClassifier
            except ImportError as error:
                raise ImportError("NewsSentimentModel needs the package NewsSentiment and its model.") from error
            classifier = TargetSentimentClassifier()
        self._classifier = classifier

    def score(self, texts: Sequence[str], spans: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
        """Probabilities of negative, neutral and positive, one row a target."""
        rows = np.zeros((len(texts), 3))
        for row, text, (low, high) in zip(rows, texts, spans, strict=True):
            found = self._classifier.infer_from_text(text[:low], text[low:high], text[high:])
            shares = {each["class_label"]: each["class_prob"] for each in found}
            row[:] = [shares[name] for name in CLASSES]
        return rows
