"""Fit the weights of the tone model: ``make fit DATA=folder`` writes ``data/tone_weights.csv``, the same bytes every time.

The data stays outside the project.  The folder holds, one JSON object a line,

- ``newsmtsc_train.jsonl``: `text`, `start`, `end`, `label` (negative, neutral, positive), the training split of NewsMTSC
  (Hamborg & Donnay 2021, MIT);
- ``nyt_dev.jsonl``: `text`, `mean`, the mean human rating (-4 to 4) of snippets of New York Times editorials (Hutto &
  Gilbert 2014, MIT).

It is a multinomial logistic regression with a ridge penalty on features scaled by their rarity, so that what stands with
few targets is held back less.  The rated snippets join as texts without a target.
The temperature is fitted on predictions out of fold, so that the table gives calibrated probabilities.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.tone_features import LENGTH, expand, features, sentence_weights, word_of
from analysis.tone_models import CLASSES
from analysis.tone_words import common_words

Array = NDArray[np.float64]
Row = dict[str, float]

FOLDS = 4
RIDGE = 0.01  # one over the penalty
MIN_COUNT = 2  # targets that a feature stands with
RATED = 2.0  # weight of a rated snippet
RATED_POLAR, RATED_SLOPE = 0.6, 0.3  # the rating from which a snippet is rather polar than neutral, and how soon

# Added to the log-odds after fitting: positive is too seldom called; and in "Smith blamed Jones" Smith is not the one spoken of
# (of 422 such targets NewsMTSC has 178 negative and 125 neutral ones: out of fold it costs a thousandth of F1).
POSITIVE = 0.2
JUDGING = {"t:judging+": -0.3, "t:judging-": -0.3}

# For text about countries, kept in rows of their own for "linear-countries" alone: a named target among other names is
# seldom judged itself, and more seldom outside NewsMTSC, least of all where no listed word tells of a judgement; one that leads
# the others acts or speaks, so that its log-odds are damped.  Chosen on directed_dev (Park, Pan & Joo 2021), so that at most .45
# of its neutral and at least .75 of its directed pairs are called polar.
POLAR = {"t:among": -0.62, "t:judged": 0.3, "t:leads": 0.25}
DAMPING = 0.4


def fit(data: Path) -> dict[str, tuple[float, float]]:
    """Fit the table on the files of a folder, and print what cross-validation says of it."""
    targets, rated = _read(data / "newsmtsc_train.jsonl"), _read(data / "nyt_dev.jsonl")
    known = common_words() | _lower_case(each["text"] for each in targets)
    rows = [_row(each["text"], each["start"], each["end"], known) for each in targets]
    others = [{**sentence_weights(each["text"], known), "rated": 3.0} for each in rated]  # with an intercept of their own
    labels = np.eye(3)[[CLASSES.index(each["label"]) for each in targets]]
    soft = _soft(np.array([each["mean"] for each in rated]))
    folds = np.array([zlib.crc32(each["text"].encode()) % FOLDS for each in targets])
    odds = np.zeros_like(labels)
    for fold in range(FOLDS):
        inside, outside = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        some = [rows[i] for i in inside]
        keys = _keys(some, known)
        weights = _learn(some, labels[inside], others, soft, keys)
        odds[outside] = _matrix([rows[i] for i in outside], keys) @ weights[:-1] + weights[-1]
    temperature = _temperature(odds, labels)
    odds = odds / temperature
    odds = odds - odds[:, 1:2] + [0, 0, POSITIVE]
    print(f"temperature {temperature}")
    for name, shifts in (("linear", JUDGING), ("linear-countries", JUDGING | POLAR)):  # damping turns no call
        each = odds + np.array([sum(shifts.get(key, 0.0) for key in row) for row in rows])[:, None] * [1, 0, 1]
        _report(name, each, labels.argmax(axis=1), folds)
    keys = _keys(rows, known)
    weights = _learn(rows, labels, others, soft, keys)
    pairs = np.stack([weights[:, 0] - weights[:, 1], weights[:, 2] - weights[:, 1]], axis=1) / temperature
    table = {key: (pair[0], pair[1]) for key, pair in zip([*keys, "bias"], pairs.tolist(), strict=True)}
    table.update({f"threshold {key}": (shift, shift) for key, shift in POLAR.items()})
    table["damping t:leads"] = DAMPING, DAMPING
    table["bias"] = table["bias"][0], table["bias"][1] + POSITIVE
    for key, shift in JUDGING.items():
        negative, positive = table.get(key, (0.0, 0.0))
        table[key] = negative + shift, positive + shift
    return table


def write(table: Mapping[str, tuple[float, float]], path: Path) -> None:
    """Write the table, rounded to thousandths and sorted."""
    with path.open("w", encoding="utf8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["feature", "negative", "positive", "source"])
        for key in sorted(table):
            negative, positive = (f"{round(weight, 3) + 0.0:.3f}".replace("0.", ".") for weight in table[key])
            writer.writerow([key, negative, positive, "fit"])


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf8").splitlines()]


def _lower_case(texts: Iterable[str]) -> frozenset[str]:
    """Words that stand at least twice without a capital."""
    counts = Counter(word for text in sorted(set(texts)) for word in re.findall(r"\b[a-z][a-z'-]*", text))
    return frozenset(word for word, count in counts.items() if count > 1)


def _row(text: str, start: int, end: int, known: frozenset[str]) -> Row:
    row: Row = {}
    for key, value, _ in features(text, start, end, known):
        for part, share in expand(key):
            row[part] = row.get(part, 0.0) + value * share
    return row


def _soft(means: Array) -> Array:
    """Shares of the classes from mean ratings."""
    polar = 1 / (1 + np.exp(-(np.abs(means) - RATED_POLAR) / RATED_SLOPE))
    shares = np.zeros((len(means), 3))
    shares[:, 1] = 1 - polar
    shares[np.arange(len(means)), np.where(means > 0, 2, 0)] += polar
    return shares


def _keys(rows: list[Row], known: frozenset[str]) -> list[str]:
    """Features that stand with enough targets; words that may be names have only the weights of their parts."""
    counts = Counter(key for row in rows for key in row)
    return sorted(key for key, count in counts.items() if count >= MIN_COUNT and (word_of(key) is None or word_of(key) in known))


def _matrix(rows: list[Row], keys: list[str]) -> Any:
    from scipy.sparse import csr_matrix

    place = {key: i for i, key in enumerate(keys)}
    found = [[(place[key], value) for key, value in row.items() if key in place] for row in rows]
    pointers = np.cumsum([0, *map(len, found)])
    columns = [column for each in found for column, _ in each]
    values = [value for each in found for _, value in each]
    return csr_matrix((values, columns, pointers), shape=(len(rows), len(keys)))


def _learn(rows: list[Row], labels: Array, others: list[Row], soft: Array, keys: list[str]) -> Array:
    """Weights of `keys`, the intercepts in the last row."""
    columns = [*keys, "rated"]
    matrix = _matrix([*rows, *others], columns)
    scale = _rarity(matrix[: len(rows)])
    wanted, weight = np.vstack([labels, soft]), np.concatenate([np.ones(len(rows)), np.full(len(others), RATED)])
    return np.delete(_regress(matrix, wanted, weight, RIDGE, scale), len(keys), axis=0)  # the rated snippets' intercept was a help alone


def _rarity(matrix: Any) -> Array:
    """Logarithm of one over the share of targets that a feature stands with, so that targets are as long as before on average."""
    n = matrix.shape[0]
    counts = np.diff(matrix.tocsc().indptr)
    rarity: Array = np.log(n / np.maximum(counts, 1))
    rarity[-1] = 0.0
    lengths = matrix.multiply(matrix) @ rarity**2
    rarity *= LENGTH / np.sqrt(lengths.mean())
    rarity[-1] = 1.0  # the intercept of the rated snippets
    return rarity[:, None]


def _regress(matrix: Any, wanted: Array, weight: Array, ridge: float, scale: Array) -> Array:
    """Weights of a multinomial logistic regression, the intercepts in the last row."""
    from scipy.optimize import minimize

    n = matrix.shape[1]
    turned = matrix.T.tocsr()

    def loss(flat: Array) -> tuple[float, Array]:
        weights, bias = flat[: 3 * n].reshape(n, 3), flat[3 * n :]
        odds = matrix @ (weights * scale) + bias
        odds -= odds.max(axis=1, keepdims=True)
        log = odds - np.log(np.exp(odds).sum(axis=1, keepdims=True))
        error = (np.exp(log) - wanted) * weight[:, None]
        slope = (turned @ error) * scale + weights / ridge
        value = -(weight[:, None] * wanted * log).sum() + (weights**2).sum() / ridge / 2
        return float(value), np.concatenate([slope.ravel(), error.sum(axis=0)])

    found = minimize(loss, np.zeros(3 * n + 3), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    return np.vstack([found[: 3 * n].reshape(n, 3) * scale, found[3 * n :]])


def _temperature(odds: Array, labels: Array) -> float:
    """The divisor of the log-odds under which the labels are most likely, in steps of .05."""

    def likelihood(divisor: float) -> float:
        scaled = odds / divisor
        return float((labels * (scaled - np.log(np.exp(scaled).sum(axis=1, keepdims=True)))).sum())

    return float(max(np.arange(0.5, 2.01, 0.05).round(2), key=likelihood))


def _report(name: str, odds: Array, gold: NDArray[np.int64], folds: NDArray[np.int64]) -> None:
    called = odds.argmax(axis=1)
    by_fold = " ".join(f"{_macro_f1(gold[folds == fold], called[folds == fold]):.3f}" for fold in range(FOLDS))
    print(f"{name}: macro-F1 out of fold {_macro_f1(gold, called):.3f}, by fold {by_fold} (n={len(gold)})")


def _macro_f1(gold: NDArray[np.int64], called: NDArray[np.int64]) -> float:
    both = [2 * ((gold == i) & (called == i)).sum() / max((gold == i).sum() + (called == i).sum(), 1) for i in range(3)]
    return float(np.mean(both))


if __name__ == "__main__":
    write(fit(Path(sys.argv[1])), Path(__file__).with_name("data") / "tone_weights.csv")
